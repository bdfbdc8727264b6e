"""Strategies for well-typed expressions over the small vocabulary, biased to values that facts are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, frozen
from hypothesis import strategies as st

from pingan.language import types
from pingan.model import nodes as m
from tests.strategies.facts import DAYS, DECIMALS, INSTANTS, INTEGERS, LENGTHS, WORDS
from tests.strategies.vocabularies import ACTORS, GRADE, KIND, KINDS, VOCABULARY, ZONE

Draw = Callable[[st.SearchStrategy[Any]], Any]
B = types.BOOLEAN


@frozen
class Surroundings:
    """What an expression may read: variables and their types, definitions, whether a period is judged."""

    variables: Mapping[str, types.Type] = {}
    definitions: tuple[m.Definition, ...] = ()
    parameters: tuple[m.Parameter, ...] = ()
    interpretations: tuple[m.Interpretation, ...] = ()
    period: bool = False
    fields_only: tuple[str, ...] | None = None
    """Only these facts, each at most once (for properties about reading once)."""

    def with_variable(self, name: str, type_: types.Type) -> Surroundings:
        return evolve(self, variables={**self.variables, name: type_})


def plain(type_: types.Type) -> types.Type:
    """Without the range of its declaration."""
    match type_:
        case types.NumberType(integer=integer):
            return types.NumberType(integer=integer)
        case types.DurationType():
            return types.DURATION
    return type_


def kind_of(type_: types.Type) -> object:
    """What may stand in for each other in an expression."""
    if isinstance(type_, types.EnumType | types.RecordType):
        return type_.name
    if isinstance(type_, types.SetType | types.ListType):
        return type(type_), kind_of(type_.element)
    return type(type_)


def readable(here: Surroundings, wanted: Callable[[types.Type], bool]) -> list[m.Expression]:
    """Every path that leads to a value of a wanted type."""
    starts: list[m.Expression] = [
        m.FactValue(name, type=fact.field.type, optional=fact.field.optional)
        for name, fact in VOCABULARY.facts.items()
        if fact.field is not None and (here.fields_only is None or name in here.fields_only)
    ]
    starts += [m.ElementValue(name, type=type_) for name, type_ in here.variables.items()]
    found: list[m.Expression] = []
    while starts:
        start = starts.pop(0)
        if wanted(start.type):
            found.append(start)
        if isinstance(start.type, types.RecordType):
            starts += [
                m.FieldValue(start, f.name, type=f.type, optional=f.optional or start.optional)
                for f in VOCABULARY.records[start.type.name].fields.values()
                if not isinstance(f.type, types.ListType) or isinstance(start, m.ElementValue | m.FactValue)
            ]
    for definition in here.definitions:
        if definition.variable is None and wanted(definition.type):
            found.append(m.DefinitionValue(definition.key, type=definition.type, optional=definition.optional))
    for definition in here.definitions:
        if definition.variable is not None and wanted(definition.type):
            found += [
                m.DefinitionValue(
                    definition.key, subject, type=definition.type, optional=definition.optional or subject.optional
                )
                for subject in _records(here, definition.record)
            ]
    found += [
        m.ParameterValue(p.key, type=p.type) for p in here.parameters if p.name != "drill_interval" and wanted(p.type)
    ]
    return found


def _records(here: Surroundings, name: str | None) -> list[m.Expression]:
    """Every path that leads to a value of the record *name*."""
    return readable(evolve(here, definitions=()), lambda t: isinstance(t, types.RecordType) and t.name == name)


def whole(type_: types.Type) -> bool:
    return isinstance(type_, types.NumberType) and type_.integer


def path(draw: Draw, here: Surroundings, like: types.Type) -> m.Expression | None:
    paths = readable(here, lambda t: kind_of(t) == kind_of(like) and not (whole(like) and not whole(t)))
    return draw(st.sampled_from(paths)) if paths else None


def constant(draw: Draw, type_: types.Type) -> m.Expression:
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
            return m.Constant(draw(st.sampled_from(ACTORS)), type=type_)
        case types.BooleanType():
            return m.Constant(draw(st.booleans()), type=B)
    return m.Constant(draw(st.sampled_from(WORDS)), type=types.TEXT)


def value(draw: Draw, here: Surroundings, type_: types.Type, depth: int) -> m.Expression:
    """An expression of the kind of *type_*."""
    match type_:
        case types.BooleanType():
            return condition(draw, here, depth)
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


def leaf(draw: Draw, here: Surroundings, type_: types.Type) -> m.Expression:
    found = path(draw, here, type_) if draw(st.integers(0, 3)) else None
    return found or constant(draw, type_)


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
    function = draw(
        st.sampled_from(["min", "max", "abs", "ceil", "floor", "round", "size"] if integer else ["min", "max", "abs"])
    )
    if function == "size":
        return m.Call("size", (set_value(draw, here, KIND, depth - 1),), type=types.INTEGER)
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
    collection, inner, variable = _over(draw, here, depth)
    filtered = condition(draw, inner, depth - 1) if draw(st.booleans()) else None
    if function == "count":
        return m.Aggregate("count", variable, collection, filtered, None, type=types.INTEGER)
    if function == "share":
        claim = condition(draw, inner, depth - 1)
        return m.Aggregate("share", variable, collection, filtered, claim, type=types.DECIMAL, optional=True)
    body = number(draw, inner, types.NumberType(integer=integer), depth - 1)
    return m.Aggregate(
        function, variable, collection, filtered, body, type=plain(body.type), optional=function != "sum"
    )


def _over(draw: Draw, here: Surroundings, depth: int) -> tuple[m.Expression, Surroundings, str]:
    """A list or set written out to run over, and a variable for its elements."""
    variable = f"v{len(here.variables)}"
    lists = readable(here, lambda t: isinstance(t, types.ListType))
    if not lists or draw(st.integers(0, 4)) == 0:
        members = draw(st.lists(st.sampled_from(KIND.members), min_size=1, unique=True))
        written = m.SetOf(tuple(m.Constant(x, type=KIND) for x in members), type=KINDS)
        return written, here.with_variable(variable, KIND), variable
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
        return m.DateOf(operand, ZONE, type=types.DATE, optional=operand.optional)
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
        return m.AsOf(ZONE, type=types.DATETIME)
    if form == 4:
        operand = day(draw, here, depth - 1)
        return m.InstantsOf(operand, ZONE, type=types.DATETIME, optional=operand.optional)
    operands = instant(draw, here, depth - 1), duration(draw, here, depth - 1)
    return m.Arithmetic(draw(st.sampled_from("+-")), *operands, type=types.DATETIME, optional=True)


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
    return m.PeriodOf(*ends, type=types.PERIOD)


def set_value(draw: Draw, here: Surroundings, element: types.Type, depth: int) -> m.Expression:
    found = path(draw, here, types.SetType(element)) if draw(st.booleans()) else None
    if found is not None:
        return found
    if not isinstance(element, types.EnumType) or not draw(st.integers(0, 3)):
        return m.SetOf((leaf(draw, here, element),), type=types.SetType(element))
    members = draw(st.lists(st.sampled_from(element.members), unique=True))
    return m.SetOf(tuple(m.Constant(x, type=element) for x in members), type=types.SetType(element))


# --- conditions -------------------------------------------------------------------------------------------------

COMPARED: tuple[types.Type, ...] = (
    types.INTEGER, types.DECIMAL, types.DURATION, types.DATE, types.DATETIME, GRADE, KIND, types.TEXT, types.ACTOR, B,
)  # fmt: skip


def condition(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    """A boolean expression of at most that depth."""
    if depth == 0:
        return leaf(draw, here, B) if draw(st.booleans()) else comparison(draw, here, 0)
    forms: list[Callable[[], m.Expression]] = [
        lambda: comparison(draw, here, depth),
        lambda: m.And(_limbs(draw, here, depth), type=B),
        lambda: m.Or(_limbs(draw, here, depth), type=B),
        lambda: m.Not(condition(draw, here, depth - 1), type=B),
        lambda: _membership(draw, here, depth),
        lambda: _has(draw, here, depth),
        lambda: _claimed(draw, here, depth),
        lambda: m.Present(_optional(draw, here, depth), type=B),
        lambda: leaf(draw, here, B),
        lambda: _actors(draw, here),
        lambda: _reading(draw, here),
    ]
    drawn: m.Expression = draw(st.sampled_from(forms))()
    return drawn


def _limbs(draw: Draw, here: Surroundings, depth: int) -> tuple[m.Expression, ...]:
    return tuple(condition(draw, here, depth - 1) for _ in range(draw(st.integers(2, 3))))


def comparison(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    type_ = draw(st.sampled_from(COMPARED))
    ordered = (
        isinstance(type_, types.NumberType | types.DurationType | types.DateType | types.DateTimeType) or type_ == GRADE
    )
    operator = draw(st.sampled_from([">=", "<", "=", "!=", "<=", ">"] if ordered else ["=", "!="]))
    inner = max(depth - 1, 0)
    if isinstance(type_, types.BooleanType):
        return m.Comparison(operator, leaf(draw, here, B), leaf(draw, here, B), type=B)
    return m.Comparison(operator, value(draw, here, type_, inner), value(draw, here, type_, inner), type=B)


def _membership(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    if draw(st.booleans()):
        return m.In(day(draw, here, depth - 1), period(draw, here, depth - 1), type=B)
    type_ = draw(st.sampled_from([KIND, types.INTEGER, types.TEXT, types.DATE]))
    if isinstance(type_, types.EnumType):
        return m.In(leaf(draw, here, type_), set_value(draw, here, type_, depth - 1), type=B)
    members = tuple(constant(draw, type_) for _ in range(draw(st.integers(0, 3))))
    return m.In(value(draw, here, type_, depth - 1), m.SetOf(members, type=types.SetType(type_)), type=B)


def _has(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    quantity = draw(st.sampled_from(["one", "any", "all"]))
    members = leaf(draw, here, KIND) if quantity == "one" else set_value(draw, here, KIND, depth - 1)
    return m.Has(quantity, set_value(draw, here, KIND, depth - 1), members, type=B)


def _claimed(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    function = draw(st.sampled_from(["any", "all"]))
    collection, inner, variable = _over(draw, here, depth)
    filtered = condition(draw, inner, depth - 1) if draw(st.booleans()) or function == "any" else None
    body = condition(draw, inner, depth - 1) if function == "all" or draw(st.booleans()) else None
    return m.Aggregate(function, variable, collection, filtered, body, type=B)


def _optional(draw: Draw, here: Surroundings, depth: int) -> m.Expression:
    return value(draw, here, draw(st.sampled_from([types.DECIMAL, types.DATE, types.DATETIME, KIND, B])), depth - 1)


def _actors(draw: Draw, here: Surroundings) -> m.Expression:
    """Records that are actors compare by where they stand."""
    records = readable(here, lambda t: isinstance(t, types.RecordType) and t.name == "Unit")
    if not records:
        return leaf(draw, here, B)
    others = [*records, constant(draw, types.ACTOR), *readable(here, lambda t: isinstance(t, types.ActorType))]
    operator = draw(st.sampled_from(["=", "!="]))
    return m.Comparison(operator, draw(st.sampled_from(records)), draw(st.sampled_from(others)), type=B)


def _reading(draw: Draw, here: Surroundings) -> m.Expression:
    if not here.interpretations:
        return leaf(draw, here, B)
    interpretation = draw(st.sampled_from(here.interpretations))
    readings = types.EnumType(interpretation.key, tuple(r.name for r in interpretation.readings))
    chosen = m.ReadingValue(interpretation.key, type=readings)
    return m.Comparison("=", chosen, constant(draw, readings), type=B)
