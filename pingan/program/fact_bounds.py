"""Bounds: where a number, day, instant or length of time may lie, and what a fact not given may be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from pingan.language.shapes import (
    ANY_NUMBER,
    Elements,
    Interval,
    Members,
    PeriodBounds,
    Range,
    Record,
    Scalar,
    SetBounds,
    Shape,
)
from pingan.language.types import (
    ActorType,
    BooleanType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    ListType,
    NumberType,
    PeriodType,
    RecordType,
    SetType,
    TextType,
    Type,
    UnknownType,
)
from pingan.model.nodes import Vocabulary
from pingan.program.fact_values import ScalarType


def intersection(left: Interval, right: Interval) -> Interval:
    """The values in both; may be empty."""
    low, low_open = left.low, left.low_open
    if right.low is not None and (low is None or _before(low, right.low)):
        low, low_open = right.low, right.low_open
    elif right.low is not None and low == right.low:
        low_open = low_open or right.low_open
    high, high_open = left.high, left.high_open
    if right.high is not None and (high is None or _before(right.high, high)):
        high, high_open = right.high, right.high_open
    elif right.high is not None and high == right.high:
        high_open = high_open or right.high_open
    return Interval(low, high, low_open, high_open)


def is_empty(interval: Interval) -> bool:
    """Whether no value is left (of numbers without gaps: close integers and days first)."""
    if interval.low is None or interval.high is None:
        return False
    if interval.low == interval.high:
        return interval.low_open or interval.high_open
    return _before(interval.high, interval.low)


def _before(left: Scalar, right: Scalar) -> bool:
    return left < right  # type: ignore[operator]  # both are of one type: the caller's fact has one


def closed(interval: Interval, type: ScalarType) -> Interval | None:
    """*interval* with closed ends where *type* has neighbours (whole numbers, days); None when nothing is left."""
    if isinstance(type, NumberType) and type.integer:
        interval = _closed_integers(interval)
    elif isinstance(type, DateType):
        days = _closed_days(interval)
        if days is None:
            return None
        interval = days
    return None if is_empty(interval) else interval


def _closed_integers(interval: Interval) -> Interval:
    low, high = interval.low, interval.high
    if isinstance(low, int | Fraction):
        low = floor(low) + 1 if interval.low_open else ceil(low)
    if isinstance(high, int | Fraction):
        high = ceil(high) - 1 if interval.high_open else floor(high)
    return Interval(low, high, low is None, high is None)


def _closed_days(interval: Interval) -> Interval | None:
    low, high = interval.low, interval.high
    try:
        if isinstance(low, date) and interval.low_open:
            low += timedelta(days=1)
        if isinstance(high, date) and interval.high_open:
            high -= timedelta(days=1)
    except OverflowError:  # after the last day of all, or before the first
        return None
    return Interval(low, high, low is None, high is None)


def declared_range(type: ScalarType) -> Interval:
    """What the declaration itself says about the values of *type*."""
    match type:
        case NumberType() | DurationType():
            return closed(type.interval, type) or type.interval
        case DateType() | DateTimeType():
            return ANY_NUMBER


def unknown(type: Type, *, optional: bool, path: str, vocabulary: Vocabulary) -> Shape:
    """Everything that a fact of *type* may be when it is not given: its declared range, and absent if *optional*."""
    match type:
        case BooleanType():
            return Members(frozenset({True, False}), optional)
        case EnumType():
            return Members(frozenset(type.members), optional)
        case TextType() | ActorType():
            return Members(None, optional)
        case NumberType() | DurationType() | DateType() | DateTimeType():
            return Range(declared_range(type), optional)
        case PeriodType():
            return PeriodBounds(Range(ANY_NUMBER, True), Range(ANY_NUMBER, True), optional)
        case RecordType():
            return Record(type.name, {}, path, None, optional)
        case SetType():
            members = type.element.members if isinstance(type.element, EnumType) else None
            return SetBounds(frozenset(), frozenset(members) if members is not None else None, optional)
        case ListType():
            return Elements((), True, optional)
        case UnknownType():
            raise ValueError(f"`{path}` has no type: the policy did not resolve")
        case _:
            assert_never(type)


def absent(type: Type, *, path: str) -> Shape:
    """The shape of `null`: known not to exist."""
    match type:
        case BooleanType() | EnumType() | TextType() | ActorType():
            return Members(frozenset(), True)
        case NumberType() | DurationType() | DateType() | DateTimeType():
            return Range(None, True)
        case PeriodType():
            return PeriodBounds(Range(None, True), Range(None, True), True, False)
        case RecordType():
            return Record(type.name, {}, path, None, True, False)
        case SetType():
            return SetBounds(frozenset(), frozenset(), True, False)
        case ListType():
            return Elements((), False, True, False)
        case UnknownType():
            raise ValueError(f"`{path}` has no type: the policy did not resolve")
        case _:
            assert_never(type)


def range_text(interval: Interval, text: Callable[[Scalar], str]) -> str:
    """A declared range for a message, as in ``>= 0 and <= 1``; *text* writes one end."""
    ends = []
    if interval.low is not None:
        ends.append(f"{'>' if interval.low_open else '>='} {text(interval.low)}")
    if interval.high is not None:
        ends.append(f"{'<' if interval.high_open else '<='} {text(interval.high)}")
    return " and ".join(ends)
