"""Arithmetic on intervals is the tightest around its image, ends included."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.language import intervals as act
from pingan.language.shapes import Interval, exactly
from tests.program.worlds import FAR, NEAR, assert_tightest, holds, intervals, pairs, points


@given(intervals(), intervals())
def test_a_sum_lies_between_the_sums_of_the_ends(one: Interval, other: Interval) -> None:
    assert_tightest(act.add(one, other), [a + b for a, b in pairs(one, other)])


@given(intervals(), intervals())
def test_a_difference_takes_the_far_ends(one: Interval, other: Interval) -> None:
    assert_tightest(act.subtract(one, other), [a - b for a, b in pairs(one, other)])


@given(intervals(), intervals())
def test_a_product_has_its_extremes_at_the_corners(one: Interval, other: Interval) -> None:
    assert_tightest(act.multiply(one, other), [a * b for a, b in pairs(one, other)])


@given(intervals(), intervals(), st.booleans())
def test_a_quotient_is_absent_where_the_divisor_can_be_zero(one: Interval, other: Interval, integers: bool) -> None:
    if integers:
        other = Interval(other.low, other.high, other.low is None, other.high is None)
    quotient, absent = act.divide(one, other, integer_divisor=integers)
    divisors = points(other, integers=integers)
    assert absent == (0 in divisors)
    image = [Fraction(a) / Fraction(b) for a in points(one) for b in divisors if b]
    if not image:
        assert quotient is None
        return
    assert quotient is not None
    assert all(holds(quotient, value) for value in image)
    # Near zero the quotients are huge, far out they are tiny: the samples come as close as they can.
    for end, is_open, found in (
        (quotient.low, quotient.low_open, min(image)),
        (quotient.high, quotient.high_open, max(image)),
    ):
        if end is None:
            assert abs(found) > 1 / (4 * NEAR) or abs(found) > FAR // 4
        elif not is_open:
            assert found == end


@given(intervals())
def test_rounding_reaches_whole_numbers_only(interval: Interval) -> None:
    inside = points(interval)
    assert_tightest(act.ceiling(interval), [ceil(v) for v in inside])
    assert_tightest(act.floor_of(interval), [floor(v) for v in inside])
    assert_tightest(act.rounded(interval), [floor(Fraction(v) + Fraction(1, 2)) for v in inside])


@given(intervals())
def test_the_size_of_a_number_is_never_negative(interval: Interval) -> None:
    assert_tightest(act.absolute(interval), [max(v, -v) for v in points(interval)])


@given(intervals(), intervals())
def test_the_least_and_the_greatest_of_two_sure_values(one: Interval, other: Interval) -> None:
    least, absent = act.least([(one, True), (other, True)])
    greatest, _ = act.greatest([(one, True), (other, True)])
    assert least is not None and greatest is not None and not absent
    assert_tightest(least, [min(a, b) for a, b in pairs(one, other)])
    assert_tightest(greatest, [max(a, b) for a, b in pairs(one, other)])


@given(intervals(), intervals())
def test_a_value_that_may_be_missing_only_widens_the_far_end(one: Interval, other: Interval) -> None:
    least, absent = act.least([(one, True), (other, False)])
    assert least is not None and not absent
    assert_tightest(least, [v for a, b in pairs(one, other) for v in (a, min(a, b))])


def test_the_least_of_nothing_is_absent() -> None:
    assert act.least([]) == (None, True)
    assert act.greatest([(exactly(1), False)]) == (exactly(1), True)


@given(intervals(), intervals())
def test_comparisons_ask_for_some_pair(one: Interval, other: Interval) -> None:
    found = pairs(one, other)
    assert act.can_be_below(one, other) == any(a < b for a, b in found)
    assert act.can_be_at_most(one, other) == any(a <= b for a, b in found)
    if act.can_be_equal(one, other):
        both = act.meet(one, other)
        assert both is not None and all(holds(one, v) and holds(other, v) for v in points(both))
    else:
        assert not any(a == b for a, b in found)


@given(intervals(), st.integers(0, 3))
def test_the_sum_of_any_number_of_copies_includes_none(interval: Interval, number: int) -> None:
    copies = act.copies(interval)
    assert holds(copies, 0)
    assert all(holds(copies, number * value) for value in points(interval))


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval(Fraction(1, 2), Fraction(3, 4), False, False), False),
        (Interval(0, 1, True, True), False),
        (Interval(0, 1, True, False), True),
        (Interval(None, Fraction(1, 2), True, True), True),
    ],
)
def test_whether_an_interval_holds_a_whole_number(interval: Interval, expected: bool) -> None:
    assert act.holds_integer(interval) is expected


def test_zero_times_anything_is_zero_even_without_bound() -> None:
    assert act.multiply(exactly(0), Interval()) == exactly(0)
    assert act.multiply(Interval(0, 5, True, False), Interval(1, None, False, True)) == Interval(0, None, True, True)
