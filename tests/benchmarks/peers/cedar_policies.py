"""Cedar (Rust): a permission for each rule; the diagnostics tell which of them decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.benchmarks.peers import Peer
from tests.benchmarks.workload import And, Atom, Condition, Incident, Not, Or, Workload

LABEL = "Cedar (Rust)"
WHAT = "policies and entities parsed once, facts as the context; decimals as whole millionths"
NEEDS = "cedarpy"
MILLIONTHS = 6


def written(condition: Condition) -> str:
    match condition:
        case Atom(field, "is"):
            return f"context.{field}"
        case Atom(field, "has", value):
            return f'context.{field}.contains("{value}")'
        case Atom(field, "in", members):
            listed = ", ".join(f'"{member}"' for member in members)  # type: ignore[attr-defined]
            return f"[{listed}].contains(context.{field})"
        case Atom(field, ">=" | "<" as operator, value):
            whole = int(value.scaleb(MILLIONTHS)) if field[0] == "d" else value  # type: ignore[attr-defined]
            return f"context.{field} {operator} {whole}"
        case Atom(field, operator, value):
            return f'context.{field} {"==" if operator == "=" else operator} "{value}"'
        case Not(part):
            return f"!({written(part)})"
        case And(parts):
            return "(" + " && ".join(written(part) for part in parts) + ")"
        case Or(parts):
            return "(" + " || ".join(written(part) for part in parts) + ")"
    raise AssertionError(condition)


def peers(of: Workload) -> list[Peer]:
    import cedarpy

    permissions = [f"permit (principal, action, resource) when {{ {written(rule.condition)} }};" for rule in of.rules]
    policies = cedarpy.PolicySet.from_str("\n".join(permissions))
    entities = cedarpy.Entities.from_json_str("[]")
    names = {f"policy{place}": rule.name for place, rule in enumerate(of.rules)}

    def form(incident: Incident) -> object:
        context = {k: int(v.scaleb(MILLIONTHS)) if k[0] == "d" else v for k, v in incident.items()}  # type: ignore[attr-defined]
        return {"principal": 'U::"u"', "action": 'A::"a"', "resource": 'R::"r"', "context": context}

    def answer(request: Any) -> list[str]:
        reasons = cedarpy.is_authorized(request, policies, entities).diagnostics.reasons
        return [names[reason] for reason in reasons]

    def run(many: Sequence[object]) -> None:
        for request in many:
            answer(request)

    return [Peer("Cedar", form, run, lambda request: frozenset(answer(request)))]
