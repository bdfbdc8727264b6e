"""Mutators of values: numbers, days and lengths of time off by one, members of enums, actors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from pingan.language import types
from pingan.model import nodes as m
from pingan.mutation.nodes import REMOVED
from pingan.mutation.places import Place
from pingan.mutation.steps import neighbours


def threshold(place: Place) -> Iterator[object]:
    """A number, a day or a length of time one step less, and one more; of an ordered enum the members beside."""
    match place.node:
        case m.Constant(str() as name, type=types.EnumType(ordered=True, members=members)) if _is_compared(place):
            at = members.index(name)
            yield from (
                evolve(place.node, value=each) for each in (*members[max(at - 1, 0) : at], *members[at + 1 : at + 2])
            )
        case m.Constant():
            yield from neighbours(place.node)
        case m.Shift(amount=amount) if place.inside is not None:
            yield from (evolve(place.node, amount=n) for n in (amount - 1, amount + 1) if n)


def _is_compared(place: Place) -> bool:
    inside = place.inside
    return inside is not None and isinstance(inside.node, m.Comparison) and inside.node.operator not in ("=", "!=")


def member(place: Place) -> Iterator[object]:
    """A member of an enum, or an actor, replaced by another one; of arguments see there."""
    if place.name == "arguments":
        return
    match place.node:
        case m.Constant(str() as name, type=types.EnumType(members=members)) if not _is_compared(place):
            yield from _another(place, name, members)
        case m.Constant(str() as name, type=types.ActorType()) if place.name not in ("bearers", "partners"):
            yield from _another(place, name, tuple(place.policy.vocabulary.actors))


def _another(place: Place, name: str, members: Sequence[str]) -> Iterator[m.Constant]:
    """The next one that does not stand beside it already."""
    beside: set[object] = {name}
    if place.inside is not None and isinstance(place.inside.node, m.SetOf):
        beside |= {e.value for e in place.inside.node.elements if isinstance(e, m.Constant)}
    if name not in members:
        return
    at = members.index(name)
    others = [each for each in (*members[at + 1 :], *members[:at]) if each not in beside]
    if others:
        yield evolve(place.node, value=others[0])


def set_member(place: Place) -> Iterator[object]:
    """A set written out, without one of its elements."""
    if place.inside is not None and isinstance(place.inside.node, m.SetOf) and len(place.inside.node.elements) > 1:
        yield REMOVED


def arithmetic(place: Place) -> Iterator[object]:
    """Plus and minus taken for one another."""
    match place.node:
        case m.Arithmetic("+" | "-" as operator, left, right) if type(left.type) is type(right.type):
            if isinstance(left.type, types.NumberType | types.DurationType):
                yield evolve(place.node, operator="-" if operator == "+" else "+")
        case m.Arithmetic("+" | "-" as operator, left, right) if isinstance(right.type, types.DurationType):
            yield evolve(place.node, operator="-" if operator == "+" else "+")
        case m.Shift(amount=amount):
            yield evolve(place.node, amount=-amount)


def rounding(place: Place) -> Iterator[object]:
    """Up, down and to the nearest."""
    other = {"ceil": "floor", "floor": "ceil", "round": "floor"}
    if isinstance(place.node, m.Call) and place.node.function in other and len(place.node.arguments) == 1:
        yield evolve(place.node, function=other[place.node.function])


def extreme(place: Place) -> Iterator[object]:
    """The least for the greatest, the start for the end."""
    other = {"min": "max", "max": "min", "start": "end", "end": "start"}
    match place.node:
        case m.Call(function) if function in other:
            yield evolve(place.node, function=other[function])
        case m.Aggregate("min"):
            yield evolve(place.node, function="max")
        case m.Aggregate("max"):
            yield evolve(place.node, function="min")
        case m.Call("preceding", (period,)):
            yield period


def period_end(place: Place) -> Iterator[object]:
    """A period that is open where it had an end."""
    match place.node:
        case m.PeriodOf(start, end) if start is not None and end is not None:
            yield evolve(place.node, start=None)
            yield evolve(place.node, end=None)
