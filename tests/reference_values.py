"""What each operator makes of possible values (semantics.md, "Shapes", "Absent", "Empty"), said as plainly as can be.

Naive on purpose: the program has operators of its own, and the properties hold the two against each other.
An *end* is ``(rank, value, shade)``: rank -1 and 1 are the infinite ends, shade -1 is "just below" and 1 "just above",
so ends compare as tuples and an interval is whatever lies from its low end to its high end.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

from attrs import evolve

from pingan.language import types
from pingan.language.shapes import (
    Elements,
    Interval,
    Members,
    PeriodBounds,
    Range,
    Record,
    SetBounds,
    Shape,
    exactly,
)
from pingan.model.nodes import Vocabulary

End = tuple[int, Any, int]
ABSENT = Members(frozenset(), absent=True)
LEAST: End = (-1, 0, 0)
GREATEST: End = (1, 0, 0)

# --- ends and intervals ---------------------------------------------------------------------------------------


def low(interval: Interval) -> End:
    return LEAST if interval.low is None else (0, interval.low, int(interval.low_open))


def high(interval: Interval) -> End:
    return GREATEST if interval.high is None else (0, interval.high, -int(interval.high_open))


def between(least: End, greatest: End) -> Interval | None:
    """The interval of everything from *least* to *greatest*; None when that is nothing."""
    if least > greatest:
        return None
    return Interval(
        None if least[0] else least[1],
        None if greatest[0] else greatest[1],
        bool(least[2] or least[0]),
        bool(greatest[2] or greatest[0]),
    )


def whole(interval: Interval | None) -> Interval | None:
    """The integers of *interval*, closed."""
    if interval is None:
        return None
    least, greatest = low(interval), high(interval)
    if not least[0]:
        least = (0, math.floor(least[1]) + 1 if least[2] else math.ceil(least[1]), 0)
    if not greatest[0]:
        greatest = (0, math.ceil(greatest[1]) - 1 if greatest[2] else math.floor(greatest[1]), 0)
    return between(least, greatest)


def hull(*parts: Interval | None) -> Interval | None:
    known = [part for part in parts if part is not None]
    return between(min(map(low, known)), max(map(high, known))) if known else None


def meet(a: Interval, b: Interval) -> Interval | None:
    return between(max(low(a), low(b)), min(high(a), high(b)))


# --- shapes ------------------------------------------------------------------------------------------------------


def unknown(type_: types.Type, path: str, vocabulary: Vocabulary, *, optional: bool = False) -> Shape:
    """Every value that something of this type may have."""
    shape: Shape
    match type_:
        case types.BooleanType():
            shape = Members(frozenset({True, False}))
        case types.EnumType(members=members):
            shape = Members(frozenset(members))
        case types.NumberType(integer=integer, interval=interval):
            shape = Range(whole(interval) if integer else interval)
        case types.DurationType(interval=interval):
            shape = Range(interval)
        case types.DateType() | types.DateTimeType():
            shape = Range(Interval())
        case types.PeriodType():
            shape = PeriodBounds(Range(Interval(), absent=True), Range(Interval(), absent=True))
        case types.SetType(element=types.EnumType(members=members)):
            shape = SetBounds(frozenset(), frozenset(members))
        case types.SetType():
            shape = SetBounds(frozenset(), None)
        case types.ListType():
            shape = Elements((), open=True)
        case types.RecordType(name=name):
            shape = Record(name, {}, path)
        case _:
            shape = Members(None)
    return evolve(shape, absent=True) if optional else shape


def others(shape: Shape) -> bool:
    """Whether *shape* is the record that stands for unlisted elements: nobody knows which one it is."""
    return isinstance(shape, Record) and "[others]" in shape.path


def settled(shape: Shape) -> bool:
    """Whether only one value is possible."""
    if not (shape.present and not shape.absent):
        return not (shape.present and shape.absent)
    match shape:
        case Members(values=values):
            return values is not None and len(values) == 1
        case Range(interval=interval):
            return interval is not None and interval.single
        case SetBounds(surely=surely, possibly=possibly):
            return surely == possibly
        case PeriodBounds(start=start, end=end):
            return settled(start) and settled(end)
        case Elements(open=is_open):
            return not is_open
        case _:
            return not others(shape)


def union(shapes: Iterable[Shape]) -> Shape:
    """The tightest shape that holds what each of *shapes* holds."""
    shapes = list(shapes)
    absent = any(shape.absent for shape in shapes)
    present: list[Any] = [shape for shape in shapes if shape.present]
    if not present:
        return ABSENT
    match present[0]:
        case Members():
            every = None if any(s.values is None for s in present) else frozenset().union(*(s.values for s in present))
            return Members(every, absent)
        case Range():
            return Range(hull(*(s.interval for s in present)), absent)
        case SetBounds():
            possibly = (
                None if any(s.possibly is None for s in present) else frozenset().union(*(s.possibly for s in present))
            )
            return SetBounds(frozenset.intersection(*(s.surely for s in present)), possibly, absent)
        case PeriodBounds():
            ends = union(s.start for s in present), union(s.end for s in present)
            return PeriodBounds(*(end if isinstance(end, Range) else Range(None, True) for end in ends), absent)
        case only:
            return evolve(only, absent=absent)


def boolean(can_be_true: bool, can_be_false: bool) -> frozenset[bool]:
    return frozenset({True} if can_be_true else ()) | frozenset({False} if can_be_false else ())


# --- comparing -------------------------------------------------------------------------------------------------


def identity(shape: Shape) -> Shape:
    """A record compares by where it stands."""
    if not isinstance(shape, Record):
        return shape
    return Members(frozenset({shape.path} if shape.present else ()), shape.absent)


def equal(a: object, b: object) -> frozenset[bool]:
    """Whether two values are one. Two elements of a list that nobody has listed may be one or two."""
    return frozenset({True, False}) if a == b and "[others]" in str(a) else frozenset({a == b})


def compare(
    operator: str, left: Shape, right: Shape, order: Sequence[object] = (), integer: bool = False
) -> frozenset[bool]:
    """``= < <= > >=``: false for what is absent. *order* ranks members of an enum; *integer*: one side is whole."""
    if operator == "!=":
        return frozenset(not b for b in compare("=", left, right, order, integer))
    if operator in (">", ">="):
        return compare(operator.replace(">", "<"), right, left, order, integer)
    left, right = identity(left), identity(right)
    result = frozenset({False}) if left.absent or right.absent else frozenset()
    if not (left.present and right.present):
        return result
    if isinstance(left, Members) and isinstance(right, Members):
        if left.values is None or right.values is None:
            return frozenset({True, False})
        pairs = product(left.values, right.values)
        if operator == "=":
            return result.union(*(equal(a, b) for a, b in pairs))
        rank = {member: place for place, member in enumerate(order)}
        return result | {rank[a] < rank[b] or (operator == "<=" and a == b) for a, b in pairs}
    assert isinstance(left, Range) and isinstance(right, Range)
    a, b = left.interval, right.interval
    assert a is not None and b is not None
    if operator == "=":
        common = meet(a, b)
        return result | boolean(
            (whole(common) if integer else common) is not None, not (a.single and b.single and a.low == b.low)
        )
    if operator == "<":
        return result | boolean(_some_below(a, b), low(b) <= high(a))
    return result | boolean(low(a) <= high(b), _some_below(b, a))


def _some_below(a: Interval, b: Interval) -> bool:
    """Whether something of *a* is less than something of *b*."""
    return low(a)[:2] < high(b)[:2]


def contained(element: Shape, members: SetBounds) -> frozenset[bool]:
    """``in`` and ``has`` one."""
    result = frozenset({False}) if element.absent or members.absent else frozenset()
    if not (element.present and members.present):
        return result
    possibly, surely = members.possibly, members.surely
    element = identity(element)
    if isinstance(element, Members):
        values = element.values
        maybe = possibly is None or (bool(possibly) if values is None else bool(values & possibly))
        return result | boolean(maybe, values is None or not values <= surely)
    assert isinstance(element, Range) and element.interval is not None
    interval: Interval = element.interval
    inside = {v for v in surely if meet(interval, exactly(v)) is not None}  # type: ignore[arg-type]
    maybe = possibly is None or any(meet(interval, exactly(v)) is not None for v in possibly)  # type: ignore[arg-type]
    return result | boolean(maybe, not inside or len(inside) != size_of(interval))


def size_of(interval: Interval) -> int | None:
    """How many values a closed interval of integers or days holds; None: no end of them."""
    if interval.single:
        return 1
    if type(interval.low) is int and type(interval.high) is int:
        return interval.high - interval.low + 1
    if type(interval.low) is date and type(interval.high) is date:
        return (interval.high - interval.low).days + 1
    return None


def has(quantity: str, collection: SetBounds, members: SetBounds) -> frozenset[bool]:
    """``has any of`` and ``has all of``."""
    result = frozenset({False}) if collection.absent or members.absent else frozenset()
    if not (collection.present and members.present):
        return result
    if quantity == "any":
        can = _overlap(collection.possibly, members.possibly)
        return result | boolean(can, not collection.surely & members.surely)
    can = collection.possibly is None or members.surely <= collection.possibly
    return result | boolean(can, members.possibly is None or not members.possibly <= collection.surely)


def _overlap(a: frozenset[object] | None, b: frozenset[object] | None) -> bool:
    if a is None or b is None:
        return a != frozenset() and b != frozenset()
    return bool(a & b)


# --- reckoning ---------------------------------------------------------------------------------------------------


def plus(a: Interval, b: Interval) -> Interval:
    return Interval(
        None if a.low is None or b.low is None else a.low + b.low,  # type: ignore[operator]
        None if a.high is None or b.high is None else a.high + b.high,  # type: ignore[operator]
        a.low_open or b.low_open,
        a.high_open or b.high_open,
    )


def minus(a: Interval) -> Interval:
    return Interval(None if a.high is None else -a.high, None if a.low is None else -a.low, a.high_open, a.low_open)  # type: ignore[operator]


def times(a: Interval, b: Interval) -> Interval:
    corners = []
    for (x, x_open), (y, y_open) in product(_ends(a), _ends(b)):
        if x == 0 or y == 0:
            corners.append((0, not ((x == 0 and not x_open) or (y == 0 and not y_open))))
        elif math.inf in (abs(x), abs(y)):
            corners.append((math.inf if (x > 0) == (y > 0) else -math.inf, True))
        else:
            corners.append((x * y, x_open or y_open))
    least, greatest = min(corners), max(corners, key=lambda corner: (corner[0], not corner[1]))
    bounds = [None if abs(value) == math.inf else value for value, _ in (least, greatest)]
    return Interval(bounds[0], bounds[1], least[1], greatest[1])


def _ends(a: Interval) -> list[tuple[Any, bool]]:
    return [(-math.inf if a.low is None else a.low, a.low_open), (math.inf if a.high is None else a.high, a.high_open)]


def over(a: Interval, b: Interval, *, integer: bool) -> Range:
    """*a* divided by *b*; absent where *b* is zero. *integer*: the divisor is whole."""
    sides = meet(b, Interval(None, 0, True, True)), meet(b, Interval(0, None, True, True))
    parts = [times(a, reciprocal(s)) for s in (whole(s) if integer else s for s in sides) if s is not None]
    return Range(hull(*parts), absent=meet(b, exactly(0)) is not None)


def reciprocal(side: Interval) -> Interval:
    """Of an interval on one side of zero: the end at zero becomes infinite, the infinite end zero."""

    def invert(end: Any) -> Any:
        return 0 if end is None else None if end == 0 else Fraction(1) / end

    return Interval(invert(side.high), invert(side.low), side.high_open, side.low_open)


def extreme(parts: Sequence[tuple[Interval, bool]], largest: bool) -> Range:
    """Least or greatest of *parts*, each with whether it is surely there; absent when nothing is."""
    if not parts:
        return Range(None, absent=True)
    sure = [interval for interval, surely in parts if surely]
    every = [interval for interval, _ in parts]
    if largest:
        found = between(max(map(low, sure)) if sure else min(map(low, every)), max(map(high, every)))
    else:
        found = between(min(map(low, every)), min(map(high, sure)) if sure else max(map(high, every)))
    return Range(found, absent=not sure)


def rounded(function: str, a: Interval) -> Interval | None:
    """``ceil``, ``floor`` and ``round`` (half up)."""
    if function == "round":
        return rounded("floor", plus(a, exactly(Fraction(1, 2))))
    if function == "floor":
        return minus(rounded("ceil", minus(a)) or a)
    least = None if a.low is None else math.floor(a.low) + 1 if a.low_open else math.ceil(a.low)  # type: ignore[arg-type]
    greatest = None if a.high is None else math.ceil(a.high)  # type: ignore[arg-type]
    return Interval(least, greatest, least is None, greatest is None)


def magnitude(a: Interval) -> Interval | None:
    return hull(meet(a, Interval(0, None, False, True)), meet(minus(a), Interval(0, None, False, True)))


def share(elements: Sequence[tuple[frozenset[bool], frozenset[bool], bool]]) -> Range:
    """The part of the counted that meets the claim; elements are (counted, claim, any number of them)."""
    counted = [e for e in elements if True in e[0]]
    sure = sum(1 for inside, _, _ in counted if inside == {True})
    if not counted:
        return Range(None, absent=True)
    can_yes = sum(1 for _, claim, many in counted if True in claim and not many)
    must_no = sum(1 for inside, claim, _ in counted if inside == {True} and True not in claim)
    can_no = sum(1 for inside, claim, many in counted if False in claim and not many)
    must_yes = sum(1 for inside, claim, _ in counted if inside == {True} and False not in claim)
    endless_yes = any(many and True in claim for _, claim, many in counted)
    endless_no = any(many and False in claim for _, claim, many in counted)
    greatest = (0, Fraction(can_yes, can_yes + must_no), 0) if can_yes + must_no else (0, Fraction(0), 0)
    least = (0, Fraction(must_yes, must_yes + can_no), 0) if must_yes + can_no else (0, Fraction(1), 0)
    if endless_yes:
        greatest = (0, Fraction(1), -1 if must_no else 0)
    if endless_no:
        least = (0, Fraction(0), 1 if must_yes else 0)
    return Range(between(least, greatest), absent=not sure)
