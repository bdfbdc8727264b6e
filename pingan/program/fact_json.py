"""JSON as facts need it: exact numbers, no key twice, nothing that JSON does not have, a place for every error."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from attrs import define

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.program.fact_places import MAXIMUM_DEPTH, quoted
from pingan.program.fact_values import MAXIMUM_DIGITS
from pingan.source import Source

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORD = re.compile(r"[A-Za-z_+-][A-Za-z0-9_.+-]*")
_CONSTANTS = ("NaN", "Infinity", "-Infinity", "undefined")
_WORDS = {"true": True, "false": False, "null": None}


def parse_json(source: Source) -> object:
    """The value that *source* writes; whole numbers as int, others as Decimal.

    Raises FactError at the line and column of the first thing that is not right.
    """
    reader = _Reader(source, 0)
    value = reader.value(0)
    reader.skip()
    if reader.position < len(source.text):
        raise reader.error("something follows the end of the object")
    return value


@define
class _Reader:
    """Reads *source* from *position* on."""

    source: Source
    position: int

    def error(
        self, message: str, at: int | None = None, help: str | None = None, code: str = "bad-fact-file"
    ) -> FactError:
        line, column = self.source.position(self.position if at is None else at)
        return FactError((FactProblem(f"{self.source.name}:{line}:{column}", message, help, code),))

    def skip(self) -> None:
        match = _SPACE.match(self.source.text, self.position)
        assert match is not None
        self.position = match.end()

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        self.skip()
        return self.source.text[self.position : self.position + 1]

    def take(self, character: str, wanted: str) -> None:
        if self.peek() != character:
            raise self.unexpected(wanted)
        self.position += 1

    def unexpected(self, wanted: str) -> FactError:
        found = self.peek()
        return self.error(
            f"expected {wanted}, not {quoted(found)}" if found else f"expected {wanted}, but the text ends"
        )

    def value(self, depth: int) -> object:
        character = self.peek()
        if character in ("{", "["):
            # INVARIANT: the depth is checked before going down, so the recursion stays shallow whatever the text.
            if depth >= MAXIMUM_DEPTH:
                raise self.error(f"nested more than {MAXIMUM_DEPTH} deep", code="fact-limit")
            return self.mapping(depth + 1) if character == "{" else self.items(depth + 1)
        if character == '"':
            return self.text()
        if character == "-" or character.isdecimal():
            return self.number()
        return self.word()

    def mapping(self, depth: int) -> dict[str, object]:
        self.position += 1
        entries: dict[str, object] = {}
        if self.peek() == "}":
            self.position += 1
            return entries
        while True:
            if self.peek() != '"':
                raise self.unexpected("a name in double quotes")
            start = self.position
            name = self.text()
            if name in entries:
                remedy = "a name stands for one value: keep one of the two"
                raise self.error(f"the name {quoted(name)} is given twice", start, remedy, "duplicate-fact")
            self.take(":", "`:`")
            entries[name] = self.value(depth)
            if self.peek() == ",":
                self.position += 1
                continue
            self.take("}", "`,` or `}`")
            return entries

    def items(self, depth: int) -> list[object]:
        self.position += 1
        items: list[object] = []
        if self.peek() == "]":
            self.position += 1
            return items
        while True:
            items.append(self.value(depth))
            if self.peek() == ",":
                self.position += 1
                continue
            self.take("]", "`,` or `]`")
            return items

    def text(self) -> str:
        start = self.position
        try:
            text: str
            text, self.position = scanstring(self.source.text, start + 1, True)
        except JSONDecodeError as wrong:
            raise self.error(f"this text is not well formed: {wrong.msg.lower().rstrip(' at')}", wrong.pos) from None
        return text

    def number(self) -> int | Decimal:
        match = _NUMBER.match(self.source.text, self.position)
        if match is None:
            raise self.unexpected("a number")
        start, self.position = self.position, match.end()
        return exact_number(match, lambda message: self.error(message, start, code="fact-limit"))

    def word(self) -> object:
        match = _WORD.match(self.source.text, self.position)
        word = match.group() if match else ""
        if word not in _WORDS:
            remedy = None
            if word in _CONSTANTS:
                remedy = "leave it out if unknown"
            elif word.lower() in _WORDS:
                remedy = f"write {word.lower()}"
            elif word:
                remedy = "text stands in double quotes"
            if not word:
                raise self.unexpected("a value")
            # Other words may be what a sensitive fact says, its quotes forgotten: they are not quoted.
            known = word in _CONSTANTS or word.lower() in _WORDS
            raise self.error(f"expected a value, not {quoted(word) if known else 'a word'}", help=remedy)
        self.position += len(word)
        return _WORDS[word]


def exact_number(match: re.Match[str], error: Callable[[str], FactError]) -> int | Decimal:
    """The number of a *match* with the groups whole, fraction and exponent.

    *error* makes the exception for one that is too long.
    """
    whole, fraction, exponent = match.group(1), match.group(2) or "", match.group(3) or ""
    digits = (whole.lstrip("+-") + fraction[1:]).lstrip("0")
    if len(digits) > MAXIMUM_DIGITS or len(exponent) > 4:
        raise error(f"the number is longer than {MAXIMUM_DIGITS} digits")
    if not fraction and not exponent:
        return int(whole)
    number = Decimal(match.group())
    if abs(number.adjusted()) > MAXIMUM_DIGITS:
        raise error(f"the number is longer than {MAXIMUM_DIGITS} digits")
    return number
