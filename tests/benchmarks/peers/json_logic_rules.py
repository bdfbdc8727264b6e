"""JsonLogic (Python): one rule after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.benchmarks.peers import Peer, floating
from tests.benchmarks.workload import And, Atom, Condition, Not, Or, Workload

LABEL = "JsonLogic (Python)"
WHAT = "one rule after another"
NEEDS = "json_logic"


def written(condition: Condition) -> dict[str, Any]:
    match condition:
        case Atom(field, operator, value):
            read = {"var": field}
            match operator:
                case "is":
                    return read
                case "has":
                    return {"in": [value, read]}
                case "in":
                    return {"in": [read, list(value)]}  # type: ignore[call-overload]
                case ">=" | "<":
                    return {operator: [read, float(value) if field[0] == "d" else value]}  # type: ignore[arg-type]
                case _:
                    return {"===" if operator == "=" else "!==": [read, value]}
        case Not(part):
            return {"!": [written(part)]}
        case And(parts):
            return {"and": [written(part) for part in parts]}
        case Or(parts):
            return {"or": [written(part) for part in parts]}
    raise AssertionError(condition)


def peers(of: Workload) -> list[Peer]:
    from json_logic import jsonLogic

    rules = [(rule.name, written(rule.condition)) for rule in of.rules]

    def answer(facts: Any) -> list[str]:
        return [name for name, logic in rules if jsonLogic(logic, facts)]

    def run(many: Sequence[object]) -> None:
        for facts in many:
            answer(facts)

    return [Peer("JsonLogic", floating, run, lambda facts: frozenset(answer(facts)))]
