"""What stands around a place of a text: a word, a text in quotes, a comment."""

from __future__ import annotations

import re
from typing import Final, Literal

from attrs import frozen

from pingan.language.names import NAME_REST
from pingan.tree.grammar_text import STRING

_BEFORE: Final = re.compile(rf"(?P<text>{STRING})|(?P<comment>[#＃])|(?P<quote>[\"“])")
_WORD_BEFORE: Final = re.compile(rf"[{NAME_REST}]*+\Z")
_WORD_AFTER: Final = re.compile(rf"[{NAME_REST}]*+")
_DOT: Final = re.compile(r"[.．][ \t]*\Z")
_NUMBER: Final = re.compile(rf"(?<![{NAME_REST}.])[0-9]+(?:\.[0-9]+)?[ \t]*\Z")
_WORDS_BEFORE: Final = re.compile(rf"(?:[{NAME_REST}]+[ \t\r\n]+){{1,3}}\Z")
_LONGEST: Final = 4096
"""Characters of a line that are looked at before the cursor: as many as a text may hold."""

Where = Literal["code", "text", "comment"]


@frozen
class Cursor:
    """A place of a text, and the word or the text in quotes that it stands in: *start* up to *end*.

    *typed* is what stands of it before the place.
    """

    place: int
    start: int
    end: int
    typed: str
    where: Where = "code"
    after_dot: bool = False
    closed: bool = True
    """Of a text in quotes: whether its closing mark stands on the same line."""
    dot: int = 0
    """Where the dot before the word stands."""

    @property
    def begin(self) -> int:
        """How far the text counts for what may stand here."""
        return self.dot if self.after_dot else self.start


def cursor_at(text: str, place: int) -> Cursor:
    """What stands around *place* of *text*."""
    place = min(max(place, 0), len(text))
    line = max(text.rfind("\n", 0, place) + 1, place - _LONGEST)
    for found in _BEFORE.finditer(text, line, _line_end(text, place)):
        if found.start() >= place:
            break
        if found.lastgroup == "comment":
            return Cursor(place, found.end(), _line_end(text, place), text[found.end() : place], "comment")
        if found.lastgroup == "quote" or found.end() > place:
            return _in_text(text, found.start() + 1, place, is_closed=found.lastgroup == "text", end=found.end() - 1)
    return _in_code(text, line, place)


def _in_text(text: str, start: int, place: int, *, is_closed: bool, end: int) -> Cursor:
    return Cursor(place, start, end if is_closed else place, text[start:place], "text", closed=is_closed)


def _in_code(text: str, line: int, place: int) -> Cursor:
    before = _WORD_BEFORE.search(text, line, place)
    start = before.start() if before is not None else place
    after = _WORD_AFTER.match(text, place)
    dot = _DOT.search(text, line, start)
    return Cursor(
        place,
        start,
        after.end() if after is not None else place,
        text[start:place],
        after_dot=dot is not None,
        dot=dot.start() if dot is not None else 0,
    )


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return min(end if end >= 0 else len(text), place + _LONGEST)


def number_before(text: str, start: int) -> int | None:
    """Where the number begins that stands right before *start*, None without one."""
    found = _NUMBER.search(text, max(0, start - 64), start)
    return found.start() if found is not None else None


def phrases_before(text: str, start: int) -> tuple[tuple[int, str], ...]:
    """The one, two or three words before *start*, each with where they begin: they may begin a keyword of several."""
    found = _WORDS_BEFORE.search(text, max(0, start - 96), start)
    if found is None:
        return ()
    begin = found.start()
    words = [(begin + w.start(), w.group()) for w in re.finditer(rf"[{NAME_REST}]+", found.group())]
    return tuple((place, " ".join(w for _, w in words[i:])) for i, (place, _) in enumerate(words))
