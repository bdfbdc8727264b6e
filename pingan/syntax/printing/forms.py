"""Declarations of clause forms as blocks: what their printers are called with, and made of."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from pingan.language.installed import told
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.printing.blocks import Block, Unit, block_of
from pingan.syntax.printing.heads import conditions, consequences, remarks
from pingan.syntax.printing.layout import Document, Group, Line, Nest
from pingan.syntax.printing.style import Style
from pingan.syntax.printing.written import is_somewhere

NESTED = 4
"""Columns by which what stands in inner braces is indented."""


class FormPrintingError(Exception):
    """A clause form whose printer fails; *node* is what it was to print, *message* why it could not."""

    def __init__(self, node: nodes.FormDeclaration, message: str) -> None:
        super().__init__(f"the clause form `{node.form}` cannot be printed: {message}")
        self.node, self.message = node, message


def printed_form(node: nodes.FormDeclaration, style: Style) -> Block:
    """*node* as its form prints it. Raises FormPrintingError."""
    form = style.forms.get(node.form)
    if form is None:
        raise FormPrintingError(node, "no library has it")
    try:
        keywords = {**style.dialect.keywords, **form.words_in(style.dialect)}
        block: object = form.print(node, evolve(style, dialect=evolve(style.dialect, keywords=keywords)))
    except (Exception, SystemExit) as problem:
        raise FormPrintingError(node, told(problem)) from problem
    if not isinstance(block, Block) or not _is_whole(block):
        raise FormPrintingError(node, "its printer gave no `Block` of texts")
    return block


def form_block(
    node: nodes.FormDeclaration, opener: str, units: Sequence[Unit], style: Style, *, may_be_line: bool = False
) -> Block:
    """The block of a form: ``opener name "label" { head… units… remarks… }``; *opener* is a keyword, ``"LADDER"``.

    With *may_be_line* it stays on one line where its author wrote it so.
    """
    head = (style(opener), " ", node.name.text, style.label(node.label))
    inside = (*conditions(node.head, style), *units, *remarks(node.head, style))
    return block_of(head, inside, node, style, may_be_line=may_be_line)


def nested(head: Document, units: Sequence[Unit], part: nodes.Node) -> tuple[Unit, ...]:
    """*units* in braces of their own after *head*, inside a block: ``stage persuade { … }``; *part* is all of it."""
    if not units:
        return (Unit((head, " {}"), (part.span,)),)
    opening, closing = _braces(part.span)
    inner = (Unit(u.document, u.spans, u.indent + NESTED, u.joint) for u in units)
    return (Unit((head, " {"), opening), *inner, Unit("}", closing))


def _braces(span: Span) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """From the start of *span* to its first brace, and its last one."""
    text = span.text
    first = min((i for i in (text.find("{"), text.find("｛")) if i >= 0), default=-1)
    if not is_somewhere(span) or first < 0:
        return (), ()
    opening = Span(span.source, span.start, span.start + first + 1)
    return (opening,), (Span(span.source, span.end - 1, span.end),)


def _is_whole(block: Block) -> bool:
    units: tuple[object, ...] = block.units or ()
    documents = [block.head, *(u.document for u in units if isinstance(u, Unit))]
    return all(isinstance(u, Unit) for u in units) and all(map(_is_document, documents))


def _is_document(document: object) -> bool:
    match document:
        case str() | Line():
            return True
        case tuple():
            return all(map(_is_document, document))
        case Nest(_, inner) | Group(inner, _):
            return _is_document(inner)
        case _:
            return False


__all__ = ["FormPrintingError", "conditions", "consequences", "form_block", "nested", "printed_form", "remarks"]
