"""What a scenario asks about: the rules whose norms its expectations look at, and the definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

import attrs

from pingan.model.nodes import (
    Act,
    Expectation,
    ExpectConflict,
    ExpectDeadline,
    ExpectNorm,
    ExpectShortfall,
    ExpectState,
    ExpectUndetermined,
    ExpectValue,
    Expression,
    Policy,
    Rule,
    Scenario,
)


def rules_asked(scenario: Scenario, policy: Policy) -> Set[str]:
    """The rules of *policy*, by key, that any expectation of *scenario* is about."""
    return {key for expectation in scenario.expectations for key in _rules(expectation, policy)}


def subjects_of(expectation: Expectation, policy: Policy) -> tuple[str, ...]:
    """The keys of the rules and of the definitions (without a record) that *expectation* is about."""
    definitions: tuple[str, ...] = ()
    match expectation:
        case ExpectUndetermined(subject) if subject in policy.definitions:
            definitions = (subject,)
        case ExpectValue(subject, value):
            definitions = definitions_read(subject) + definitions_read(value)
        case _:
            pass
    known = policy.definitions
    readable = (key for key in definitions if key in known and known[key].variable is None)
    return tuple(dict.fromkeys((*sorted(_rules(expectation, policy)), *readable)))


def _rules(expectation: Expectation, policy: Policy) -> Set[str]:
    found: set[str] = set()
    match expectation:
        case ExpectState(rule) | ExpectShortfall(rule) | ExpectDeadline(rule) | ExpectUndetermined(rule):
            found.add(rule)
        case ExpectConflict(left, right):
            found |= {left, right}
        case ExpectNorm(_, _, action):
            found.update(key for key, rule in policy.rules.items() if action in actions_of(rule))
        case ExpectValue():
            pass
    return found & policy.rules.keys()


def actions_of(rule: Rule) -> Iterator[str]:
    """The actions that *rule* is about, those that follow from a miss included."""
    return (norm.duty.action for norm in rule.all_norms if isinstance(norm.duty, Act))


def definitions_read(expression: Expression) -> tuple[str, ...]:
    """Keys of the definitions that *expression* reads, directly."""
    found: set[str] = set()
    waiting: list[object] = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting += node
        elif isinstance(node, Expression):
            definition = getattr(node, "definition", None)
            if isinstance(definition, str):
                found.add(definition)
            waiting += [getattr(node, a.name) for a in attrs.fields(type(node)) if a.name not in ("type", "span")]
    return tuple(sorted(found))


def settings_key(settings: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Something to group scenarios by that are evaluated under the same settings."""
    return tuple(sorted((name, repr(value)) for name, value in settings.items()))
