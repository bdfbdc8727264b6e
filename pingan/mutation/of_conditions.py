"""Mutators of conditions: comparisons, what joins them, negations, quantities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve

from pingan.language.types import BOOLEAN
from pingan.model import nodes as m
from pingan.mutation.nodes import REMOVED
from pingan.mutation.places import Place

_STRICTER: Final[dict[str, m.ComparisonOperator]] = {">=": ">", ">": ">=", "<=": "<", "<": "<="}
_CONTRARY: Final[dict[str, m.ComparisonOperator]] = {
    ">=": "<", ">": "<=", "<=": ">", "<": ">=", "=": "!=", "!=": "=",
}  # fmt: skip


def strictness(place: Place) -> Iterator[object]:
    """``>=`` and ``>``, ``<=`` and ``<`` taken for one another."""
    if isinstance(place.node, m.Comparison) and place.node.operator in _STRICTER:
        yield evolve(place.node, operator=_STRICTER[place.node.operator])


def negation(place: Place) -> Iterator[object]:
    """A condition turned into its contrary; a ``not`` dropped."""
    if not place.is_claim or isinstance(place.node, m.And | m.Or):
        return
    match place.node:
        case m.Not(operand):
            yield operand
        case m.Comparison(operator):
            yield evolve(place.node, operator=_CONTRARY[operator])
        case m.Constant(bool(value)):
            yield evolve(place.node, value=not value)
        case _ if not (place.inside is not None and isinstance(place.inside.node, m.Not)):
            yield m.Not(place.node, type=BOOLEAN, optional=place.node.optional, span=place.node.span)


def junction(place: Place) -> Iterator[object]:
    """``and`` and ``or`` taken for one another."""
    if place.is_joined:
        return
    match place.node:
        case m.And(operands):
            yield m.Or(operands, type=BOOLEAN, optional=place.node.optional, span=place.node.span)
        case m.Or(operands):
            yield m.And(operands, type=BOOLEAN, optional=place.node.optional, span=place.node.span)


def operand(place: Place) -> Iterator[object]:
    """One limb of ``and``, or of ``or``, forgotten."""
    match place.node:
        case (m.And(operands) | m.Or(operands)) as whole if not place.is_joined:
            for index in range(len(operands)):
                others = operands[:index] + operands[index + 1 :]
                yield others[0] if len(others) == 1 else evolve(whole, operands=others)


def quantifier(place: Place) -> Iterator[object]:
    """Some for all: ``any`` and ``all``, ``has any of`` and ``has all of``."""
    match place.node:
        case m.Aggregate("any", filter=condition, body=None):
            yield evolve(place.node, function="all", filter=None, body=condition)
        case m.Aggregate("any"):
            yield evolve(place.node, function="all")
        case m.Aggregate("all"):
            yield evolve(place.node, function="any")
        case m.Has("any"):
            yield evolve(place.node, quantity="all")
        case m.Has("all"):
            yield evolve(place.node, quantity="any")


def filter_dropped(place: Place) -> Iterator[object]:
    """All elements where only some were meant."""
    match place.node:
        case m.Aggregate("any", body=None):
            return
        case m.Aggregate(filter=condition) if condition is not None:
            yield evolve(place.node, filter=None)


def condition(place: Place) -> Iterator[object]:
    """``when``, or the condition of a case, forgotten; of a clause form, in all that it made of it."""
    if place.inside is not None and place.inside.is_joined and not is_in_force(place):
        yield REMOVED
    if place.name == "condition" and place.is_claim and place.inside is not None:
        inside = place.inside.node
        if isinstance(inside, m.Rule) or (isinstance(inside, m.Case) and not _is_last(place.inside)):
            yield REMOVED


def is_in_force(place: Place) -> bool:
    """Whether it says, among other conditions, that something is in force: the day tested is not written there."""
    return isinstance(place.node, m.In) and place.node.span == place.node.collection.span


def _is_last(place: Place) -> bool:
    """Of cases: it is that of `otherwise`, or what is forgotten with it is another mistake."""
    return isinstance(place.declaration, m.Definition) and place.index == len(place.declaration.cases) - 1


def exception(place: Place) -> Iterator[object]:
    """An ``unless`` forgotten."""
    if place.name == "exceptions":
        yield REMOVED
