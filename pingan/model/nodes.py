"""What the text means: every name bound, every expression typed, nothing left to look up.

Expressions are equal when they say the same (places do not count), so equal conditions can share one
node of the decision graph. ``optional`` says whether an expression can be *absent*. The passes insert
the conversions that the language page implies (`DateOf`, `InstantsOf`), so that no later pass thinks about zones.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from pingan.language.types import BOOLEAN, UNKNOWN, Type
from pingan.source import NOWHERE, Span

# --- expressions -------------------------------------------------------------------------------------


@frozen
class Expression:
    """An expression, its type, and whether it can be absent."""

    type: Type = field(default=UNKNOWN, kw_only=True)
    optional: bool = field(default=False, kw_only=True)
    span: Span = field(default=NOWHERE, eq=False, repr=False, kw_only=True)


@frozen
class Broken(Expression):
    """What could not be resolved; a diagnostic has said why. Never reaches the graph."""


@frozen
class Constant(Expression):
    """bool, number (int when whole, else Fraction; durations in seconds), text, enum member or actor name, date, aware
    datetime.
    """

    value: bool | int | Fraction | str | date | datetime


@frozen
class Absent(Expression):
    """The literal ``absent``."""


@frozen
class FactValue(Expression):
    """A fact of the vocabulary, by name."""

    name: str


@frozen
class ElementValue(Expression):
    """The element that a ``for each``, an aggregate or a record's definition is about."""

    variable: str


@frozen
class FieldValue(Expression):
    """A field of a record; absent through an absent record. *judgement* when it awaits a person's determination."""

    record: Expression
    name: str


@frozen
class DefinitionValue(Expression):
    """The value of a definition (key ``module.name``), of *subject* when it belongs to a record."""

    definition: str
    subject: Expression | None = None


@frozen
class ParameterValue(Expression):
    """A parameter (key ``module.name``)."""

    parameter: str


@frozen
class ReadingValue(Expression):
    """The reading chosen of an interpretation (key ``module.name``)."""

    interpretation: str


@frozen
class AsOf(Expression):
    """The instant of the evaluation; given as a date it is some instant of that day in *zone*."""

    zone: str


@frozen
class JudgedPeriod(Expression):
    """``period``: the period that a recurring norm is judged for."""


@frozen
class DateOf(Expression):
    """The day of an instant, in *zone*."""

    operand: Expression
    zone: str


@frozen
class InstantsOf(Expression):
    """Some instant of a day, in *zone* (a date used where an instant is wanted)."""

    operand: Expression
    zone: str


@frozen
class Not(Expression):
    operand: Expression


@frozen
class And(Expression):
    operands: tuple[Expression, ...]


@frozen
class Or(Expression):
    operands: tuple[Expression, ...]


ComparisonOperator = Literal["=", "!=", "<", "<=", ">", ">="]


@frozen
class Comparison(Expression):
    """Of two expressions of one kind: booleans, numbers, durations, dates, instants, texts, actors, members of one
    enum, records that are actors.
    """

    operator: ComparisonOperator
    left: Expression
    right: Expression


@frozen
class Has(Expression):
    """``has`` (*members* is one element), ``has any of`` and ``has all of`` (*members* is a set)."""

    quantity: Literal["one", "any", "all"]
    collection: Expression
    members: Expression


@frozen
class In(Expression):
    """*element* in a set, or (a day) in a period."""

    element: Expression
    collection: Expression


@frozen
class Arithmetic(Expression):
    """Numbers and durations; also a day or instant plus or minus a duration counted as exact time, and day - day,
    instant - instant.
    """

    operator: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


@frozen
class Shift(Expression):
    """A day so many calendar units after (negative: before) a day. The operand is a date (a `DateOf` an instant)."""

    operand: Expression
    amount: int
    unit: Literal["day", "month", "working_day"]


@frozen
class Negation(Expression):
    operand: Expression


@frozen
class Present(Expression):
    operand: Expression


@frozen
class Call(Expression):
    """A library function by name: ceil floor round abs min max size start end preceding."""

    function: str
    arguments: tuple[Expression, ...]


@frozen
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


@frozen
class SetOf(Expression):
    """A set written out."""

    elements: tuple[Expression, ...]


@frozen
class PeriodOf(Expression):
    """From a day until a day; an end that is None is open."""

    start: Expression | None
    end: Expression | None


# --- vocabulary -----------------------------------------------------------------------------------------


