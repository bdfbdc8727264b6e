"""Whether tests of one thing can hold together: what of its type is left, whatever number of tests there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final

from pingan.language import types
from pingan.matching.regions import Held, held
from pingan.model import nodes as m

_NEGATED: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}

Claim = tuple[m.Expression, bool]
"""A test, and whether it holds."""


def can_be(claims: Sequence[Claim]) -> bool:
    """Whether *claims*, all about one thing, can be so at once."""
    known = [(held(test), holds) for test, holds in claims]
    tests = [(test, holds) for test, holds in known if test is not None]
    if len(tests) < len(known):
        return len({holds for _, holds in claims}) == 1  # no test of a value: it is so, or it is not
    subject = tests[0][0][0]
    if subject.optional and not any(holds for _, holds in tests):
        return True  # of what is absent, no test holds
    if any(test[1] == "present" and not holds for test, holds in tests):
        return False
    match subject.type:
        case types.BooleanType():
            return any(_fits(value, tests, None) for value in (True, False))
        case types.EnumType(members=members):
            return any(_fits(value, tests, members) for value in members)
    return _is_left(subject.type, tests)


def _fits(value: Any, tests: Iterable[tuple[Held, bool]], order: tuple[str, ...] | None) -> bool:
    return all(_is_true(test, value, order) == holds for test, holds in tests)


def _is_true(test: Held, value: Any, order: tuple[str, ...] | None) -> bool:
    _, operator, constants = test
    match operator:
        case "present":
            return True
        case "is":
            return value is True
        case "=" | "in":
            return value in constants
    assert order is not None
    place, limit = order.index(value), order.index(constants[0])
    return {"<": place < limit, "<=": place <= limit, ">": place > limit, ">=": place >= limit}[operator]


def _is_left(kind: types.Type, tests: Iterable[tuple[Held, bool]]) -> bool:
    """Whether a number, a moment or a text is left that all *tests* leave."""
    low, high = _Bound(), _Bound()
    if isinstance(kind, types.NumberType | types.DurationType):
        interval = kind.interval
        low, high = _Bound(interval.low, interval.low_open), _Bound(interval.high, interval.high_open)
    allowed: set[Any] | None = None
    excluded: set[Any] = set()
    for (_, operator, constants), holds in tests:
        if operator in ("=", "in"):
            if holds:
                allowed = {*constants} if allowed is None else allowed & {*constants}
            else:
                excluded |= {*constants}
        elif operator in _NEGATED:
            asked = operator if holds else _NEGATED[operator]
            if asked in ("<", "<="):
                high = high.lower(constants[0], asked == "<")
            else:
                low = low.higher(constants[0], asked == ">")
    if allowed is not None:
        return any(low.is_below(value) and high.is_above(value) for value in allowed - excluded)
    whole = isinstance(kind, types.NumberType) and kind.integer
    return _is_between(low, high, excluded, whole=whole)


def _is_between(low: _Bound, high: _Bound, excluded: set[Any], *, whole: bool) -> bool:
    if low.value is None or high.value is None:
        return True
    if whole:
        least = floor(low.value) + 1 if low.is_open else ceil(low.value)
        greatest = ceil(high.value) - 1 if high.is_open else floor(high.value)
        if greatest - least >= len(excluded):
            return bool(greatest >= least)
        return any(Fraction(number) not in excluded for number in range(least, greatest + 1))
    if low.value == high.value:
        return not low.is_open and not high.is_open and low.value not in excluded
    return bool(low.value < high.value)


class _Bound:
    """An end of what is left; without a value there is none."""

    def __init__(self, value: Any = None, is_open: bool = False) -> None:
        self.value = value
        self.is_open = is_open

    def lower(self, value: Any, is_open: bool) -> _Bound:
        if self.value is None or value < self.value:
            return _Bound(value, is_open)
        return _Bound(value, self.is_open or is_open) if value == self.value else self

    def higher(self, value: Any, is_open: bool) -> _Bound:
        if self.value is None or value > self.value:
            return _Bound(value, is_open)
        return _Bound(value, self.is_open or is_open) if value == self.value else self

    def is_below(self, value: Any) -> bool:
        return self.value is None or bool(self.value < value) or (self.value == value and not self.is_open)

    def is_above(self, value: Any) -> bool:
        return self.value is None or bool(self.value > value) or (self.value == value and not self.is_open)
