"""rule-engine (Python): one compiled rule after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.benchmarks.peers import Peer, floating
from tests.benchmarks.workload import And, Atom, Condition, Not, Or, Workload

LABEL = "rule-engine (Python)"
WHAT = "compiled rules, one after another"
NEEDS = "rule_engine"


def written(condition: Condition) -> str:
    match condition:
        case Atom(field, "is"):
            return field
        case Atom(field, "has", value):
            return f"'{value}' in {field}"
        case Atom(field, "in", members):
            return f"{field} in [{', '.join(repr(member) for member in members)}]"  # type: ignore[attr-defined]
        case Atom(field, ">=" | "<" as operator, value):
            return f"{field} {operator} {value}"
        case Atom(field, operator, value):
            return f"{field} {'==' if operator == '=' else operator} '{value}'"
        case Not(part):
            return f"not ({written(part)})"
        case And(parts):
            return "(" + " and ".join(written(part) for part in parts) + ")"
        case Or(parts):
            return "(" + " or ".join(written(part) for part in parts) + ")"
    raise AssertionError(condition)


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
