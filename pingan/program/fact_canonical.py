"""The one way to write what is known: the same worlds give the same text, hence the same digest."""

from __future__ import annotations

import hashlib
import json

from pingan.language.shapes import Interval, Members, PeriodBounds, Range, SetBounds
from pingan.language.to_data import interval_data
from pingan.language.types import DurationType, EnumType, Type


def canonical_text(data: object) -> str:
    """JSON without spaces, keys sorted, characters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(data: object) -> str:
    """SHA-256 (hex) of the canonical text of *data*."""
    return hashlib.sha256(canonical_text(data).encode()).hexdigest()


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
