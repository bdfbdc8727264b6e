"""What an outcome tells, each part of it worked out when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from datetime import date, datetime
from typing import TYPE_CHECKING, Final
from weakref import ref

from attrs import evolve

from pingan.language.dialect import Language
from pingan.language.dialects import Dialects
from pingan.language.once import Once
from pingan.model import nodes as model
from pingan.model.layers import apart
from pingan.outcome.answer import Answer
from pingan.outcome.asked import Asked
from pingan.outcome.layers import marks_of
from pingan.outcome.nodes import Conflict, Finding, Group, JudgementRead, Norm, PolicyStatus, Reason, Reliance
from pingan.outcome.questions import Question, waiting_of
from pingan.outcome.waiting import rule_key
from pingan.program.answers import Answers, Bound, answers, bound, judged
from pingan.program.conflicts import conflicts
from pingan.program.decided import Decided
from pingan.program.facts import Facts
from pingan.program.findings import findings, judgements
from pingan.program.frame import Binding, Instance, Situation
from pingan.program.groups import groups
from pingan.program.masking import (
    Told,
    is_masked,
    masked,
    masked_findings,
    masked_groups,
    masked_judgements,
    without_sensitive,
)
from pingan.program.questions import questions
from pingan.program.reasons import Reasons
from pingan.program.record import record_of
from pingan.program.reliance import reliances
from pingan.program.statuses import policy_statuses
from pingan.program.truth import CAN_BE_TRUE

if TYPE_CHECKING:
    from pingan.program.program import Program


MAXIMUM_TOGETHER: Final = 64
"""Rules that may apply whose norms are worked out together when one of them is explained."""


class _Answer:
    """What every answer has; the *situation* is made when something takes it."""

    def __init__(self, evaluator: Program, as_of: date | datetime, asked: Asked, make: Callable[[], Situation]) -> None:
        self.evaluator = evaluator
        self.as_of = as_of
        self.asked = asked
        self._make = make

    @Once
    def situation(self) -> Situation:
        return self._make()

    @property
    def facts(self) -> Facts:
        return self.situation.facts

    @property
    def facts_digest(self) -> str:
        return self.situation.facts.digest

    @property
    def model(self) -> model.Policy:
        return self.evaluator.policy

    @property
    def dialects(self) -> Dialects:
        return self.evaluator.environment.dialects


class Answered(_Answer):
    """The answer with nothing masked. *decided* is what tables decided of the facts, if they did."""

    def __init__(
        self,
        evaluator: Program,
        as_of: date | datetime,
        asked: Asked,
        make: Callable[[], Situation],
        decided: Decided | None = None,
    ) -> None:
        super().__init__(evaluator, as_of, asked, make)
        self._decided = decided
        self._public: ref[Public] | None = None

    # --- the rules -------------------------------------------------------------------------------------------------

    @Once
    def bound(self) -> Bound:
        """Every rule for every element."""
        return bound(self.evaluator, self.situation)

    @Once
    def _applying(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The rules that surely apply, and those that may."""
        if self._decided is not None:
            return self._decided.applicable, self._decided.undecided
        decided = None if "bound" in self.__dict__ else self.evaluator.applying(self.situation)
        if decided is not None:
            return decided
        found = self.bound.bindings.items()
        surely = tuple(sorted(key for key, each in found if _surely(each)))
        return surely, tuple(sorted(key for key, each in found if _perhaps(each) and not _surely(each)))

    @property
    def applicable_rules(self) -> tuple[str, ...]:
        return self._applying[0]

    @property
    def undecided_rules(self) -> tuple[str, ...]:
        return self._applying[1]

    @Once
    def possible(self) -> Set[str]:
        """The rules that apply or may apply."""
        if self._decided is not None:
            return self._decided.possible
        return frozenset((*self.applicable_rules, *self.undecided_rules))

    @Once
    def applicable(self) -> Answers:
        """The norms of these rules alone."""
        if "found" in self.__dict__:
            norms = tuple(each for each in self.found.norms if each.instance.binding.rule.key in self.possible)
            return Answers(self.found.frame, self.found.policies, self.found.bindings, norms)
        known = self.bound if "bound" in self.__dict__ else bound(self.evaluator, self.situation, self.possible)
        return judged(self.evaluator, known, self.possible)

    @Once
    def applicable_norms(self) -> tuple[Norm, ...]:
        return tuple(each.norm for each in self.applicable.norms)

    # --- what follows ----------------------------------------------------------------------------------------------

    @Once
    def found(self) -> Answers:
        """Every norm of every rule."""
        return judged(self.evaluator, self.bound)

    @Once
    def norms(self) -> tuple[Norm, ...]:
        return tuple(each.norm for each in self.found.norms)

    @Once
    def policies(self) -> tuple[PolicyStatus, ...]:
        known = self.bound if "bound" in self.__dict__ else bound(self.evaluator, self.situation, frozenset())
        return policy_statuses(self.evaluator, known)

    @Once
    def findings(self) -> tuple[Finding, ...]:
        return findings(self.evaluator, self.found.frame, self.found.bindings, self.found.norms)

    @Once
    def conflicts(self) -> tuple[Conflict, ...]:
        return conflicts(self.norms, apart(self.evaluator.headers))

    @Once
    def groups(self) -> tuple[Group, ...]:
        return groups(self.evaluator, self.found.norms)

    @Once
    def judgements(self) -> tuple[JudgementRead, ...]:
        return judgements(self.evaluator, self.situation.facts)

    @Once
    def record(self) -> Mapping[str, object]:
        return record_of(self.evaluator.policy, self.situation, self.evaluator.environment)

    @Once
    def interpretations(self) -> tuple[Reliance, ...]:
        return reliances(self.evaluator, self.situation, self.norms)

    # --- why -------------------------------------------------------------------------------------------------------

    @Once
    def every_reason(self) -> Reasons:
        """The reasons of all norms."""
        found = self.found
        instances = tuple(each.instance for each in found.norms)
        return _reasons(self, instances, self.norms, found, self.groups)

    def reason(self, norm: int, language: Language) -> Reason:
        return self.every_reason(norm, language)

    def reasons(self, key: str, language: Language) -> tuple[Reason, ...]:
        decided = self._decided
        if decided is None or key not in decided.surely:
            return _reasons_of(key, self.reasons_for(key), language)
        quick = self.evaluator.quick_reasons(language)
        found = quick.reasons(key, decided.facts, self.as_of)
        if found is None:
            found = _reasons_of(key, self.reasons_for(key), language)
            quick.learn(key, found)
        return found

    def reasons_for(self, key: str) -> Reasons:
        """What the reasons of a rule or a definition need, if all is not known already."""
        if "every_reason" in self.__dict__ or "found" in self.__dict__:
            return self.every_reason
        if len(self.possible) <= MAXIMUM_TOGETHER and key in self.possible:
            return self._reasons_of_applicable
        found = answers(self.evaluator, self.situation, self.rules_for(key))
        grouped = groups(self.evaluator, found.norms)
        norms = tuple(each.norm for each in found.norms)
        return _reasons(self, tuple(each.instance for each in found.norms), norms, found, grouped)

    @Once
    def _reasons_of_applicable(self) -> Reasons:
        """The reasons of the rules that may apply, all together."""
        found = self.applicable
        instances = tuple(each.instance for each in found.norms)
        return _reasons(self, instances, self.applicable_norms, found, groups(self.evaluator, found.norms))

    def rules_for(self, key: str) -> Set[str]:
        """The rules whose norms the reasons of a rule tell of: itself, and those it may be grouped with."""
        together = self.evaluator.demanding_alike.get(key)
        if together is None:
            return {key} & self.model.rules.keys()
        # INVARIANT: norms of rules that are refuted are in no group.
        return {key} | (together & self.possible)

    def questions(self, limit: int | None, rules: Set[str] | None, without: Collection[str]) -> tuple[Question, ...]:
        return questions(self.evaluator, self.found, self.policies, limit=limit, rules=rules, without=without)

    @property
    def public(self) -> Answer:
        if not self.evaluator.has_sensitive or not self.situation.facts.masked:
            return self
        found = None if self._public is None else self._public()
        if found is None:
            # Weak: answers that held each other would be left to the collector, which then goes through whole policies.
            found = Public(self)
            self._public = ref(found)
        return found


