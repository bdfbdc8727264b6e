"""Figures in the words of documents, labels and summaries, in Chinese and English, and what bounds they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final, Literal

from attrs import frozen

Bound = Literal[">=", "<=", ">", "<"]

_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS: Final = {"十": 10, "百": 100, "千": 1000}
_ENGLISH: Final = {
    word: n
    for n, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=1
    )
} | {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100}

_HAN: Final = "[零〇一二三四五六七八九十百千两]+"
_UNITS: Final = {
    "working_day": "个?工作日|working days?",
    "minute": "分钟|minutes?",
    "hour": "个?小时|hours?",
    "day": "个?自然日|日|天|days?",
    "week": "周|weeks?",
    "month": "个月|months?",
    "year": "年|years?",
    "grade": "级",
}
_COUNTED: Final = "张|名|人|个|家|次|例|起|件|种|项|支|万元|元|平方米|米"
_UNIT: Final = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_PREFIX: Final[dict[Bound, str]] = {
    ">=": "不少于|不低于|不小于|至少|最少|at least|no fewer than|no less than|not less than|not fewer than",
    "<=": "不超过|不得超过|不多于|不高于|不大于|至多|最多|不迟于"
    "|at most|no more than|not more than|not exceeding|up to",
    ">": "超过|多于|大于|高于|more than|over|above|exceeding|greater than",
    "<": "少于|低于|小于|不足|不满|未满|less than|fewer than|under|below",
}
_SUFFIX: Final[dict[Bound, str]] = {
    ">=": "(?:及|或)?以上|or more|and more|or above|and above|or over",
    "<=": "(?:及|或)?以下|or less|or fewer|or below|and below",
}
_NUMBER: Final = (
    rf"百分之(?P<percent>{_HAN})|(?P<digits>\d+(?:\.\d+)?)\s?(?P<sign>[%％‰]?)"
    rf"|(?P<han>{_HAN})(?=\s?(?:{'|'.join(_UNITS.values())}|{_COUNTED}))|\b(?P<word>{'|'.join(_ENGLISH)})\b"
)
_FIGURE: Final = re.compile(
    # "不超过" before "超过": the alternatives with a negation stand first
    # and "cover 80" is not "over 80".
    r"(?P<before>"
    + "|".join(rf"(?<![A-Za-z])(?:{_PREFIX[b]})" for b in (">=", "<=", ">", "<"))
    + rf")?\s?(?:{_NUMBER})"
    rf"\s?(?:{_UNIT}|{_COUNTED})?\s?(?P<after>" + "|".join(f"(?:{_SUFFIX[b]})" for b in _SUFFIX) + ")?",
    re.IGNORECASE,
)
_SECONDS: Final = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}


@frozen
class Figure:
    """A number, the unit of time (or ``grade``) that follows it, and what the words around it make of it as a bound."""

    value: Fraction
    unit: str | None
    bound: Bound | None
    text: str

    @property
    def seconds(self) -> Fraction | None:
        """As an exact length of time."""
        return self.value * _SECONDS[self.unit] if self.unit in _SECONDS else None


def figures_in(text: str) -> Iterator[Figure]:
    """The figures of *text*, in its order."""
    for found in _FIGURE.finditer(text):
        value = _value(found)
        if value is not None:
            unit = next((name for name in _UNITS if found[name]), None)
            yield Figure(value, unit, _bound(found), found.group().strip())


def _bound(found: re.Match[str]) -> Bound | None:
    for words, said in ((_PREFIX, found["before"]), (_SUFFIX, found["after"])):
        for bound, pattern in words.items():
            if said and re.fullmatch(pattern, said, re.IGNORECASE):
                return bound
    return None


def _value(found: re.Match[str]) -> Fraction | None:
    if found["percent"]:
        part = _han(found["percent"])
        return None if part is None else Fraction(part, 100)
    if found["han"]:
        whole = _han(found["han"])
        return None if whole is None else Fraction(whole)
    if found["word"]:
        return Fraction(_ENGLISH[found["word"].lower()])
    scale = {"%": 100, "％": 100, "‰": 1000}.get(found["sign"], 1)
    return Fraction(found["digits"]) / scale if len(found["digits"]) < 30 else None


def _han(text: str) -> int | None:
    """``二十五`` as 25; ``二〇一六`` as 2016; None: no number."""
    if not any(c in _POWERS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if len(text) < 10 else None
    total, digit = 0, 0
    for place, character in enumerate(text):
        if character in _POWERS:
            # "十" without a digit before it is one ten, at the beginning only.
            if not digit and place and character != "十":
                return None
            total += (digit or 1) * _POWERS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
