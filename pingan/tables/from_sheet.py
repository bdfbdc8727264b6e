"""A sheet read back as a table: put together as text, parsed as every policy is, told of by places in the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import define, field, frozen

from pingan.clauses.table.nodes import Table, table_of
from pingan.clauses.table.shape import fits
from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics
from pingan.language.clause_form import ClauseForm
from pingan.language.dialect import Dialect
from pingan.language.environment import Environment
from pingan.source import Source, Span
from pingan.syntax import nodes
from pingan.syntax.lowering import Lowering
from pingan.syntax.printing.style import Style
from pingan.tables.cells import misfit, plain_cell, quoted, quoted_parts
from pingan.tables.layout import Layout, layout_of
from pingan.tables.sheets import Problem, Sheet, SheetError
from pingan.tables.to_sheet import style_of
from pingan.tree.from_text import parse

MAXIMUM_PROBLEMS = 100


@frozen
class Imported:
    """A table from a sheet, and where its rows stand in it."""

    declaration: nodes.FormDeclaration
    dialect: str
    layout: Layout

    def place_of(self, table: Table, span: Span) -> str | None:
        """The place in the sheet of *span*, which lies in *table* (this table, perhaps printed and read again)."""
        rows = [*((n, r) for n, r in enumerate(table.rows)), *([(-1, table.otherwise)] if table.otherwise else [])]
        for number, row in rows:
            if not _holds(row.span, span):
                continue
            columns = [n for n, _ in table.outputs] if number < 0 and len(row.cells) == len(table.outputs) else None
            for place, cell in enumerate(row.cells):
                if _holds(cell.span, span):
                    return self.layout.cell(number, columns[place] if columns else place)
            return self.layout.cell(number, 0)
        for place, column in enumerate(table.columns):
            if _holds(column.span, span):
                return self.layout.heading_cell(place)
        return self.layout.opening_cell() if _holds(table.declaration.span, span) else None


def _holds(whole: Span, span: Span) -> bool:
    return whole.start <= span.start and span.end <= whole.end


def from_sheet(
    sheet: Sheet,
    form: ClauseForm,
    environment: Environment,
    *,
    name: str | None = None,
    dialect: str | None = None,
) -> Imported:
    """The table that *sheet* holds. Raises SheetError with every cell that cannot be read.

    *name* is the table's where the sheet has no opening line (or another one); *dialect* is that of a sheet whose
    first word does not say it.
    """
    layout = layout_of(sheet, form, dialect=dialect, name=name)
    style = style_of(layout.dialect, form)
    reading = _Reading(layout, style, environment)
    reading.check_signs()
    found, module = reading.parsed(layout.rows, layout.last)
    if module is None or found:
        raise SheetError(*reading.all_problems(found))
    (declaration,) = module.declarations
    assert isinstance(declaration, nodes.FormDeclaration)
    imported = Imported(declaration, layout.dialect, layout)
    _check_shape(imported, style.dialect)
    return imported


def _check_shape(imported: Imported, dialect: Dialect) -> None:
    table = table_of(imported.declaration)
    diagnostics = Diagnostics()
    if not fits(table, Lowering(imported.declaration, dialect, diagnostics)):
        problems = []
        for diagnostic in diagnostics.sorted():
            place = imported.place_of(table, diagnostic.span) if diagnostic.span else None
            problems.append(Problem(place or "", diagnostic.message, diagnostic.help))
        raise SheetError(*problems)


@frozen
class _Piece:
    """Part of the text put together, and the cell that it came from."""

    start: int
    end: int
    place: str


@define
class _Text:
    """The text of a table as it is put together, and the cells that its pieces came from."""

    parts: list[str] = field(factory=list)
    pieces: list[_Piece] = field(factory=list)
    length: int = 0

    def put(self, text: str, place: str = "") -> None:
        if place:
            self.pieces.append(_Piece(self.length, self.length + len(text), place))
        self.parts.append(text)
        self.length += len(text)

    def line(self, cells: list[tuple[str, str]]) -> None:
        """A row of *cells* (text and place)."""
        self.put("|")
        for text, place in cells:
            self.put(" ")
            self.put(text, place)
            self.put(" |")
        self.put("\n")


@frozen
class _Reading:
    layout: Layout
    style: Style
    environment: Environment

    def check_signs(self) -> None:
        """Raises SheetError for cells that would not stay one cell."""
        problems = [
            Problem(place, what)
            for place, text, forbidden in self.layout.texts()
            if (what := misfit(plain_cell(text), forbidden)) is not None
        ]
        if problems:
            raise SheetError(*problems[:MAXIMUM_PROBLEMS])

    def parsed(
        self, rows: Sequence[int], last: int | None, only: int | None = None
    ) -> tuple[list[Problem], nodes.Module | None]:
        """The table of these *rows* (with *only*: that column's cells alone), and what is wrong with it."""
        text, pieces = self._text(rows, last, only)
        diagnostics = Diagnostics()
        module = parse(Source("<sheet>", text), diagnostics, self.environment)
        problems = [_problem(d, pieces) for d in diagnostics.sorted()]
        if module is not None and not problems and not self._is_whole(module, rows, last):
            problems = [Problem(self.layout.opening_cell(), "these cells make something else than a table")]
        return problems, module

    def _is_whole(self, module: nodes.Module, rows: Sequence[int], last: int | None) -> bool:
        if len(module.declarations) != 1 or not isinstance(module.declarations[0], nodes.FormDeclaration):
            return False
        table = table_of(module.declarations[0])
        return (
            module.declarations[0].form == "table"
            and len(table.columns) == len(self.layout.columns)
            and len(table.rows) == len(rows)
            and all(len(row.cells) == len(table.columns) for row in table.rows)
            and (table.otherwise is None) == (last is None)
        )

    def all_problems(self, found: list[Problem]) -> list[Problem]:
        """Every cell that is wrong, not the first alone: the opening and the heading, then row by row."""
        alone, _ = self.parsed((), None)
        if alone:
            return alone[:MAXIMUM_PROBLEMS]
        problems: list[Problem] = []
        waiting: list[tuple[Sequence[int], int | None]] = [((), self.layout.last), (self.layout.rows, None)]
        while waiting and len(problems) < MAXIMUM_PROBLEMS:
            rows, last = waiting.pop()
            wrong, _ = self.parsed(rows, last)
            if not wrong:
                continue
            if len(rows) > 1:
                half = len(rows) // 2
                waiting += [(rows[half:], None), (rows[:half], None)]
                continue
            cells = [p for c in range(len(self.layout.columns)) for p in self.parsed(rows, last, c)[0]]
            problems += list(dict.fromkeys(cells or wrong))
        return problems[:MAXIMUM_PROBLEMS] or found or [Problem("", "this sheet holds no table")]

    def _text(self, rows: Sequence[int], last: int | None, only: int | None) -> tuple[str, list[_Piece]]:
        text = _Text()
        text.put(f"{self.style('POLICY')} sheet\n\n")
        text.put(plain_cell(self.layout.opening), self.layout.opening_cell())
        text.put(" {\n")
        for place, item in self.layout.items:
            text.put(plain_cell(item), place)
            text.put("\n")
        text.line([(plain_cell(t), p) for t, p in self.layout.headings()])
        for row in rows:
            text.line(self._cells(row, only, is_last=False))
            self._put_remarks(row, only, text)
        if last is not None:
            text.put(f"{self.style('OTHERWISE')} ")
            text.line(self._cells(last, only, is_last=True))
            self._put_remarks(last, only, text)
        text.put("}\n")
        return "".join(text.parts), text.pieces

    def _cells(self, row: int, only: int | None, *, is_last: bool) -> list[tuple[str, str]]:
        found = []
        for number, column in enumerate(self.layout.columns):
            if is_last and not self.layout.is_output(number):
                continue
            text = self._cell(self.layout.text(row, column)) if only in (None, number) else "-"
            then = self.style("THEN")
            if self.layout.is_norms(number) and text != "-" and text.split(" ")[0] != then:
                text = f"{then} {text}"
            found.append((text, self.layout.sheet.place(row, column)))
        return found

    def _cell(self, text: str) -> str:
        plain = plain_cell(text)
        truths = {"true": "TRUE", "false": "FALSE"}
        return self.style(truths[plain.lower()]) if plain.lower() in truths else plain

    def _put_remarks(self, row: int, only: int | None, text: _Text) -> None:
        if only is not None:
            return
        for keyword, column in (("CITE", self.layout.cites), ("NOTE", self.layout.notes)):
            written = self.layout.text(row, column) if column is not None else ""
            if column is None or not written:
                continue
            place = self.layout.sheet.place(row, column)
            parts = quoted_parts(written)
            if parts is None:
                alone = list(_clauses(written)) if keyword == "CITE" else [written]
                parts = [q for q in map(quoted, alone) if q is not None]
                if len(parts) != len(alone):
                    raise SheetError(Problem(place, "no quotes can hold this text"))
            for part in [", ".join(parts)] if keyword == "CITE" else parts:
                text.put(f"{self.style(keyword)} {part}", place)
                text.put("\n")


def _clauses(text: str) -> Iterator[str]:
    for sign in "，、;；":
        text = text.replace(sign, ",")
    yield from (part.strip() for part in text.split(",") if part.strip())


def _problem(diagnostic: Diagnostic, pieces: list[_Piece]) -> Problem:
    span = diagnostic.span
    if span is None:
        return Problem("", diagnostic.message, diagnostic.help)
    # What ends too early is told of where the next cell begins: it belongs to the one before.
    before = [p for p in pieces if p.start <= span.start]
    inside = next((p for p in reversed(before) if span.start < p.end), before[-1] if before else None)
    return Problem(inside.place if inside else "", diagnostic.message, diagnostic.help)
