"""Well-typed expressions over a vocabulary, biased to values that facts are drawn from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pingan.language import types
from pingan.model import nodes as m
from pingan.testing.strategies.models import conditions
from pingan.testing.strategies.models.surroundings import (
    DAYS,
    DECIMALS,
    INSTANTS,
    INTEGERS,
    LENGTHS,
    WORDS,
    B,
    Draw,
    Surroundings,
    path,
    plain,
    readable,
)
from pingan.testing.strategies.packages import st


def constant(draw: Draw, here: Surroundings, type_: types.Type) -> m.Expression:
    match type_:
        case types.NumberType(integer=integer):
            value: Any = draw(st.sampled_from(INTEGERS if integer else DECIMALS))
            value = int(value) if value.denominator == 1 else value
            return m.Constant(value, type=types.NumberType(integer=isinstance(value, int)))
        case types.DurationType():
            return m.Constant(int(draw(st.sampled_from(LENGTHS)).total_seconds()), type=types.DURATION)
        case types.DateType():
            return m.Constant(draw(st.sampled_from(DAYS)), type=type_)
        case types.DateTimeType():
            return m.Constant(draw(st.sampled_from(INSTANTS)), type=type_)
        case types.EnumType(members=members):
            return m.Constant(draw(st.sampled_from(members)), type=type_)
        case types.ActorType():
            return m.Constant(draw(st.sampled_from(list(here.vocabulary.actors))), type=type_)
        case types.BooleanType():
            return m.Constant(draw(st.booleans()), type=B)
    return m.Constant(draw(st.sampled_from(WORDS)), type=types.TEXT)


def value(draw: Draw, here: Surroundings, type_: types.Type, depth: int) -> m.Expression:
    """An expression of the kind of *type_*."""
    match type_:
        case types.BooleanType():
            return conditions.condition(draw, here, depth)
        case types.NumberType():
            return number(draw, here, type_, depth)
        case types.DurationType():
            return duration(draw, here, depth)
        case types.DateType():
            return day(draw, here, depth)
        case types.DateTimeType():
            return instant(draw, here, depth)
        case types.SetType(element=element):
            return set_value(draw, here, element, depth)
        case types.PeriodType():
            return period(draw, here, depth)
    return leaf(draw, here, type_)


def enum(draw: Draw, here: Surroundings) -> types.EnumType:
    """One of the enums of the vocabulary, which has some."""
    found: types.EnumType = draw(st.sampled_from(here.enums))
    return found


def leaf(draw: Draw, here: Surroundings, type_: types.Type) -> m.Expression:
    found = path(draw, here, type_) if draw(st.integers(0, 3)) else None
    return found or constant(draw, here, type_)


# --- numbers and times ------------------------------------------------------------------------------------------


def number(draw: Draw, here: Surroundings, type_: types.NumberType, depth: int) -> m.Expression:
    if depth == 0 or draw(st.booleans()):
        return leaf(draw, here, type_)
    integer = type_.integer
    forms: list[Callable[[], m.Expression]] = [
        lambda: _arithmetic(draw, here, integer, depth),
        lambda: _called(draw, here, integer, depth),
        lambda: _aggregated(draw, here, integer, depth),
        lambda: _negated(draw, here, type_, depth),
    ]
    drawn: m.Expression = draw(st.sampled_from(forms))()
    return drawn


def _negated(draw: Draw, here: Surroundings, type_: types.NumberType, depth: int) -> m.Expression:
    operand = number(draw, here, type_, depth - 1)
    return m.Negation(operand, type=plain(operand.type), optional=operand.optional)


def _arithmetic(draw: Draw, here: Surroundings, integer: bool, depth: int) -> m.Expression:
    operator = draw(st.sampled_from(["+", "-", "*"] if integer else ["+", "-", "*", "/"]))
    like = types.NumberType(integer=integer)
    left, right = number(draw, here, like, depth - 1), number(draw, here, like, depth - 1)
    whole = operator != "/" and all(isinstance(e.type, types.NumberType) and e.type.integer for e in (left, right))
    optional = left.optional or right.optional or operator == "/"
    return m.Arithmetic(operator, left, right, type=types.NumberType(integer=whole), optional=optional)


def _called(draw: Draw, here: Surroundings, integer: bool, depth: int) -> m.Expression:
    sized = ["size"] if here.enums else []
    function = draw(
        st.sampled_from(["min", "max", "abs", "ceil", "floor", "round", *sized] if integer else ["min", "max", "abs"])
    )
    if function == "size":
        return m.Call("size", (set_value(draw, here, enum(draw, here), depth - 1),), type=types.INTEGER)
    if function in ("ceil", "floor", "round"):
        operand = number(draw, here, types.DECIMAL, depth - 1)
        return m.Call(function, (operand,), type=types.INTEGER, optional=operand.optional)
    size = 1 if function == "abs" else draw(st.integers(2, 3))
    operands = tuple(number(draw, here, types.NumberType(integer=integer), depth - 1) for _ in range(size))
    whole = all(isinstance(e.type, types.NumberType) and e.type.integer for e in operands)
    optional = any(e.optional for e in operands) if size == 1 else all(e.optional for e in operands)
    return m.Call(function, operands, type=types.NumberType(integer=whole), optional=optional)


def _aggregated(draw: Draw, here: Surroundings, integer: bool, depth: int) -> m.Expression:
    function = draw(st.sampled_from(["count", "sum", "min", "max"] if integer else ["share", "sum", "min", "max"]))
    collection, inner, variable = over(draw, here, depth)
    filtered = conditions.condition(draw, inner, depth - 1) if draw(st.booleans()) else None
    if function == "count":
        return m.Aggregate("count", variable, collection, filtered, None, type=types.INTEGER)
    if function == "share":
        claim = conditions.condition(draw, inner, depth - 1)
        return m.Aggregate("share", variable, collection, filtered, claim, type=types.DECIMAL, optional=True)
    body = number(draw, inner, types.NumberType(integer=integer), depth - 1)
    return m.Aggregate(
        function, variable, collection, filtered, body, type=plain(body.type), optional=function != "sum"
    )


def over(draw: Draw, here: Surroundings, depth: int) -> tuple[m.Expression, Surroundings, str]:
    """A list or set written out to run over, and a variable for its elements."""
    variable = f"v{len(here.variables)}"
    lists = readable(here, lambda t: isinstance(t, types.ListType))
    if not lists or (here.enums and draw(st.integers(0, 4)) == 0):
        element: types.Type = enum(draw, here) if here.enums else types.INTEGER
        constants = [constant(draw, here, element) for _ in range(draw(st.integers(1, 3)))]
        written = m.SetOf(tuple(dict.fromkeys(constants)), type=types.SetType(element))
        return written, here.with_variable(variable, element), variable
    chosen = draw(st.sampled_from(lists))
    assert isinstance(chosen.type, types.ListType)
    return chosen, here.with_variable(variable, chosen.type.element), variable


def duration(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    form = draw(st.integers(0, 3)) if depth else 0
    if form < 2:
        return leaf(draw, here, types.DURATION)
    if form == 2:
        operands = instant(draw, here, depth - 1), instant(draw, here, depth - 1)
        return m.Arithmetic("-", *operands, type=types.DURATION, optional=any(o.optional for o in operands))
    length, factor = duration(draw, here, depth - 1), number(draw, here, types.INTEGER, 0)
    return m.Arithmetic("*", length, factor, type=types.DURATION, optional=length.optional or factor.optional)


def day(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    form = draw(st.integers(0, 5)) if depth else 0
    if form < 2:
        return leaf(draw, here, types.DATE)
    if form == 2:
        operand = instant(draw, here, depth - 1)
        return m.DateOf(operand, here.zone, type=types.DATE, optional=operand.optional)
    if form == 3:
        amount = draw(st.integers(-3, 40).filter(bool))
        unit = draw(st.sampled_from(["day", "month", "working_day"]))
        return m.Shift(
            day(draw, here, depth - 1),
            amount % 4 + 1 if unit == "month" else amount,
            unit,
            draw(st.sampled_from([None, None, "china"])) if unit == "working_day" else None,
            type=types.DATE,
            optional=True,
        )
    if form == 4:
        function = draw(st.sampled_from(["start", "end"]))
        return m.Call(function, (period(draw, here, depth - 1),), type=types.DATE, optional=True)
    operands = day(draw, here, depth - 1), day(draw, here, depth - 1)
    return m.Call(
        draw(st.sampled_from(["min", "max"])), operands, type=types.DATE, optional=all(o.optional for o in operands)
    )


def instant(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    form = draw(st.integers(0, 5)) if depth else 0
    if form < 3:
        return leaf(draw, here, types.DATETIME)
    if form == 3:
        return m.AsOf(here.zone, type=types.DATETIME)
    if form == 4:
        operand = day(draw, here, depth - 1)
        return m.InstantsOf(operand, here.zone, type=types.DATETIME, optional=operand.optional)
    start, length = instant(draw, here, depth - 1), duration(draw, here, depth - 1)
    if here.written and isinstance(start, m.InstantsOf):  # hours do not count from a day
        start = m.AsOf(here.zone, type=types.DATETIME)
    return m.Arithmetic(draw(st.sampled_from("+-")), start, length, type=types.DATETIME, optional=True)


def period(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    if here.period and draw(st.booleans()):
        return m.JudgedPeriod(type=types.PERIOD)
    found = path(draw, here, types.PERIOD) if draw(st.booleans()) else None
    if found is not None:
        return found
    first, last = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    ends: list[m.Expression | None] = [
        m.Constant(d, type=types.DATE) if draw(st.integers(0, 3)) else None for d in (first, last)
    ]
    if here.written and ends == [None, None]:
        ends[0] = m.Constant(first, type=types.DATE)
    return m.PeriodOf(*ends, type=types.PERIOD)


def set_value(draw: Draw, here: Surroundings, element: types.Type, depth: int) -> m.Expression:
    found = path(draw, here, types.SetType(element)) if draw(st.booleans()) else None
    if found is not None:
        return found
    if not isinstance(element, types.EnumType) or not draw(st.integers(0, 3)):
        return m.SetOf((leaf(draw, here, element),), type=types.SetType(element))
    members = draw(st.lists(st.sampled_from(element.members), unique=True))
    return m.SetOf(tuple(m.Constant(x, type=element) for x in members), type=types.SetType(element))
