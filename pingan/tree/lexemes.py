"""The words, numbers, texts and signs of a text, each as the terminal that the state of the parser makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

from pingan.language.names import MAXIMUM_NAME, NAME_REST, NAME_START
from pingan.source import Source, Span
from pingan.syntax.building.token import Token
from pingan.syntax.nodes import Name
from pingan.tree.grammar_text import SPACE, STRING
from pingan.tree.tables import END, Tables

_NAME: Final = f"[{NAME_START}][{NAME_REST}]*+"
_LEXEME: Final = re.compile(
    rf"(?:[ \t\r\n]++|\#[^\n]*+)*+"
    rf"(?:({_NAME})|(\.{SPACE}*+({_NAME}))|([0-9])|({STRING})|([<>!]=|\.\.\.|……|[^ \t\r\n])|\Z)"
)
_WORD, _MEMBER, _BARE, _DIGIT, _TEXT, _SIGN = range(1, 7)
_KEY: Final = re.compile(rf"{SPACE}*+(?:(?:{STRING}){SPACE}*+)?:")
"""What follows the name of something that is told after a colon, with or without a label between them."""


class UnmeasuredError(Exception):
    """A text is nested so deep, or something in it is so large, that `syntax.from_tree` has to measure it."""


Row = Mapping[str, int]
Lexeme = tuple[str, Any, int, int]
"""A terminal (empty: none that may stand here), what it holds, and where it begins and ends."""

_NOTHING: Final = ("", None, 0, 0)
_pattern = cache(re.compile)


def lexer(tables: Tables, text: str, source: Source, stop: int) -> Callable[[Row, int], Lexeme]:
    """Gives the lexeme after a place in *text* (up to *stop*), among the terminals of a row of *tables*.

    INVARIANT: *text* has been scanned, so that outside texts and comments it holds nothing but characters of names,
    signs and space; and it chooses as Lark's contextual lexer does: by priority, then the longer.
    """
    match, is_key = _LEXEME.match, _KEY.match
    words, phrases, signs, reserved, seen = tables.words, tables.phrases, tables.signs, tables.reserved, tables.seen
    known: dict[str, str] = {}  # a name is met many times, and kept as one text

    def following(row: Row, position: int) -> Lexeme:
        found = match(text, position, stop)
        kind = found.lastindex if found is not None else 0
        if found is None or kind is None:
            return (END, None, position, position) if found is not None else _NOTHING
        start, end = found.span(kind)
        if kind == _WORD:
            word = found[_WORD]
            if "KEY" in row and is_key(text, end, stop):
                return "KEY", Token("KEY", word, start), start, end
            terminal = words.get(word)
            if terminal is not None and terminal in row:
                return terminal, Token(terminal, word, start) if terminal in seen else None, start, end
            if word in phrases:
                phrase = _first(phrases[word], row, text, start, stop, seen)
                if phrase[0]:
                    return phrase
            if word in reserved:
                return _NOTHING
            if len(word) > MAXIMUM_NAME:
                raise UnmeasuredError
            return "NAME", Name(known.setdefault(word, word), span=Span(source, start, end)), start, end
        if kind == _SIGN:
            sign = found[_SIGN]
            terminal = signs.get(sign, "")
            return terminal, Token(terminal, sign, start) if terminal in seen else None, start, end
        if kind == _MEMBER:
            word = found[_BARE]
            if len(word) > MAXIMUM_NAME:
                raise UnmeasuredError
            return "MEMBER", Name(known.setdefault(word, word), span=Span(source, end - len(word), end)), start, end
        if kind == _DIGIT:
            return _first(tables.numbers, row, text, start, stop, seen)
        return "STRING", Token("STRING", found[_TEXT], start), start, end

    return following


def _first(
    patterns: tuple[tuple[str, str], ...], row: Row, text: str, start: int, stop: int, seen: frozenset[str]
) -> Lexeme:
    """The first of *patterns* that may stand at *start* of *text* and does."""
    for terminal, pattern in patterns:
        if terminal in row:
            found = _pattern(pattern).match(text, start, stop)
            if found is not None:
                made = Token(terminal, found[0], start) if terminal in seen else None
                return terminal, made, start, found.end()
    return _NOTHING
