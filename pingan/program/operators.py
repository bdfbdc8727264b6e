"""What operators make of shapes: each the tightest shape around its image, every operand read alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from pingan.language import intervals, types
from pingan.language.shapes import ANY_NUMBER, Interval, Members, PeriodBounds, Range, Record, SetBounds, Shape
from pingan.program import times
from pingan.program.shapes import NO_RANGE, OTHERS
from pingan.program.truth import bits, negated

# --- comparisons -----------------------------------------------------------------------------------------


def compare(operator: str, left: Shape, right: Shape, order: tuple[str, ...] = (), *, integers: bool = False) -> int:
    """The bits of a comparison; with an absent operand it is false (and ``!=``, its negation, true).

    *order* are the members of an ordered enum; *integers* says that one side is a whole number.
    """
    if operator == "!=":
        return negated(compare("=", left, right, order, integers=integers))
    if integers and operator == "=" and _miss_integers(left, right):
        return bits(False, True)
    if operator in (">", ">="):
        return compare("<" if operator == ">" else "<=", right, left, order)
    found = _compared(operator, left, right, order) if left.present and right.present else 0
    return found | bits(False, left.absent or right.absent)


def _compared(operator: str, left: Shape, right: Shape, order: tuple[str, ...]) -> int:
    """Of two shapes in the worlds where both are present; *operator* is ``=``, ``<`` or ``<=``."""
    if isinstance(left, Range) and isinstance(right, Range) and left.interval and right.interval:
        return _compared_intervals(operator, left.interval, right.interval)
    ours, theirs = identities(left), identities(right)
    if operator == "=":
        return _same(ours, theirs) if ours is not None and theirs is not None else _maybe_same(left, right)
    return _compared_members(operator, ours, theirs, order)


def _compared_intervals(operator: str, left: Interval, right: Interval) -> int:
    if operator == "=":
        return bits(intervals.can_be_equal(left, right), intervals.can_differ(left, right))
    if operator == "<":
        return bits(intervals.can_be_below(left, right), intervals.can_be_at_most(right, left))
    return bits(intervals.can_be_at_most(left, right), intervals.can_be_below(right, left))


def _miss_integers(left: Shape, right: Shape) -> bool:
    """Whether no whole number lies in both."""
    if not (isinstance(left, Range) and isinstance(right, Range) and left.interval and right.interval):
        return False
    both = intervals.meet(left.interval, right.interval)
    return both is None or not intervals.holds_integer(both)


def identities(shape: Shape) -> frozenset[object] | None:
    """What a shape of members may be; of a record its path, which is who it is as an actor (None: anybody)."""
    if isinstance(shape, Members):
        return shape.values
    assert isinstance(shape, Record)
    # An unlisted element is any number of unlisted ones: not even the same as itself.
    return None if OTHERS in shape.path else frozenset({shape.path})


def _same(ours: frozenset[object], theirs: frozenset[object]) -> int:
    return bits(bool(ours & theirs), len(ours | theirs) > 1)


def _maybe_same(left: Shape, right: Shape) -> int:
    """With an unlisted element (or anybody) on one side: it is nobody who is listed elsewhere."""
    if isinstance(left, Record) and isinstance(right, Record) and "|" not in left.path + right.path:
        return bits(left.path == right.path, True)
    return bits(True, True)


def _compared_members(
    operator: str, ours: frozenset[object] | None, theirs: frozenset[object] | None, order: tuple[str, ...]
) -> int:
    if ours is None or theirs is None:
        return bits(True, True)
    rank = {member: position for position, member in enumerate(order)}
    left = Interval(*_ends(rank[str(m)] for m in ours), False, False)
    right = Interval(*_ends(rank[str(m)] for m in theirs), False, False)
    return _compared_intervals(operator, left, right)


def _ends(ranks: Iterable[int]) -> tuple[int, int]:
    listed = list(ranks)
    return min(listed), max(listed)


# --- sets and periods -------------------------------------------------------------------------------------


def has_one(collection: Shape, member: Shape) -> int:
    return contained(member, collection, discrete=False)


def has_several(quantity: str, collection: Shape, members: Shape) -> int:
    """``has any of`` and ``has all of``; false when either is absent."""
    if not (isinstance(collection, SetBounds) and isinstance(members, SetBounds)):
        return bits(False, True)
    found = 0
    if collection.present and members.present:
        if quantity == "any":
            found = bits(_meet(collection.possibly, members.possibly), not collection.surely & members.surely)
        else:
            everything = collection.possibly is None or members.surely <= collection.possibly
            found = bits(everything, members.possibly is None or not members.possibly <= collection.surely)
    return found | bits(False, collection.absent or members.absent)


def _meet(one: frozenset[object] | None, other: frozenset[object] | None) -> bool:
    """Whether some element can be in both of what is possible."""
    if one is None or other is None:
        return one != frozenset() and other != frozenset()
    return bool(one & other)


def contained(element: Shape, collection: Shape, *, discrete: bool) -> int:
    """Whether an element is in a set or a day in a period; *discrete* kinds have neighbours (whole numbers, days)."""
    found = 0
    if element.present and collection.present:
        if isinstance(collection, PeriodBounds):
            found = _within(element, collection)
        elif isinstance(collection, SetBounds):
            found = _member(element, collection, discrete)
    return found | bits(False, element.absent or collection.absent)


def _member(element: Shape, collection: SetBounds, discrete: bool) -> int:
    surely, possibly = collection.surely, collection.possibly
    if isinstance(element, Range):
        assert element.interval is not None
        interval = element.interval
        can_be = possibly is None or any(_may_be(interval, value, discrete) for value in possibly)
        return bits(can_be, not _all_among(interval, surely, discrete))
    values = identities(element)
    if values is None:
        return bits(possibly is None or bool(possibly), True)
    return bits(possibly is None or bool(values & possibly), not values <= surely)


def _may_be(interval: Interval, value: Any, discrete: bool) -> bool:
    """Whether a number, day or instant in *interval* may be *value*; a *discrete* number is whole."""
    is_one = not discrete or not isinstance(value, Fraction) or value.denominator == 1
    return is_one and intervals.contains(interval, value)


def _all_among(interval: Interval, values: frozenset[object], discrete: bool) -> bool:
    """Whether every value of *interval* is one of *values*."""
    if interval.single:
        return interval.low in values
    if not discrete or interval.low is None or interval.high is None:
        return False
    distance: Any = interval.high - interval.low  # type: ignore[operator]  # whole numbers or days, both ends alike
    count = int(getattr(distance, "days", distance)) + 1
    inside: list[Any] = [v for v in values if intervals.contains(interval, v)]  # type: ignore[arg-type]
    return len(inside) == count


def _within(day: Shape, period: PeriodBounds) -> int:
    assert isinstance(day, Range) and day.interval is not None
    start = None if period.start.absent else period.start.interval
    end = None if period.end.absent else period.end.interval
    after_start = Interval(start.low, None, start.low_open) if start else ANY_NUMBER
    before_end = Interval(None, end.high, True, end.high_open) if end else ANY_NUMBER
    inside = intervals.meet(day.interval, after_start)
    can_be = inside is not None and intervals.meet(inside, before_end) is not None
    early = period.start.interval is not None and intervals.can_be_below(day.interval, period.start.interval)
    late = period.end.interval is not None and intervals.can_be_below(period.end.interval, day.interval)
    return bits(can_be, early or late)


def set_of(elements: Iterable[Shape]) -> SetBounds:
    """The set of *elements*; one that may be absent may not be in it."""
    surely: set[object] = set()
    possibly: set[object] | None = set()
    for element in elements:
        values = _values(element)
        if values is not None and len(values) == 1 and not element.absent:
            surely |= values
        if possibly is not None:
            possibly = None if values is None else possibly | values
    return SetBounds(frozenset(surely), None if possibly is None else frozenset(possibly))


def _values(element: Shape) -> frozenset[object] | None:
    if not element.present:
        return frozenset()
    if isinstance(element, Range):
        assert element.interval is not None
        return frozenset({element.interval.low}) if element.interval.single else None
    return identities(element)


# --- arithmetic --------------------------------------------------------------------------------------------

Operation = Callable[[Range, Range], Range]


def arithmetic(operator: str, left: types.Type, right: types.Type) -> Operation:
    """The operation *operator* on operands of these types."""
    if isinstance(left, types.DateType | types.DateTimeType):
        if isinstance(right, types.DateType | types.DateTimeType):
            return _difference
        return _later if operator == "+" else _earlier
    if operator == "/":
        integer = isinstance(right, types.NumberType) and right.integer
        return lambda one, other: _divided(one, other, integer)
    act = {"+": intervals.add, "-": intervals.subtract, "*": intervals.multiply}[operator]
    return lambda one, other: _exact(act, one, other)


def _exact(act: Callable[[Interval, Interval], Interval], left: Range, right: Range) -> Range:
    absent = left.absent or right.absent
    if left.interval is None or right.interval is None:
        return Range(None, absent)
    return Range(act(left.interval, right.interval), absent)


def _divided(left: Range, right: Range, integer: bool) -> Range:
    absent = left.absent or right.absent
    if left.interval is None or right.interval is None:
        return Range(None, absent)
    interval, by_zero = intervals.divide(left.interval, right.interval, integer_divisor=integer)
    return Range(interval, absent or by_zero)


def _difference(left: Range, right: Range) -> Range:
    """The time between two days or two instants, in seconds."""
    absent = left.absent or right.absent
    if left.interval is None or right.interval is None:
        return Range(None, absent)
    one, other = left.interval, right.interval

    def seconds(later: object, earlier: object) -> object:
        if later is None or earlier is None:
            return None
        return times.seconds_between(later, earlier)  # type: ignore[arg-type]

    low, high = seconds(one.low, other.high), seconds(one.high, other.low)
    low_open = low is None or one.low_open or other.high_open
    high_open = high is None or one.high_open or other.low_open
    return Range(Interval(low, high, low_open, high_open), absent)  # type: ignore[arg-type]


def _later(left: Range, right: Range) -> Range:
    if left.interval is None or right.interval is None:
        return Range(None, left.absent or right.absent)
    moved = times.plus_seconds(left, right.interval)
    return Range(moved.interval, moved.absent or right.absent)


def _earlier(left: Range, right: Range) -> Range:
    return _later(left, negation(right))


def negation(operand: Range) -> Range:
    return operand if operand.interval is None else Range(intervals.negate(operand.interval), operand.absent)


def as_range(shape: Shape) -> Range:
    return shape if isinstance(shape, Range) else NO_RANGE
