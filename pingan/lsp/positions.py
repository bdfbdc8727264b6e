"""Places of the protocol (line and column, in the units that were agreed on) and places in characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import Final

from attrs import field, frozen
from lsprotocol import types

_LINE_END: Final = re.compile(r"\r\n|\n|\r")


@frozen(eq=False, slots=False)
class Positions:
    """The places of *text*. *encoding* says what columns count: UTF-16 units unless agreed otherwise."""

    text: str = field(repr=False)
    encoding: str = types.PositionEncodingKind.Utf16.value
    _last: list[tuple[int, int, int]] = field(factory=lambda: [(0, 0, 0)], init=False, repr=False)
    """The line, the character and the column of the place told last: the next is often behind it."""

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    def _line(self, number: int) -> str:
        start = self._starts[number]
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(self.text)
        return self.text[start:end]

    def offset(self, position: types.Position) -> int:
        """The character at *position*; what lies beyond a line or the text is its end."""
        if position.line >= len(self._starts):
            return len(self.text)
        line = self._line(max(position.line, 0)).rstrip("\r\n")
        return self._starts[max(position.line, 0)] + self._characters(line, max(position.character, 0))

    def position(self, offset: int) -> types.Position:
        """The place of the character *offset*."""
        inside = min(max(offset, 0), len(self.text))
        number = bisect_right(self._starts, inside) - 1
        line, known, column = self._last[0]
        if line != number or known > inside:
            known, column = self._starts[number], 0
        column += self._units(self.text[known:inside])
        self._last[0] = number, inside, column
        return types.Position(number, column)

    def range(self, start: int, end: int) -> types.Range:
        return types.Range(self.position(start), self.position(end))

    def offsets(self, range: types.Range) -> tuple[int, int]:
        """Where *range* begins and ends; one that ends before it begins is empty."""
        start = self.offset(range.start)
        return start, max(start, self.offset(range.end))

    def _units(self, text: str) -> int:
        """How long *text* is in units of columns."""
        if text.isascii() or self.encoding == "utf-32":
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    def _characters(self, line: str, units: int) -> int:
        """How many characters of *line* the first *units* are; half of one counts as none of it."""
        if line.isascii() or self.encoding == "utf-32":
            return min(units, len(line))
        if self.encoding == "utf-8":
            head = line.encode("utf-8", "surrogatepass")[:units]
            return len(head.decode("utf-8", "ignore"))
        taken = 0
        for count, character in enumerate(line):
            taken += 2 if character > "\uffff" else 1
            if taken > units:
                return count
        return len(line)

    def length(self, start: int, end: int) -> int:
        """How long characters *start* up to *end*, of one line, are in units of columns."""
        return self._units(self.text[start:end])
