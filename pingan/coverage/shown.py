"""What scenarios show of rules and definitions: that they hold, that they do not, that it cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, assert_never

import attrs

from pingan.coverage.nodes import Expected, Shown
from pingan.language.shapes import Truth
from pingan.model.nodes import (
    Absent,
    Act,
    By,
    Constant,
    DefinitionValue,
    Each,
    Ensure,
    Expectation,
    ExpectConflict,
    ExpectDeadline,
    ExpectNorm,
    ExpectShortfall,
    ExpectState,
    ExpectUndetermined,
    ExpectValue,
    Expression,
    InForce,
    Norm,
    Policy,
    Rule,
    Scenario,
    SetOf,
)
from pingan.model.walk import walk
from pingan.outcome.nodes import Norm as Answered
from pingan.program.meant import is_meant
from pingan.scenarios import ScenarioResult

Evidence = Mapping[tuple[str, Shown], tuple[Expected, ...]]
"""Expectations that came true, by the key of a rule or definition and what they show of it."""
_HOLDERS: Final = (Rule, Norm, Act, Ensure, By, Each, InForce)
"""Nodes that are no expressions and hold some."""


def evidence(policy: Policy, results: Iterable[ScenarioResult]) -> Evidence:
    """What the scenarios that passed show, directly, and of definitions also through the rules that read them.

    *policy* is what they were run with, maybe along with others.
    """
    found: dict[tuple[str, Shown], set[Expected]] = {}
    true = [(r.scenario, r.asked) for r in results if r.passed and r.scenario is not None and r.asked is not None]
    for scenario, outcome in true:
        norms: dict[str, list[Answered]] = {}
        for norm in outcome.norms:
            norms.setdefault(norm.rule_key, []).append(norm)
        for expectation in scenario.expectations:
            place = Expected(expectation.span.line, scenario.title)
            for key, shown in _shows(expectation, norms, policy):
                found.setdefault((key, shown), set()).add(place)
    for key, place in _kept_or_not(policy, [scenario for scenario, _ in true]):
        found.setdefault((key, "near-miss"), set()).add(place)
    for definition, rules in _readers(policy).items():
        for key, shown in [k for k in found if k[0] in rules]:
            found.setdefault((definition, shown), set()).update(found[key, shown])
    return {key: tuple(sorted(places)) for key, places in found.items()}


def _kept_or_not(policy: Policy, scenarios: Iterable[Scenario]) -> Iterator[tuple[str, Expected]]:
    """Rules of states of affairs and of prohibitions that scenarios show both missed and kept, and where kept.

    Of a number to be reached, its being just reached is the near miss of its being missed; of what must not be done,
    its not being done.
    """
    kept: dict[str, set[Expected]] = {}
    missed: set[str] = set()
    for scenario in scenarios:
        for expectation in scenario.expectations:
            key = getattr(expectation, "rule", None)
            rule = policy.rules.get(key) if isinstance(key, str) else None
            if rule is None or not any(isinstance(n.duty, Ensure) or n.modality == "must_not" for n in rule.norms):
                continue
            match _is_kept(expectation):
                case True:
                    kept.setdefault(rule.key, set()).add(Expected(expectation.span.line, scenario.title))
                case False:
                    missed.add(rule.key)
                case None:
                    pass
    for key in kept.keys() & missed:
        yield from ((key, place) for place in kept[key])


def _is_kept(expectation: Expectation) -> bool | None:
    """Whether *expectation* says that a rule is kept; None: it says neither that nor that it is not."""
    match expectation:
        case ExpectState(_, _, "fulfilled", negated):
            return None if negated else True
        case ExpectState(_, _, "breached", negated):
            return negated
        case ExpectState(_, _, "late" | "due" | "pending", False):
            return False
        case ExpectShortfall(_, _, Constant(value)):
            return value == 0
        case ExpectShortfall():
            return False
        case _:
            return None


def _shows(
    expectation: Expectation, norms: Mapping[str, list[Answered]], policy: Policy
) -> Iterator[tuple[str, Shown]]:
    """Keys of rules and definitions, and what the expectation, which came true, shows of them."""
    match expectation:
        case ExpectNorm():
            yield from _norm_shows(expectation, norms, policy)
        case ExpectState(rule, _, state, negated):
            if (state == "none") is negated:
                yield rule, "holds"
            elif state == "none":
                yield rule, "near-miss"
        case ExpectShortfall(rule) | ExpectDeadline(rule):
            if any(n.applies is Truth.TRUE for n in norms.get(rule, ())):
                yield rule, "holds"
        case ExpectUndetermined(subject):
            yield subject, "undetermined"
        case ExpectValue(subject, value):
            for key in sorted(_definitions(subject)):
                yield key, "near-miss" if _nothing(value) else "holds"
        case ExpectConflict(left, right):
            yield left, "holds"
            yield right, "holds"
        case _:
            assert_never(expectation)


def _norm_shows(
    expected: ExpectNorm, norms: Mapping[str, list[Answered]], policy: Policy
) -> Iterator[tuple[str, Shown]]:
    """Which rules brought the norm about; none: of which rules it was not brought about."""
    for key, answered in norms.items():
        meant = [n for n in answered if n.modality == expected.modality and is_meant(n, expected, policy)]
        if not meant:
            continue
        if expected.negated:
            yield key, "near-miss"
        elif any(n.applies is Truth.TRUE for n in meant):
            yield key, "holds"
    if expected.negated:
        # A rule for each element of an empty list has no norm in the outcome, and yet is meant.
        yield from (
            (key, "near-miss") for key, rule in policy.rules.items() if key not in norms and _orders(rule, expected)
        )


def _orders(rule: Rule, expected: ExpectNorm) -> bool:
    return any(
        norm.modality == expected.modality and isinstance(norm.duty, Act) and _is_asked(norm.duty, expected)
        for norm in rule.all_norms
    )


def _is_asked(act: Act, expected: ExpectNorm) -> bool:
    """Whether *act* is, or with the facts may be, what is expected."""
    given = dict(act.arguments)
    return act.action == expected.action and all(
        name in given and (not isinstance(given[name], Constant) or given[name] == wanted)
        for name, wanted in expected.arguments
    )


def _nothing(value: Expression) -> bool:
    """Whether *value* says that there is nothing: false, absent, the empty set."""
    match value:
        case Absent():
            return True
        case Constant():
            return value.value is False
        case SetOf():
            return not value.elements
        case _:
            return False


# --- who reads what -------------------------------------------------------------------------------------------------


def _readers(policy: Policy) -> Mapping[str, frozenset[str]]:
    """The rules that read each definition, directly or through others (the scope of a whole policy apart)."""
    reading: dict[str, set[str]] = {}
    for rule in policy.rules.values():
        waiting = list(_read_by(rule, policy))
        seen: set[str] = set()
        while waiting:
            key = waiting.pop()
            if key in seen or key not in policy.definitions:
                continue
            seen.add(key)
            reading.setdefault(key, set()).add(rule.key)
            waiting.extend(policy.definitions[key].depends_on)
    return {key: frozenset(rules) for key, rules in reading.items()}


def _read_by(rule: Rule, policy: Policy) -> frozenset[str]:
    header = policy.headers.get(rule.module)
    whole = header is not None and rule.in_force == header.in_force
    return _definitions(attrs.evolve(rule, in_force=None) if whole else rule)


def _definitions(node: object) -> frozenset[str]:
    """Keys of the definitions that *node* (an expression, or what holds some) reads, directly."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Expression):
            found.update(e.definition for e in walk(current) if isinstance(e, DefinitionValue))
        elif isinstance(current, tuple):
            waiting.extend(current)
        elif isinstance(current, _HOLDERS):
            waiting.extend(attrs.astuple(current, recurse=False))
    return frozenset(found)
