"""Going through an expression, without recursion: however deep it is, no stack is needed."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cache
from typing import cast

from attrs import fields

from pingan.model import nodes as model


def walk(expression: model.Expression) -> Iterator[model.Expression]:
    """*expression* and all its parts, each before what is in it."""
    waiting = [expression]
    while waiting:
        found = waiting.pop()
        yield found
        waiting.extend(reversed(parts(found)))


def parts(expression: model.Expression) -> list[model.Expression]:
    """The expressions that *expression* is directly made of, in the order of its attributes."""
    found: list[model.Expression] = []
    for name in _attributes(cast(Hashable, type(expression))):
        held = getattr(expression, name)
        if isinstance(held, model.Expression):
            found.append(held)
        elif isinstance(held, tuple):
            found.extend(e for e in held if isinstance(e, model.Expression))
    return found


@cache
def _attributes(kind: Hashable) -> tuple[str, ...]:
    attributes = fields(cast(type[model.Expression], kind))
    return tuple(a.name for a in attributes if a.name not in ("type", "optional", "span"))
