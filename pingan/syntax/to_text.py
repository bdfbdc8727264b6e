"""The printer: the formatter's core, and the way from one dialect to the other.

What it prints parses to an equal tree, and printing that gives the same text again. The order of items, spaces and
indentation are the printer's; the author's are, where the width leaves a choice: blank lines (one at a time), whether
a short declaration stands on one line, how the members of an enum share lines, and where evidence begins.
"""

from __future__ import annotations

from attrs import field, frozen

from pingan.language.dialect import Dialect
from pingan.language.dialect import dialect as dialect_named
from pingan.language.environment import Environment
from pingan.language.stack import with_room
from pingan.source import NOWHERE, Span
from pingan.syntax import nodes
from pingan.syntax.printing.blocks import Block, Unit
from pingan.syntax.printing.comments import Attached, attached, merged, opening
from pingan.syntax.printing.declarations import block
from pingan.syntax.printing.expressions import expression, given
from pingan.syntax.printing.layout import WIDTH, columns, rendered
from pingan.syntax.printing.style import Style
from pingan.syntax.printing.written import has_blank_above, is_somewhere, last_line

INDENT = 4


def print_module(
    module: nodes.Module,
    dialect: str | Dialect | None = None,
    *,
    as_written: bool = True,
    environment: Environment | None = None,
) -> str:
    """*module* as text, with its comments, in its own dialect or in *dialect* (of *environment*, by name, or itself).

    Without *as_written*, equal modules give the same text, however their authors laid them out (comments left aside).
    Declarations of clause forms are printed by the forms that *environment* has; FormPrintingError when one fails.
    Raises KeyError for an unknown dialect, ValueError for a text that no quotes can hold (no parsed module has one).
    """
    used = environment or Environment()
    chosen = dialect if isinstance(dialect, Dialect) else used.dialects[dialect or module.dialect]
    visible = used.visible_to(n.text for n in module.header.needs)
    style = Style(chosen, as_written, visible.clause_forms)
    return with_room(lambda: _Printer(style).module(module))


def print_declaration(
    node: nodes.Scenario, dialect: str | Dialect = "en", *, environment: Environment | None = None
) -> str:
    """*node*, which stands in no text yet, in form; the line end included. Errors are those of `print_module`."""
    used = environment or Environment()
    chosen = dialect if isinstance(dialect, Dialect) else used.dialects[dialect]
    style = Style(chosen, as_written=False)

    def printed() -> str:
        printer = _Printer(style)
        (comments,) = attached((), (node.span,)).units
        printer._block(block(node, style), node, comments)
        return "\n".join(printer.lines) + "\n"

    return with_room(printed)


def print_expression(node: nodes.Given, dialect: str | Dialect = "en") -> str:
    """*node* on one line, for messages and explanations: ``hospital.guards >= 3``."""
    style = Style(dialect_named(dialect), as_written=False)
    return with_room(lambda: rendered(given(node, style), width=1_000_000))


