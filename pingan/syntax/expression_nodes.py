"""Names and expressions as written, and what scenarios give: the leaves of the syntax tree."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from attrs import field, frozen

from pingan.source import NOWHERE, Span


@frozen
class Node:
    """Every node knows its place; equality ignores it."""

    span: Span = field(default=NOWHERE, eq=False, repr=False, kw_only=True)


@frozen
class Itemised(Node):
    """A declaration whose items may stand in any order; *places* tells the printer where each stood, by its kind."""

    places: tuple[tuple[str, Span], ...] = field(default=(), eq=False, repr=False, kw_only=True)


@frozen
class Name(Node):
    """An identifier as written (built-in words in their canonical, English spelling)."""

    text: str


@frozen
class Comment(Node):
    """A comment without its ``#``; its span tells the printer where it belongs."""

    text: str


@frozen
class BooleanLiteral(Node):
    value: bool


@frozen
class NumberLiteral(Node):
    """``3``, ``0.5``, ``3%``, ``3‰``: the digits as written and the suffix, so that it prints as it was."""

    digits: str
    suffix: Literal["", "%", "‰"] = ""


@frozen
class TextLiteral(Node):
    value: str


@frozen
class DateLiteral(Node):
    value: date


@frozen
class DateTimeLiteral(Node):
    """An instant; without an offset it is meant in the policy's zone."""

    value: datetime


PartOfMonth = Literal["early", "mid", "late"]


@frozen
class MonthLiteral(Node):
    """A month of a year, or a third of it: the days 1 to 10, 11 to 20, 21 to the last (上旬, 中旬, 下旬)."""

    year: int
    month: int
    part: PartOfMonth | None = None


DurationUnit = Literal["minute", "hour", "day", "week", "month", "year", "working_day"]


@frozen
class DurationLiteral(Node):
    digits: str
    unit: DurationUnit


@frozen
class AbsentLiteral(Node):
    pass


@frozen
class Path(Node):
    """A bare name, or names with dots between them."""

    names: tuple[Name, ...]

    @property
    def text(self) -> str:
        return ".".join(n.text for n in self.names)


@frozen
class Not(Node):
    operand: Expression


@frozen
class And(Node):
    operands: tuple[Expression, ...]


@frozen
class Or(Node):
    operands: tuple[Expression, ...]


ComparisonOperator = Literal["=", "!=", "<", "<=", ">", ">="]


@frozen
class Comparison(Node):
    operator: ComparisonOperator
    left: Expression
    right: Expression


HasQuantity = Literal["one", "any", "all"]


@frozen
class Has(Node):
    """``collection has member`` (one), ``has any of`` (any), ``has all of`` (all)."""

    quantity: HasQuantity
    collection: Expression
    members: Expression


@frozen
class In(Node):
    """``element in collection``: a set, or a period."""

    element: Expression
    collection: Expression


ArithmeticOperator = Literal["+", "-", "*", "/"]


@frozen
class Arithmetic(Node):
    operator: ArithmeticOperator
    left: Expression
    right: Expression


@frozen
class Negation(Node):
    operand: Expression


@frozen
class Call(Node):
    """``max(a, b)``, ``present(x)``: functions by canonical name."""

    function: Name
    arguments: tuple[Expression, ...]


@frozen
class Aggregate(Node):
    """``function(variable in collection where filter: body)``; filter and body may be left out."""

    function: Name
    variable: Name
    collection: Expression
    filter: Expression | None
    body: Expression | None


@frozen
class SetLiteral(Node):
    """``{a, b}``; *open* when it ends in ``...`` (scenario givens only). Elements of givens may be records."""

    elements: tuple[Given, ...]
    open: bool = False


@frozen
class PeriodLiteral(Node):
    """``from a until b``; either end may be left out."""

    start: Expression | None
    end: Expression | None


Expression = (
    BooleanLiteral
    | NumberLiteral
    | TextLiteral
    | DateLiteral
    | DateTimeLiteral
    | MonthLiteral
    | DurationLiteral
    | AbsentLiteral
    | Path
    | Not
    | And
    | Or
    | Comparison
    | Has
    | In
    | Arithmetic
    | Negation
    | Call
    | Aggregate
    | SetLiteral
    | PeriodLiteral
)


@frozen
class Unknown(Node):
    """``unknown``: takes the fact back, as if it had not been given."""


BoundKind = Literal["at_least", "more_than", "at_most", "less_than"]


@frozen
class Bound(Node):
    kind: BoundKind
    value: Expression


@frozen
class Bounded(Node):
    """``at least 3 and at most 5``."""

    bounds: tuple[Bound, ...]


@frozen
class OneOf(Node):
    """``one of {a, b}``."""

    members: tuple[Expression, ...]


@frozen
class RecordGiven(Node):
    """``{ role: ringleader, joined_at: unknown }``."""

    entries: tuple[tuple[Name, Given], ...]


Given = Expression | Unknown | Bounded | OneOf | RecordGiven
