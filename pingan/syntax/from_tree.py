"""The pass from Lark's tree to syntax nodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen
from lark import Token, Tree

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language.dialects import Dialects, core_dialects
from pingan.source import Source, Span
from pingan.syntax import nodes
from pingan.syntax.building import declarations, expressions, rules
from pingan.syntax.building.context import Context, Handler
from pingan.syntax.building.forms import FormProductions, handlers_of

MAXIMUM_NESTING: Final = 64
"""Brackets in brackets, `not` before `not`, `otherwise` after `otherwise`."""
MAXIMUM_HEIGHT: Final = 160
"""Levels of the tree of one declaration, which long chains of `+` or `*` make as well."""
MAXIMUM_NODES: Final = 10_000
"""Nodes of one declaration."""

_HANDLERS: Final[dict[str, Handler]] = {**declarations.HANDLERS, **expressions.HANDLERS, **rules.HANDLERS}
_NESTING: Final = frozenset({"not", "minus", "otherwise"})

LarkTree = Tree[Token]


def build(
    trees: tuple[LarkTree, ...],
    source: Source,
    diagnostics: Diagnostics,
    *,
    dialect: str,
    comments: tuple[nodes.Comment, ...] = (),
    forms: FormProductions | None = None,
    dialects: Dialects | None = None,
) -> nodes.Module | None:
    """The module whose header and declarations are *trees*, in order; None when one of them cannot be used."""
    forms = forms or FormProductions()
    context = Context(source, diagnostics, dialects=dialects or core_dialects(), form_words=forms.words)
    handlers = all_handlers(forms)
    return module_of([_build_one(tree, context, handlers) for tree in trees], context, dialect, comments)


def all_handlers(forms: FormProductions) -> Mapping[str, Handler]:
    """What makes nodes of the productions of the language and of *forms*."""
    return handlers_of(forms, _HANDLERS) if forms.names else _HANDLERS


def module_of(
    built: list[Any], context: Context, dialect: str, comments: tuple[nodes.Comment, ...]
) -> nodes.Module | None:
    """The module of the header and the declarations *built*; None when one of them cannot be used."""
    for place in context.givens_only:
        context.diagnostics.error(
            "only-in-scenarios",
            "only what a scenario gives may be open, bounded, unknown or a record",
            place,
            help="here a set lists its elements in full",
        )
    if any(node is None for node in built) or not isinstance(built[0], nodes.PolicyHeader | nodes.VocabularyHeader):
        return None
    return nodes.Module(
        built[0],
        tuple(built[1:]),
        dialect,
        comments,
        span=Span(context.source, 0, len(context.source.text)),
    )


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
