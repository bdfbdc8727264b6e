"""Places in declarations of a model: going through them, and putting something else there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from attrs import evolve, field, frozen

from pingan.language import types
from pingan.model import nodes as m
from pingan.mutation.nodes import REMOVED, DeclarationKind, Path

_WALKED: Final[dict[type, tuple[str, ...]]] = {
    m.Rule: ("in_force", "each", "since", "condition", "exceptions", "norms"),
    m.Each: ("collection",),
    m.InForce: ("period", "tested"),
    m.Norm: (
        "bearers", "partners", "duty", "deadline",
        "fulfilled_when", "fulfilled_at", "breached_when", "breached_at", "otherwise",
    ),
    m.Act: ("arguments",),
    m.Ensure: ("condition",),
    m.By: ("limit",),
    m.Definition: ("cases",),
    m.Case: ("condition", "value"),
    m.Header: ("scope", "in_force"),
}  # fmt: skip
_CONDITIONS: Final = ("condition", "exceptions", "scope", "fulfilled_when", "breached_when", "filter")
"""Attributes that hold conditions, or tuples of them."""

Declaration = m.Rule | m.Definition | m.Header | m.Parameter | m.Interpretation


@frozen(eq=False)
class Place:
    """A node and where it stands: in *inside*, which holds it by *name* (and, in a tuple, at *index*)."""

    node: Any
    path: Path
    inside: Place | None = None
    name: str = ""
    index: int | None = None
    kind: DeclarationKind = field(default="rule", kw_only=True)
    declaration: Declaration = field(kw_only=True)
    policy: m.Policy = field(kw_only=True)

    @property
    def is_claim(self) -> bool:
        """Whether it is a condition: what may be joined, negated, or dropped as one."""
        if not isinstance(self.node, m.Expression) or not isinstance(self.node.type, types.BooleanType):
            return False
        if self.inside is None:
            return False
        match self.inside.node:
            case m.And() | m.Or() | m.Not():
                return True
            case m.Aggregate(function="any" | "all" | "share" | "count"):
                return self.name in ("filter", "body")
            case m.Case():
                return True
        return self.name in _CONDITIONS

    @property
    def is_joined(self) -> bool:
        """Whether its operands stand apart in the text: no author wrote it, a clause form put them together."""
        node = self.node
        if not isinstance(node, m.And | m.Or):
            return False
        spans = [operand.span for operand in node.operands]
        return any(s.source != node.span.source or s.start < node.span.start or s.end > node.span.end for s in spans)

    @property
    def above(self) -> Iterator[Place]:
        """What it stands in, the nearest first."""
        found = self.inside
        while found is not None:
            yield found
            found = found.inside

    def nearest(self, kind: type) -> Place | None:
        """The nearest node of *kind* that it stands in."""
        return next((p for p in self.above if isinstance(p.node, kind)), None)


def places(declaration: Declaration, kind: DeclarationKind, policy: m.Policy) -> Iterator[Place]:
    """*declaration* and every node in it, each before what is in it."""
    waiting = [Place(declaration, (), kind=kind, declaration=declaration, policy=policy)]
    while waiting:
        place = waiting.pop()
        yield place
        waiting += reversed(list(_within(place)))


def _within(place: Place) -> Iterator[Place]:
    for name in _names(place.node):
        held = getattr(place.node, name)
        if held is None:
            continue
        if name == "arguments" and isinstance(place.node, m.Act):
            for index, (_, argument) in enumerate(held):
                yield _at(place, argument, (name, index, 1), name, index)
        elif isinstance(held, tuple):
            for index, each in enumerate(held):
                yield _at(place, each, (name, index), name, index)
        else:
            yield _at(place, held, (name,), name, None)


def _at(place: Place, node: object, step: Path, name: str, index: int | None) -> Place:
    return Place(
        node,
        place.path + step,
        place,
        name,
        index,
        kind=place.kind,
        declaration=place.declaration,
        policy=place.policy,
    )


def _names(node: object) -> tuple[str, ...]:
    if isinstance(node, m.Expression):
        return _of_expression(type(node))
    return _WALKED.get(type(node), ())


def _of_expression(kind: type) -> tuple[str, ...]:
    held = ("Expression", "Expression | None", "tuple[Expression, ...]")
    found = _WALKED.get(kind)
    if found is None:
        attributes: Any = kind.__dict__["__attrs_attrs__"]
        found = _WALKED[kind] = tuple(a.name for a in attributes if a.type in held)
    return found


def node_at(node: Any, path: Path) -> object:
    """What stands at *path* of *node*; `REMOVED` where there is no such place."""
    for step in path:
        if isinstance(step, int):
            if not isinstance(node, tuple) or step >= len(node):
                return REMOVED
            node = node[step]
        else:
            node = getattr(node, step, REMOVED)
        if node is None or node is REMOVED:
            return REMOVED
    return node


def with_node(node: Any, path: Path, new: object) -> Any:
    """*node* with *new* at *path*; `REMOVED` takes it out of a tuple, or leaves its attribute empty."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        if not rest and new is REMOVED:
            return node[:step] + node[step + 1 :]
        return (*node[:step], with_node(node[step], rest, new), *node[step + 1 :])
    if not rest and new is REMOVED:
        return evolve(node, **{step: None})
    return evolve(node, **{step: with_node(getattr(node, step), rest, new)})
