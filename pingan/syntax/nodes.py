"""What the author wrote: frozen nodes, equal when they say the same, whatever place, dialect or comments."""

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


# --- expressions -----------------------------------------------------------------------------------


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


# --- what a scenario gives ---------------------------------------------------------------------------


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


# --- types -----------------------------------------------------------------------------------------------


@frozen
class NamedType(Node):
    """A built-in type (canonical name), enum or record, with the range it may state."""

    name: Name
    range: tuple[tuple[ComparisonOperator, Expression], ...] = ()


@frozen
class SetOf(Node):
    element: NamedType


@frozen
class ListOf(Node):
    element: NamedType


@frozen
class JudgementOf(Node):
    """A value that only a person determines: a boolean unless *value* says otherwise; no *authorities*: anybody."""

    value: NamedType | SetOf | None
    authorities: tuple[Name, ...]


TypeExpression = NamedType | SetOf | ListOf | JudgementOf

Mark = Literal["optional", "key", "sensitive"]


@frozen
class Field(Node):
    """A field of a record, a fact, or a parameter of an action: name, label, type and marks."""

    name: Name
    label: str | None
    type: TypeExpression
    marks: tuple[Mark, ...] = ()


# --- declarations: vocabulary -------------------------------------------------------------------------------


@frozen
class Member(Node):
    """A member of an enum, or a reading of an interpretation."""

    name: Name
    label: str | None


@frozen
class Enum(Node):
    name: Name
    label: str | None
    ordered: bool
    members: tuple[Member, ...]


@frozen
class Record(Node):
    name: Name
    label: str | None
    is_actor: bool
    fields: tuple[Field, ...]


@frozen
class Fact(Node):
    """A fact of the vocabulary; its name, label, type and marks are those of *field*."""

    field: Field


@frozen
class Actor(Node):
    name: Name
    label: str | None


@frozen
class Action(Node):
    name: Name
    label: str | None
    parameters: tuple[Field, ...]
    kind: Name | None


# --- declarations: what a text leaves open -------------------------------------------------------------------


@frozen
class Parameter(Node):
    """Its name, label, type and range are those of *field*."""

    field: Field


@frozen
class Setting(Node):
    """``set name = value``: a parameter's value, or the chosen reading of an interpretation."""

    target: Path
    value: Expression


@frozen
class Interpretation(Itemised):
    name: Name
    label: str | None
    question: str | None
    readings: tuple[Member, ...]
    default: Name | None


@frozen
class Cite(Node):
    clause: str


@frozen
class Case(Node):
    """``is value when condition``, ``is value otherwise`` (*otherwise*), or ``is value`` alone."""

    value: Expression
    condition: Expression | None
    otherwise: bool = False


@frozen
class Definition(Itemised):
    name: Name
    label: str | None
    subject: tuple[Name, Name] | None
    """Variable and record of a definition that belongs to a record."""
    type: TypeExpression
    cites: tuple[Cite, ...]
    cases: tuple[Case, ...]


# --- declarations: rules --------------------------------------------------------------------------------------


@frozen
class Act(Node):
    action: Name
    arguments: tuple[tuple[Name | None, Expression], ...]


@frozen
class Ensure(Node):
    condition: Expression


@frozen
class Word(Node):
    """A deadline that is a parameter's word: ``immediately``."""

    parameter: Name


@frozen
class Within(Node):
    """``within 2 hours``, ``within grace_period``."""

    duration: DurationLiteral | Path
    rolling: bool = False


@frozen
class By(Node):
    """``by D``: that day or instant included."""

    limit: Expression
    rolling: bool = False


RecurringUnit = Literal["day", "week", "half_month", "month", "quarter", "half_year", "year"]


@frozen
class Every(Node):
    """``every month by day 5``; *unit* is a calendar unit or the path of a duration parameter."""

    unit: RecurringUnit | Path
    day: int | None = None


Deadline = Word | Within | By | Every

EvidenceKind = Literal["fulfilled_when", "fulfilled_at", "breached_when", "breached_at"]


@frozen
class Evidence(Node):
    kind: EvidenceKind
    expression: Expression


Modality = Literal["must", "should", "may", "discretion", "must_not"]


