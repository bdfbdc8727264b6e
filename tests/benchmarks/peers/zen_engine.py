"""ZEN engine (Rust): a decision table of conjunctions, one test a cell, or one expression that lists the rules."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.benchmarks.peers import Peer, floating, infix
from tests.benchmarks.workload import FIELDS, Atom, Condition, Incident, Limb, Rule, Workload

LABEL = "ZEN engine (Rust)"
WHAT = "`engine.evaluate(key, facts)` with a static loader; the quicker of a decision table and one list expression"
NEEDS = "zen"


def table(of: Workload) -> dict[str, Any]:
    """One row a conjunction; all rows that hold are collected."""
    return {
        "type": "decisionTableNode",
        "content": {
            "hitPolicy": "collect",
            "inputs": [{"id": field, "name": field, "field": field} for field in FIELDS],
            "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
            "rules": [row(rule, limbs, i) for rule in of.rules for i, limbs in enumerate(rule.conjunctions())],
        },
    }


def row(rule: Rule, limbs: tuple[Limb, ...], place: int) -> dict[str, str]:
    """The cells that say something: empty ones would be looked at, too."""
    cells: dict[str, list[str]] = {}
    for test, wanted in limbs:
        cells.setdefault(test.field, []).append(cell(test, wanted))
    written = {field: " and ".join(tests) for field, tests in cells.items()}
    return {"_id": f"{rule.name}.{place}", **written, "rule": f"'{rule.name}'"}


def cell(test: Atom, wanted: bool) -> str:
    """The short forms of a cell, which are several times as quick as `$ == …` and the like."""
    match test.operator:
        case "is":
            return "true" if wanted else "false"
        case "has":
            return f"contains($, '{test.value}')" if wanted else f"not contains($, '{test.value}')"
        case "in":
            members = ", ".join(f"'{member}'" for member in test.value)  # type: ignore[attr-defined]
            return members if wanted else f"$ not in [{members}]"
        case "=" | "!=":
            return f"'{test.value}'" if (test.operator == "=") == wanted else f"$ != '{test.value}'"
        case operator:
            return f"{operator if wanted else {'>=': '<', '<': '>='}[operator]} {test.value}"


def expression(of: Workload) -> dict[str, Any]:
    """One list of a name or null for each rule, of which those that are names are kept."""
    listed = ", ".join(f"{written(rule.condition)} ? '{rule.name}' : null" for rule in of.rules)
    return {
        "type": "expressionNode",
        "content": {"expressions": [{"id": "rules", "key": "rules", "value": f"filter([{listed}], # != null)"}]},
    }


def written(condition: Condition) -> str:
    has = "contains({field}, '{value}')"
    return infix(condition, has=has, negation="not({})", conjunction=" and ", disjunction=" or ")


def engine(node: dict[str, Any]) -> Any:
    import zen

    place = {"position": {"x": 0, "y": 0}}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", **place},
        {"id": "rules", "name": "rules", **node, **place},
        {"id": "out", "name": "out", "type": "outputNode", **place},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "rules"},
        {"id": "2", "type": "edge", "sourceId": "rules", "targetId": "out"},
    ]
    content = {"nodes": nodes, "edges": edges}
    try:
        return zen.ZenEngine({"loader": {"type": "static", "content": {"rules": content}}})
    except (TypeError, ValueError):
        # Before there were static loaders: what is given is kept, once it was read.
        ready = zen.ZenDecisionContent(json.dumps(content))
        return zen.ZenEngine({"loader": lambda key: ready})


def of_table(found: Any) -> frozenset[str]:
    return frozenset(each["rule"] for each in found["result"])


def of_expression(found: Any) -> frozenset[str]:
    return frozenset(found["result"]["rules"])


def peers(of: Workload) -> list[Peer]:
    made = [("ZEN engine, table", table(of), of_table), ("ZEN engine, list", expression(of), of_expression)]
    return [_peer(name, engine(node), read, None) for name, node, read in made]


def traced(of: Workload) -> Peer:
    """The table, with a trace of why: the only explanation there is."""
    return _peer("ZEN engine, table with trace", engine(table(of)), of_table, {"trace": True})


def _peer(name: str, made: Any, read: Any, options: dict[str, Any] | None) -> Peer:
    evaluate = made.evaluate
    rest = () if options is None else (options,)

    def run(many: Sequence[object]) -> None:
        for facts in many:
            evaluate("rules", facts, *rest)

    def form(incident: Incident) -> object:
        return floating(incident)

    return Peer(name, form, run, lambda facts: read(evaluate("rules", facts, *rest)))
