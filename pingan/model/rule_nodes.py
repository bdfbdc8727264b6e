"""Rules and their norms with every name bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Literal

from attrs import field, frozen

from pingan.model.expression_nodes import Expression
from pingan.model.vocabulary_nodes import Citation, Declared, Duration
from pingan.source import NOWHERE, Span

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


RecurringUnit = Literal[
    "day", "week", "third_of_month", "half_month", "month", "quarter", "half_year", "year"
]  # fmt: skip


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

Holding = Literal["at_end", "throughout"]
"""How what is ensured is judged: when its deadline is over, or at every moment until then; else by then."""


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
    holding: Holding | None = None
    span: Span = field(default=NOWHERE, eq=False, repr=False)

    @property
    def and_otherwise(self) -> Iterator[Norm]:
        """This norm, then what follows from missing it, one after another."""
        norm: Norm | None = self
        while norm is not None:
            yield norm
            norm = norm.otherwise


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
class Level:
    """A level of law: the member *name* of the ordered enum *enum*. *order* counts from 1, the widest level."""

    enum: str
    name: str
    label: str | None
    order: int


@frozen
class Replacement:
    """A policy takes the place of another from the first day of its own *in_force*, whatever comes afterwards."""

    policy: str
    in_force: InForce


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
    calendar: str | None = field(default=None, kw_only=True)
    """The name of the calendar that its working days are counted with; None: the environment's."""

    @property
    def all_norms(self) -> Iterator[Norm]:
        """Its norms, each before what follows from missing it."""
        for norm in self.norms:
            yield from norm.and_otherwise


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
    level: Level | None = None
    replaces: tuple[str, ...] = ()
    replaced_by: tuple[Replacement, ...] = ()
    """By the names of the policies that replace this one."""
    calendar: str | None = field(default=None, kw_only=True)
    """The calendar that working days are counted with, its own or a parent's; None: the environment's."""
    jurisdiction: str | None = field(default=None, kw_only=True)
    """Where it applies, in words; the condition is *scope*."""
    digested: Callable[[], str] = field(default=str, eq=False, repr=False, kw_only=True)
    """Gives the `digest`, which takes longer than reading the text: it is worked out for those who ask."""

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the printed core modules it was made from: its own, its parents' and its vocabularies'."""
        return self.digested()
