"""Comparisons and sets against every world of a small vocabulary."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.language.shapes import Interval, Members, PeriodBounds, Range, Record, SetBounds, Shape, exactly
from pingan.program import operators
from pingan.program.truth import FALSE, OPEN, TRUE, both, condition, either, negated
from tests.program.worlds import intervals, points

GRADES = ("low", "middle", "high")
grades = st.builds(Members, st.frozensets(st.sampled_from(GRADES), min_size=1), st.booleans()) | st.just(
    Members(frozenset(), True)
)
OPERATORS = ("=", "!=", "<", "<=", ">", ">=")
RANK = {name: position for position, name in enumerate(GRADES)}


def claim(values: Iterator[bool]) -> int:
    found = set(values)
    return (1 if True in found else 0) | (2 if False in found else 0)


def compared(operator: str, left: object, right: object) -> bool:
    """In one world; None is absent. A comparison with it is false, and != is the negation of =."""
    if operator == "!=":
        return not compared("=", left, right)
    if left is None or right is None:
        return False
    one, other = (RANK.get(v, v) if isinstance(v, str) else v for v in (left, right))
    holds = {
        "=": one == other,
        "<": one < other,  # type: ignore[operator]
        "<=": one <= other,  # type: ignore[operator]
        ">": one > other,  # type: ignore[operator]
        ">=": one >= other,  # type: ignore[operator]
    }
    return bool(holds[operator])


def worlds(shape: Shape) -> list[object]:
    absent: list[object] = [None] if shape.absent else []
    if isinstance(shape, Members):
        return [*(shape.values or ()), *absent]
    assert isinstance(shape, Range)
    return [*(points(shape.interval) if shape.interval else ()), *absent]


@given(st.sampled_from(OPERATORS), grades, grades)
def test_members_compare_as_in_every_world(operator: str, left: Members, right: Members) -> None:
    found = operators.compare(operator, left, right, GRADES)
    assert found == claim(compared(operator, a, b) for a in worlds(left) for b in worlds(right))


@given(st.sampled_from(OPERATORS), intervals(), intervals(), st.booleans(), st.booleans())
def test_numbers_compare_as_in_every_world(
    operator: str, left: Interval, right: Interval, left_absent: bool, right_absent: bool
) -> None:
    one, other = Range(left, left_absent), Range(right, right_absent)
    found = operators.compare(operator, one, other)
    assert found == claim(compared(operator, a, b) for a in worlds(one) for b in worlds(other))


def test_a_whole_number_is_no_fraction() -> None:
    anything, fraction = Range(Interval()), Range(exactly(Fraction(7, 4)))
    assert operators.compare("!=", fraction, anything, integers=True) == 1
    assert operators.compare("=", fraction, anything) == OPEN


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("boss", "boss", 1),
        ("boss", "units[1]", 2),
        ("units[others]", "units[others]", OPEN),
        ("units[others]", "boss", 2),
    ],
)
def test_records_are_equal_by_where_they_stand(left: str, right: str, expected: int) -> None:
    one, other = Record("Unit", {}, left), Record("Unit", {}, right)
    assert operators.compare("=", one, other) == expected


# --- sets -------------------------------------------------------------------------------------------------

ELEMENTS = ("a", "b", "c")


@st.composite
def sets(draw: st.DrawFn) -> SetBounds:
    possibly = draw(st.frozensets(st.sampled_from(ELEMENTS)))
    surely = draw(st.frozensets(st.sampled_from(sorted(possibly)))) if possibly else frozenset[str]()
    return SetBounds(surely, possibly, draw(st.booleans()))


def each_set(shape: SetBounds) -> Iterator[frozenset[object] | None]:
    if shape.absent:
        yield None
    assert shape.possibly is not None
    loose = sorted(shape.possibly - shape.surely, key=str)
    for size in range(len(loose) + 1):
        for chosen in combinations(loose, size):
            yield shape.surely | frozenset(chosen)


@given(sets(), sets())
def test_has_any_and_has_all_as_in_every_world(collection: SetBounds, members: SetBounds) -> None:
    found = [(c, m) for c in each_set(collection) for m in each_set(members)]
    expected = claim(c is not None and m is not None and bool(c & m) for c, m in found)
    assert operators.has_several("any", collection, members) == expected
    expected = claim(c is not None and m is not None and m <= c for c, m in found)
    assert operators.has_several("all", collection, members) == expected


@given(sets(), st.frozensets(st.sampled_from(ELEMENTS), min_size=1), st.booleans())
def test_membership_as_in_every_world(collection: SetBounds, values: frozenset[str], absent: bool) -> None:
    element = Members(values, absent)
    expected = claim(c is not None and e is not None and e in c for c in each_set(collection) for e in worlds(element))
    assert operators.contained(element, collection, discrete=False) == expected


def test_a_whole_number_between_members_is_surely_a_member() -> None:
    numbers = SetBounds(frozenset({1, 2}), frozenset({1, 2}))
    between = Range(Interval(1, 2, False, False))
    assert operators.contained(between, numbers, discrete=True) == 1
    assert operators.contained(between, numbers, discrete=False) == OPEN


def test_the_empty_set_has_none_and_all() -> None:
    empty, some = SetBounds(frozenset(), frozenset()), SetBounds(frozenset({"a"}), frozenset({"a"}))
    assert operators.has_several("any", some, empty) == 2
    assert operators.has_several("all", some, empty) == 1
    assert operators.contained(Members(frozenset({"a"})), empty, discrete=False) == 2


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2016, 1, 1), 1), (date(2016, 12, 31), 1), (date(2015, 12, 31), 2), (date(2017, 1, 1), 2)],
)
def test_a_period_includes_both_its_ends(day: date, expected: int) -> None:
    period = PeriodBounds(Range(exactly(date(2016, 1, 1))), Range(exactly(date(2016, 12, 31))))
    assert operators.contained(Range(exactly(day)), period, discrete=True) == expected


def test_an_open_end_of_a_period_excludes_nothing() -> None:
    period = PeriodBounds(Range(None, True), Range(exactly(date(2016, 12, 31))))
    assert operators.contained(Range(exactly(date(1, 1, 1))), period, discrete=True) == 1


# --- connectives --------------------------------------------------------------------------------------------


@given(st.integers(1, 3), st.integers(1, 3))
def test_connectives_are_kleene(one: int, other: int) -> None:
    truths = {1: [True], 2: [False], 3: [True, False]}
    assert both(one, other) == claim(a and b for a in truths[one] for b in truths[other])
    assert either(one, other) == claim(a or b for a in truths[one] for b in truths[other])
    assert negated(one) == claim(not a for a in truths[one])


def test_an_absent_boolean_is_false_as_a_condition() -> None:
    assert condition(Members(frozenset(), True)) == condition(FALSE) == 2
    assert condition(Members(frozenset({True}), True)) == OPEN
    assert condition(TRUE) == 1
