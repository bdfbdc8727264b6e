"""Drawn policies shown short: only what differs from a node's defaults, no types and no places."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import NOTHING, frozen

from pingan.language import types
from pingan.model import nodes as m


@frozen(repr=False, eq=False)
class DrawnPolicy(m.Policy):
    """A policy whose repr fits a failing example."""

    def __repr__(self) -> str:
        parts = [f"parameters={short(self.parameters)}", f"interpretations={short(self.interpretations)}"]
        parts += [f"{kind}={short(getattr(self, kind))}" for kind in ("headers", "definitions", "rules")]
        return "policy(" + ",\n  ".join(parts) + ")"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


def short(node: object) -> str:
    """*node* on one line."""
    if isinstance(node, m.Constant):
        return repr(node.value)
    if isinstance(node, m.FactValue):
        return node.name
    if isinstance(node, m.FieldValue):
        return f"{short(node.record)}.{node.name}"
    if isinstance(node, Mapping):
        return "{" + ", ".join(f"{key}: {short(value)}" for key, value in node.items()) + "}"
    if isinstance(node, tuple):
        return "(" + ", ".join(map(short, node)) + ")"
    attributes = getattr(node, "__attrs_attrs__", None)
    if attributes is None or isinstance(node, types.Type):
        return repr(node)
    said = [
        f"{a.name}={short(getattr(node, a.name))}"
        for a in attributes
        if a.name not in ("span", "type", "optional", "interval")
        and (a.default is NOTHING or getattr(node, a.name) != a.default)
    ]
    return f"{type(node).__name__}({', '.join(said)})"