@frozen
class Norm(Node):
    """Bearers are each bound; partners (after ``with``) act jointly and are not bound."""

    bearers: tuple[Path, ...]
    partners: tuple[Path, ...]
    modality: Modality
    duty: Act | Ensure
    deadline: Deadline | None = None
    evidence: tuple[Evidence, ...] = ()
    otherwise: Norm | None = None


@frozen
class Each(Node):
    variable: Name
    collection: Expression


@frozen
class InForce(Node):
    """``in force from a until b``, ``in force during P``, either with ``for E`` (*tested*: E instead of as_of)."""

    period: Expression
    tested: Expression | None = None
    during: bool = False


@frozen
class Rule(Itemised):
    name: Name
    label: str | None
    cites: tuple[Cite, ...] = ()
    overrides: tuple[Path, ...] = ()
    in_force: InForce | None = None
    since: Expression | None = None
    each: tuple[Each, ...] = ()
    condition: Expression | None = None
    exceptions: tuple[Expression, ...] = ()
    norms: tuple[Norm, ...] = ()
    soft: bool = False
    notes: tuple[str, ...] = ()


# --- declarations: headers ----------------------------------------------------------------------------------------


@frozen
class Omission(Node):
    clause: str
    reason: str


@frozen
class PolicyHeader(Itemised):
    name: Name
    label: str | None
    version: str | None = None
    document: str | None = None
    register: str | None = None
    issued: DateLiteral | None = None
    issuers: tuple[Name, ...] = ()
    zone: str | None = None
    scope: Expression | None = None
    in_force: InForce | None = None
    uses: tuple[Name, ...] = ()
    extends: tuple[Name, ...] = ()
    omissions: tuple[Omission, ...] = ()


@frozen
class VocabularyHeader(Itemised):
    name: Name
    label: str | None
    uses: tuple[Name, ...] = ()


# --- declarations: scenarios ----------------------------------------------------------------------------------------


@frozen
class GivenFact(Node):
    path: Path
    value: Given


@frozen
class AsOf(Node):
    value: DateLiteral | DateTimeLiteral


@frozen
class Since(Node):
    """``since RULE = T``: when the rule first held."""

    rule: Path
    value: Expression


State = Literal["none", "applies", "pending", "due", "fulfilled", "late", "breached"]


@frozen
class ExpectNorm(Node):
    """``expect police must remove_from_scene``: such a norm surely applies; negated: surely none does."""

    bearer: Path
    modality: Modality
    action: Name
    negated: bool = False


@frozen
class ExpectState(Node):
    """``expect guards breached``; *rule* may end in the name of the action meant."""

    rule: Path
    state: State
    negated: bool = False


@frozen
class ExpectShortfall(Node):
    rule: Path
    value: Expression


@frozen
class ExpectDeadline(Node):
    rule: Path
    value: DateLiteral | DateTimeLiteral


@frozen
class ExpectUndetermined(Node):
    """Undetermined, and (where *causes* are given) each of them among its causes."""

    subject: Path
    causes: tuple[Path, ...] = ()


@frozen
class ExpectValue(Node):
    subject: Path
    value: Expression


@frozen
class ExpectConflict(Node):
    left: Path
    right: Path


Expectation = (
    ExpectNorm | ExpectState | ExpectShortfall | ExpectDeadline | ExpectUndetermined | ExpectValue | ExpectConflict
)


@frozen
class Scenario(Itemised):
    title: str
    givens: tuple[GivenFact, ...] = ()
    as_of: AsOf | None = None
    settings: tuple[Setting, ...] = ()
    since: tuple[Since, ...] = ()
    expectations: tuple[Expectation, ...] = ()


# --- a file ----------------------------------------------------------------------------------------------------------

Declaration = (
    Enum | Record | Fact | Actor | Action | Parameter | Setting | Interpretation | Definition | Rule | Scenario
)

Dialect = Literal["en", "zh"]


@frozen
class Module(Node):
    """A file: its header and its declarations in the order written. Dialect and comments do not count for equality."""

    header: PolicyHeader | VocabularyHeader
    declarations: tuple[Declaration, ...]
    dialect: str = field(default="en", eq=False)
    comments: tuple[Comment, ...] = field(default=(), eq=False, repr=False)
