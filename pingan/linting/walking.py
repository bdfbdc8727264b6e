"""All nodes that an author wrote, gone through without recursion: however deep they are, no stack is needed."""

from __future__ import annotations

from typing import Final

from attrs import fields

from pingan.model.loaded import LoadedModule
from pingan.syntax import nodes as syntax


def nodes_in(node: syntax.Node) -> list[syntax.Node]:
    """*node* and all nodes in it; in no order that matters."""
    found: list[syntax.Node] = []
    waiting: list[object] = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, tuple):
            waiting.extend(current)
            continue
        kind = type(current)
        names = _HOLDING.get(kind)
        if names is None:
            names = _HOLDING[kind] = _holding(kind)
        if names is not _NO_NODE:
            found.append(current)  # type: ignore[arg-type]
            for name in names:
                waiting.append(getattr(current, name))
    return found


def names_in(node: syntax.Node) -> list[syntax.Name]:
    """Every name in *node*, also those that it declares; in no order that matters."""
    return [found for found in nodes_in(node) if type(found) is syntax.Name]


def nodes_of(module: LoadedModule) -> list[syntax.Node]:
    """Every node of *module* as written, and of what clause forms made of it."""
    found = nodes_in(module.written)
    if module.syntax is not module.written:
        # What no form made is the same in both.
        written = {id(node) for node in module.written.declarations}
        for declaration in module.syntax.declarations:
            if id(declaration) not in written:
                found += nodes_in(declaration)
    return found


_SCALARS: Final = ("str", "bool", "int", "Span", "date", "datetime")
_NO_NODE: Final[tuple[str, ...]] = ("",)
_HOLDING: Final[dict[type, tuple[str, ...]]] = {}


def _holding(kind: type) -> tuple[str, ...]:
    """The attributes of *kind* that may hold nodes; `_NO_NODE` for what is none."""
    if not issubclass(kind, syntax.Node):
        return _NO_NODE
    apart = ("span", "places")
    return tuple(a.name for a in fields(kind) if a.name not in apart and a.type not in _SCALARS)
