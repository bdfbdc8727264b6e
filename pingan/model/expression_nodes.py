"""Expressions with every name bound and every type known.

Expressions are equal when they say the same (places do not count), so equal conditions can share one
node of the decision graph. ``optional`` says whether an expression can be *absent*. The passes insert
the conversions that the language page implies (`DateOf`, `InstantsOf`), so that no later pass thinks about zones.
"""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from pingan.language.types import UNKNOWN, Type
from pingan.source import NOWHERE, Span


@frozen(cache_hash=True)
class Expression:
    """An expression, its type, and whether it can be absent."""

    type: Type = field(default=UNKNOWN, kw_only=True)
    optional: bool = field(default=False, kw_only=True)
    span: Span = field(default=NOWHERE, eq=False, repr=False, kw_only=True)


@frozen(cache_hash=True)
class Broken(Expression):
    """What could not be resolved; a diagnostic has said why. Never reaches the graph."""


Suffix = Literal["", "%", "‰"]


@frozen(cache_hash=True)
class Constant(Expression):
    """bool, number (int when whole, else Fraction; durations in seconds), text, enum member or actor name, date, aware
    datetime. *suffix* is how a number was written: ``80%`` is 4/5 and stays ``80%`` where people read it.
    """

    value: bool | int | Fraction | str | date | datetime
    suffix: Suffix = field(default="", eq=False, repr=False, kw_only=True)


@frozen(cache_hash=True)
class Absent(Expression):
    """The literal ``absent``."""


@frozen(cache_hash=True)
class FactValue(Expression):
    """A fact of the vocabulary, by name."""

    name: str


@frozen(cache_hash=True)
class ElementValue(Expression):
    """The element that a ``for each``, an aggregate or a record's definition is about."""

    variable: str


@frozen(cache_hash=True)
class FieldValue(Expression):
    """A field of a record; absent through an absent record. *judgement* when it awaits a person's determination."""

    record: Expression
    name: str


@frozen(cache_hash=True)
class DefinitionValue(Expression):
    """The value of a definition (key ``module.name``), of *subject* when it belongs to a record."""

    definition: str
    subject: Expression | None = None


@frozen(cache_hash=True)
class ParameterValue(Expression):
    """A parameter (key ``module.name``)."""

    parameter: str


@frozen(cache_hash=True)
class ReadingValue(Expression):
    """The reading chosen of an interpretation (key ``module.name``)."""

    interpretation: str


@frozen(cache_hash=True)
class AsOf(Expression):
    """The instant of the evaluation; given as a date it is some instant of that day in *zone*."""

    zone: str


@frozen(cache_hash=True)
class JudgedPeriod(Expression):
    """``period``: the period that a recurring norm is judged for."""


@frozen(cache_hash=True)
class DateOf(Expression):
    """The day of an instant, in *zone*; *written* as ``date(…)`` or implied."""

    operand: Expression
    zone: str
    written: bool = field(default=False, kw_only=True)


@frozen(cache_hash=True)
class InstantsOf(Expression):
    """Some instant of a day, in *zone* (a date used where an instant is wanted)."""

    operand: Expression
    zone: str


@frozen(cache_hash=True)
class Not(Expression):
    operand: Expression


@frozen(cache_hash=True)
class And(Expression):
    operands: tuple[Expression, ...]


@frozen(cache_hash=True)
class Or(Expression):
    operands: tuple[Expression, ...]


ComparisonOperator = Literal["=", "!=", "<", "<=", ">", ">="]


@frozen(cache_hash=True)
class Comparison(Expression):
    """Of two expressions of one kind: booleans, numbers, durations, dates, instants, texts, actors, members of one
    enum, records that are actors.
    """

    operator: ComparisonOperator
    left: Expression
    right: Expression


@frozen(cache_hash=True)
class Has(Expression):
    """``has`` (*members* is one element), ``has any of`` and ``has all of`` (*members* is a set)."""

    quantity: Literal["one", "any", "all"]
    collection: Expression
    members: Expression


@frozen(cache_hash=True)
class In(Expression):
    """*element* in a set, or (a day) in a period."""

    element: Expression
    collection: Expression


@frozen(cache_hash=True)
class Arithmetic(Expression):
    """Numbers and durations; also a day or instant plus or minus a duration counted as exact time, and day - day,
    instant - instant.
    """

    operator: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


@frozen(cache_hash=True)
class Shift(Expression):
    """A day so many calendar units after (negative: before) a day. The operand is a date (a `DateOf` an instant)."""

    operand: Expression
    amount: int
    unit: Literal["day", "month", "working_day"]
    calendar: str | None = None
    """The calendar that its working days are counted with; None: the environment's."""


@frozen(cache_hash=True)
class Negation(Expression):
    operand: Expression


@frozen(cache_hash=True)
class Present(Expression):
    operand: Expression


@frozen(cache_hash=True)
class Call(Expression):
    """A library function by name: ceil floor round abs min max size start end preceding year."""

    function: str
    arguments: tuple[Expression, ...]


@frozen(cache_hash=True)
class Aggregate(Expression):
    """``any all count share sum min max`` over the elements of a list or set literal.

    *filter* (a condition) says which elements count; *body* is what is claimed (any, all, share) or taken (sum,
    min, max).
    """

    function: Literal["any", "all", "count", "share", "sum", "min", "max"]
    variable: str
    collection: Expression
    filter: Expression | None
    body: Expression | None


@frozen(cache_hash=True)
class SetOf(Expression):
    """A set written out."""

    elements: tuple[Expression, ...]


@frozen(cache_hash=True)
class PeriodOf(Expression):
    """From a day until a day; an end that is None is open."""

    start: Expression | None
    end: Expression | None
