"""Numbers, dates, instants and durations, and what can be wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, Final, cast

from pingan.source import Span
from pingan.syntax.building.context import Context
from pingan.syntax.building.token import Token
from pingan.syntax.nodes import (
    DateLiteral,
    DateTimeLiteral,
    DurationLiteral,
    DurationUnit,
    MonthLiteral,
    NumberLiteral,
    PartOfMonth,
)

MAXIMUM_DIGITS = 28
_WHOLE_UNITS = ("day", "week", "month", "year", "working_day")
_NOWHEN = date(1, 1, 1)
_PARTS: Final[Mapping[str, PartOfMonth]] = {
    "early": "early", "mid": "mid", "late": "late", "上旬": "early", "中旬": "mid", "下旬": "late",
}  # fmt: skip


def number(context: Context, span: Span, children: list[Any]) -> NumberLiteral:
    token = str(children[0])
    suffix = token[-1] if token[-1] in "%‰" else ""
    digits = token[: len(token) - len(suffix)]
    return NumberLiteral(_checked(context, span, digits), cast(Any, suffix), span=span)


def _checked(context: Context, span: Span, digits: str) -> str:
    if len(digits.replace(".", "")) <= MAXIMUM_DIGITS:
        return digits
    context.diagnostics.error(
        "bad-literal",
        f"a number may have {MAXIMUM_DIGITS} digits, and this one has {len(digits.replace('.', ''))}",
        span,
    )
    return "0"


def whole_number(context: Context, token: Token, low: int, high: int) -> int:
    """The whole number that *token* begins with, from *low* to *high*; anything else is an error and *low*."""
    found = re.match(r"[0-9]+(?![.0-9])", token)
    if (
        found
        and len(found.group()) <= 4
        and low <= int(found.group()) <= high
        and "%" not in token
        and "‰" not in token
    ):
        return int(found.group())
    context.diagnostics.error(
        "bad-literal", f"the day of a period is a whole number, here from {low} to {high}", context.span(token)
    )
    return low


def duration(context: Context, span: Span, children: list[Any]) -> DurationLiteral:
    found = re.match(r"([0-9.]+)\s*(.*)", str(children[0]), re.DOTALL)
    assert found is not None
    digits, word = found.group(1), " ".join(found.group(2).split())
    unit = cast(DurationUnit, context.dialects.canonical("durations", word))
    if unit in _WHOLE_UNITS and "." in digits:
        context.diagnostics.error(
            "bad-literal",
            f"`{digits} {word}` is no length of time: only minutes and hours have fractions",
            span,
            help="count it in a smaller unit",
        )
        digits = "1"
    return DurationLiteral(_checked(context, span, digits), unit, span=span)


def day(context: Context, span: Span, children: list[Any]) -> DateLiteral:
    text = str(children[0])
    return DateLiteral(_date(context, span, text, re.findall(r"[0-9]+", text)), span=span)


def _date(context: Context, span: Span, text: str, numbers: list[str]) -> date:
    if "-" in text and not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])", text):
        year, month, number = numbers[:3]
        context.diagnostics.error(
            "bad-literal",
            "the month and the day of a date have two digits",
            span,
            help=f"write `{year}-{month:0>2}-{number:0>2}`, or put spaces around each `-` to subtract",
        )
        return _NOWHEN
    try:
        return date(*(int(n) for n in numbers[:3]))
    except ValueError:
        context.diagnostics.error("bad-literal", f"there is no day `{text}` in the calendar", span)
        return _NOWHEN


def month(context: Context, span: Span, children: list[Any]) -> MonthLiteral:
    """``month 2021-08``, ``early 2021-08``, ``2021年8月``, ``2021年8月上旬``."""
    text = str(children[0])
    year, number = re.findall(r"[0-9]+", text)
    if "-" in text and len(number) != 2:
        remedy = f"write `{year}-{number:0>2}`"
        context.diagnostics.error("bad-literal", "the month of a year has two digits", span, help=remedy)
    elif int(year) < 1 or not 1 <= int(number) <= 12:
        context.diagnostics.error("bad-literal", f"there is no month `{text}` in the calendar", span)
        return MonthLiteral(1, 1, span=span)
    part = next((name for word, name in _PARTS.items() if word in text), None)
    return MonthLiteral(int(year), int(number), part, span=span)


def instant(context: Context, span: Span, children: list[Any]) -> DateTimeLiteral:
    text = str(children[0])
    numbers = re.findall(r"[0-9]+", text)
    first = _date(context, span, re.split(r"T|(?<=日)", text)[0], numbers)
    try:
        return DateTimeLiteral(datetime.combine(first, _clock(text)), span=span)
    except ValueError:
        context.diagnostics.error("bad-literal", f"there is no time `{text}`", span, help="hours run from 00 to 23")
        return DateTimeLiteral(datetime.combine(_NOWHEN, time()), span=span)


def _clock(text: str) -> time:
    if "T" not in text:
        hour, minute, second, *_ = (*(int(n) for n in re.findall(r"[0-9]+", text.split("日", 1)[1])), 0, 0)
        return time(hour, minute, second)
    found = re.fullmatch(r".*T([0-9]+):([0-9]+)(?::([0-9]+)(?:\.([0-9]+))?)?(Z|[+-][0-9:]+)?", text)
    assert found is not None
    hours, minutes, seconds, fraction, offset = found.groups()
    if len(hours) != 2:
        raise ValueError("hours have two digits")
    microsecond = int((fraction or "0").ljust(6, "0"))
    return time(int(hours), int(minutes), int(seconds or 0), microsecond, tzinfo=_zone(offset))


def _zone(offset: str | None) -> timezone | None:
    if offset is None:
        return None
    if offset == "Z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError("no such offset")
    return timezone((-1 if offset[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
