"""Rules held against each other: what both say, and whether one applies wherever the other does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, islice
from typing import Final

from attrs import evolve

from pingan.linting.analysis.worlds import Worlds
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.sameness import names_of, renamed

MOST_PAIRS: Final = 1_000
"""Pairs that are looked at of rules that are alike."""


def lists_of(rule: m.Rule) -> tuple[m.Expression, ...]:
    """What *rule* goes over, with elements called by their place."""
    return tuple(renamed(each.collection, names_of(rule)) for each in rule.each)


def norms_of(rule: m.Rule) -> tuple[m.Norm, ...]:
    """The norms of *rule*, with elements called by their place; equal where two rules say the same."""
    if not rule.each:
        return rule.norms
    return tuple(_renamed(norm, rule) for norm in rule.norms)


def _renamed(norm: m.Norm, rule: m.Rule) -> m.Norm:
    names = names_of(rule)

    def of(expression: m.Expression | None) -> m.Expression | None:
        return None if expression is None else renamed(expression, names)

    duty: m.Act | m.Ensure
    if isinstance(norm.duty, m.Ensure):
        duty = m.Ensure(renamed(norm.duty.condition, names))
    else:
        duty = evolve(norm.duty, arguments=tuple((name, renamed(v, names)) for name, v in norm.duty.arguments))
    deadline = norm.deadline
    if isinstance(deadline, m.By):
        deadline = evolve(deadline, limit=renamed(deadline.limit, names))
    return evolve(
        norm,
        bearers=tuple(renamed(bearer, names) for bearer in norm.bearers),
        partners=tuple(renamed(partner, names) for partner in norm.partners),
        duty=duty,
        deadline=deadline,
        fulfilled_when=of(norm.fulfilled_when),
        fulfilled_at=of(norm.fulfilled_at),
        breached_when=of(norm.breached_when),
        breached_at=of(norm.breached_at),
        otherwise=None if norm.otherwise is None else _renamed(norm.otherwise, rule),
    )


def free_rules(looked: Looked) -> tuple[m.Rule, ...]:
    """The rules that are checked, apply at some time, and neither override nor are overridden."""
    touched = {key for rule in looked.model.rules.values() for key in rule.overrides}
    found = (rule for rule in looked.rules if rule.key not in touched and not rule.overrides)
    return tuple(rule for rule in found if looked.worlds.binding(rule))


def alike(rules: tuple[m.Rule, ...], key: Callable[[m.Rule], object]) -> Iterator[tuple[m.Rule, m.Rule]]:
    """The pairs of *rules* of one policy with equal *key*; of very many of them not all."""
    groups: dict[object, list[m.Rule]] = {}
    for rule in rules:
        groups.setdefault((rule.module, key(rule)), []).append(rule)
    for group in groups.values():
        yield from islice(combinations(group, 2), MOST_PAIRS)


def applies_where(worlds: Worlds, other: m.Rule, rule: m.Rule) -> bool:
    """Whether *rule* surely applies wherever *other* does; both of one policy and over the same lists."""
    binding = worlds.binding(other)
    return all(
        worlds.are_apart(binding, worlds.form(limb, negated=not negated)) for limb, negated in worlds.limbs(rule)
    )
