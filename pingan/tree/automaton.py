"""Reads a text by the tables of its grammar: nodes are made as soon as they are whole, and no tree stands between."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pingan.source import Span
from pingan.syntax.building.context import Context, Handler
from pingan.syntax.building.module import MAXIMUM_NESTING, MAXIMUM_NODES
from pingan.tree.lexemes import UnmeasuredError, lexer
from pingan.tree.recovery import Piece
from pingan.tree.tables import STARTS, Production, Tables

_ABOVE: Final = 4
"""States of a whole declaration: the first, the header, the declarations before it, its own."""

_PASSES: Final = -1
"""Instead of its size: that a production only passes its symbol on."""

_Step = tuple[int, str, Handler | None, tuple[int, ...], frozenset[int], bool, bool]


def read(
    tables: Tables, text: str, context: Context, handlers: Mapping[str, Handler], piece: Piece | None = None
) -> list[Any] | None:
    """What *handlers* make of the header and declarations of *text*, or of those in a *piece* of it.

    None for what the grammar does not allow: what *context* was told then counts for nothing. Raises UnmeasuredError.
    """
    begin, stop = (piece.start, piece.end) if piece else (0, len(text))
    following, source = lexer(tables, text, context.source, stop), context.source
    actions, steps, after, end_state = tables.actions, _steps(tables.productions, handlers), _After(tables), tables.end
    # INVARIANT: of equal length but for the first state, below all that is read.
    states, values, starts, heights = _beginning(tables, begin)
    position, count = begin, 0
    while True:
        kind, value, start, end = following(actions[states[-1]], position)
        while True:
            action = actions[states[-1]].get(kind)
            if action is None:
                return None
            if action >= 0:
                break
            size, origin, handler, kept, spliced, passes, declares = steps[~action]
            if size == _PASSES:
                states[-1] = after[states[-2], origin, kind]
                continue
            if size > 1:
                taken, height, rest = values[-size:], max(heights[-size:]), 1 - size
                del values[rest:], states[rest:], starts[rest:], heights[rest:]
            elif size == 1:
                taken, height = [values[-1]], heights[-1]
            else:  # it stands, as far as it stands anywhere, before what follows
                taken, height = [], 0
                states.append(-1)
                values.append(None)
                starts.append(start)
                heights.append(0)
            children = taken
            if spliced or len(kept) < size:
                children = _spliced(taken, kept, spliced) if spliced else [taken[place] for place in kept]
            if handler is not None:
                height, count = height + 1, count + 1
                if height > MAXIMUM_NESTING or count > MAXIMUM_NODES:
                    raise UnmeasuredError
                values[-1] = handler(context, Span(source, starts[-1], position), children)
                if declares and len(states) <= _ABOVE:
                    count = 0
            else:
                values[-1] = children[0] if passes else children
            heights[-1] = height
            state = states[-1] = after[states[-2], origin, kind]
            if state == end_state:
                return list(values[-1][1:] if begin else values[-1])
        states.append(action)
        values.append(value)
        starts.append(start)
        heights.append(0)
        position = end


def _beginning(tables: Tables, begin: int) -> tuple[list[int], list[Any], list[int], list[int]]:
    """States, values, places and heights of what has been read before *begin*: nothing, or as if it were a header."""
    if begin == 0:
        return [tables.start], [], [], []
    return [tables.start, tables.gotos[tables.start]["header"]], [None], [begin], [0]


def _steps(productions: tuple[Production, ...], handlers: Mapping[str, Handler]) -> list[_Step]:
    return [
        (
            _PASSES if p.only_passes else p.size,
            p.origin,
            _handler(p, handlers),
            p.kept,
            frozenset(p.spliced),
            p.passes,
            p.declares,
        )
        for p in productions
    ]


def _handler(production: Production, handlers: Mapping[str, Handler]) -> Handler | None:
    if not production.name or production.passes:
        return None
    return _as_they_are if production.name in STARTS else handlers[production.name]


def _as_they_are(context: Context, span: Span, children: list[Any]) -> list[Any]:
    return children


def _spliced(taken: list[Any], kept: tuple[int, ...], spliced: frozenset[int]) -> list[Any]:
    """The children in *kept*; those of what is *spliced* one by one, or its only one, which was passed on as it is.

    The first list grows, as nobody else holds it.
    """
    children: list[Any] = []
    for place in kept:
        child = taken[place]
        if place not in spliced or type(child) is not list:
            children.append(child)
        elif children:
            children += child
        else:
            children = child
    return children


class _After(dict[tuple[int, str, str], int]):
    """The state after a production and all those that only pass it on, by the state below, its origin and what follows.

    There are few of them, met again and again.
    """

    def __init__(self, tables: Tables) -> None:
        super().__init__()
        self.tables = tables

    def __missing__(self, key: tuple[int, str, str]) -> int:
        below, origin, kind = key
        productions, actions, gotos = self.tables.productions, self.tables.actions, self.tables.gotos
        state = gotos[below][origin]
        while (action := actions[state].get(kind, 0)) < 0 and productions[~action].only_passes:
            state = gotos[below][productions[~action].origin]
        self[key] = state
        return state
