"""Small worlds: intervals over a few ends, and points of them dense enough to see where an image ends."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import Any

from hypothesis import strategies as st

from pingan.language.shapes import Interval

Number = int | Fraction
NEAR = Fraction(1, 10_000)
FAR = 10**9


@st.composite
def intervals(draw: st.DrawFn, *, integers: bool = False) -> Interval:
    """An interval with ends from -3 to 3, open or closed, or none at all."""
    low = draw(st.none() | st.integers(-3, 3))
    high = draw(st.none() | st.integers(-3 if low is None else low, 3))
    if integers:
        return Interval(low, high, low is None, high is None)
    low_open = low is None or draw(st.booleans())
    high_open = high is None or draw(st.booleans())
    if low is not None and low == high:
        low_open = high_open = False
    return Interval(low, high, low_open, high_open)


def points(interval: Interval, *, integers: bool = False) -> list[Number]:
    """Points of *interval*: its ends or close to them, the whole numbers inside, something far out."""
    low: Any = -FAR if interval.low is None else interval.low
    high: Any = FAR if interval.high is None else interval.high
    if integers:
        return [n for n in {low, high, *range(-4, 5)} if low <= n <= high]
    candidates = {low, high, low + NEAR, high - NEAR, (low + high) / Fraction(2), *range(-4, 5)}
    candidates |= {n + d for n in range(-4, 5) for d in (NEAR, -NEAR, Fraction(1, 2))}
    return [n for n in candidates if holds(interval, n)]


def holds(interval: Interval, value: Any) -> bool:
    low, high = interval.low, interval.high
    above = low is None or (value > low if interval.low_open else value >= low)
    below = high is None or (value < high if interval.high_open else value <= high)
    return bool(above and below)


def assert_tightest(interval: Interval, image: list[Number]) -> None:
    """Every value of *image* lies in *interval*, and each end is reached, approached, or without bound as it says."""
    assert all(holds(interval, value) for value in image)
    lowest, highest = min(image), max(image)
    _assert_end(interval.low, interval.low_open, lowest, -1)
    _assert_end(interval.high, interval.high_open, highest, 1)


def _assert_end(end: Any, is_open: bool, found: Number, sign: int) -> None:
    if end is None:
        assert is_open
        assert sign * found > 1_000
    elif is_open:
        assert 0 < sign * (end - found) < Fraction(1, 100)
    else:
        assert found == end


def pairs(one: Interval, other: Interval) -> list[tuple[Number, Number]]:
    return list(product(points(one), points(other)))
