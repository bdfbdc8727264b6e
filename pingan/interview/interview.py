"""An interview as it stands: the facts so far, what nobody knows, and the way back. It changes by being replaced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Final

from attrs import evolve, field, frozen

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.interview.given import Data, value_at, with_value, without_value
from pingan.outcome.explanation import key_called
from pingan.outcome.outcome import Outcome
from pingan.outcome.questions import Question
from pingan.policy import Policy
from pingan.program.facts import Facts

MAXIMUM_STEPS: Final = 10_000
"""Answers that can be taken back."""


@frozen(slots=False, eq=False)
class Interview:
    """Facts so far about *policy*, and those that nobody *unknown* can tell, by path.

    Answers are values in the form of a fact file. Every step gives a new interview; `back` is the one before.

    >>> interview = Interview.of(policy, as_of="2016-06-01")
    >>> while interview.question is not None:
    ...     interview = interview.answered(ask(interview.question))
    """

    policy: Policy
    as_of: date | datetime | str
    facts: Data = field(factory=dict, repr=False)
    unknown: tuple[str, ...] = ()
    goals: tuple[str, ...] | None = None
    since: Mapping[str, date | datetime | str] | None = None
    before: Interview | None = field(default=None, repr=False)

    @classmethod
    def of(
        cls,
        policy: Policy,
        *,
        as_of: date | datetime | str,
        facts: object = None,
        goals: tuple[str, ...] | None = None,
        since: Mapping[str, date | datetime | str] | None = None,
    ) -> Interview:
        """The beginning, with the *facts* that are known already; *goals* are rules by key, name or label.

        Raises FactError for what is wrong with the facts, KeyError for a rule that is not there.
        """
        keys = None if goals is None else tuple(key_called(policy.model, goal) for goal in goals)
        return cls(policy, as_of, _checked(policy, {} if facts is None else facts, as_of).data, (), keys, since)

    @cached_property
    def outcome(self) -> Outcome:
        """What follows from what is known by now."""
        return self.policy.evaluate(self.facts, as_of=self.as_of, since=self.since)

    @cached_property
    def question(self) -> Question | None:
        """What to ask next; None when nothing that somebody may know settles anything any more."""
        found = self.questions(1)
        return found[0] if found else None

    def questions(self, limit: int | None = None) -> tuple[Question, ...]:
        """What to ask next, the most decisive first."""
        return self.outcome.next_questions(limit, goals=self.goals, without=self.unknown)

    @property
    def open(self) -> int:
        """How many norms are open (of the goals, where there are any)."""
        keys = None if self.goals is None else set(self.goals)
        norms = self.outcome.norms
        return sum(len(norm.states) > 1 and (keys is None or norm.rule_key in keys) for norm in norms)

    # --- steps ------------------------------------------------------------------------------------------------------

    def answered(self, value: object, path: str | None = None) -> Interview:
        """With *value* as the answer to the question, or given at *path*. Raises FactError where it cannot be that."""
        where = self._asked if path is None else path
        try:
            facts: Data = with_value(self.facts, where, value)
        except ValueError as error:
            raise FactError((FactProblem(where, str(error)),)) from None
        facts = _checked(self.policy, facts, self.as_of).data
        unknown = self.unknown
        if path is None and self._is_open_still(facts, where):
            # A part of an answer is one: it is not asked for again.
            unknown = (*unknown, where)
        return self._next(facts, unknown)

    def not_known(self, path: str | None = None) -> Interview:
        """With the question (or the fact at *path*) put aside: nobody knows."""
        where = self._asked if path is None else path
        return self if where in self.unknown else self._next(self.facts, (*self.unknown, where))

    def forgotten(self, path: str) -> Interview:
        """Without what was said of *path*. Raises KeyError where nothing was."""
        unknown = tuple(each for each in self.unknown if each != path)
        facts = self.facts
        try:
            facts = without_value(facts, path)
        except (KeyError, ValueError):
            if unknown == self.unknown:
                raise KeyError(path) from None
        return self._next(facts, unknown)

    @property
    def back(self) -> Interview | None:
        """The interview before the last step."""
        return self.before

    @property
    def steps(self) -> int:
        """How many steps were made."""
        return 0 if self.before is None else self._steps

    @cached_property
    def _steps(self) -> int:
        count, at = 0, self.before
        while at is not None:
            count, at = count + 1, at.before
        return count

    def _next(self, facts: Data, unknown: tuple[str, ...]) -> Interview:
        if self.steps >= MAXIMUM_STEPS:
            raise FactError((FactProblem("facts", f"more than {MAXIMUM_STEPS:,} answers were given"),))
        return evolve(self, facts=facts, unknown=unknown, before=self)

    @property
    def _asked(self) -> str:
        found = self._asked_or_none
        if found is None:
            raise ValueError("nothing is asked any more")
        return found

    @property
    def _asked_or_none(self) -> str | None:
        return None if self.question is None else self.question.path

    def _is_open_still(self, facts: Data, path: str) -> bool:
        """Whether the fact at *path* would be asked for once more."""
        after = self.policy.evaluate(facts, as_of=self.as_of, since=self.since)
        return any(cause.cause.subject == path for cause in after.causes)

    def value_at(self, path: str) -> object:
        """What is known of *path*. Raises KeyError where nothing is."""
        return value_at(self.facts, path)

    @property
    def checked(self) -> Facts:
        """The facts once they are checked."""
        return _checked(self.policy, self.facts, self.as_of)


def _checked(policy: Policy, facts: object, as_of: date | datetime | str) -> Facts:
    """*facts* once they are checked; their data is in its canonical form."""
    return policy.program.checked(facts, policy._instant(as_of))
