"""What holds for shapes of every kind: absence, union, and whether one value is left."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from pingan.language import types
from pingan.language.intervals import hull
from pingan.language.shapes import Elements, Members, PeriodBounds, Range, Record, SetBounds, Shape, exactly
from pingan.program.fact_bounds import absent

NO_RANGE = Range(None, True)
OTHERS = "[others]"
"""Ends the path of the element that stands for every unlisted one."""


def absent_of(type: types.Type) -> Shape:
    """The shape of a value of *type* that is known not to exist."""
    return Members(frozenset(), True) if isinstance(type, types.UnknownType) else absent(type, path="")


def maybe_absent(shape: Shape) -> Shape:
    """*shape*, or absent."""
    return shape if shape.absent else evolve(shape, absent=True)


def surely_present(shape: Shape) -> Shape:
    """*shape* in the worlds where it exists."""
    return evolve(shape, absent=False) if shape.absent else shape


def union(shapes: Iterable[Shape]) -> Shape:
    """The tightest shape around all (there is at least one)."""
    result: Shape | None = None
    for shape in shapes:
        result = shape if result is None else _joined(result, shape)
    if result is None:
        raise ValueError("a union of nothing")
    return result


def _joined(one: Shape, other: Shape) -> Shape:
    if not other.present:
        return maybe_absent(one) if other.absent else one
    if not one.present:
        return maybe_absent(other) if one.absent else other
    absent = one.absent or other.absent
    match one, other:
        case Members(), Members():
            if one.values is None or other.values is None:
                return Members(None, absent)
            return Members(one.values | other.values, absent)
        case Range(), Range():
            return Range(hull(one.interval, other.interval), absent)
        case SetBounds(), SetBounds():
            unbounded = one.possibly is None or other.possibly is None
            possibly = None if unbounded else (one.possibly or frozenset()) | (other.possibly or frozenset())
            return SetBounds(one.surely & other.surely, possibly, absent)
        case PeriodBounds(), PeriodBounds():
            return PeriodBounds(_range(one.start, other.start), _range(one.end, other.end), absent)
        case Record(), Record():
            if one.path == other.path:
                return evolve(one, absent=absent)
            # Two records in one shape: nothing is known of it, not even which it is.
            return Record(one.name, {}, f"{one.path}|{other.path}{OTHERS}", None, absent)
        case Elements(), Elements():
            if one.elements == other.elements and one.open == other.open:
                return evolve(one, absent=absent)
            return Elements((), True, absent)
    raise ValueError(f"no union of {type(one).__name__} and {type(other).__name__}")


def _range(one: Range, other: Range) -> Range:
    return Range(hull(one.interval, other.interval), one.absent or other.absent)


def is_settled(shape: Shape) -> bool:
    """Whether one value is left: of a number one value, of a list or a set nothing that may be added."""
    match shape:
        case Members(values, absent):
            return values is not None and len(values) + absent <= 1
        case Range(interval, absent):
            return absent if interval is None else interval.single and not absent
        case SetBounds(surely, possibly, absent, present):
            return not present or (surely == possibly and not absent)
        case PeriodBounds(start, end, absent, present):
            return not present or (is_settled(start) and is_settled(end) and not absent)
        case Record(path=path, absent=absent, present=present):
            return not (absent and present) and OTHERS not in path
        case Elements(open=open, absent=absent, present=present):
            return not present or (not open and not absent)


def single_value(shape: Shape) -> object:
    """The one value of a settled shape of a scalar; None otherwise."""
    if isinstance(shape, Members) and shape.values and len(shape.values) == 1 and not shape.absent:
        return next(iter(shape.values))
    if isinstance(shape, Range) and shape.interval and shape.interval.single and not shape.absent:
        return shape.interval.low
    return None


def scalar(value: object) -> Shape:
    """The shape of one known value."""
    if isinstance(value, bool | str):
        return Members(frozenset({value}))
    return Range(exactly(value))  # type: ignore[arg-type]
