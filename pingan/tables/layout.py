"""Where in a sheet a table's parts stand: the opening, the items, the heading, the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

from pingan.language.clause_form import ClauseForm
from pingan.language.dialect import DIALECTS
from pingan.language.dialect import dialect as dialect_named
from pingan.syntax.printing.style import Style
from pingan.tables.cells import plain_cell
from pingan.tables.sheets import Problem, Sheet, SheetError
from pingan.tables.to_sheet import style_of

_OPENING: Final = re.compile(r"(\S+)\s+(\w+)(.*)", re.DOTALL)
_QUOTED: Final = re.compile(r'"[^"]*"|“[^”]*”')


@frozen
class Layout:
    """*rows* and *last* are rows of the sheet, *columns* its columns; *opening* is text, of the sheet or made up."""

    sheet: Sheet
    dialect: str
    opening: str
    opening_row: int | None
    items: tuple[tuple[str, str], ...]
    heading: int
    columns: tuple[int, ...]
    outputs: tuple[bool, ...]
    norms: tuple[bool, ...]
    cites: int | None
    notes: int | None
    rows: tuple[int, ...]
    last: int | None

    def text(self, row: int, column: int) -> str:
        """What the cell says; empty where the row ends before it."""
        cells = self.sheet.rows[row]
        return cells[column] if column < len(cells) else ""

    def is_output(self, number: int) -> bool:
        return self.outputs[number]

    def is_norms(self, number: int) -> bool:
        return self.norms[number]

    def cell(self, number: int, column: int) -> str:
        """The place of a cell of row *number* (-1: the last row, for everything else)."""
        row = self.last if number < 0 else self.rows[number]
        return self.sheet.place(row if row is not None else self.heading, self.columns[column])

    def heading_cell(self, column: int) -> str:
        return self.sheet.place(self.heading, self.columns[column])

    def opening_cell(self) -> str:
        return "" if self.opening_row is None else self.sheet.place(self.opening_row, 0)

    def headings(self) -> list[tuple[str, str]]:
        """The headings of the columns and their places."""
        return [(self.text(self.heading, c), self.sheet.place(self.heading, c)) for c in self.columns]

    def texts(self) -> Iterator[tuple[str, str, str]]:
        """Everything that becomes part of the table's text: place, text, and the signs it cannot hold."""
        yield self.opening_cell(), self.opening, "|#{}"
        for place, text in self.items:
            yield place, text, "|#"
        for text, place in self.headings():
            yield place, text, "|#"
        for row in (*self.rows, *([] if self.last is None else [self.last])):
            for column in self.columns:
                yield self.sheet.place(row, column), self.text(row, column), "|#"


def layout_of(sheet: Sheet, form: ClauseForm, *, dialect: str | None, name: str | None) -> Layout:
    """Where the parts of the table in *sheet* stand. Raises SheetError when it holds none."""
    opening_row, found = _opening(sheet, form)
    spoken = found or dialect or "en"
    style = style_of(spoken, form)
    opening = f"{style('TABLE')} {name or ''}" if opening_row is None else _filled(sheet.rows[opening_row])[0][1]
    if opening_row is None and name is None:
        remedy = f"begin the sheet with a cell that says `{style('TABLE')} NAME`, or give the name"
        raise SheetError(Problem("A1", "this sheet does not say what its table is called", remedy))
    if opening_row is not None and name is not None:
        parts = _OPENING.fullmatch(opening)
        opening = f"{parts[1]} {name}{parts[3]}" if parts else opening
    start = 0 if opening_row is None else opening_row + 1
    heading = next((n for n in range(start, len(sheet.rows)) if len(_filled(sheet.rows[n])) > 1), None)
    if heading is None:
        raise SheetError(Problem(sheet.place(start, 0), "this sheet has no heading of several columns"))
    items = tuple(
        (sheet.place(n, cells[0][0]), cells[0][1]) for n in range(start, heading) if (cells := _filled(sheet.rows[n]))
    )
    return _columns(sheet, spoken, style, opening, opening_row, items, heading)


def _columns(
    sheet: Sheet,
    dialect: str,
    style: Style,
    opening: str,
    opening_row: int | None,
    items: tuple[tuple[str, str], ...],
    heading: int,
) -> Layout:
    titles = sheet.rows[heading]
    columns, cites, notes = [], None, None
    for place, title in enumerate(titles):
        if title == style("CITE"):
            cites = place
        elif title == style("NOTE"):
            notes = place
        else:
            columns.append(place)
    empty = [place for place in columns if not titles[place]]
    if empty:
        raise SheetError(*(Problem(sheet.place(heading, c), "this column has no heading") for c in empty))
    plain = [_QUOTED.sub("", plain_cell(titles[c])) for c in columns]
    norms = tuple(text.split(" ")[0] == style("THEN") for text in plain)
    outputs = tuple(is_norms or ":" in text for is_norms, text in zip(norms, plain, strict=True))
    known = {*columns, cites, notes}
    rows, last = [], None
    for number in range(heading + 1, len(sheet.rows)):
        cells = sheet.rows[number]
        # A heading merged downwards, or repeated on each page, is no row.
        if not any(cells) or cells == titles:
            continue
        stray = next((c for c, text in _filled(cells) if c not in known), None)
        if stray is not None:
            raise SheetError(Problem(sheet.place(number, stray), "this cell stands under no heading"))
        inputs = [cells[c] for c, out in zip(columns, outputs, strict=True) if not out and c < len(cells)]
        if last is not None:
            message = f"no row can follow `{style('OTHERWISE')}`, which is for everything else"
            raise SheetError(Problem(sheet.place(number, 0), message))
        if style("OTHERWISE") in inputs:
            _check_last(sheet, number, inputs, style("OTHERWISE"))
            last = number
        else:
            rows.append(number)
    return Layout(
        sheet, dialect, opening, opening_row, items, heading, tuple(columns), outputs, norms, cites, notes,
        tuple(rows), last,
    )  # fmt: skip


def _check_last(sheet: Sheet, number: int, inputs: list[str], word: str) -> None:
    if any(text not in ("", "-", word) for text in inputs):
        message = f"a row that says `{word}` has cells for the outputs alone"
        raise SheetError(Problem(sheet.place(number, 0), message))


def _opening(sheet: Sheet, form: ClauseForm) -> tuple[int | None, str | None]:
    """The row that opens the table, and its dialect; whatever stands above it is a title for people."""
    words = {word: name for name in reversed(DIALECTS) for word in form.words_in(dialect_named(name)).get("TABLE", ())}
    for number, row in enumerate(sheet.rows[:20]):
        cells = _filled(row)
        first = cells[0][1].split() if len(cells) == 1 else []
        if first and first[0] in words:
            return number, words[first[0]]
    return None, None


def _filled(row: tuple[str, ...]) -> list[tuple[int, str]]:
    return [(n, text) for n, text in enumerate(row) if text]
