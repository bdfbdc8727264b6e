"""rule-engine (Python): one compiled rule after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.benchmarks.peers import Peer, floating, infix
from tests.benchmarks.workload import Condition, Workload

LABEL = "rule-engine (Python)"
WHAT = "compiled rules, one after another"
NEEDS = "rule_engine"


def written(condition: Condition) -> str:
    return infix(condition, has="'{value}' in {field}", negation="not ({})", conjunction=" and ", disjunction=" or ")


def peers(of: Workload) -> list[Peer]:
    import rule_engine

    context = rule_engine.Context()
    rules = [(rule.name, rule_engine.Rule(written(rule.condition), context=context).matches) for rule in of.rules]

    def answer(facts: Any) -> list[str]:
        return [name for name, matches in rules if matches(facts)]

    def run(many: Sequence[object]) -> None:
        for facts in many:
            answer(facts)

    return [Peer("rule-engine", floating, run, lambda facts: frozenset(answer(facts)))]
