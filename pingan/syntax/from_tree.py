"""The pass from Lark's tree to syntax nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from attrs import field, frozen
from lark import Token, Tree

from pingan.source import Span
from pingan.syntax.building.context import Context, Handler
from pingan.syntax.building.module import MAXIMUM_HEIGHT, MAXIMUM_NESTING, MAXIMUM_NODES

_NESTING: Final = frozenset({"not", "minus", "otherwise"})

LarkTree = Tree[Token]


def build(trees: Iterable[LarkTree], context: Context, handlers: Mapping[str, Handler]) -> list[Any]:
    """What *handlers* make of a header and declarations; None in place of those that are too deep or too large."""
    return [_build_one(tree, context, handlers) for tree in trees]


@frozen
class _Height:
    height: int
    nesting: int
    size: int


@frozen
class _Walk:
    """Post-order over one declaration, without recursion: *results* and *heights* are parallel."""

    context: Context
    handlers: Mapping[str, Handler]
    results: list[Any] = field(factory=list)
    heights: list[_Height] = field(factory=list)


_LEAF: Final = _Height(0, 0, 0)


def _build_one(tree: LarkTree, context: Context, handlers: Mapping[str, Handler]) -> Any:
    walk = _Walk(context, handlers)
    stack: list[tuple[LarkTree | Token, bool]] = [(tree, False)]
    while stack:
        node, is_visited = stack.pop()
        if not isinstance(node, Tree):
            walk.results.append(context.leaf(node.type, str(node), node.start_pos or 0))
            walk.heights.append(_LEAF)
        elif not is_visited:
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node.children))
        elif not _close(walk, node):
            return None
    return walk.results[0]


def _close(walk: _Walk, tree: LarkTree) -> bool:
    """Replaces the results of the children of *tree* by its own; False when a limit is passed."""
    count = len(tree.children)
    first = len(walk.results) - count
    children, heights = walk.results[first:], walk.heights[first:]
    del walk.results[first:], walk.heights[first:]
    height = _Height(
        1 + max((h.height for h in heights), default=0),
        (tree.data in _NESTING) + max((h.nesting for h in heights), default=0),
        1 + sum(h.size for h in heights),
    )
    meta = tree.meta
    # A production of a form may hold nothing at all, and then stands nowhere.
    start, end = (0, 0) if meta.empty else (meta.start_pos, meta.end_pos)
    span = Span(walk.context.source, start, end)
    if height.nesting > MAXIMUM_NESTING or height.height > MAXIMUM_HEIGHT:
        walk.context.diagnostics.error(
            "too-large",
            f"this is nested more than {MAXIMUM_NESTING} levels deep",
            Span(span.source, span.start, span.start + 1),
            help="name a part of it with a definition; add up many values with `sum` over a list",
        )
        return False
    if height.size > MAXIMUM_NODES:
        walk.context.diagnostics.error(
            "too-large",
            f"a declaration may have {MAXIMUM_NODES} parts, and this one has more",
            Span(span.source, span.start, span.start + 1),
            help="split it in several declarations",
        )
        return False
    walk.results.append(walk.handlers[str(tree.data)](walk.context, span, children))
    walk.heights.append(height)
    return True
