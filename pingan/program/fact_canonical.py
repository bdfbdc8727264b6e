"""The one way to write what is known: the same worlds give the same text, hence the same digest."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from fractions import Fraction
from typing import assert_never

from pingan.language.shapes import Interval, Members, PeriodBounds, Range, Scalar, SetBounds
from pingan.language.types import DurationType, EnumType, Type
from pingan.program.fact_values import instant_text, length_text, number_text


def canonical_text(data: object) -> str:
    """JSON without spaces, keys sorted, characters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(data: object) -> str:
    """SHA-256 (hex) of the canonical text of *data*."""
    return hashlib.sha256(canonical_text(data).encode()).hexdigest()


def scalar_data(value: Scalar, *, duration: bool = False) -> int | str:
    """A number, day, instant or (*duration*) length of time: whole numbers as numbers, everything else as text."""
    match value:
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case int() | Fraction() if duration:
            return length_text(value)
        case int():
            return value
        case Fraction():
            return number_text(value)
        case _:
            assert_never(value)


def interval_data(interval: Interval, *, duration: bool = False) -> object:
    """One value, or its bounds."""
    if interval.low is not None and interval.single:
        return scalar_data(interval.low, duration=duration)
    bounds: dict[str, object] = {}
    if interval.low is not None:
        bounds["more_than" if interval.low_open else "at_least"] = scalar_data(interval.low, duration=duration)
    if interval.high is not None:
        bounds["less_than" if interval.high_open else "at_most"] = scalar_data(interval.high, duration=duration)
    return bounds


def simple_data(shape: Members | Range | SetBounds | PeriodBounds, type: Type) -> object:
    """A fact file's way of writing *shape*, which must have been given (not be wholly unknown)."""
    if not shape.present:
        return None
    match shape:
        case Members(values=None):
            return {}
        case Members(values=frozenset() as values):
            members = sorted(values, key=str)
            return members[0] if len(members) == 1 else {"one_of": members}
        case Range(interval=interval):
            assert interval is not None
            return interval_data(interval, duration=isinstance(type, DurationType))
        case SetBounds():
            return _set_data(shape, type)
        case PeriodBounds(start=start, end=end):
            ends = {"from": start, "until": end}
            return {name: _end_data(shape) for name, shape in ends.items() if shape != Range(Interval(), True)}
        case _:
            raise AssertionError(f"no fact is written as {shape}")


def _end_data(end: Range) -> object:
    return None if end.interval is None else interval_data(end.interval)


def _set_data(shape: SetBounds, type: Type) -> object:
    known = sorted(shape.surely, key=str)
    if shape.possibly == shape.surely:
        return known
    if shape.possibly is None or (isinstance(type, EnumType) and shape.possibly == frozenset(type.members)):
        return {"known": known, "open": True}
    return {"known": known, "possible": sorted(shape.possibly - shape.surely, key=str)}