class Public(_Answer):
    """An answer as anybody may see it: what is decided is as in *whole*, all else as it is without the secrets."""

    def __init__(self, whole: Answered) -> None:
        super().__init__(whole.evaluator, whole.as_of, whole.asked, lambda: whole.situation)
        self._whole = whole
        self._twin: Answered | None = None
        """The answer to the same question without the sensitive facts; None where nothing follows from them."""
        if is_masked(whole.evaluator, whole.situation):
            situation = without_sensitive(whole.situation)
            self._twin = Answered(whole.evaluator, whole.as_of, whole.asked, lambda: situation)

    @property
    def applicable_rules(self) -> tuple[str, ...]:
        return self._whole.applicable_rules

    @property
    def undecided_rules(self) -> tuple[str, ...]:
        return self._whole.undecided_rules

    @property
    def policies(self) -> tuple[PolicyStatus, ...]:
        return self._whole.policies

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return self._whole.conflicts

    @property
    def record(self) -> Mapping[str, object]:
        return self._whole.record

    @property
    def interpretations(self) -> tuple[Reliance, ...]:
        return self._whole.interpretations

    def questions(self, limit: int | None, rules: Set[str] | None, without: Collection[str]) -> tuple[Question, ...]:
        found = self._whole.questions(limit, rules, without)
        return tuple(evolve(q, why=tuple(waiting_of(w.norm, self.norms[w.norm]) for w in q.why)) for q in found)

    @property
    def public(self) -> Answer:
        return self

    @Once
    def _told(self) -> tuple[Told, ...]:
        twin = self._whole if self._twin is None else self._twin
        return masked(self.evaluator, self._whole.found, twin.found)

    @Once
    def norms(self) -> tuple[Norm, ...]:
        return self._whole.norms if self._twin is None else tuple(told.norm for told in self._told)

    @Once
    def applicable_norms(self) -> tuple[Norm, ...]:
        whole, twin = self._whole, self._twin
        if twin is None:
            return whole.applicable_norms
        seen = answers(self.evaluator, twin.situation, whole.possible)
        return tuple(told.norm for told in masked(self.evaluator, whole.applicable, seen))

    @Once
    def findings(self) -> tuple[Finding, ...]:
        if self._twin is None:
            return self._whole.findings
        return tuple(masked_findings(self.evaluator, self._whole.findings, self._twin.found.frame))

    @Once
    def _grouped(self) -> tuple[Group, ...]:
        return groups(self.evaluator, [told.judged for told in self._told])

    @Once
    def groups(self) -> tuple[Group, ...]:
        return self._whole.groups if self._twin is None else tuple(masked_groups(self._grouped, self.norms))

    @Once
    def judgements(self) -> tuple[JudgementRead, ...]:
        return tuple(masked_judgements(self._whole.judgements, self.facts.masked))

    @Once
    def every_reason(self) -> Reasons:
        """The reasons of all norms."""
        if self._twin is None:
            return self._whole.every_reason
        instances = tuple(told.instance for told in self._told)
        return _reasons(self._twin, instances, self.norms, self._twin.found, self._grouped)

    def reason(self, norm: int, language: Language) -> Reason:
        return self.every_reason(norm, language)

    def reasons(self, key: str, language: Language) -> tuple[Reason, ...]:
        return _reasons_of(key, self._reasons_for(key), language)

    def _reasons_for(self, key: str) -> Reasons:
        whole, twin = self._whole, self._twin
        if twin is None:
            return whole.reasons_for(key)
        if "every_reason" in self.__dict__ or "_told" in self.__dict__:
            return self.every_reason
        rules = whole.rules_for(key)
        seen = answers(self.evaluator, twin.situation, rules)
        every = masked(self.evaluator, answers(self.evaluator, whole.situation, rules), seen)
        grouped = groups(self.evaluator, [told.judged for told in every])
        norms = tuple(told.norm for told in every)
        return _reasons(twin, tuple(told.instance for told in every), norms, seen, grouped)


def work_out(answer: Answer) -> None:
    """Everything is worked out now that can fail: code of libraries may."""
    _ = answer.policies, answer.norms, answer.findings, answer.conflicts, answer.groups, answer.judgements


def _reasons(
    answer: _Answer, instances: Sequence[Instance | None], norms: Sequence[Norm], found: Bound, grouped: Sequence[Group]
) -> Reasons:
    every = tuple(binding for each in found.bindings.values() for binding in each)
    return Reasons(answer.evaluator, answer.model, answer.situation, instances, norms, every, marks_of(grouped))


def _reasons_of(key: str, told: Reasons, language: Language) -> tuple[Reason, ...]:
    found = [index for index, norm in enumerate(told.norms) if rule_key(norm) == key]
    return tuple(told(index, language) for index in found) or (told(key, language),)


def _surely(bindings: Sequence[Binding]) -> bool:
    return any(binding.applies == CAN_BE_TRUE for binding in bindings)


def _perhaps(bindings: Sequence[Binding]) -> bool:
    return any(binding.applies & CAN_BE_TRUE for binding in bindings)
