"""Conditions over a vocabulary, of every kind that the language has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pingan.language import types
from pingan.model import nodes as m
from pingan.model.agreement import is_ordered
from pingan.testing.strategies.models import expressions as e
from pingan.testing.strategies.models.surroundings import (
    B,
    Draw,
    Surroundings,
    actors_at,
    kind_of,
    path,
    readable,
)
from pingan.testing.strategies.packages import st

COMPARED: tuple[types.Type, ...] = (
    types.INTEGER, types.DECIMAL, types.DURATION, types.DATE, types.DATETIME, types.TEXT, types.ACTOR, B,
)  # fmt: skip


def condition(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    """A boolean expression of at most that depth."""
    found: m.Expression = draw(_conditions(here, depth))
    return found


@st.composite
def _conditions(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    # A strategy of its own, so that what fails can be cut down to a part of itself.
    if depth == 0:
        return e.leaf(draw, here, B) if draw(st.booleans()) else comparison(draw, here, 0)
    forms: list[Callable[[], m.Expression]] = [
        lambda: comparison(draw, here, depth),
        lambda: m.And(_limbs(draw, here, depth), type=B),
        lambda: m.Or(_limbs(draw, here, depth), type=B),
        lambda: m.Not(condition(draw, here, depth - 1), type=B),
        lambda: _membership(draw, here, depth),
        lambda: _has(draw, here, depth),
        lambda: _claimed(draw, here, depth),
        lambda: m.Present(_optional(draw, here, depth), type=B),
        lambda: e.leaf(draw, here, B),
        lambda: _actors(draw, here),
        lambda: _reading(draw, here),
    ]
    drawn: m.Expression = draw(st.sampled_from(forms))()
    return drawn


def _limbs(draw: Draw, here: Surroundings, depth: int) -> tuple[m.Expression, ...]:
    return tuple(condition(draw, here, depth - 1) for _ in range(draw(st.integers(2, 3))))


def comparison(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    type_ = draw(st.sampled_from(_compared(here)))
    ordered = is_ordered(type_)
    operator = draw(st.sampled_from([">=", "<", "=", "!=", "<=", ">"] if ordered else ["=", "!="]))
    inner = max(depth - 1, 0)
    if isinstance(type_, types.BooleanType):
        left, right = e.leaf(draw, here, B), e.leaf(draw, here, B)
    else:
        left, right = e.value(draw, here, type_, inner), e.value(draw, here, type_, inner)
    return m.Comparison(operator, _of_facts(draw, here, type_, left, right), right, type=B)


def _compared(here: Surroundings) -> list[types.Type]:
    return _worth_reading(here, [*COMPARED, *here.enums]) or [B]


def _worth_reading(here: Surroundings, kinds: Sequence[types.Type]) -> list[types.Type]:
    """Those of *kinds* of which there is something to be read, where a text is to say it."""
    if not here.written:
        return list(kinds)
    there = {kind_of(found.type) for found in readable(here, lambda _: True)}
    return [kind for kind in kinds if kind_of(kind) in there]


def _of_facts(
    draw: Draw, here: Surroundings, type_: types.Type, left: m.Expression, right: m.Expression
) -> m.Expression:
    """*left*, or something to be read, where a text would only hold one constant against another."""
    if here.written and isinstance(left, m.Constant) and isinstance(right, m.Constant):
        return path(draw, here, type_) or left
    return left


def _membership(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    kinds = _worth_reading(here, [*here.enums, types.INTEGER, types.TEXT, types.DATE])
    if draw(st.booleans()) or not kinds:
        day = e.day(draw, here, depth - 1)
        if here.written and isinstance(day, m.Constant):
            day = m.DateOf(m.AsOf(here.zone, type=types.DATETIME), here.zone, type=types.DATE)
        return m.In(day, e.period(draw, here, depth - 1), type=B)
    type_ = draw(st.sampled_from(kinds))
    if isinstance(type_, types.EnumType):
        element = e.leaf(draw, here, type_)
        if here.written and isinstance(element, m.Constant):
            element = path(draw, here, type_) or element
        return m.In(element, e.set_value(draw, here, type_, depth - 1), type=B)
    members = tuple(e.constant(draw, here, type_) for _ in range(draw(st.integers(0, 3))))
    return m.In(e.value(draw, here, type_, depth - 1), m.SetOf(members, type=types.SetType(type_)), type=B)


def _has(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    if not here.enums:
        return e.leaf(draw, here, B)
    kind = e.enum(draw, here)
    quantity = draw(st.sampled_from(["one", "any", "all"]))
    members = e.leaf(draw, here, kind) if quantity == "one" else e.set_value(draw, here, kind, depth - 1)
    collection = e.set_value(draw, here, kind, depth - 1)
    if here.written and collection == m.SetOf((), type=types.SetType(kind)):  # nothing says what it is a set of
        collection = m.SetOf((m.Constant(kind.members[0], type=kind),), type=types.SetType(kind))
    return m.Has(quantity, collection, members, type=B)


def _claimed(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    function = draw(st.sampled_from(["any", "all"]))
    collection, inner, variable = e.over(draw, here, depth)
    filtered = condition(draw, inner, depth - 1) if draw(st.booleans()) or function == "any" else None
    body = condition(draw, inner, depth - 1) if function == "all" or draw(st.booleans()) else None
    return m.Aggregate(function, variable, collection, filtered, body, type=B)


def _optional(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    """Something that may be absent; in a text surely so."""
    if here.written:
        scalars = (types.RecordType, types.ListType, types.SetType, types.PeriodType)
        found = [x for x in readable(here, lambda t: not isinstance(t, scalars)) if x.optional]
        if found:
            chosen: m.Expression = draw(st.sampled_from(found))
            return chosen
        return m.Arithmetic("/", *_ratio(draw, here), type=types.DECIMAL, optional=True)
    return e.value(
        draw, here, draw(st.sampled_from([types.DECIMAL, types.DATE, types.DATETIME, *here.enums, B])), depth - 1
    )


def _ratio(draw: Draw, here: Surroundings) -> tuple[m.Expression, m.Expression]:
    """Two numbers of which the second may be none, so that there is no quotient."""
    zero = m.Constant(0, type=types.INTEGER)
    return e.leaf(draw, here, types.DECIMAL), path(draw, here, types.DECIMAL) or zero


def _actors(draw: Draw, here: Surroundings) -> m.Expression:
    """Records that are actors compare by where they stand."""
    records = actors_at(here)
    if not records:
        return e.leaf(draw, here, B)
    others = [*records, e.constant(draw, here, types.ACTOR), *readable(here, lambda t: isinstance(t, types.ActorType))]
    operator = draw(st.sampled_from(["=", "!="]))
    return m.Comparison(operator, draw(st.sampled_from(records)), draw(st.sampled_from(others)), type=B)


def _reading(draw: Draw, here: Surroundings) -> m.Expression:
    if not here.interpretations:
        return e.leaf(draw, here, B)
    interpretation = draw(st.sampled_from(here.interpretations))
    readings = types.EnumType(interpretation.key, tuple(r.name for r in interpretation.readings))
    chosen = m.ReadingValue(interpretation.key, type=readings)
    return m.Comparison("=", chosen, e.constant(draw, here, readings), type=B)
