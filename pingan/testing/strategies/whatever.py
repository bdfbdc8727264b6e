"""Values of a type that nobody thought of, in the neighbourhood of those that the policy names."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final
from zoneinfo import ZoneInfo

from pingan.language import types
from pingan.language.shapes import Interval
from pingan.testing.strategies.packages import st
from pingan.testing.strategies.plans import Plan
from pingan.testing.strategies.values import declared, inside

_LETTERS: Final = "ab中 1"
_YEAR: Final = timedelta(days=366)


def whatever(plan: Plan, zone: ZoneInfo) -> st.SearchStrategy[Any] | None:
    """Exact values of *plan*'s type; None where it has no others than those that are tried anyway."""
    low: Any = min(plan.values, default=None)
    high: Any = max(plan.values, default=None)
    match plan.type:
        case types.BooleanType() | types.ActorType():
            return None
        case types.EnumType(members=members):
            return st.sampled_from(members)
        case types.NumberType(integer=True, interval=interval):
            return st.integers(*_whole(interval, low, high))
        case types.NumberType() | types.DurationType():
            return _fractions(declared(plan.type), low, high, 60 if isinstance(plan.type, types.DurationType) else 1)
        case types.DateType():
            return st.dates(*_days(low, high))
        case types.DateTimeType():
            first, last = _days(low.date(), high.date())
            return st.builds(_instant, st.dates(first, last), st.integers(0, 24 * 60 - 1))
    return st.text(_LETTERS, min_size=1, max_size=6)


def _instant(day: date, minute: int) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)


def _days(low: date, high: date) -> tuple[date, date]:
    first = low - _YEAR if low.year > 2 else date(2, 1, 1)
    last = high + _YEAR if high.year < 9998 else date(9998, 12, 31)
    return min(first, last), max(first, last)


def _whole(interval: Interval, low: Any, high: Any) -> tuple[int, int]:
    """Whole numbers in *interval*, not far from *low* and *high*."""
    least, greatest = floor(low if low is not None else 0) - 100, ceil(high if high is not None else 0) + 100
    if interval.low is not None:
        least = max(least, floor(interval.low) + 1 if interval.low_open else ceil(interval.low))  # type: ignore[arg-type]
    if interval.high is not None:
        greatest = min(greatest, ceil(interval.high) - 1 if interval.high_open else floor(interval.high))  # type: ignore[arg-type]
    return (least, greatest) if least <= greatest else (greatest, greatest)


def _fractions(interval: Interval, low: Any, high: Any, per: int) -> st.SearchStrategy[Any] | None:
    """Hundredths (of lengths: minutes) in *interval*, not far from *low* and *high*."""
    size = Fraction(per) if per > 1 else Fraction(1, 100)
    least, greatest = _whole(Interval(), low, high)
    if per > 1:
        least, greatest = max(least - 7 * 86_400, 0), greatest + 7 * 86_400
    bottom = ceil(Fraction(least) / size)
    top = floor(Fraction(greatest) / size)
    if interval.low is not None:
        bottom = max(bottom, ceil(Fraction(interval.low) / size))  # type: ignore[arg-type]
    if interval.high is not None:
        top = min(top, floor(Fraction(interval.high) / size))  # type: ignore[arg-type]
    bottom += not inside(bottom * size, interval)
    top -= not inside(top * size, interval)
    if bottom > top:
        return None
    return st.integers(bottom, top).map(lambda n: _exact(n * size))


def _exact(number: Fraction) -> int | Fraction:
    return number.numerator if number.denominator == 1 else number
