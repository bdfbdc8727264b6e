"""The vocabulary, and what a text leaves open, with every name bound."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from pingan.language.types import UNKNOWN, Type
from pingan.model.expression_nodes import Constant, Expression, PeriodOf, SetOf
from pingan.source import NOWHERE, Span


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
    """Somebody who can bear a norm; *counts_as* names the actor that is its class."""

    counts_as: str | None = None


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

    def classes_of(self, actor: str) -> tuple[str, ...]:
        """*actor* and what it counts as, the nearest first."""
        found = [actor]
        while (declared := self.actors.get(found[-1])) and declared.counts_as and declared.counts_as not in found:
            found.append(declared.counts_as)
        return tuple(found)


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
    exclusive: Literal["exclusive", "agreeing"] | None = None
    """Promised of its cases: at most one holds, or those that hold say the same. The first still wins."""
