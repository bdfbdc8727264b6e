"""What must be so for a mutant to say something else: conditions to aim a search at."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.model import nodes as m
from pingan.witnesses.conditions import Inliner, both, differ, for_some, negation, own_condition, standing

MOST: int = 3
"""Conditions that are tried of one mutant."""


def aims(key: str, policy: m.Policy, mutant: m.Policy) -> Iterator[m.Expression]:
    """Conditions under which *policy* and *mutant* may differ about the rule or the definition *key*."""
    if key in policy.rules and key in mutant.rules:
        yield from _of_rules(policy.rules[key], mutant.rules[key], policy, mutant)
    elif key in policy.definitions and key in mutant.definitions:
        yield from _of_definitions(policy.definitions[key], mutant.definitions[key], policy, mutant)


def _of_rules(rule: m.Rule, other: m.Rule, policy: m.Policy, mutant: m.Policy) -> Iterator[m.Expression]:
    stands = standing(rule, policy), standing(other, mutant)
    own = Inliner(policy).inlined(own_condition(rule)), Inliner(mutant).inlined(own_condition(other))
    inlined = Inliner(policy).inlined(stands[0]), Inliner(mutant).inlined(stands[1])
    if inlined[0] != inlined[1]:
        yield both(differ(*inlined), for_some(rule.each, own[0]))
    if own[0] != own[1]:
        yield both(inlined[0], for_some(rule.each, differ(*own)))
    for one, two in zip(_claims(rule.norms), _claims(other.norms), strict=False):
        claims = Inliner(policy).inlined(one), Inliner(mutant).inlined(two)
        if claims[0] != claims[1]:
            yield both(inlined[0], for_some(rule.each, both(own[0], differ(*claims))))
    for dropped in set(rule.overrides) - set(other.overrides):
        second = policy.rules[dropped]
        theirs = for_some(second.each, Inliner(policy).inlined(own_condition(second)))
        yield both(inlined[0], standing(second, policy), for_some(rule.each, own[0]), theirs)


def _claims(norms: tuple[m.Norm, ...]) -> Iterator[m.Expression]:
    for written in norms:
        for norm in written.and_otherwise:
            if isinstance(norm.duty, m.Ensure):
                yield norm.duty.condition
            yield from (claim for claim in (norm.fulfilled_when, norm.breached_when) if claim is not None)


def _of_definitions(
    one: m.Definition, other: m.Definition, policy: m.Policy, mutant: m.Policy
) -> Iterator[m.Expression]:
    before: list[m.Expression] = []
    for case, changed in zip(one.cases, other.cases, strict=False):
        guard, guard_now = case.condition or m.TRUE, changed.condition or m.TRUE
        if guard != guard_now:
            guards = Inliner(policy).inlined(guard), Inliner(mutant).inlined(guard_now)
            yield both(*before, differ(*guards))
        elif case.value != changed.value:
            if case.value.type == m.TRUE.type:
                values = Inliner(policy).inlined(case.value), Inliner(mutant).inlined(changed.value)
                yield both(*before, guard, differ(*values))
            yield both(*before, guard)
        before.append(negation(guard))
