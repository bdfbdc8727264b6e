"""Conditions that are equal whatever is known, proven by going through everything that their tests may be.

Facts are never worked with, only which tests may be true together. Tests of one field are looked at together: each
region between the constants it is held against makes some of them true, and what is known of the field is a set of such
regions (however little it may be). Every other test is anything, independently of all others. So what is proven holds
for any facts, known or not, and under any settings; what is not proven may still be so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import prod
from typing import Final

from attrs import define, field

from pingan.language import types
from pingan.matching.regions import Subject, subject_of, truths
from pingan.model import nodes as m
from pingan.program.truth import both, either, negated

MOST: Final = 20_000
"""Combinations that are gone through."""
_MOST_REGIONS: Final = 6
_TRUE, _FALSE, _EITHER = 1, 2, 3

Known = dict[m.Expression, int]
"""Of each test, as two bits, whether it can be true and can be false."""


def same(one: m.Expression, other: m.Expression) -> bool:
    """Whether two conditions are equal whatever is known; False where there is too much to go through."""
    if one == other:
        return True
    first, second = _without_what_both_have(one, other)
    if not is_small([first, second]):
        return False
    return all(evaluated(first, known) == evaluated(second, known) for known in all_that_may_be([first, second]))


def _without_what_both_have(one: m.Expression, other: m.Expression) -> tuple[m.Expression, m.Expression]:
    """Limbs of a conjunction that both have and that test nothing which the others test say nothing here."""
    ours, theirs = _limbs(one), _limbs(other)
    common = [limb for limb in ours if limb in theirs]
    differing = [limb for limb in (*ours, *theirs) if limb not in common]
    tested = {subject_of(test) for limb in differing for test in _tests(limb)}
    kept: list[m.Expression] = []
    while True:
        more = [limb for limb in common if limb not in kept and tested & {subject_of(t) for t in _tests(limb)}]
        if not more:
            break
        kept += more
        tested |= {subject_of(test) for limb in more for test in _tests(limb)}
    left = [tuple(limb for limb in limbs if limb not in common or limb in kept) for limbs in (ours, theirs)]
    first, second = (m.And(limbs, type=types.BOOLEAN) for limbs in left)
    return first, second


def _limbs(condition: m.Expression) -> list[m.Expression]:
    if isinstance(condition, m.And):
        return [limb for operand in condition.operands for limb in _limbs(operand)]
    return [condition]


def evaluated(condition: m.Expression, known: Known) -> int:
    """The bits of *condition* where of its tests so much is *known*."""
    match condition:
        case m.Constant(bool(value)):
            return _TRUE if value else _FALSE
        case m.Not(operand):
            return negated(evaluated(operand, known))
        case m.And(operands):
            found = _TRUE
            for operand in operands:
                found = both(found, evaluated(operand, known))
            return found
        case m.Or(operands):
            found = _FALSE
            for operand in operands:
                found = either(found, evaluated(operand, known))
            return found
        case m.Comparison("=" | "!=" as operator, claim, m.Constant(bool(value))) if _is_never_absent(claim):
            bits = evaluated(claim, known)
            return bits if value == (operator == "=") else negated(bits)
        case m.Comparison("!=", left, right):
            return negated(known[m.Comparison("=", left, right, type=types.BOOLEAN)])
        case m.Has("any" | "all" as quantity, collection, m.SetOf(elements)) if elements:
            several = tuple(m.Has("one", collection, e, type=types.BOOLEAN) for e in elements)
            joined = m.Or(several, type=types.BOOLEAN) if quantity == "any" else m.And(several, type=types.BOOLEAN)
            return evaluated(joined, known)
    return known[condition]


def _is_never_absent(claim: m.Expression) -> bool:
    """Whether it is true or false in every world: then `claim = true` says no more than itself."""
    return isinstance(claim.type, types.BooleanType) and not claim.optional


def _tests(condition: m.Expression) -> Iterator[m.Expression]:
    """What *condition* is put together of, as `evaluated` asks for it."""
    match condition:
        case m.Constant(bool()):
            return
        case m.Not(operand):
            yield from _tests(operand)
        case m.And(operands) | m.Or(operands):
            for operand in operands:
                yield from _tests(operand)
        case m.Comparison("=" | "!=", claim, m.Constant(bool())) if _is_never_absent(claim):
            yield from _tests(claim)
        case m.Comparison("!=", left, right):
            yield m.Comparison("=", left, right, type=types.BOOLEAN)
        case m.Has("any" | "all", collection, m.SetOf(elements)) if elements:
            yield from (m.Has("one", collection, e, type=types.BOOLEAN) for e in elements)
        case _:
            yield condition


@define(eq=False)
class _Group:
    """Tests of one thing, and all that they can be together."""

    tests: list[m.Expression] = field(factory=list)
    states: list[tuple[int, ...]] = field(factory=list)


def _groups(conditions: Sequence[m.Expression]) -> list[_Group]:
    by_subject: dict[Subject, list[m.Expression]] = {}
    for condition in conditions:
        for test in _tests(condition):
            tests = by_subject.setdefault(subject_of(test), [])
            if test not in tests:
                tests.append(test)
    return [_Group(tests, _states(tests)) for tests in by_subject.values()]


def _states(tests: Sequence[m.Expression]) -> list[tuple[int, ...]]:
    """Every way in which what is known of one thing may leave *tests* of it; empty where there are too many."""
    regions = truths(tests)
    if len(regions) > _MOST_REGIONS:
        return []
    found: dict[tuple[int, ...], None] = {}
    for size in range(1, len(regions) + 1):
        for chosen in combinations(regions, size):
            found[tuple(sum({_TRUE if r[n] else _FALSE for r in chosen}) for n in range(len(tests)))] = None
    return list(found)


def is_small(conditions: Sequence[m.Expression]) -> bool:
    groups = _groups(conditions)
    return all(group.states for group in groups) and prod(len(group.states) for group in groups) <= MOST


def all_that_may_be(conditions: Sequence[m.Expression]) -> Iterator[Known]:
    """Nothing where there is too much of it."""
    if not is_small(conditions):
        return
    groups = _groups(conditions)
    for states in product(*(group.states for group in groups)):
        known: Known = {}
        for group, bits in zip(groups, states, strict=True):
            known.update(zip(group.tests, bits, strict=True))
        yield known
