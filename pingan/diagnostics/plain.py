"""Text that is safe to show: nothing in it moves a cursor, hides a line, or turns the writing round."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories that are never shown as they are: controls, formats (bidi, zero width), surrogates, line ends."""


def plain(text: str) -> str:
    r"""*text* with every control and invisible character written out, on one line.

    Everything that comes out of a policy or a fact file passes through here before a terminal, a log or a
    report sees it. Tabs and line ends become spaces.

    >>> plain("red \x1b[31m alert")
    'red <U+001B>[31m alert'
    >>> plain("two\nlines")
    'two lines'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(shown, text))


def plain_lines(text: str) -> str:
    """Like `plain`, but line ends (LF) stay: for text of our own making that quotes somebody else's."""
    return "\n".join(plain(line) for line in text.split("\n"))


@lru_cache(maxsize=4096)
def shown(character: str) -> str:
    """One character as it may be shown."""
    if character in "\t\n":
        return " "
    if unicodedata.category(character) in _HIDDEN:
        return f"<U+{ord(character):04X}>"
    return character


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Me":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """Terminal columns that *text* (already plain) takes: Han and full-width characters take two.

    >>> width("if"), width("则"), width("（a）")
    (2, 2, 5)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of (plain) text, the first the heading, in columns as a terminal shows them: figures to the right.

    >>> print(aligned([["RULE", "MET"], ["则", "3"]]))
    RULE  MET
    则      3
    """
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [
            row[0] + " " * (widths[0] - width(row[0])),
            *(" " * (wanted - width(cell)) + cell for cell, wanted in zip(row[1:], widths[1:], strict=True)),
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
