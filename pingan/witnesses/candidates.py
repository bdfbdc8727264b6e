"""Cases worth trying: each test of a rule made to matter, either way, and what lies beside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from attrs import evolve

from pingan.language.shapes import Truth
from pingan.language.to_data import instant_text
from pingan.model import nodes as model
from pingan.policy import Policy
from pingan.witnesses.changes import places, without
from pingan.witnesses.conditions import (
    Inliner,
    atoms,
    both,
    for_some,
    negation,
    own_condition,
    standing,
)
from pingan.witnesses.finding import around_deadlines, first_case, kinds_of_definition, value_named
from pingan.witnesses.kit import Kit
from pingan.witnesses.looking import Goal
from pingan.witnesses.nodes import STATE_KINDS, Case
from pingan.witnesses.refining import is_beside

EVALUATIONS: Final = 120
"""Questions that the search for one candidate may ask."""

AIMING: Final = 2_000
"""Questions that all aimed searches for one key may ask."""

MOST_INSTANTS: Final = 8
"""Instants at which aimed searches begin."""


def candidates(policy: Policy, keys: Iterable[str], *, kit: Kit | None = None) -> Iterator[Case]:
    """Cases worth trying for the rules and definitions *keys*, the plain ones first, each once, always the same ones.

    For a rule: that it applies and does not; its norms in every state; each single test of its condition (definitions
    written out), of what it ensures and of its evidence made to matter, both ways; of every such case the neighbours
    in one fact (at and beside each boundary, and left out) and around its deadlines. Lazy: what is not asked for is not
    worked out.
    """
    used = kit or Kit.of(policy)
    seen: set[object] = set()
    for case in _all(used, tuple(dict.fromkeys(keys))):
        shown = shown_case(case)
        if shown not in seen:
            seen.add(shown)
            yield case


def shown_case(case: Case) -> object:
    """Something to tell cases apart by."""
    return _plain(case.facts), str(case.as_of), _plain(case.settings), _plain(case.since)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return tuple(sorted((name, _plain(inner)) for name, inner in value.items()))
    if isinstance(value, list):
        return tuple(_plain(inner) for inner in value)
    return instant_text(value) if isinstance(value, datetime) else f"{type(value).__name__}:{value}"


def _all(kit: Kit, keys: tuple[str, ...]) -> Iterator[Case]:
    plain: list[tuple[str, Case]] = []
    for key in keys:
        for case in _plain_cases(kit, key):
            plain.append((key, case))
            yield case
    aimed: list[tuple[str, Case]] = []
    for key in keys:
        for case in _aimed_cases(kit, key):
            aimed.append((key, case))
            yield case
    for key, case in (*plain, *aimed):
        yield from _beside(kit, key, case)


# --- plain ----------------------------------------------------------------------------------------------------------


def _plain_cases(kit: Kit, key: str) -> Iterator[Case]:
    """One case of everything that *key* can be."""
    policy = kit.policy.model
    if key in policy.definitions:
        definition = policy.definitions[key]
        if definition.variable is not None:
            return
        goals = [
            Goal(key, "value", value_named(definition, kind))
            for kind in kinds_of_definition(definition)
            if kind != "undetermined"
        ]
    elif key in policy.rules:
        goals = [Goal(key, kind) for kind in ("applies", "none", *STATE_KINDS)]
    else:
        raise LookupError(f"there is no rule or definition `{key}`")
    for goal in goals:
        case = first_case(kit, goal, kit.budget(EVALUATIONS))
        if case is not None:
            yield case


# --- aimed ----------------------------------------------------------------------------------------------------------


def _aimed_cases(kit: Kit, key: str) -> Iterator[Case]:
    """For each test within *key*: cases in which it decides, either way."""
    budget = kit.budget(AIMING)
    starts = list(islice(_alive(kit, key), MOST_INSTANTS))
    for start, expression in _aims(kit.policy.model, key):
        if budget.is_spent():
            return
        case = first_case(kit, Goal(key, "condition", None, both(start, expression)), kit.budget(EVALUATIONS), starts)
        if case is not None:
            yield case


def _alive(kit: Kit, key: str) -> Iterator[Case]:
    """Questions at instants at which the rule may apply, the plain ones first."""
    for start in sorted(kit.starts(), key=lambda start: is_beside(start.as_of)):
        if key not in kit.policy.model.rules or kit.looker.look(Goal(key, "applies"), start).truth is not Truth.FALSE:
            yield start


def _aims(policy: model.Policy, key: str) -> Iterator[tuple[model.Expression, model.Expression]]:
    """Conditions under which a single test makes the difference, and what has to hold besides."""
    definition = policy.definitions.get(key)
    if definition is not None:
        if definition.variable is None:
            yield from ((model.TRUE, aim) for aim in _of_definition(policy, definition))
        return
    rule = policy.rules[key]
    stands = standing(rule, policy)
    own = Inliner(policy).inlined(own_condition(rule))
    if rule.condition is not None or rule.exceptions or rule.in_force is not None:
        yield from ((stands, aim) for aim in _each_way(own, rule.each))
    for other in (*rule.overrides, *(k for k, r in policy.rules.items() if key in r.overrides)):
        second = policy.rules[other]
        both_hold = both(for_some(rule.each, own_condition(rule)), for_some(second.each, own_condition(second)))
        yield both(stands, standing(second, policy)), both_hold
    for claim in _claims(rule):
        whole = Inliner(policy).inlined(claim)
        for atom in atoms(whole):
            for side in (atom.claim, atom.denial):
                yield stands, for_some(rule.each, both(own, atom.matters(whole), side))


def _each_way(condition: model.Expression, each: tuple[model.Each, ...]) -> Iterator[model.Expression]:
    for atom in atoms(condition):
        matters = atom.matters(condition)
        for side in (atom.claim, atom.denial):
            yield for_some(each, both(matters, side))


def _claims(rule: model.Rule) -> Iterator[model.Expression]:
    """What the norms of a rule ensure, and their evidence."""
    for norm in rule.all_norms:
        if isinstance(norm.duty, model.Ensure):
            yield norm.duty.condition
        yield from (claim for claim in (norm.fulfilled_when, norm.breached_when) if claim is not None)


def _of_definition(policy: model.Policy, definition: model.Definition) -> Iterator[model.Expression]:
    before: list[model.Expression] = []
    for case in definition.cases:
        for part in (case.condition, case.value if case.value.type == model.TRUE.type else None):
            if part is not None:
                whole = Inliner(policy).inlined(part)
                yield from (both(*before, aim) for aim in _each_way(whole, ()))
        if case.condition is not None:
            yield both(*before, case.condition)
            before.append(negation(case.condition))


# --- beside ---------------------------------------------------------------------------------------------------------


def _beside(kit: Kit, key: str, case: Case) -> Iterator[Case]:
    """Neighbours of *case*: one value changed, one thing left out, another instant."""
    for steps in kit.leaves(case):
        yield from kit.beside(case, steps, 8)
    for steps in places(case.facts, kit.policy.model.vocabulary):
        yield evolve(case, facts=without(case.facts, steps))
    if key in kit.policy.model.rules:
        for moment in around_deadlines(kit, key, case):
            yield evolve(case, as_of=moment)
    for number, other in enumerate(kit.at_other_times(case)):
        if number >= 8:
            break
        yield other
