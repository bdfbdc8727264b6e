"""What an outcome asks whoever works it out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from datetime import date, datetime
from typing import Protocol

from pingan.language.dialect import Language
from pingan.language.dialects import Dialects
from pingan.model.nodes import Policy
from pingan.outcome.asked import Asked, AskedFacts
from pingan.outcome.nodes import (
    Conflict,
    Finding,
    Group,
    JudgementRead,
    Norm,
    PolicyStatus,
    Reason,
    Reliance,
)
from pingan.outcome.questions import Question


class Answer(Protocol):
    """Everything that an outcome tells, as whoever may see it is told it; worked out by `program.answered`.

    Lists are sorted; indexes are those of *norms*.
    """

    @property
    def policies(self) -> tuple[PolicyStatus, ...]: ...

    @property
    def as_of(self) -> date | datetime: ...

    @property
    def facts_digest(self) -> str: ...

    @property
    def norms(self) -> tuple[Norm, ...]: ...

    @property
    def applicable_rules(self) -> tuple[str, ...]: ...

    @property
    def undecided_rules(self) -> tuple[str, ...]: ...

    @property
    def applicable_norms(self) -> tuple[Norm, ...]: ...

    @property
    def findings(self) -> tuple[Finding, ...]: ...

    @property
    def conflicts(self) -> tuple[Conflict, ...]: ...

    @property
    def groups(self) -> tuple[Group, ...]: ...

    @property
    def judgements(self) -> tuple[JudgementRead, ...]: ...

    @property
    def record(self) -> Mapping[str, object]: ...

    @property
    def interpretations(self) -> tuple[Reliance, ...]: ...

    @property
    def model(self) -> Policy:
        """The policies asked: labels and clauses for the texts."""
        ...

    @property
    def dialects(self) -> Dialects:
        """The languages that it can be told in."""
        ...

    @property
    def facts(self) -> AskedFacts: ...

    @property
    def asked(self) -> Asked: ...

    @property
    def public(self) -> Answer:
        """This answer as anybody may see it; itself when it is that."""
        ...

    def reason(self, norm: int, language: Language) -> Reason:
        """Why a norm stands as it does."""
        ...

    def reasons(self, key: str, language: Language) -> tuple[Reason, ...]:
        """The reasons of the norms of a rule, or why it has none; of a definition (of no record) that of its value."""
        ...

    def questions(self, limit: int | None, rules: Set[str] | None, without: Collection[str]) -> tuple[Question, ...]:
        """What to ask next of *rules* (by key; None: all), the most decisive first, but nothing about *without*."""
        ...