@frozen
class Declared:
    """What every declaration has: the module it stands in, its name and its label."""

    module: str
    name: str
    label: str | None = None
    span: Span = field(default=NOWHERE, eq=False, repr=False, kw_only=True)

    @property
    def key(self) -> str:
        return f"{self.module}.{self.name}"

    @property
    def title(self) -> str:
        return self.label or self.name


@frozen
class Member:
    name: str
    label: str | None = None


@frozen
class Enum(Declared):
    members: tuple[Member, ...] = ()
    ordered: bool = False


@frozen
class Judgement:
    """Who may determine a value; nobody named: anybody may."""

    authorities: tuple[str, ...] = ()


@frozen
class Field:
    """A field of a record or a fact. A `judgement` is never inferred and never absent."""

    name: str
    label: str | None
    type: Type
    optional: bool = False
    judgement: Judgement | None = None
    key: bool = False
    sensitive: bool = False
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class Record(Declared):
    fields: Mapping[str, Field] = field(factory=dict, eq=False)
    is_actor: bool = False


@frozen
class Fact(Declared):
    field: Field | None = None


@frozen
class Actor(Declared):
    pass


@frozen
class Action(Declared):
    parameters: tuple[Field, ...] = ()
    kind: str | None = None


@frozen
class Vocabulary:
    """Everything that facts may say, of all modules loaded together. Names are unique over all of them."""

    enums: Mapping[str, Enum]
    records: Mapping[str, Record]
    facts: Mapping[str, Fact]
    actors: Mapping[str, Actor]
    actions: Mapping[str, Action]


# --- what a text leaves open ------------------------------------------------------------------------------


@frozen
class Duration:
    """A length: *amount* of one unit (second: exact time; day, month, working_day: counted on the calendar)."""

    amount: Fraction
    unit: Literal["second", "day", "month", "working_day"]


@frozen
class Parameter(Declared):
    """*value* is None while nobody has set it. A duration parameter's value is a `Duration`; a period's a `PeriodOf`
    constants.
    """

    type: Type = UNKNOWN
    value: Constant | Duration | PeriodOf | SetOf | None = None
    set_by: str | None = None
    """The policy (or ``the application``) that set it."""


@frozen
class Interpretation(Declared):
    question: str | None = None
    readings: tuple[Member, ...] = ()
    default: str | None = None
    chosen: str | None = None
    """What a policy or the application chose; None: the default holds (or nothing, when there is none)."""


@frozen
class Citation:
    """A clause of a document: *clause* is its id in the register; locator and anchor are None without a register."""

    policy: str
    clause: str
    locator: str | None = None
    anchor: str | None = None
    summary: str | None = None


@frozen
class Case:
    value: Expression
    condition: Expression | None
    """None: holds in every case (``otherwise``, or a definition of one value)."""
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class Definition(Declared):
    """Cases from the top, the first that holds wins; none holds: absent. *variable* stands for the record it belongs
    to.
    """

    type: Type = UNKNOWN
    optional: bool = False
    variable: str | None = None
    record: str | None = None
    citations: tuple[Citation, ...] = ()
    cases: tuple[Case, ...] = ()
    depends_on: tuple[str, ...] = ()
    """Keys of the definitions that its cases read, directly."""


# --- rules ------------------------------------------------------------------------------------------------------

Modality = Literal["must", "should", "may", "discretion", "must_not"]


@frozen
class Act:
    """An action with its arguments in the order of its declaration."""

    action: str
    kind: str | None
    arguments: tuple[tuple[str, Expression], ...] = ()


@frozen
class Ensure:
    condition: Expression


@frozen
class Within:
    """So long after the norm's T. *parameter* is the key of the parameter the length came from; *duration* None: that
    one is not set, there is no number.
    """

    duration: Duration | None
    parameter: str | None = None
    rolling: bool = False


@frozen
class By:
    """That day, or instant, included (*limit* is of type date or datetime)."""

    limit: Expression
    rolling: bool = False


RecurringUnit = Literal["day", "week", "half_month", "month", "quarter", "half_year", "year"]


@frozen
class Every:
    """Once a calendar unit, by its day *day* (None: its last), or once each *length* from the first day in force.

    *parameter* names the duration parameter of ``every PARAMETER``; with *length* None it is not set and there is
    no number.
    """

    unit: RecurringUnit | None
    day: int | None = None
    parameter: str | None = None
    length: Duration | None = None


Deadline = Within | By | Every


