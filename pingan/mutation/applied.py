"""A mutant as a model: the edits made, wherever the model has what they change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from attrs import evolve

from pingan.model import nodes as m
from pingan.mutation.nodes import REMOVED, Edit, Mutant
from pingan.mutation.places import node_at, with_node

_SET: Final = ("parameter", "interpretation")
"""What settings change. All else stands in every model of a policy where it stands in one, whatever lengths of
parameters its deadlines hold there."""


def changed(policy: m.Policy, mutant: Mutant) -> m.Policy | None:
    """*policy* with the mutant's edits; None where it has nothing of what they change.

    Under other settings a model may differ from the one that mutants are made of: a parameter that a scenario sets is
    not what the policy set it to, and such an edit changes nothing there.
    """
    found = policy
    for edit in _last_first(mutant.edits):
        found = _edited(found, edit)
    return None if found is policy else found


def _last_first(edits: Iterable[Edit]) -> list[Edit]:
    """What is taken out of a tuple moves what stands behind it: so that goes last."""
    return sorted(edits, key=lambda e: (e.kind, e.key, [str(step).zfill(6) for step in e.path]), reverse=True)


def _edited(policy: m.Policy, edit: Edit) -> m.Policy:
    name = {
        "rule": "rules",
        "definition": "definitions",
        "policy": "headers",
        "parameter": "parameters",
        "interpretation": "interpretations",
    }[edit.kind]
    declared: Mapping[str, Any] = getattr(policy, name)
    key = edit.key
    if edit.kind == "policy":
        key = next((k for k, h in policy.headers.items() if h.key == edit.key), key)
    declaration = declared.get(key)
    if declaration is None:
        return policy
    if edit.kind in _SET and _now(declaration, edit) != edit.old:
        return policy
    put = with_node(declaration, edit.path, edit.new)
    found: m.Policy = evolve(policy, **cast(Any, {name: {**declared, key: put}}))
    match put:
        case m.Header():
            return _replacing(found, put)
        case m.Parameter():
            return _counted_anew(found, put)
    return found


def _now(declaration: object, edit: Edit) -> object:
    found = node_at(declaration, edit.path)
    return None if found is REMOVED else found


def _replacing(policy: m.Policy, header: m.Header) -> m.Policy:
    """The policies that *header* takes the place of hold when it is in force."""
    headers = {
        key: evolve(
            each,
            replaced_by=tuple(
                evolve(r, in_force=header.in_force) if r.policy == header.name and header.in_force else r
                for r in each.replaced_by
            ),
        )
        for key, each in policy.headers.items()
    }
    return evolve(policy, headers=headers)


def _counted_anew(policy: m.Policy, parameter: m.Parameter) -> m.Policy:
    """Deadlines hold the lengths that parameters give them."""
    if not isinstance(parameter.value, m.Duration):
        return policy
    length = parameter.value
    rules = {
        key: evolve(rule, norms=tuple(_with_length(norm, parameter.key, length) for norm in rule.norms))
        for key, rule in policy.rules.items()
    }
    return evolve(policy, rules=rules)


def _with_length(norm: m.Norm, parameter: str, length: m.Duration) -> m.Norm:
    deadline = norm.deadline
    match deadline:
        case m.Within(parameter=name) if name == parameter:
            deadline = evolve(deadline, duration=length)
        case m.Every(parameter=name) if name == parameter and name is not None:
            deadline = evolve(deadline, length=_in_days(length))
    otherwise = None if norm.otherwise is None else _with_length(norm.otherwise, parameter, length)
    return evolve(norm, deadline=deadline, otherwise=otherwise)


def _in_days(length: m.Duration) -> m.Duration:
    return m.Duration(length.amount / 86400, "day") if length.unit == "second" else length
