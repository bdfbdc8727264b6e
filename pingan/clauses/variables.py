"""Conditions put where other variables are known: no variable may be called like one around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import attrs

from pingan.syntax import nodes

_Node = TypeVar("_Node", bound=nodes.Node)


def apart(node: _Node, taken: frozenset[str], renamed: Mapping[str, str] | None = None) -> _Node:
    """*node* with every variable of its own that is called like one of *taken* called otherwise.

    ``any(p in xs where p.old)`` becomes ``any(p_2 in xs where p_2.old)`` where a ``p`` is known already.
    """
    names = renamed or {}
    if isinstance(node, nodes.Path):
        first, *rest = node.names
        new = names.get(first.text)
        return node if new is None else attrs.evolve(node, names=(attrs.evolve(first, text=new), *rest))
    if isinstance(node, nodes.Aggregate) and node.variable.text in taken:
        old = node.variable.text
        fresh = next(n for i in range(2, len(taken) + 3) if (n := f"{old}_{i}") not in taken)
        inner, known = {**names, old: fresh}, taken | {fresh}
        return attrs.evolve(
            node,
            variable=attrs.evolve(node.variable, text=fresh),
            collection=apart(node.collection, taken, names),
            filter=None if node.filter is None else apart(node.filter, known, inner),
            body=None if node.body is None else apart(node.body, known, inner),
        )
    changes = {}
    for declared in attrs.fields(type(node)):
        value = getattr(node, declared.name)
        if declared.name not in ("span", "places") and (new_value := _apart(value, taken, names)) is not value:
            changes[declared.name] = new_value
    return attrs.evolve(node, **changes) if changes else node


def _apart(value: Any, taken: frozenset[str], names: Mapping[str, str]) -> Any:
    if isinstance(value, nodes.Node) and not isinstance(value, nodes.Name):
        return apart(value, taken, names)
    if isinstance(value, tuple):
        parts = tuple(_apart(part, taken, names) for part in value)
        return parts if any(a is not b for a, b in zip(parts, value, strict=True)) else value
    return value
