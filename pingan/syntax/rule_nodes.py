"""Rules and their norms as written."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from pingan.syntax.expression_nodes import DurationLiteral, Expression, Itemised, Name, Node, Path
from pingan.syntax.vocabulary_nodes import Cite


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


RecurringUnit = Literal[
    "day", "week", "third_of_month", "half_month", "month", "quarter", "half_year", "year"
]  # fmt: skip


@frozen
class Every(Node):
    """``every month by day 5``; *unit* is a calendar unit or the path of a duration parameter."""

    unit: RecurringUnit | Path
    day: int | None = None


Deadline = Word | Within | By | Every

Holding = Literal["at_end", "throughout"]
"""How what is ensured is judged: when its deadline is over, or at every moment until then; else by then."""

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
    holding: Holding | None = None


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
