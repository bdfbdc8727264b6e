"""Aggregates against every way in which elements may count, others included."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from pingan.language.shapes import Interval, Members, Range, exactly
from pingan.program.aggregates import Counted, aggregated, share, total
from pingan.program.truth import shape_of
from tests.program.worlds import holds, intervals, points

bits = st.integers(1, 3)
TRUTHS = {1: [True], 2: [False], 3: [True, False]}


@st.composite
def elements(draw: st.DrawFn, *, others: bool) -> list[Counted]:
    known = draw(st.lists(st.tuples(bits, bits), max_size=3))
    found = [Counted(counts, claim) for counts, claim in known]
    if others and draw(st.booleans()):
        found.append(Counted(draw(bits), draw(bits), others=True))
    return found


def worlds(found: list[Counted], most_others: int = 2) -> Iterator[list[bool]]:
    """The claims of the elements that count, in every world."""
    choices: list[list[bool | None]] = []
    for element in found:
        options: list[bool | None] = []
        for counts in TRUTHS[element.counts]:
            options += TRUTHS[element.claim] if counts else [None]
        choices += [[*options, None]] * most_others if element.others else [options]
    for world in product(*choices):
        yield [claim for claim in world if claim is not None]


@given(elements(others=True))
def test_any_all_and_count_are_exact(found: list[Counted]) -> None:
    every = list(worlds(found))
    assert aggregated("any", found) == shape_of(_claim(any(world) for world in every))
    assert aggregated("all", found) == shape_of(_claim(all(world) for world in every))
    counted = aggregated("count", found)
    assert isinstance(counted, Range) and counted.interval is not None
    assert counted.interval.low == min(len(world) for world in every)
    open_ended = any(e.others and e.counts & 1 for e in found)
    assert counted.interval.high == (None if open_ended else max(len(world) for world in every))


@given(elements(others=False))
def test_a_share_is_exact_over_a_complete_list(found: list[Counted]) -> None:
    every = [Fraction(sum(world), len(world)) if world else None for world in worlds(found)]
    result = share(found)
    assert result.absent == (None in every)
    shares = [value for value in every if value is not None]
    if not shares:
        assert result.interval is None
        return
    assert result.interval == Interval(min(shares), max(shares), False, False)


@given(elements(others=True))
def test_a_share_over_an_open_list_holds_every_world(found: list[Counted]) -> None:
    result = share(found)
    for world in worlds(found, most_others=3):
        if world:
            assert result.interval is not None
            assert holds(result.interval, Fraction(sum(world), len(world)))
        else:
            assert result.absent


def test_over_an_open_list_the_whole_is_attainable_only_if_nothing_counted_fails() -> None:
    others = Counted(3, 3, others=True)
    passing, failing = Counted(1, 1), Counted(1, 2)
    assert share([passing, others]).interval == Interval(0, 1, True, False)
    assert share([failing, others]).interval == Interval(0, 1, False, True)
    assert not share([passing, others]).absent
    assert share([others]) == Range(Interval(0, 1, False, False), True)


@given(st.lists(st.tuples(bits, intervals(), st.booleans()), max_size=2))
def test_a_sum_adds_what_counts_and_skips_what_is_absent(given_elements: list[tuple[int, Interval, bool]]) -> None:
    found = [Counted(counts, value=Range(interval, absent)) for counts, interval, absent in given_elements]
    result = total(found).interval
    assert result is not None
    options = [
        ([*points(interval)] if counts & 1 else []) + ([0] if counts & 2 or absent else [])
        for counts, interval, absent in given_elements
    ]
    sums = [sum(world) for world in product(*options)]
    assert all(holds(result, value) for value in sums)
    if result.low is not None and not result.low_open:
        assert min(sums) == result.low
    if result.high is not None and not result.high_open:
        assert max(sums) == result.high


def test_others_may_add_any_amount() -> None:
    payments = Counted(3, value=Range(Interval(0, None, False, True)), others=True)
    assert total([payments, Counted(1, value=Range(exactly(5)))]).interval == Interval(5, None, False, True)


ORDER = ("low", "middle", "high")


@given(st.lists(st.tuples(bits, st.frozensets(st.sampled_from(ORDER), min_size=1), st.booleans()), max_size=3))
def test_the_greatest_member_is_exact(given_elements: list[tuple[int, frozenset[str], bool]]) -> None:
    found = [Counted(counts, value=Members(values, absent)) for counts, values, absent in given_elements]
    options = [
        ([*values] if counts & 1 else []) + ([None] if counts & 2 or (absent and counts & 1) else [])
        for counts, values, absent in given_elements
    ]
    expected = {max((v for v in world if v), key=ORDER.index, default=None) for world in product(*options)}
    result = aggregated("max", found, ORDER)
    got = set(result.values or ()) if isinstance(result, Members) else set[object]()
    assert got == expected - {None}
    assert result.absent == (None in expected)


def test_nothing_counted() -> None:
    assert aggregated("any", []) == shape_of(2)
    assert aggregated("all", []) == shape_of(1)
    assert aggregated("count", []) == aggregated("sum", []) == Range(exactly(0))
    assert aggregated("share", []) == aggregated("min", []) == Range(None, True)


def _claim(values: Iterator[bool]) -> int:
    found = set(values)
    return (1 if True in found else 0) | (2 if False in found else 0)
