"""Which rules the scenarios of a policy already show, and how."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pingan.model import nodes as model
from pingan.model.asked import actions_of
from pingan.witnesses.nodes import RULE_KINDS, Kind


def lacking(policy: model.Policy, modules: frozenset[str]) -> Mapping[str, tuple[Kind, ...]]:
    """The rules of *modules*, in the order of the text, with what no scenario expects of them yet."""
    shown: set[tuple[str, Kind]] = set()
    for scenario in policy.scenarios:
        for expectation in scenario.expectations:
            shown.update(_shown(expectation, policy))
    rules = sorted(
        (rule for rule in policy.rules.values() if rule.module in modules),
        key=lambda rule: (rule.module, rule.span.start, rule.name),
    )
    found = {rule.key: tuple(kind for kind in RULE_KINDS if (rule.key, kind) not in shown) for rule in rules}
    return {key: kinds for key, kinds in found.items() if kinds}


def _shown(expectation: model.Expectation, policy: model.Policy) -> Iterator[tuple[str, Kind]]:
    match expectation:
        case model.ExpectState(rule, _, "none", False):
            yield rule, "none"
        case model.ExpectState(rule, _, "none", True):
            yield rule, "applies"
        case model.ExpectState(rule, _, _, True):
            yield rule, "none"
        case model.ExpectState(rule) | model.ExpectShortfall(rule) | model.ExpectDeadline(rule):
            yield rule, "applies"
        case model.ExpectUndetermined(subject):
            yield subject, "undetermined"
        case model.ExpectNorm(_, _, action, negated):
            # Which rule it comes from is not said: where only one rule asks for the action, it is that one.
            asking = [key for key, rule in policy.rules.items() if action in actions_of(rule)]
            if len(asking) == 1:
                yield asking[0], "none" if negated else "applies"
        case _:
            return
