"""Declarations of a clause form (the watch of the tests) that hold every kind of child, and modules with them."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from pingan.language.dialect import DIALECTS
from pingan.syntax import nodes
from tests.strategies import syntax

_names = syntax.names
_paths = syntax.paths
_small = syntax.small
_maybe = st.one_of(st.none(), _small)


def _some(strategy: st.SearchStrategy[Any], most: int = 2, least: int = 0) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


heads = st.builds(
    nodes.RuleHead,
    syntax.cites,
    _some(_paths),
    st.one_of(st.none(), syntax.in_force),
    _maybe,
    _some(st.builds(nodes.Each, _names, _small)),
    _maybe,
    _some(_small),
    st.booleans(),
    _some(syntax.quotable),
)


def _parts(head: nodes.RuleHead) -> tuple[nodes.FormChild, ...]:
    """The items of *head* as the children of a part, in the order that braces give them."""
    found: list[tuple[str, tuple[nodes.FormChild, ...]]] = [("cite", (c,)) for c in head.cites]
    found += [("in_force", (head.in_force,))] if head.in_force else []
    found += [("note", (n,)) for n in head.notes]
    found += [("overrides", (o,)) for o in head.overrides]
    found += [("since", (head.since,))] if head.since else []
    found += [("soft", ())] if head.soft else []
    parts = [nodes.FormPart(production, children) for production, children in found]
    later = [nodes.FormPart("unless", (e,)) for e in head.exceptions]
    later += [nodes.FormPart("when", (head.condition,))] if head.condition else []
    return (*parts, *later)


_gauges = st.builds(
    lambda name, sign, limit, text: nodes.FormPart("watch_gauge", (name, sign, limit, *text)),
    _names,
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
    _small,
    _some(syntax.quotable.map(nodes.TextLiteral), 1),
)


@st.composite
def _rounds(draw: st.DrawFn) -> nodes.FormPart:
    children: list[nodes.Node] = [draw(_paths), draw(_paths), *draw(_some(syntax.deadlines, 1))]
    return nodes.FormPart("watch_round", tuple(sorted(children, key=lambda c: type(c).__name__)))


@st.composite
def _stages(draw: st.DrawFn) -> nodes.FormPart:
    head = draw(heads)
    children: list[nodes.FormChild] = [draw(_names), *head.each]
    label = draw(syntax.labels)
    tail = list(_parts(head))
    tail += [nodes.FormPart("label", (label,))] if label is not None else []
    norms = draw(_some(syntax.norms))
    tail += [nodes.FormPart("then", norms)] if norms else []
    named = draw(_some(st.tuples(_names, _small), 1))
    tail += [nodes.FormPart("watch_named", pair) for pair in named]
    ordered = sorted(tail, key=lambda p: p.production if isinstance(p, nodes.FormPart) else "")
    return nodes.FormPart("watch_stage", (*children, *ordered))


@st.composite
def watches(draw: st.DrawFn) -> nodes.FormDeclaration:
    """Declarations of the form `watch`."""
    parts = [*draw(_some(_gauges)), *draw(_some(_rounds())), *draw(_some(_stages()))]
    return nodes.FormDeclaration("watch", draw(_names), draw(syntax.labels), draw(heads), tuple(parts))


@st.composite
def modules(draw: st.DrawFn, most: int = 2) -> nodes.Module:
    """Modules whose header needs the library of the watch, with declarations of it among others."""
    header = draw(syntax.headers)
    declarations = draw(_some(st.one_of(syntax.declarations, watches(), watches()), most))
    return nodes.Module(evolve(header, needs=(nodes.Name("dikes"),)), declarations, draw(st.sampled_from(DIALECTS)))
