"""Single values as they are drawn: exact ones to compare and to narrow, and how a fact file writes each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final
from zoneinfo import ZoneInfo

from pingan.language import types
from pingan.language.shapes import Interval
from pingan.language.to_data import length_text, number_text

LOWER: Final = ("at_least", "more_than")
UPPER: Final = ("at_most", "less_than")

_NUMBERS: Final = (0, 1, 2)
_LENGTHS: Final = (0, 3600, 86_400)
_DAY: Final = date(2016, 1, 5)
_TEXTS: Final = ("a", "b")


def exact(value: Any, type_: types.Type) -> Any:
    """*value*, as Python programs may give it, as values of *type_* are compared: durations as seconds."""
    match value:
        case timedelta():
            return whole(Fraction(value // timedelta(microseconds=1), 1_000_000))
        case Decimal() | Fraction():
            return whole(Fraction(value))
        case datetime():
            return value.astimezone(UTC) if value.year > 1 and value.year < 9999 else value
        case list() | set() | frozenset() | tuple():
            return tuple(value)
    return value


def whole(number: Fraction) -> int | Fraction:
    return number.numerator if number.denominator == 1 else number


def written(value: Any, type_: types.Type, zone: ZoneInfo) -> Any:
    """*value* (an exact one of *type_*) as a fact file has it."""
    match value:
        case bool() | str() | None:
            return value
        case datetime():
            return _instant(value, zone)
        case date():
            return value.isoformat()
        case int() | Fraction() if isinstance(type_, types.DurationType):
            return length_text(value)
        case Fraction():
            return number_text(value)
    return value


def _instant(value: datetime, zone: ZoneInfo) -> str:
    try:
        local = value.astimezone(zone)
    except (OverflowError, ValueError):  # in the first or last hours of the calendar
        local = value
    offset = local.utcoffset() or timedelta()
    if offset.seconds % 60 or offset.microseconds:  # before zones had whole minutes
        local = value.astimezone(UTC)
    return local.isoformat(timespec="minutes" if not (local.second or local.microsecond) else "auto")


def inside(value: Any, interval: Interval) -> bool:
    """Whether *value* is in *interval*."""
    low, high = interval.low, interval.high
    if low is not None and (value < low or (value == low and interval.low_open)):
        return False
    return high is None or value < high or (value == high and not interval.high_open)


def declared(type_: types.Type) -> Interval:
    """The range that the declaration of *type_* states."""
    return type_.interval if isinstance(type_, types.NumberType | types.DurationType) else Interval()


def usual(type_: types.Type, zone: ZoneInfo) -> tuple[Any, ...]:
    """Values of a scalar type that nothing is held against."""
    match type_:
        case types.BooleanType():
            return False, True
        case types.EnumType(members=members):
            return members
        case types.NumberType() | types.DurationType():
            return _in_range(type_)
        case types.DateType():
            return _DAY, _DAY + timedelta(days=1)
        case types.DateTimeType():
            noon = datetime(_DAY.year, _DAY.month, _DAY.day, 12, tzinfo=zone).astimezone(UTC)
            return noon, noon + timedelta(days=1)
    return _TEXTS


def _in_range(type_: types.NumberType | types.DurationType) -> tuple[Any, ...]:
    interval = type_.interval
    found: list[Any] = list(_LENGTHS if isinstance(type_, types.DurationType) else _NUMBERS)
    found += [end for end in (interval.low, interval.high) if end is not None]
    if interval.low is not None and interval.high is not None:
        found.append(whole(Fraction(interval.low + interval.high) / 2))  # type: ignore[operator,arg-type]
    elif interval.low is not None:
        found.append(interval.low + 1)  # type: ignore[operator]
    elif interval.high is not None:
        found.append(interval.high - 1)  # type: ignore[operator]
    integer = isinstance(type_, types.NumberType) and type_.integer
    return tuple(dict.fromkeys(v for v in found if inside(v, interval) and not (integer and isinstance(v, Fraction))))


def simplest_first(values: Iterable[Any], type_: types.Type) -> tuple[Any, ...]:
    """*values*, each once, those first that people would rather read."""
    found = list(dict.fromkeys(values))
    match type_:
        case types.NumberType() | types.DurationType():
            found.sort(key=lambda v: (v.denominator != 1, abs(v), v < 0))
        case types.EnumType(members=members):
            found.sort(key=members.index)
        case types.TextType() | types.ActorType():
            pass
        case _:
            found.sort()
    return tuple(found)
