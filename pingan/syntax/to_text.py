"""The printer: the formatter's core, and the way from one dialect to the other.

What it prints parses to an equal tree, and printing that gives the same text again.
"""

from __future__ import annotations

from attrs import field, frozen

from pingan.language.dialect import dialect as dialect_named
from pingan.language.stack import with_room
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.printing.comments import Attached, attached
from pingan.syntax.printing.declarations import Block, Unit, block
from pingan.syntax.printing.expressions import expression, given
from pingan.syntax.printing.layout import WIDTH, columns, rendered
from pingan.syntax.printing.style import Style

INDENT = 4
_ONE_LINERS = (nodes.Fact, nodes.Actor, nodes.Action, nodes.Parameter, nodes.Setting, nodes.Enum)


def print_module(module: nodes.Module, dialect: str | None = None) -> str:
    """*module* as text, with its comments, in its own dialect or in *dialect* (``en``, ``zh``).

    Raises KeyError for an unknown dialect, ValueError for a text that no quotes can hold (no parsed module has one).
    """
    style = Style(dialect_named(dialect or module.dialect))
    return with_room(lambda: _Printer(style).module(module))


def print_expression(node: nodes.Given, dialect: str = "en") -> str:
    """*node* on one line, for messages and explanations: ``hospital.guards >= 3``."""
    style = Style(dialect_named(dialect))
    return with_room(lambda: rendered(given(node, style), width=1_000_000))


@frozen
class _Printer:
    style: Style
    lines: list[str] = field(factory=list)

    def module(self, module: nodes.Module) -> str:
        all_nodes = (module.header, *module.declarations)
        placed = attached(module.comments, tuple(n.span for n in all_nodes))
        blocks = [block(node, self.style) for node in all_nodes]
        compact = [self._fits(b, a) for b, a in zip(blocks, placed.units, strict=True)]
        for number, (node, comments) in enumerate(zip(all_nodes, placed.units, strict=True)):
            if number and self._apart(all_nodes, number, compact, comments):
                self.lines.append("")
            self._leading(comments, 0)
            self._block(blocks[number], compact[number], node.span, comments)
        if placed.closing and self.lines:
            self.lines.append("")
        self._comments(placed.closing, 0)
        return "\n".join(self.lines) + "\n"

    def _apart(self, all_nodes: tuple[nodes.Node, ...], number: int, compact: list[bool], comments: Attached) -> bool:
        """Whether a blank line stands before a declaration: not in a run of one-liners of one kind that has none."""
        before, node = all_nodes[number - 1], all_nodes[number]
        is_run = (
            type(before) is type(node) and isinstance(node, _ONE_LINERS) and compact[number - 1] and compact[number]
        )
        if not is_run:
            return True
        first = comments.leading[0].span if comments.leading else node.span
        return _line_after(before.span) < first.line - 1

    def _fits(self, block: Block, comments: Attached) -> bool:
        """Whether *block* is written on one line (or as one line that wraps)."""
        if block.units is None:
            return True
        return (
            block.compact is not None
            and not comments.inside
            and columns(rendered(block.compact, width=1_000_000)) <= WIDTH
        )

    def _block(self, block: Block, is_compact: bool, span: Span, comments: Attached) -> None:
        if is_compact:
            # A comment in the middle of a line goes above it.
            self._comments(comments.inside, 0)
            document = block.compact if block.units is not None and block.compact is not None else block.head
            self._write(rendered(document), 0, comments.trailing)
            return
        self.lines.append(rendered((block.head, " {")))
        units = block.units or ()
        placed = attached(comments.inside, tuple(u.span for u in units))
        for unit, around in zip(units, placed.units, strict=True):
            self._unit(unit, around)
        self._comments(placed.closing, INDENT)
        self._write("}", 0, comments.trailing)

    def _unit(self, unit: Unit, comments: Attached) -> None:
        indent = INDENT + unit.indent
        # A comment in the middle of a line goes above it.
        self._comments((*comments.leading, *comments.inside), indent)
        self._write(" " * indent + rendered(unit.document, indent), indent, comments.trailing)

    def _leading(self, comments: Attached, indent: int) -> None:
        previous: nodes.Comment | None = None
        for comment in comments.leading:
            if previous is not None and comment.span.line > previous.span.line + 1:
                self.lines.append("")
            self._comments((comment,), indent)
            previous = comment
        if previous is not None and comments.start is not None and comments.start.line > previous.span.line + 1:
            self.lines.append("")

    def _comments(self, comments: tuple[nodes.Comment, ...], indent: int) -> None:
        self.lines.extend(" " * indent + _comment(c) for c in comments)

    def _write(self, text: str, indent: int, trailing: tuple[nodes.Comment, ...]) -> None:
        if trailing:
            text = f"{text}  {_comment(trailing[0])}"
        self.lines.append(text)
        self._comments(trailing[1:], indent)


def _comment(comment: nodes.Comment) -> str:
    return f"# {comment.text}" if comment.text and comment.text[0] not in "#!" else f"#{comment.text}"


def _line_after(span: Span) -> int:
    """The line on which *span* ends."""
    return span.source.position(span.end)[0]


__all__ = ["expression", "print_expression", "print_module"]
