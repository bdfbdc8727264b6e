"""What a scenario asks about: the rules whose norms its expectations look at."""

from __future__ import annotations

from collections.abc import Iterator, Set

from pingan.model.nodes import (
    Act,
    ExpectConflict,
    ExpectDeadline,
    ExpectNorm,
    ExpectShortfall,
    ExpectState,
    ExpectUndetermined,
    ExpectValue,
    Norm,
    Policy,
    Scenario,
)


def rules_asked(scenario: Scenario, policy: Policy) -> Set[str]:
    """The rules of *policy*, by key, that any expectation of *scenario* is about."""
    found: set[str] = set()
    for expectation in scenario.expectations:
        match expectation:
            case ExpectState(rule) | ExpectShortfall(rule) | ExpectDeadline(rule) | ExpectUndetermined(rule):
                found.add(rule)
            case ExpectConflict(left, right):
                found |= {left, right}
            case ExpectNorm(_, _, action):
                found.update(key for key, rule in policy.rules.items() if action in _actions(rule.norms))
            case ExpectValue():
                pass
    return found & policy.rules.keys()


def _actions(norms: tuple[Norm, ...]) -> Iterator[str]:
    for norm in norms:
        following: Norm | None = norm
        while following is not None:
            if isinstance(following.duty, Act):
                yield following.duty.action
            following = following.otherwise
