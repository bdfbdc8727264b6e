"""Literals and their exact values."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from pingan.language import types
from pingan.model import nodes as model
from pingan.source import Span
from pingan.syntax import nodes as syntax

Unit = Literal["second", "day", "month", "working_day"]

_UNITS: Final[dict[str, tuple[Unit, int]]] = {
    "minute": ("second", 60),
    "hour": ("second", 3600),
    "day": ("day", 1),
    "week": ("day", 7),
    "month": ("month", 1),
    "year": ("month", 12),
    "working_day": ("working_day", 1),
}
DAY: Final = 86_400
"""Seconds of a day, wherever durations are compared."""

_PARTS: Final = {"": 1, "%": 100, "‰": 1000}


def whole(number: Fraction) -> int | Fraction:
    """*number* as an int when it is whole: equal values have one form."""
    return number.numerator if number.denominator == 1 else number


def number(value: Fraction | int, span: Span) -> model.Constant:
    """A number's constant; a whole one is an integer, however it was written."""
    exact = whole(Fraction(value))
    return model.Constant(exact, type=types.INTEGER if isinstance(exact, int) else types.DECIMAL, span=span)


def number_literal(node: syntax.NumberLiteral) -> model.Constant:
    """``3%`` is exactly 3/100."""
    exact = _exact(node.digits, node.suffix)
    kind = types.INTEGER if isinstance(exact, int) else types.DECIMAL
    return model.Constant(exact, type=kind, suffix=node.suffix, span=node.span)


@lru_cache(1024)
def _exact(digits: str, suffix: str) -> int | Fraction:
    return whole(Fraction(Decimal(digits)) / _PARTS[suffix])


def month(node: syntax.MonthLiteral) -> tuple[model.Constant, model.Constant]:
    """The first and the last day of a month, or of a third of one."""
    length = monthrange(node.year, node.month)[1]
    first, last = {None: (1, length), "early": (1, 10), "mid": (11, 20), "late": (21, length)}[node.part]
    begins, ends = (
        model.Constant(date(node.year, node.month, day), type=types.DATE, span=node.span) for day in (first, last)
    )
    return begins, ends


def duration_literal(node: syntax.DurationLiteral) -> model.Duration:
    """The length as it counts on the calendar: weeks are days, years are months, hours are exact time."""
    unit, times = _UNITS[node.unit]
    return model.Duration(Fraction(Decimal(node.digits)) * times, unit)


def seconds(duration: model.Duration) -> Fraction | None:
    """The exact length, days taken as 24 hours; None for lengths that only the calendar knows."""
    match duration.unit:
        case "second":
            return duration.amount
        case "day":
            return duration.amount * DAY
        case _:
            return None


def instant(value: datetime, zone: str) -> datetime:
    """*value* with its offset, or in *zone* when it was written without one."""
    return value if value.tzinfo is not None else value.replace(tzinfo=ZoneInfo(zone))


def start_of(day: date, zone: str) -> datetime:
    """The instant at which *day* begins in *zone*."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


def duration_text(duration: model.Duration) -> str:
    """A duration as fact files and settings write it: ``2 hours``.

    >>> duration_text(model.Duration(Fraction(7200), "second"))
    '2 hours'
    """
    amount, unit = duration.amount, duration.unit.replace("_", " ")
    if duration.unit == "second":
        hours = amount / 3600
        amount, unit = (hours, "hour") if hours.denominator == 1 else (amount / 60, "minute")
    return f"{decimal_text(amount)} {unit}{'' if amount == 1 else 's'}"


def decimal_text(value: Fraction | int) -> str:
    """*value* in decimal digits (the literals of the language have no others)."""
    return f"{exact_decimal(Fraction(value)) or Decimal(0):f}"


def exact_decimal(value: Fraction) -> Decimal | None:
    """*value* as a decimal; None when its digits do not end.

    >>> exact_decimal(Fraction(3, 8))
    Decimal('0.375')
    """
    denominator, twos, fives = value.denominator, 0, 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    if denominator != 1:
        return None
    places = max(twos, fives)
    digits = value.numerator * 10**places // value.denominator
    return Decimal((int(digits < 0), tuple(int(d) for d in str(abs(digits))), -places))
