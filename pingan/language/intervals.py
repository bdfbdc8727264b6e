"""Intervals with open and closed ends: the arithmetic under every operator on numbers, days and instants.

Each function answers with the tightest interval around its image; ends stay exact (int or Fraction).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any

from pingan.language.shapes import Interval, Scalar, exactly

Number = int | Fraction
End = tuple[Any, bool]
"""An end of an interval: its value (None: infinite) and whether it is open."""

ZERO = exactly(0)


def low(interval: Interval) -> End:
    return interval.low, interval.low_open


def high(interval: Interval) -> End:
    return interval.high, interval.high_open


def between(lowest: End, highest: End) -> Interval:
    return Interval(whole(lowest[0]), whole(highest[0]), lowest[1], highest[1])


def whole(value: Any) -> Any:
    """A fraction without denominator as an int, anything else as it is."""
    return value.numerator if isinstance(value, Fraction) and value.denominator == 1 else value


def lesser_low(one: End, other: End) -> End:
    """The lower of two lower ends: closed if either is, where they meet."""
    if one[0] is None or other[0] is None:
        return None, True
    if one[0] == other[0]:
        return one[0], one[1] and other[1]
    return one if one[0] < other[0] else other


def greater_low(one: End, other: End) -> End:
    """The higher of two lower ends: open if either is, where they meet."""
    if one[0] is None:
        return other
    if other[0] is None:
        return one
    if one[0] == other[0]:
        return one[0], one[1] or other[1]
    return one if one[0] > other[0] else other


def lesser_high(one: End, other: End) -> End:
    """The lower of two upper ends: open if either is, where they meet."""
    if one[0] is None:
        return other
    if other[0] is None:
        return one
    if one[0] == other[0]:
        return one[0], one[1] or other[1]
    return one if one[0] < other[0] else other


def greater_high(one: End, other: End) -> End:
    """The higher of two upper ends: closed if either is, where they meet."""
    if one[0] is None or other[0] is None:
        return None, True
    if one[0] == other[0]:
        return one[0], one[1] and other[1]
    return one if one[0] > other[0] else other


def hull(one: Interval | None, other: Interval | None) -> Interval | None:
    """The smallest interval around both (None: nothing)."""
    if one is None or other is None:
        return other if one is None else one
    return between(lesser_low(low(one), low(other)), greater_high(high(one), high(other)))


def hull_of(intervals: Iterable[Interval | None]) -> Interval | None:
    result: Interval | None = None
    for interval in intervals:
        result = hull(result, interval)
    return result


def meet(one: Interval, other: Interval) -> Interval | None:
    """What both hold; None when nothing is in both."""
    lowest, highest = greater_low(low(one), low(other)), lesser_high(high(one), high(other))
    if lowest[0] is not None and highest[0] is not None:
        if lowest[0] > highest[0] or (lowest[0] == highest[0] and (lowest[1] or highest[1])):
            return None
    return between(lowest, highest)


def contains(interval: Interval, value: Scalar) -> bool:
    return meet(interval, exactly(value)) is not None


def holds_integer(interval: Interval) -> bool:
    """Whether some whole number lies in an interval of numbers."""
    least = ceiling(interval).low
    return least is None or contains(interval, least)


# --- comparisons: what some pair of values satisfies -----------------------------------------------------


def can_be_below(one: Interval, other: Interval) -> bool:
    """Whether some value of *one* is less than some value of *other*."""
    least: Any = one.low
    greatest: Any = other.high
    return least is None or greatest is None or bool(least < greatest)


def can_be_at_most(one: Interval, other: Interval) -> bool:
    """Whether some value of *one* is at most some value of *other*."""
    least: Any = one.low
    greatest: Any = other.high
    if least is None or greatest is None or least < greatest:
        return True
    return bool(least == greatest) and not one.low_open and not other.high_open


def can_be_equal(one: Interval, other: Interval) -> bool:
    return meet(one, other) is not None


def can_differ(one: Interval, other: Interval) -> bool:
    return not (one.single and other.single and one.low == other.low)


# --- arithmetic -------------------------------------------------------------------------------------------


def negate(interval: Interval) -> Interval:
    def flipped(end: End) -> End:
        return (None if end[0] is None else -end[0]), end[1]

    return between(flipped(high(interval)), flipped(low(interval)))


def add(one: Interval, other: Interval) -> Interval:
    def summed(a: End, b: End) -> End:
        return (None, True) if a[0] is None or b[0] is None else (a[0] + b[0], a[1] or b[1])

    return between(summed(low(one), low(other)), summed(high(one), high(other)))


def subtract(one: Interval, other: Interval) -> Interval:
    return add(one, negate(other))


def multiply(one: Interval, other: Interval) -> Interval:
    """Products; the extremes of a product over a rectangle lie at its corners."""
    corners = [_product(a, b) for a in _signed_ends(one) for b in _signed_ends(other)]
    lowest = min(corners, key=lambda c: (c[0], c[1], c[2]))
    highest = max(corners, key=lambda c: (c[0], c[1], not c[2]))
    return between(_as_end(lowest), _as_end(highest))


_Corner = tuple[int, Number, bool]
"""-1, 0 or 1 for minus infinity, a number, infinity; the number; whether it is open."""


def _signed_ends(interval: Interval) -> Sequence[_Corner]:
    bottom, top = low(interval), high(interval)
    return (
        (-1, 0, True) if bottom[0] is None else (0, bottom[0], bottom[1]),
        (1, 0, True) if top[0] is None else (0, top[0], top[1]),
    )


def _product(a: _Corner, b: _Corner) -> _Corner:
    zeros = [c for c in (a, b) if c[0] == 0 and c[1] == 0]
    if zeros:
        # Zero times anything, however large, is zero; it is reached where zero itself is.
        return 0, 0, all(c[2] for c in zeros)
    if a[0] or b[0]:
        return _sign(a) * _sign(b), 0, True
    return 0, a[1] * b[1], a[2] or b[2]


def _sign(corner: _Corner) -> int:
    return corner[0] or (1 if corner[1] > 0 else -1)


def _as_end(corner: _Corner) -> End:
    return (None, True) if corner[0] else (corner[1], corner[2])


def divide(one: Interval, other: Interval, *, integer_divisor: bool) -> tuple[Interval | None, bool]:
    """The quotients, and whether the divisor may be zero (then the quotient is absent)."""
    nearest = 1 if integer_divisor else 0
    above = meet(other, Interval(nearest, None, not integer_divisor, True))
    below = meet(other, Interval(None, -nearest, True, not integer_divisor))
    parts = [multiply(one, _inverse(part)) for part in (above, below) if part is not None]
    return hull_of(parts), contains(other, 0)


def _inverse(interval: Interval) -> Interval:
    """One over an interval that lies wholly on one side of zero."""

    def inverted(end: End, infinite: int) -> End:
        if end[0] is None:
            return 0, True
        return (None, True) if end[0] == infinite else (Fraction(1) / end[0], end[1])

    return between(inverted(high(interval), 0), inverted(low(interval), 0))


def absolute(interval: Interval) -> Interval:
    if not can_be_below(interval, ZERO):
        return interval
    mirrored = negate(interval)
    if not can_be_below(mirrored, ZERO):
        return mirrored
    return between((0, False), greater_high(high(interval), high(mirrored)))


def ceiling(interval: Interval) -> Interval:
    bottom, top = interval.low, interval.high
    lowest: End = (None, True)
    if bottom is not None:
        lowest = (floor(bottom) + 1 if interval.low_open else ceil(bottom), False)  # type: ignore[arg-type]
    return between(lowest, (None, True) if top is None else (ceil(top), False))  # type: ignore[arg-type]


def floor_of(interval: Interval) -> Interval:
    return negate(ceiling(negate(interval)))


def rounded(interval: Interval) -> Interval:
    """To the nearest whole number, halves upwards."""
    return floor_of(add(interval, exactly(Fraction(1, 2))))


def scaled(interval: Interval, factor: Number) -> Interval:
    return multiply(interval, exactly(factor))


# --- the least and the greatest of several -------------------------------------------------------------------


def least(items: Sequence[tuple[Interval, bool]]) -> tuple[Interval | None, bool]:
    """The least of values of which those marked False may be missing; and whether all may be missing."""
    if not items:
        return None, True
    lowest = low(items[0][0])
    for interval, _ in items[1:]:
        lowest = lesser_low(lowest, low(interval))
    sure = [interval for interval, surely in items if surely]
    highest = high((sure or [items[0][0]])[0])
    for interval in sure or [interval for interval, _ in items]:
        highest = lesser_high(highest, high(interval)) if sure else greater_high(highest, high(interval))
    return between(lowest, highest), not sure


def greatest(items: Sequence[tuple[Interval, bool]]) -> tuple[Interval | None, bool]:
    """The greatest of values of which those marked False may be missing; and whether all may be missing."""
    if not items:
        return None, True
    highest = high(items[0][0])
    for interval, _ in items[1:]:
        highest = greater_high(highest, high(interval))
    sure = [interval for interval, surely in items if surely]
    lowest = low((sure or [items[0][0]])[0])
    for interval in sure or [interval for interval, _ in items]:
        lowest = greater_low(lowest, low(interval)) if sure else lesser_low(lowest, low(interval))
    return between(lowest, highest), not sure


def copies(interval: Interval) -> Interval:
    """The sum of any number of values (also none) that each lie in *interval*."""
    lowest: End = (None, True) if can_be_below(interval, ZERO) else (0, False)
    highest: End = (None, True) if can_be_below(ZERO, interval) else (0, False)
    return between(lowest, highest)
