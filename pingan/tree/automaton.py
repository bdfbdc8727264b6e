"""Reads a text by the tables of its grammar: nodes are made as soon as they are whole, and no tree stands between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pingan.source import Span
from pingan.syntax.building.context import Context, Handler
from pingan.syntax.from_tree import MAXIMUM_NESTING, MAXIMUM_NODES
from pingan.tree.lexemes import lexer
from pingan.tree.tables import END, STARTS, Production, Tables

_ABOVE: Final = 3
"""States below a whole declaration: the first, the header, the declarations before it."""

_Step = tuple[int, str, Handler | None, tuple[int, ...], frozenset[int], bool, bool]


def read(tables: Tables, text: str, context: Context, handlers: Mapping[str, Handler]) -> list[Any] | None:
    """What *handlers* make of the header and the declarations of *text*, in order.

    None for a text that the grammar does not allow, or that is nested so deep or so large that `syntax.from_tree`
    has to measure it; what *context* was told by then counts for nothing.
    """
    following = lexer(tables, text, context.source)
    actions, gotos, steps = tables.actions, tables.gotos, _steps(tables.productions, handlers)
    passed = _Passed(tables)
    source, end_state = context.source, tables.end
    states, values, starts, heights = [tables.start], list[Any](), list[int](), list[int]()
    position = count = 0
    while True:
        kind, value, start, end = following(actions[states[-1]], position)
        while True:
            action = actions[states[-1]].get(kind)
            if action is None:
                return None
            if action >= 0:
                break
            size, origin, handler, kept, spliced, passes, declares = steps[~action]
            if size == 1:
                if passes:
                    states[-1] = passed[states[-2], states[-1], kind]
                    continue
                states.pop()
                taken, height = [values.pop()], heights[-1]
            elif size == 0:  # it stands, as far as it stands anywhere, before what follows
                starts.append(start)
                heights.append(0)
                taken, height = [], 0
            else:
                taken, height = values[-size:], max(heights[-size:])
                del values[-size:], states[-size:], starts[1 - size :], heights[1 - size :]
            if spliced:
                children = _spliced(taken, kept, spliced)
            else:
                children = taken if len(kept) == size else [taken[place] for place in kept]
            if passes:
                made: Any = children[0]
            elif handler is None:
                made = children
            else:
                height, count = height + 1, count + 1
                if height > MAXIMUM_NESTING or count > MAXIMUM_NODES:
                    return None
                made = handler(context, Span(source, starts[-1], position), children)
                count = 0 if declares and len(states) <= _ABOVE else count
            values.append(made)
            heights[-1] = height
            states.append(gotos[states[-1]][origin])
            if kind == END and states[-1] == end_state:
                return list(made)
        states.append(action)
        values.append(value)
        starts.append(start)
        heights.append(0)
        position = end


def _steps(productions: tuple[Production, ...], handlers: Mapping[str, Handler]) -> list[_Step]:
    return [
        (p.size, p.origin, _handler(p, handlers), p.kept, frozenset(p.spliced), p.passes, p.declares)
        for p in productions
    ]


def _handler(production: Production, handlers: Mapping[str, Handler]) -> Handler | None:
    if not production.name or production.passes:
        return None
    return _as_they_are if production.name in STARTS else handlers[production.name]


def _as_they_are(context: Context, span: Span, children: list[Any]) -> list[Any]:
    return children


def _spliced(taken: list[Any], kept: tuple[int, ...], spliced: frozenset[int]) -> list[Any]:
    """The children in *kept*, those of what is *spliced* one by one; the first list grows, as nobody else holds it."""
    children: list[Any] = []
    for place in kept:
        if place not in spliced:
            children.append(taken[place])
        elif children:
            children += taken[place]
        else:
            children = taken[place]
    return children


class _Passed(dict[tuple[int, int, str], int]):
    """The state after all productions that only pass their child on, by the state below, the state and what follows."""

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self.tables = tables

    def __missing__(self, key: tuple[int, int, str]) -> int:
        below, state, kind = key
        productions, actions, gotos = self.tables.productions, self.tables.actions, self.tables.gotos
        while (action := actions[state].get(kind, 0)) < 0 and productions[~action].only_passes:
            state = gotos[below][productions[~action].origin]
        self[key] = state
        return state
