"""Going through an expression, without recursion: however deep it is, no stack is needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

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
    kind = type(expression)
    names = _HOLDING.get(kind)
    if names is None:
        names = _HOLDING[kind] = _holding(kind)
    found: list[model.Expression] = []
    for name in names:
        held = getattr(expression, name)
        if type(held) is tuple:
            found += held
        elif held is not None:
            found.append(held)
    return found


_HOLDING: Final[dict[type[model.Expression], tuple[str, ...]]] = {}


def _holding(kind: type[model.Expression]) -> tuple[str, ...]:
    """The attributes of *kind* that hold expressions, or tuples of them."""
    return tuple(a.name for a in fields(kind) if a.type in _EXPRESSIONS)


_EXPRESSIONS: Final = ("Expression", "Expression | None", "tuple[Expression, ...]")
