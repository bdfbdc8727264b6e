"""Aggregates over elements of which some may not count and some are not listed.

An element that stands for the unlisted others counts zero or more times.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from attrs import frozen

from pingan.language import intervals
from pingan.language.shapes import Interval, Members, Range, Shape, exactly
from pingan.program.truth import FALSE, TRUE, bits, shape_of

_NOTHING = Interval(0, 0, False, False)


@frozen(eq=False)
class Counted:
    """An element: whether it counts (bits), what is claimed or taken of it, and whether it is the others.

    *claim* are the bits of the body where the body is a condition; *value* is its shape where it is taken.
    """

    counts: int
    claim: int = 0
    value: Shape | None = None
    others: bool = False

    @property
    def may_count(self) -> bool:
        return bool(self.counts & 1)

    @property
    def surely_counts(self) -> bool:
        return self.counts == 1 and not self.others


def holds_for_any(elements: Sequence[Counted]) -> Shape:
    true = any(e.may_count and e.claim & 1 for e in elements)
    false = all(e.others or e.counts & 2 or e.claim & 2 for e in elements)
    return shape_of(bits(true, false))


def holds_for_all(elements: Sequence[Counted]) -> Shape:
    false = any(e.may_count and e.claim & 2 for e in elements)
    true = all(e.others or e.counts & 2 or e.claim & 1 for e in elements)
    return shape_of(bits(true, false))


def count(elements: Sequence[Counted]) -> Range:
    """From those that surely count to those that may; without upper end if others may."""
    surely = sum(1 for e in elements if e.surely_counts)
    if any(e.others and e.may_count for e in elements):
        return Range(Interval(surely, None, False, True))
    return Range(Interval(surely, sum(1 for e in elements if e.may_count), False, False))


def share(elements: Sequence[Counted]) -> Range:
    """The least and the greatest share of those claimed among those that count; absent when nothing may count."""
    counting = [e for e in elements if e.may_count]
    lowest, lowest_open = _extreme(counting, wanted=2)
    highest, highest_open = _extreme(counting, wanted=1)
    absent = not any(e.surely_counts for e in elements)
    if highest is None or lowest is None:
        return Range(None, True)
    return Range(Interval(1 - lowest, highest, lowest_open, highest_open), absent)


def _extreme(elements: Sequence[Counted], wanted: int) -> tuple[int | Fraction | None, bool]:
    """The greatest share of elements whose claim comes out as *wanted*, and whether it is only approached."""
    known = [e for e in elements if not e.others]
    good = sum(1 for e in known if e.claim & wanted)
    bad = sum(1 for e in known if e.surely_counts and not e.claim & wanted)
    if any(e.others and e.claim & wanted for e in elements):
        return 1, bad > 0
    if good + bad:
        share = Fraction(good, good + bad)
        return (share.numerator if share.denominator == 1 else share), False
    # Nothing surely counts and nothing that may is as wanted: if anything counts at all, none of it is.
    return (0, False) if elements else (None, False)


def total(elements: Sequence[Counted]) -> Range:
    """The sum: each element's interval, with 0 if it may not count; what is absent is skipped."""
    sum_: Interval = _NOTHING
    for e in elements:
        if not e.may_count or not isinstance(e.value, Range) or e.value.interval is None:
            continue
        interval = e.value.interval
        if e.others:
            interval = intervals.copies(interval)
        elif not e.surely_counts or e.value.absent:
            interval = intervals.hull(interval, _NOTHING) or interval
        sum_ = intervals.add(sum_, interval)
    return Range(sum_)


def extreme(function: str, elements: Sequence[Counted], order: tuple[str, ...]) -> Shape:
    """The least (``min``) or greatest of what is taken; what is absent is skipped, of nothing it is absent."""
    items = [
        (e.value, e.surely_counts and not e.value.absent)
        for e in elements
        if e.may_count and e.value is not None and e.value.present
    ]
    if any(isinstance(value, Members) for value, _ in items):
        return _extreme_member(function, items, order)
    choose: Callable[..., tuple[Interval | None, bool]] = intervals.least if function == "min" else intervals.greatest
    ranges = [(value.interval, surely) for value, surely in items if isinstance(value, Range)]
    interval, absent = choose(ranges)
    return Range(interval, absent)


def _extreme_member(function: str, items: Sequence[tuple[Shape, bool]], order: tuple[str, ...]) -> Members:
    """Exactly the members that can be the least: possible for one, and every sure one can be at least that."""
    ranked = order if function == "max" else tuple(reversed(order))
    rank = {member: position for position, member in enumerate(ranked)}
    found: set[object] = set()
    sure = [value.values or frozenset(order) for value, surely in items if surely and isinstance(value, Members)]
    for value, _ in items:
        assert isinstance(value, Members)
        for member in value.values or ():
            if all(any(rank[str(m)] <= rank[str(member)] for m in values) for values in sure):
                found.add(member)
    return Members(frozenset(found), not sure)


def aggregated(function: str, elements: Sequence[Counted], order: tuple[str, ...] = ()) -> Shape:
    """*function* over *elements*."""
    match function:
        case "any":
            return holds_for_any(elements)
        case "all":
            return holds_for_all(elements)
        case "count":
            return count(elements)
        case "share":
            return share(elements)
        case "sum":
            return total(elements)
    return extreme(function, elements, order)


def of_nothing(function: str, like: Shape) -> Shape:
    """*function* over no elements at all."""
    match function:
        case "any":
            return FALSE
        case "all":
            return TRUE
        case "count" | "sum":
            return Range(exactly(0))
    return Members(frozenset(), True) if isinstance(like, Members) else Range(None, True)
