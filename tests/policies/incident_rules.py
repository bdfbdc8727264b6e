"""Which rules of the policies are about incidents, disputes and what leads to them."""

from __future__ import annotations

from collections.abc import Iterator

import pingan
from pingan.model import nodes as m
from pingan.mutation.places import places
from pingan.mutation.stages import Key, References
from pingan.scenario_coverage.nodes import ConditionCoverage, DeclarationCoverage

FACTS = {"incident", "dispute", "lead"}
LISTS = {"incidents", "complaints"}


def about_incidents(policy: pingan.Policy) -> set[str]:
    """Rules and definitions of *policy* that read such facts, themselves or through a definition that they name."""
    linked = References.to(policy.model)
    reading = {key for key in linked.of if key[0] in ("rule", "definition") and _reads(key, policy.model)}
    return {
        key
        for kind, key in linked.of
        if kind in ("rule", "definition") and {(kind, key), *linked.of[kind, key]} & reading
    }


def _reads(key: Key, policy: m.Policy) -> bool:
    kind, name = key
    declared = policy.rules[name] if kind == "rule" else policy.definitions[name]
    return any(_is_such(place.node) for place in places(declared, "rule", policy))


def _is_such(node: object) -> bool:
    match node:
        case m.FactValue(name):
            return name in FACTS
        case m.FieldValue(_, name):
            return name in LISTS
    return False


def conditions(policy: pingan.Policy) -> Iterator[tuple[DeclarationCoverage, ConditionCoverage]]:
    """Their conditions, without those that facts do not change."""
    wanted = about_incidents(policy)
    (coverage,) = [c for c in pingan.scenario_coverage_of(policy).policies if c.name == policy.names[0]]
    for declaration in coverage.declarations:
        if declaration.key in wanted:
            yield from ((declaration, c) for c in declaration.conditions if not c.fixed)
