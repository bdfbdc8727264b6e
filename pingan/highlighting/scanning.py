"""A text in pieces, each with its kind: what Pygments is given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pingan.highlighting.kinds import Kind
from pingan.highlighting.patterns import Pattern, patterns
from pingan.highlighting.words import Words, words_of


class Piece(NamedTuple):
    """A piece of a text: where it begins, what it is, and what it says."""

    start: int
    kind: Kind
    text: str


def pieces(text: str, words: Words | None = None) -> Iterator[Piece]:
    """The pieces of *text*, one after another without gaps, in a language with *words* (without: our own)."""
    expression, kinds = _compiled(patterns(words or words_of()))
    position = 0
    while position < len(text):
        found = expression.match(text, position)
        if found is None or found.lastindex is None:
            end = position + 1
            yield Piece(position, Kind.WRONG, text[position:end])
            position = end
            continue
        first, own = kinds[found.lastindex]
        for group, kind in enumerate(own, first):
            piece = found[group]
            if piece:
                yield Piece(found.start(group), kind, piece)
        # INVARIANT: no pattern fits nothing, so this ends.
        position = found.end()


@cache
def _compiled(all_patterns: tuple[Pattern, ...]) -> tuple[re.Pattern[str], dict[int, tuple[int, tuple[Kind, ...]]]]:
    """All patterns as one expression; by the number of a pattern's group, that of its first part, and their kinds."""
    alternatives, kinds, group = [], dict[int, tuple[int, tuple[Kind, ...]]](), 1
    for pattern in (
        Pattern(((Kind.SPACE, "\\r?\\n|\ufeff"),)),
        *all_patterns,
        Pattern(((Kind.SPACE, "[ \\t\u3000]+"),)),
    ):
        alternatives.append(f"({pattern.expression})")
        own = tuple(kind for kind, _ in pattern.parts)
        kinds[group] = (group + 1, own)
        group += 1 + len(own)
    return re.compile("|".join(alternatives), re.MULTILINE), kinds
