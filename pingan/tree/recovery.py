"""Where the declarations of a text begin, so that one that does not parse hides no other."""

from __future__ import annotations

import re
from functools import cache
from operator import sub
from typing import Final

from attrs import frozen

from pingan.language.dialect import Dialect
from pingan.language.names import NAME_REST, NAME_START
from pingan.tree.grammar_text import STRING

DECLARATIONS: Final = (
    *("ENUM", "RECORD", "FACT", "ACTOR", "ACTION", "PARAMETER", "SET", "INTERPRETATION", "DEFINE", "RULE"),
    *("SCENARIO", "POLICY", "VOCABULARY"),
)
_MARKS: Final = re.compile(
    rf"(?P<text>{STRING}|\#[^\n]*+)|(?P<bracket>[(){{}}])"
    rf"|(?P<line>\n|\A)(?P<indent>[ \t]*+)(?P<word>[{NAME_START}][{NAME_REST}]*+)"
)
FIRST_WORD: Final = re.compile(rf"(?:[ \t\r\n]++|\#[^\n]*+)*+(?P<word>[{NAME_REST}]++|[^ \t\r\n]|\Z)")


@frozen
class Piece:
    """A header or declaration (or several of them): characters *start* up to *end*."""

    start: int
    end: int
    unclosed: int | None
    """The place of a bracket that is never closed in the piece."""
    unopened: int | None
    """The place of a bracket that closes nothing."""


def pieces(text: str, language: Dialect, openers: tuple[str, ...] = ()) -> tuple[Piece, ...]:
    """*text* (with half-width punctuation) cut before every declaration that begins a line, and after closing braces.

    Inside braces a declaration's word cuts only where the line is not indented, since a brace is missing then;
    *openers* are the words of clause forms.
    """
    words = {w for terminal in DECLARATIONS for w in language.keywords[terminal]} | set(openers)
    # Settings stand in scenarios as well, where somebody may not indent them.
    sure = words - set(language.keywords["SET"])
    found: list[Piece] = []
    start, stack, unopened = 0, [], None
    for mark in _MARKS.finditer(text):
        kind = mark.lastgroup
        if kind == "bracket":
            if mark.group() in "({":
                stack.append(mark.start())
            elif stack:
                stack.pop()
            elif unopened is None:
                unopened = mark.start()
        elif kind == "word":
            begin = mark.start("word")
            is_start = mark["word"] in (sure if stack else words) or (
                not stack and text[start:begin].rstrip().endswith("}")
            )
            if is_start and not (mark["indent"] and stack) and _says_something(text[start:begin]):
                found.append(Piece(start, begin, stack[-1] if stack else None, unopened))
                start, stack, unopened = begin, [], None
    found.append(Piece(start, len(text), stack[-1] if stack else None, unopened))
    return tuple(found)


def length_at_most(text: str, language: Dialect) -> int:
    """No piece of *text* has more characters than this: it is cut, if not oftener, at words that no space precedes."""
    words = sorted({w for t in DECLARATIONS if t != "SET" for w in language.keywords[t]})
    cuts = [0, *(found.start() for found in _openings(tuple(words)).finditer(text)), len(text)]
    # What stands before the first declaration may be comments alone, which belong to it.
    lengths = [*map(sub, cuts[1:], cuts), cuts[2] if len(cuts) > 2 else 0]
    return int(max(lengths))


@cache
def _openings(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?m)^(?:{'|'.join(map(re.escape, words))})(?![{NAME_REST}])")


def _says_something(text: str) -> bool:
    """Whether *text* holds more than comments: those above a declaration belong to it."""
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())