@frozen
class Norm:
    """One norm as written; each bearer is bound by it. *place* counts from 1 in ``then``; *depth* counts
    ``otherwise``s above it.

    Dates in ``fulfilled at``/``breached at`` stay dates. Bearers and partners are `Constant`s of type actor
    or record-valued expressions (`FactValue`, `ElementValue`, `FieldValue`).
    """

    place: int
    depth: int
    bearers: tuple[Expression, ...]
    partners: tuple[Expression, ...]
    modality: Modality
    duty: Act | Ensure
    deadline: Deadline | None = None
    fulfilled_when: Expression | None = None
    fulfilled_at: Expression | None = None
    breached_when: Expression | None = None
    breached_at: Expression | None = None
    otherwise: Norm | None = None
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class Each:
    variable: str
    collection: Expression
    key_field: str | None = None
    """The record's `key` field, when it has one."""


@frozen
class InForce:
    """*period* is of type period; *tested* (date or datetime, in *zone*) stands for as_of when given."""

    period: Expression
    tested: Expression | None
    zone: str


@frozen
class Rule(Declared):
    """*module* is the policy. *overrides* are keys of rules that do not apply where this one does."""

    zone: str = "UTC"
    citations: tuple[Citation, ...] = ()
    overrides: tuple[str, ...] = ()
    in_force: InForce | None = None
    since: Expression | None = None
    each: tuple[Each, ...] = ()
    condition: Expression | None = None
    exceptions: tuple[Expression, ...] = ()
    norms: tuple[Norm, ...] = ()
    soft: bool = False
    notes: tuple[str, ...] = ()


@frozen
class Omission:
    clause: str
    reason: str


@frozen
class Header(Declared):
    """One policy among those loaded together (name and module are the same)."""

    version: str | None = None
    document: str | None = None
    register: str | None = None
    clauses: Mapping[str, Citation] = field(factory=dict, eq=False)
    """The register: citation by full clause id; empty without one."""
    issued: date | None = None
    issuers: tuple[str, ...] = ()
    zone: str = "UTC"
    scope: Expression | None = None
    in_force: InForce | None = None
    uses: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    omissions: tuple[Omission, ...] = ()
    digest: str = ""
    """SHA-256 (hex) of the printed core modules it was made from: its own, its parents' and its vocabularies'."""


# --- scenarios -----------------------------------------------------------------------------------------------------


@frozen
class ExpectNorm:
    """Bearer as a declared actor's name or the path of a record."""

    bearer: str
    modality: Modality
    action: str
    negated: bool
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class ExpectState:
    rule: str
    action: str | None
    state: str
    negated: bool
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class ExpectShortfall:
    rule: str
    action: str | None
    value: Expression
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class ExpectDeadline:
    rule: str
    action: str | None
    value: date | datetime
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class ExpectUndetermined:
    """*subject* is the key of a rule or of a definition without a record; *causes* are paths of facts or keys of
    parameters and interpretations.
    """

    subject: str
    action: str | None
    causes: tuple[str, ...]
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class ExpectValue:
    """An expression over the facts (usually a definition) and the value it must surely have."""

    subject: Expression
    value: Expression
    span: Span = field(default=NOWHERE, eq=False, repr=False)


@frozen
class ExpectConflict:
    left: str
    right: str
    span: Span = field(default=NOWHERE, eq=False, repr=False)


Expectation = (
    ExpectNorm | ExpectState | ExpectShortfall | ExpectDeadline | ExpectUndetermined | ExpectValue | ExpectConflict
)


@frozen
class Scenario:
    """*facts* is a fact file (plain JSON data), *settings* values by key of parameter or interpretation, as the
    application would give them.
    """

    module: str
    title: str
    facts: Mapping[str, object] = field(eq=False)
    as_of: date | datetime | None
    settings: Mapping[str, object] = field(eq=False)
    since: Mapping[str, date | datetime] = field(eq=False)
    expectations: tuple[Expectation, ...]
    span: Span = field(default=NOWHERE, eq=False, repr=False)


# --- all of it --------------------------------------------------------------------------------------------------------


@frozen
class Policy:
    """The policies loaded together, with all that they extend and use. Keys are ``module.name``; mappings are in order
    of key.
    """

    headers: Mapping[str, Header]
    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter]
    interpretations: Mapping[str, Interpretation]
    definitions: Mapping[str, Definition]
    """In dependency order: what a definition reads stands before it."""
    rules: Mapping[str, Rule]
    scenarios: tuple[Scenario, ...] = ()


TRUE = Constant(True, type=BOOLEAN)
