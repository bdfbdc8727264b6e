"""Numbers, days and functions: what arithmetic makes of possible values (semantics.md, "Absent" and "Conditions")."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from attrs import evolve

from pingan.language import types
from pingan.language.calendar import Calendar
from pingan.language.environment import Environment
from pingan.language.shapes import Elements, Interval, Members, PeriodBounds, Range, SetBounds, Shape, exactly
from pingan.model import nodes as m
from tests import reference_times as times
from tests import reference_values as values
from tests.reference_values import ABSENT, settled


def arithmetic(e: m.Arithmetic, a: Range, c: Range) -> Shape:
    x, y, absent = a.interval, c.interval, a.absent or c.absent
    if x is None or y is None:
        return Range(None, absent=True)
    instant = isinstance(e.left.type, types.DateType | types.DateTimeType)
    if e.operator == "/":
        result = values.over(x, y, integer=is_whole(e.right.type))
    elif e.operator == "*":
        result = Range(values.times(x, y))
    elif instant and isinstance(e.right.type, types.DurationType):
        y = y if e.operator == "+" else values.minus(y)
        result = times.moved(x, y.low, y.high)  # type: ignore[arg-type]
        if result.interval is not None and y.low_open | y.high_open:
            opened = result.interval.low_open or y.low_open, result.interval.high_open or y.high_open
            result = evolve(result, interval=evolve(result.interval, low_open=opened[0], high_open=opened[1]))
    elif instant:
        result = Range(apart(x, y))
    else:
        result = Range(values.plus(x, y if e.operator == "+" else values.minus(y)))
    whole = values.whole(result.interval) if is_whole(e.type) else result.interval
    return Range(whole, absent or result.absent)


def shift(a: Range, amount: int, unit: str, calendar: Calendar | None) -> Range:
    """Days so many units on. An end without bound may lie anywhere up to the last year, and leave it."""
    if a.interval is None:
        return a
    ends: list[date | None] = []
    absent = a.absent
    for place, end in enumerate((a.interval.low, a.interval.high)):
        outward = amount < 0 if place == 0 else amount > 0
        try:
            ends.append(None if end is None else times.counted(end, amount, unit, calendar)[place])  # type: ignore[arg-type]
            absent |= end is None and outward
        except OverflowError:
            if not outward:
                return Range(None, absent=True)
            ends.append(None)
            absent = True
    return Range(Interval(ends[0], ends[1], ends[0] is None, ends[1] is None), absent)


def collected(arguments: list[Shape]) -> SetBounds:
    """What is in a set whose condition surely holds, and in one whose condition may hold."""
    surely, possibly, anything = set[object](), set[object](), False
    for claim, members in zip(arguments[::2], arguments[1::2], strict=True):
        assert isinstance(claim, Members)
        assert claim.values is not None
        if True in claim.values and isinstance(members, SetBounds) and members.present:
            possibly |= members.possibly or frozenset()
            anything |= members.possibly is None
            if claim.values == {True} and not claim.absent and not members.absent:
                surely |= members.surely
    return SetBounds(frozenset(surely), None if anything else frozenset(possibly))


def call(e: m.Call, arguments: list[Shape], environment: Environment) -> Shape:
    ranges = [a if isinstance(a, Range) else Range(None, absent=True) for a in arguments]
    match e.function:
        case "min" | "max":
            parts = [(a.interval, not a.absent) for a in ranges if a.interval is not None]
            return values.extreme(parts, largest=e.function == "max")
        case "sum":
            total = exactly(0)
            for a in ranges:
                total = values.plus(total, addend(a, surely=True))
            return Range(total)
        case "ceil" | "floor" | "round":
            return image(lambda i: values.rounded(e.function, i), ranges[0])
        case "abs":
            return image(values.magnitude, ranges[0])
        case "start" | "end" if isinstance(arguments[0], PeriodBounds):
            bound = arguments[0].start if e.function == "start" else arguments[0].end
            return (
                evolve(bound, absent=bound.absent or arguments[0].absent) if arguments[0].present else Range(None, True)
            )
        case "size":
            return size(arguments[0])
        case "preceding" if isinstance(arguments[0], PeriodBounds):
            return preceding(arguments[0])
        case "collect":
            return collected(arguments)
        case function:
            return environment.functions[function].act(tuple(arguments))


def addend(a: Range, *, surely: bool) -> Interval:
    """What *a* adds to a sum: nothing where it is absent or not counted."""
    if a.interval is None:
        return exactly(0)
    return a.interval if surely and not a.absent else values.hull(a.interval, exactly(0)) or exactly(0)


def is_whole(type_: types.Type) -> bool:
    return isinstance(type_, types.NumberType) and type_.integer


def image(function: Callable[[Interval], Interval | None], a: Range) -> Range:
    return a if a.interval is None else Range(function(a.interval), a.absent)


def nothing(type_: types.Type) -> Shape:
    """What is read through an absent record: absent; of lists the empty one."""
    if isinstance(type_, types.ListType):
        return Elements((), open=False)
    return SetBounds(frozenset(), frozenset(), True, False) if isinstance(type_, types.SetType) else ABSENT


def union_of(parts: list[Shape], type_: types.Type) -> Shape:
    if isinstance(type_, types.SetType):
        parts = [part if part.present else SetBounds(frozenset(), frozenset(), True, False) for part in parts]
    found = values.union(parts)
    if isinstance(found, Range) and found.interval is not None and is_whole(type_):
        return evolve(found, interval=values.whole(found.interval))
    return found


def in_utc(shape: Shape) -> Shape:
    """Instants in one zone, so that they compare as instants."""
    if not isinstance(shape, Range) or shape.interval is None:
        return shape
    ends = {
        name: end.astimezone(UTC)
        for name in ("low", "high")
        if isinstance(end := getattr(shape.interval, name), datetime)
    }
    return evolve(shape, interval=evolve(shape.interval, **ends)) if ends else shape


def single(shape: Shape) -> frozenset[object] | None:
    if not isinstance(shape, Range) or shape.interval is None:
        return frozenset()
    return frozenset({shape.interval.low}) if shape.interval.single else None


def size(shape: Shape) -> Range:
    match shape:
        case SetBounds(surely=surely, possibly=possibly, absent=absent):
            return Range(
                Interval(
                    0 if absent else len(surely), None if possibly is None else len(possibly), False, possibly is None
                )
            )
        case Elements(elements=elements, open=is_open, absent=absent):
            return Range(Interval(0 if absent else len(elements), None if is_open else len(elements), False, is_open))
    return Range(None, absent=True)


def preceding(period: PeriodBounds) -> PeriodBounds:
    """The period before: as many whole months for whole months, else as many days. Open where either end is unknown."""
    start, end = period.start.interval, period.end.interval
    absent = PeriodBounds(Range(None, True), Range(None, True), True, False)
    if start is None or end is None or not period.present:
        return absent
    unknown = Range(Interval(), absent=period.start.absent or period.end.absent)
    if not (
        settled(period.start) and settled(period.end) and isinstance(start.low, date) and isinstance(end.low, date)
    ):
        return PeriodBounds(unknown, unknown, period.absent or unknown.absent)
    first, last = start.low, end.low
    try:
        before = first - timedelta(days=1)
        if first.day == 1 and last == times.last_of_month(last):
            months = (last.year - first.year) * 12 + last.month - first.month + 1
            begin = times.counted(first, -months, "month", None)[0]
        else:
            begin = before - (last - first)
    except OverflowError:
        return absent
    assert begin is not None
    return PeriodBounds(Range(exactly(begin)), Range(exactly(before)), period.absent)


def apart(x: Interval, y: Interval) -> Interval:
    """The seconds from *y* to *x*."""

    def seconds(a: Any, c: Any) -> Fraction | int | None:
        return None if a is None or c is None else plain(Fraction((a - c) // timedelta(microseconds=1), 1_000_000))

    return Interval(
        seconds(x.low, y.high), seconds(x.high, y.low), x.low_open or y.high_open, x.high_open or y.low_open
    )


def plain(number: Fraction) -> Fraction | int:
    return int(number) if number.denominator == 1 else number
