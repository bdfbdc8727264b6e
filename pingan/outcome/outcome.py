"""The answer as its users hold it: what is open, what to find out first, why, and as text or data.

It is light: everything is worked out when it is first asked for, and what that takes is imported then.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime
    from typing import Any

    from pingan.language.dialect import Dialect
    from pingan.outcome.answer import Answer
    from pingan.outcome.asked import Answering
    from pingan.outcome.explanation import Explanation
    from pingan.outcome.nodes import (
        Conflict,
        Finding,
        Group,
        JudgementRead,
        Norm,
        PolicyStatus,
        RankedCause,
        Reliance,
        Undetermined,
    )
    from pingan.outcome.questions import Question
    from pingan.outcome.reached import Reached

    Decision = tuple[int, int, object]
    """What tables decide: a bit each for what is not refuted and what is proven, and a copy of the facts."""

_NOTHING: dict[str, date | datetime] = {}


class Outcome:
    """What follows from the facts at an instant. Lists are sorted; the same question gives the same bytes.

    Whatever it is asked, the answer is that of the instant and the facts it was made for; it is worked out when it is
    first asked for and kept. It may be shared between threads. Where it is unpickled it is worked out again.
    """

    __slots__ = (
        "__weakref__",
        "_answer",
        "_answering",
        "_applicable",
        "_as_of",
        "_decision",
        "_facts",
        "_shown",
        "_shows_sensitive",
        "_since",
    )

    def __init__(
        self,
        answering: Answering,
        as_of: date | datetime,
        shows_sensitive: bool,
        decision: Decision | None,
        facts: Any = None,
        since: Mapping[str, date | datetime] = _NOTHING,
        answer: Answer | None = None,
    ) -> None:
        """*facts* are checked facts; where there is a *decision* it has those that it was made of."""
        self._answering = answering
        self._as_of = as_of
        self._shows_sensitive = shows_sensitive
        self._decision = decision
        self._facts = facts
        self._since = since
        self._answer = answer
        self._applicable: tuple[str, ...] | None = None
        self._shown: Answer | None = None

    def __repr__(self) -> str:
        return f"<Outcome as of {self._as_of}>"

    def __reduce__(self) -> tuple[object, ...]:
        facts = self._facts if self._decision is None else self._whole.facts
        return Outcome, (self._answering, self._as_of, self._shows_sensitive, None, facts, self._since)

    @property
    def _whole(self) -> Answer:
        """The answer with nothing masked."""
        answer = self._answer
        if answer is None:
            # INVARIANT: two threads that ask at once work out equal answers; either may be kept.
            answer = self._answering.answer(self._facts, self._as_of, self._since, self._decision)
            self._answer = answer
        return answer

    @property
    def _told(self) -> Answer:
        """The answer as whoever holds this outcome may see it."""
        shown = self._shown
        if shown is None:
            shown = self._shown = self._whole if self._shows_sensitive else self._whole.public
        return shown

    def masked(self) -> Outcome:
        """This outcome as anybody may see it; itself, unless it was made with ``show_sensitive=True``."""
        if not self._shows_sensitive or self._whole.public is self._whole:
            return self
        return Outcome(self._answering, self._as_of, False, self._decision, self._facts, self._since, self._whole)

    @property
    def told(self) -> Answer:
        """Everything that it tells, as whoever holds it may see it: for those who write pages and documents of it."""
        return self._told

    @property
    def shows_sensitive(self) -> bool:
        """Whether it tells what follows from sensitive facts."""
        return self._shows_sensitive

    # --- which rules -------------------------------------------------------------------------------------------

    @property
    def applicable_rules(self) -> tuple[str, ...]:
        """The keys of the rules that surely apply (one ``for each``: for some element), sorted.

        A rule applies when its policy does, its condition holds, and no exception and no rule that overrides it does.
        """
        found = self._applicable
        if found is None:
            decision = self._decision
            found = self._whole.applicable_rules if decision is None else self._answering.applicable(decision)
            self._applicable = found
        return found

    @property
    def undecided_rules(self) -> tuple[str, ...]:
        """The keys of the rules of which the facts leave open whether they apply, sorted."""
        decision = self._decision
        return self._whole.undecided_rules if decision is None else self._answering.undecided(decision)

    @property
    def applicable_norms(self) -> tuple[Norm, ...]:
        """The norms of the rules that apply or may apply, worked out without the others; as they are in `norms`."""
        return self._told.applicable_norms

    # --- what follows ------------------------------------------------------------------------------------------

    @property
    def as_of(self) -> date | datetime:
        """The instant of the question; a day: some instant of it."""
        return self._as_of

    @property
    def policies(self) -> tuple[PolicyStatus, ...]:
        """Every policy asked: whether its scope holds and whether it is in force."""
        return self._told.policies

    @property
    def facts_digest(self) -> str:
        """SHA-256 (hex) of the facts, as anybody may see them."""
        return self._whole.facts_digest

    @property
    def norms(self) -> tuple[Norm, ...]:
        """Every norm of every rule, for each element and period, with every state that it may have."""
        return self._told.norms

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The values of definitions, and what the reader should know that is no norm."""
        return self._told.findings

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Norms that cannot both be met, or may stand against each other."""
        return self._told.conflicts

    @property
    def groups(self) -> tuple[Group, ...]:
        """Norms that demand the same of the same, and which of them asks more."""
        return self._told.groups

    @property
    def judgements(self) -> tuple[JudgementRead, ...]:
        """The determinations that conclusions rest on."""
        return self._told.judgements

    @property
    def record(self) -> Mapping[str, object]:
        """What the answer depends on: versions, calendars, time zone data, parameters, readings, as_of, since."""
        return self._told.record

    @property
    def interpretations(self) -> tuple[Reliance, ...]:
        """The readings relied on, each with the norms that another one would change (which are evaluated for it)."""
        return self._told.interpretations

    @property
    def undetermined(self) -> tuple[Undetermined, ...]:
        """Every conclusion that the facts leave open, with its causes."""
        from pingan.outcome.waiting import undetermined

        return undetermined(self._told)

    @property
    def causes(self) -> tuple[RankedCause, ...]:
        """What to find out, first that for which most conclusions wait."""
        from pingan.outcome.waiting import ranked_causes

        return ranked_causes(self._told)

    @property
    def reached(self) -> tuple[Reached, ...]:
        """How far each definition over an ordered enum (a stage) has come, and what it waits for."""
        from pingan.outcome.reached import reached

        return reached(self._told)

    def next_questions(
        self,
        limit: int | None = None,
        *,
        goals: str | Norm | Iterable[str | Norm] | None = None,
        without: Collection[str] = (),
    ) -> tuple[Question, ...]:
        """What to ask next, at most *limit* questions, the most decisive first: none when no fact settles any more.

        A fact that can no longer matter to a norm that is open is not asked for. *goals* restricts them to what some
        rules wait for (by key, name or label, or by a norm); *without* names facts by path that nobody knows.
        Raises KeyError for a rule that is not there, ValueError for a negative limit.
        """
        from pingan.outcome.asking_next import next_questions

        return next_questions(self._told, limit, goals, without)

    # --- how it is told ----------------------------------------------------------------------------------------

    def explain(self, subject: str | int | Norm | None = None, *, language: str | Dialect = "en") -> Explanation:
        """Why the norms of *subject* stand as they do: a rule, a norm or its index; None: all norms.

        A rule goes by ``policy.rule``, or by its name or label where only one has it; so does a definition. Raises
        KeyError when there is no such rule or several, ValueError for an index that no norm has, a norm of another
        outcome and a language that is not there, TypeError for anything else.
        """
        from pingan.language.dialects import spoken_language
        from pingan.outcome.explanation import Explanation, reasons_for

        spoken = spoken_language(language, self._whole.dialects)
        return Explanation(reasons_for(self._told, subject, spoken), spoken)

    def to_text(self, *, language: str | Dialect = "en", full: bool = False) -> str:
        """The whole outcome as plain lines; what is fulfilled takes one line each unless *full*."""
        from pingan.language.dialects import spoken_language
        from pingan.outcome.to_text import outcome_text

        return outcome_text(self._told, spoken_language(language, self._whole.dialects), full=full)

    def to_dict(self) -> dict[str, object]:
        """The whole outcome as plain data, in the form that ``pingan/outcome/schema.json`` describes."""
        from pingan.outcome.to_dict import outcome_data

        return outcome_data(self._told)

    def to_json(self) -> str:
        """The canonical text of `to_dict`: the same question gives the same bytes."""
        from pingan.outcome.to_dict import canonical_json

        return canonical_json(self.to_dict())

    def to_record(self, key: bytes | None = None) -> dict[str, object]:
        """The decision record: what was asked, with what it was answered, and the answer, as plain data.

        In the form that ``pingan/outcome/record_schema.json`` describes; sensitive facts are masked, however the
        outcome was made. With *key* (at least 16 bytes that nobody else knows) whoever has it can check the masked
        facts when the record is replayed. Raises ValueError for a shorter key, and for a setting that has no text.
        """
        from pingan.outcome.record import record_data

        return record_data(self._told, key)

    @property
    def decision_digest(self) -> str:
        """SHA-256 (hex) of what was decided: state sets, deadlines, conflicts and causes, and no wording."""
        from pingan.outcome.to_dict import decision_digest

        return decision_digest(self._told)