@frozen
class _Printer:
    style: Style
    lines: list[str] = field(factory=list)

    def module(self, module: nodes.Module) -> str:
        all_nodes = (module.header, *module.declarations)
        placed = attached(module.comments, tuple(n.span for n in all_nodes))
        blocks = [block(node, self.style) for node in all_nodes]
        short = [self._is_short(b, a) for b, a in zip(blocks, placed.units, strict=True)]
        for number, (node, comments) in enumerate(zip(all_nodes, placed.units, strict=True)):
            apart = number > 0 and self._is_apart(all_nodes, number, short, comments)
            if apart:
                self.lines.append("")
            self._leading(comments, 0, is_first=True)
            if short[number]:
                self._short(blocks[number], comments)
            else:
                self._block(blocks[number], node, comments)
        if placed.closing and self.lines:
            self.lines.append("")
        self._spaced(placed.closing, 0, is_first=True)
        return "\n".join(self.lines) + "\n"

    def _is_apart(self, all_nodes: tuple[nodes.Node, ...], number: int, short: list[bool], comments: Attached) -> bool:
        """Whether a blank line stands before a declaration: not where the author put short ones below one another."""
        before, node = all_nodes[number - 1], all_nodes[number]
        if number == 1 or not (short[number - 1] and short[number]):
            return True
        first = comments.leading[0].span if comments.leading else node.span
        distance = first.line - last_line(before.span) if is_somewhere(node.span) and self.style.as_written else 0
        return distance > 1 or (distance == 0 and type(before) is not type(node))

    def _is_short(self, block: Block, comments: Attached) -> bool:
        """Whether *block* is written on one line (or as one line that wraps)."""
        if block.units is None:
            return True
        return (
            block.line is not None and not comments.inside and columns(rendered(block.line, width=1_000_000)) <= WIDTH
        )

    def _short(self, block: Block, comments: Attached) -> None:
        # A comment in the middle of a line goes above it.
        self._comments(comments.inside, 0)
        document = block.line if block.units is not None and block.line is not None else block.head
        self._write(rendered(document), 0, comments.trailing)

    def _block(self, block: Block, node: nodes.Node, comments: Attached) -> None:
        units = block.units or ()
        beside, inside = opening(comments.inside, tuple(s for u in units for s in u.spans))
        self._write(rendered((block.head, " {")), 0, beside)
        first = len(self.lines)
        spans = [(number, span) for number, unit in enumerate(units) for span in (unit.spans or (NOWHERE,))]
        placed = attached(inside, tuple(span for _, span in spans))
        for number, unit in enumerate(units):
            around = merged([a for a, (n, _) in zip(placed.units, spans, strict=True) if n == number])
            if not self._joins(unit, around, first):
                self._leading(around, INDENT + unit.indent, is_first=len(self.lines) == first)
                self._unit(unit, around)
        self._spaced(placed.closing, INDENT, is_first=len(self.lines) == first)
        self._write("}", 0, comments.trailing)

    def _joins(self, unit: Unit, comments: Attached, first: int) -> bool:
        """Writes *unit* behind the one before it, if it stood there and fits."""
        if unit.joint is None or comments.leading or comments.inside or len(self.lines) == first:
            return False
        line = f"{self.lines[-1]}{unit.joint}{rendered(unit.document, width=1_000_000)}"
        if columns(line) > WIDTH:
            return False
        self.lines.pop()
        self._write(line, INDENT, comments.trailing)
        return True

    def _unit(self, unit: Unit, comments: Attached) -> None:
        indent = INDENT + unit.indent
        # A comment in the middle of a line goes above it.
        self._comments(comments.inside, indent)
        self._write(" " * indent + rendered(unit.document, indent), indent, comments.trailing)

    def _leading(self, comments: Attached, indent: int, *, is_first: bool) -> None:
        """The comments above a thing, and the blank lines around them; the first thing in braces has none above."""
        self._spaced(comments.leading, indent, is_first=is_first)
        if comments.start is not None and (comments.leading or not is_first) and self._is_blank_above(comments.start):
            self.lines.append("")

    def _spaced(self, comments: tuple[nodes.Comment, ...], indent: int, *, is_first: bool) -> None:
        for number, comment in enumerate(comments):
            if (number or not is_first) and self._is_blank_above(comment.span):
                self.lines.append("")
            self._comments((comment,), indent)

    def _is_blank_above(self, span: Span) -> bool:
        return self.style.as_written and has_blank_above(span)

    def _comments(self, comments: tuple[nodes.Comment, ...], indent: int) -> None:
        self.lines.extend(" " * indent + _comment(c) for c in comments)

    def _write(self, text: str, indent: int, trailing: tuple[nodes.Comment, ...]) -> None:
        if trailing:
            text = f"{text}  {_comment(trailing[0])}"
        self.lines.append(text)
        self._comments(trailing[1:], indent)


def _comment(comment: nodes.Comment) -> str:
    return f"# {comment.text}" if comment.text and comment.text[0] not in "#!" else f"#{comment.text}"


__all__ = ["expression", "print_declaration", "print_expression", "print_module"]
