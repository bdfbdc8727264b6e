"""Cells as people and spreadsheets write them, as the language writes them."""

from __future__ import annotations

import re
from typing import Final

_QUOTED: Final = re.compile(r'"[^"]*"|“[^”]*”')
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xA0: " "}
_DASHES: Final = frozenset({"-", "–", "—", "——", "−", "－", "ー", "－－", "--", ""})
_DAY: Final = re.compile(r"(?<![\d/])(\d{4})/(\d{1,2})/(\d{1,2})(?![\d/])")
_DATED: Final = re.compile(r"(\d{4}-\d{2}-\d{2}) (\d{1,2})(:\d{2}(?::\d{2})?)")
_THOUSANDS: Final = re.compile(r"(?<![\d.,])(\d{1,3}(?:,\d{3})+)(?![\d,])")
_NUMBER: Final = re.compile(r"(?:[<>=!≤≥≠]+ ?)?-?\d{1,3}(?:,\d{3})+(?:\.\d+)?[%‰]?")
_PAIRS: Final = {"(": ")", "{": "}"}


def plain_cell(text: str) -> str:
    """*text* with half-width signs, days with hyphens, numbers without separators; what is quoted stays.

    >>> plain_cell("＞＝ ３"), plain_cell(">= 2016/1/5"), plain_cell("10,000"), plain_cell("—")
    ('>= 3', '>= 2016-01-05', '10000', '-')
    """
    parts: list[str] = []
    end = 0
    for quoted in _QUOTED.finditer(text):
        parts += [_plain(text[end : quoted.start()]), quoted.group()]
        end = quoted.end()
    whole = "".join([*parts, _plain(text[end:])]).strip()
    if whole in _DASHES:
        return "-"
    if _NUMBER.fullmatch(whole):
        return _THOUSANDS.sub(lambda m: m.group().replace(",", ""), whole)
    return whole


def _plain(text: str) -> str:
    text = _DAY.sub(lambda m: f"{m[1]}-{m[2]:0>2}-{m[3]:0>2}", text.translate(_WIDE))
    return _DATED.sub(lambda m: f"{m[1]}T{m[2]:0>2}{m[3]}", text)


def quoted_parts(text: str) -> list[str] | None:
    """The texts in quotes that *text* is made of, with their quotes; None when there is anything else in it.

    >>> quoted_parts('"a", “b”'), quoted_parts("a")
    (['"a"', '“b”'], None)
    """
    rest = _QUOTED.sub("", text)
    return _QUOTED.findall(text) if not rest.strip(" ,、，;；") and text.strip() else None


def quoted(text: str) -> str | None:
    """*text* in quotes that it does not hold; None when no quotes can hold it."""
    if '"' not in text:
        return f'"{text}"'
    return f"“{text}”" if "”" not in text else None


def misfit(text: str, forbidden: str = "|#") -> str | None:
    """What keeps *text* from being one cell of a row: a sentence, or None.

    >>> misfit('a | b'), misfit('{a, b'), misfit('"|"')
    ('a cell cannot hold `|` outside quotes', '`{` is not closed', None)
    """
    bare = _QUOTED.sub("", text)
    for sign in forbidden:
        if sign in bare:
            return f"a cell cannot hold `{sign}` outside quotes"
    if any(q in bare for q in '"“”'):
        return "these quotes are not closed"
    waiting: list[str] = []
    for sign in bare:
        if sign in _PAIRS:
            waiting.append(sign)
        elif sign in _PAIRS.values():
            if not waiting or _PAIRS[waiting.pop()] != sign:
                return f"nothing opens this `{sign}`"
    return f"`{waiting[-1]}` is not closed" if waiting else None
