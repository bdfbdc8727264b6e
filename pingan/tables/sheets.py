"""A sheet as rows of texts, with its places (B7); what a spreadsheet would run is written so that none does."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

MAXIMUM_BYTES: Final = 8 * 1024 * 1024
"""Of a file that is read."""
MAXIMUM_ROWS: Final = 5_000
MAXIMUM_COLUMNS: Final = 100
MAXIMUM_CELL: Final = 4_096
"""Characters of one cell."""

_RUNS: Final = "=+-@＝＋－＠'\t\r\n"
_NUMBER: Final = re.compile(r"-(?:[0-9]+(?:\.[0-9]+)?[%‰]?)?")


class SheetError(Exception):
    """A file that is no usable sheet; *problems* say why, each with its place in the sheet (or none)."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(p) for p in problems))
        self.problems = problems


@frozen
class Problem:
    """What is wrong in a sheet: the place (``B7``, empty for the whole), the sentence, the remedy."""

    place: str
    message: str
    help: str | None = None

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


@frozen
class Sheet:
    """*rows* of texts, the first in row *first* (from 1) of the file."""

    rows: tuple[tuple[str, ...], ...]
    first: int = 1

    def place(self, row: int, column: int) -> str:
        """The place of a cell, both counted from 0: ``B7``."""
        return f"{column_name(column)}{row + self.first}"


def column_name(number: int) -> str:
    """The letters of a column counted from 0: A, B … Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def inert(text: str) -> str:
    """*text* as no spreadsheet takes it for a formula: with an apostrophe before it where it might.

    >>> inert("= 3"), inert("-5"), inert("tertiary"), inert("-")
    ("'= 3", '-5', 'tertiary', '-')
    """
    return f"'{text}" if text[:1] in _RUNS and text and not _NUMBER.fullmatch(text) else text


def as_meant(text: str) -> str:
    """*text* without the apostrophe that `inert` put before it."""
    return text[1:] if text[:1] == "'" and text[1:2] in _RUNS and len(text) > 1 else text


def limited(rows: list[list[str]]) -> Sheet:
    """*rows* as a sheet without empty rows and columns at its ends. Raises SheetError for one that is too large."""
    if len(rows) > MAXIMUM_ROWS:
        raise SheetError(Problem("", f"a sheet of a table has {MAXIMUM_ROWS:,} rows at most"))
    cleaned = [_stripped(row) for row in rows]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    problems = []
    for number, row in enumerate(cleaned):
        if len(row) > MAXIMUM_COLUMNS:
            problems.append(Problem(f"{column_name(MAXIMUM_COLUMNS)}{number + 1}", "this column is one too many"))
        for place, cell in enumerate(row[:MAXIMUM_COLUMNS]):
            if len(cell) > MAXIMUM_CELL:
                message = f"a cell may have {MAXIMUM_CELL:,} characters"
                problems.append(Problem(f"{column_name(place)}{number + 1}", message))
    if problems:
        raise SheetError(*problems[:100])
    return Sheet(tuple(tuple(row) for row in cleaned))


def _stripped(row: list[str]) -> list[str]:
    # No text of the language holds a line end, so those in cells are the spreadsheet's.
    cells = [re.sub(r"[\t\r\n]+", " ", cell).strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells
