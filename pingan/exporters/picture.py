"""What a picture of decisions shows: boxes, arrows and what decided; the same for every format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from attrs import frozen

from pingan.diagnostics.plain import plain, width

BoxKind = Literal[
    "fact", "judgement", "condition", "logic", "definition", "parameter", "reading", "scope", "rule", "norm"
]
BOX_KINDS: tuple[BoxKind, ...] = get_args(BoxKind)
Tone = Literal["plain", "settled", "open", "missed", "none"]
"""How it stands in an outcome: settled (holds, done), open (undetermined, pending), missed, none (does not hold)."""

LINE_COLUMNS = 30
"""Columns after which a label goes on to the next line; a Han character takes two."""


@frozen
class Box:
    """A node: *lines* is its label, *note* one small line under it (a state, a value, a clause)."""

    id: str
    kind: BoxKind
    lines: tuple[str, ...]
    note: str = ""
    tone: Tone = "plain"
    decides: bool = False
    """Whether it lies on the path that decides (only with an outcome)."""


@frozen
class Arrow:
    """From what is read to what reads it. *label*: ``unless``, ``overrides`` …; *defeats*: it takes away."""

    source: str
    target: str
    label: str = ""
    defeats: bool = False
    decides: bool = False


@frozen
class Picture:
    """Boxes and arrows in the order they are drawn; *judged* says whether an outcome was given."""

    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    judged: bool = False


def wrapped(text: str, columns: int = LINE_COLUMNS, maximum_lines: int = 5) -> tuple[str, ...]:
    """*text*, made safe to show, in lines of at most *columns* and of about one length; too much ends in an ellipsis.

    Breaks at spaces where it can, and between Han characters, which have none.

    >>> wrapped("hospital must notify the police", columns=16)
    ('hospital must', 'notify the', 'police')
    """
    fine = _balanced(tuple(_pieces(plain(text))), columns)
    coarse = _balanced(tuple(_words(plain(text))), columns)
    # Words of Han characters stay whole where that takes at most one line more.
    fits = len(coarse) <= len(fine) + 1 and all(width(line) <= columns for line in coarse)
    lines = coarse if fits else fine
    if len(lines) > maximum_lines:
        return (*lines[: maximum_lines - 1], shortened(lines[maximum_lines - 1] + "…", columns))
    return lines


def _balanced(pieces: tuple[str, ...], columns: int) -> tuple[str, ...]:
    """As few lines as *columns* allows, and of these the narrowest."""
    lines = _filled(pieces, columns)
    for narrower in range(columns - 1, columns // 2, -1):
        closer = _filled(pieces, narrower)
        if len(closer) > len(lines):
            break
        lines = closer
    return lines


def _filled(pieces: tuple[str, ...], columns: int) -> tuple[str, ...]:
    lines: list[str] = []
    current = ""
    for piece in pieces:
        if current and width(current + piece.rstrip()) > columns:
            lines.append(current.rstrip())
            current = piece.lstrip()
        else:
            current += piece
    return (*lines, current.rstrip()) if current.strip() or not lines else tuple(lines)


_CLOSING = "，。、；：）》”’！？,.;:)]}%‰"
"""What never begins a line."""
_OPENING = "（《“‘〔([{"
"""What never ends one."""


def _pieces(text: str) -> Iterable[str]:
    """Words with the space after them; a Han character is a word, with the mark that closes it."""
    piece = ""
    for character in text:
        splits = piece and (piece[-1] == " " or (width(character) == 2 or width(piece[-1]) == 2))
        if splits and character != " " and character not in _CLOSING and piece[-1] not in _OPENING:
            yield piece
            piece = ""
        piece += character
        if len(piece) >= LINE_COLUMNS:  # a word longer than a line is cut
            yield piece
            piece = ""
    if piece:
        yield piece


def _words(text: str) -> Iterable[str]:
    """What stands between spaces, with the space after it; a mark that closes ends a word, too."""
    word = ""
    for character in text:
        if word and character != " " and (word[-1] == " " or word[-1] in "，、；"):
            yield word
            word = ""
        word += character
    if word:
        yield word


def shortened(text: str, columns: int) -> str:
    """*text*, ending in an ellipsis where it is wider than *columns*."""
    while width(text) > columns:
        text = text[:-2].rstrip() + "…"
    return text
