"""A policy with one condition turned into a constant: what coverage says is held against what then happens."""

from __future__ import annotations

from typing import Any

import attrs

from pingan.graph.from_model import lower
from pingan.language.environment import Environment
from pingan.language.types import BOOLEAN
from pingan.model import nodes as m
from pingan.program.from_graph import compile_graph
from pingan.scenario_coverage.trees import Condition
from pingan.scenarios import run_scenario

_GROUPS = {"policy": "headers", "definition": "definitions", "rule": "rules"}


def without(policy: m.Policy, condition: Condition, value: bool) -> m.Policy | None:
    """*policy* with *condition* turned into *value*; None where its expression is not just one of its declaration."""
    if condition.expression is None:
        return None
    group = _GROUPS[condition.kind]
    declared = dict(getattr(policy, group))
    changed: list[object] = []
    constant = m.Constant(value, type=BOOLEAN)
    declared[condition.owner] = _replaced(declared[condition.owner], condition.expression, constant, changed)
    return attrs.evolve(policy, **{group: declared}) if len(changed) == 1 else None


def _replaced(node: Any, old: m.Expression, new: m.Expression, changed: list[object]) -> Any:
    if node is old:
        changed.append(node)
        return new
    if isinstance(node, tuple):
        return tuple(_replaced(each, old, new, changed) for each in node)
    if not attrs.has(type(node)) or not type(node).__module__.startswith("pingan.model"):
        return node
    before = {a.name: getattr(node, a.name) for a in attrs.fields(type(node)) if a.init and a.name != "span"}
    after = {name: _replaced(value, old, new, changed) for name, value in before.items()}
    instead = {name.lstrip("_"): value for name, value in after.items() if value is not before[name]}
    return attrs.evolve(node, **instead) if instead else node


def still_passes(scenario: m.Scenario, policy: m.Policy, environment: Environment) -> bool:
    """Whether *scenario* comes true of *policy* (with its probes)."""
    return run_scenario(scenario, policy, compile_graph(lower(policy), environment)).passed
