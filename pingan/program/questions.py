"""What to ask next: the facts that what is open waits for, the most decisive first.

A *wait* is an open norm and a fact that it waits for. A question's gain is how many waits its answer ends, on average
over the kinds of answer that there are: all of a norm that is settled, some of one that waits for less.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from heapq import heappop, heappush
from itertools import islice
from typing import Final

from attrs import define, evolve, frozen

from pingan.language.shapes import Shape
from pingan.language.types import RecordType
from pingan.outcome.nodes import Cause, CauseKind, Norm, PolicyStatus
from pingan.outcome.questions import Question, waiting_of
from pingan.program.answers import Answers, answers, bound
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Situation
from pingan.program.question_answers import Kind, Kinds, kinds_of
from pingan.program.question_forms import question_of
from pingan.program.question_places import Spot, spot_at, with_given
from pingan.program.statuses import policy_statuses

MAXIMUM_WORK: Final = 6_000
"""Norms that are judged to weigh the questions of one outcome; the others are ranked by how many wait for them."""
MAXIMUM_TRIES: Final = 80
"""Sets of facts that are tried to show that a question matters, where no answer alone changes anything."""

_FACTS: Final[frozenset[CauseKind]] = frozenset({"missing", "bounded", "open", "judgement"})

States = Mapping[tuple[object, ...], frozenset[str]]


def questions(
    evaluator: Evaluator,
    found: Answers,
    statuses: Sequence[PolicyStatus],
    *,
    limit: int | None = None,
    rules: Set[str] | None = None,
    without: Collection[str] = (),
) -> tuple[Question, ...]:
    """The questions that what was *found* leaves open of *rules* (None: all), but for those about *without*."""
    finder = _Finder(evaluator, found, statuses, rules, tuple(without))
    return tuple(islice(finder.ranked(), limit))


@frozen
class _Open:
    """An open norm: the facts that it waits for itself, and whether for its policy's scope as well."""

    index: int
    rule: str
    policy: str
    own: frozenset[str]
    with_scope: bool


@frozen(eq=False)
class _Weighed:
    """A question weighed: *changes* says whether an answer alone changes a conclusion; by kind, what it settles."""

    gain: Fraction
    changes: bool
    settled: tuple[tuple[Kind, int], ...]
    is_weighed: bool = True


@define(eq=False)
class _Tried:
    """What follows for some rules with other facts."""

    states: dict[tuple[object, ...], frozenset[str]]
    open: list[_Open]
    scopes: Mapping[str, frozenset[str]]
    refuted: Set[str]
    """Policies whose scope surely does not hold, or that are surely not in force."""


def facts_in(causes: Sequence[Cause]) -> frozenset[str]:
    """The paths of the facts among *causes*."""
    return frozenset(cause.subject for cause in causes if cause.kind in _FACTS)


class _Finder:
    def __init__(
        self,
        evaluator: Evaluator,
        found: Answers,
        statuses: Sequence[PolicyStatus],
        rules: Set[str] | None,
        without: Sequence[str],
    ) -> None:
        self._evaluator = evaluator
        self._situation = found.frame.situation
        self._rules = rules
        self._without = without
        self._work = 0
        self._spots: dict[str, Spot | None] = {}
        self._kinds: dict[str, Kinds] = {}
        self._norms = [judged.norm for judged in found.norms]
        self._keys = [norm.key for norm in self._norms]
        self._base = self._looked_at(self._norms, statuses)
        self._of_rule: dict[str, list[_Open]] = {}
        self._waiting: dict[str, list[_Open]] = {}
        for goal in self._base.open:
            self._of_rule.setdefault(goal.rule, []).append(goal)
            for path in sorted(goal.own | self._scope(self._base, goal)):
                if self._is_asked(path):
                    self._waiting.setdefault(path, []).append(goal)

    # --- in order ---------------------------------------------------------------------------------------------------

    def ranked(self) -> Iterator[Question]:
        """Best first. A question about a record that may not exist stands for those about its fields."""
        inner: dict[str, list[str]] = {}
        pending: list[tuple[int, str]] = []
        for path in self._waiting:
            outer = self._outer(path)
            if outer is None:
                heappush(pending, (-self._most(path), path))
            else:
                inner.setdefault(outer, []).append(path)
        ready: list[tuple[Fraction, int, str, _Weighed]] = []
        while pending or ready:
            # INVARIANT: no question ends more waits than those there are of all norms that wait for it.
            while pending and (not ready or pending[0][0] <= ready[0][0]):
                _, path = heappop(pending)
                weighed = self._weighed(path)
                heappush(ready, (-weighed.gain, -len(self._waiting[path]), path, weighed))
            _, _, path, weighed = heappop(ready)
            matters = True if weighed.changes else self._matters(path)
            if matters is False:
                for each in inner.pop(path, ()):
                    heappush(pending, (-self._most(each), each))
                continue
            yield self._question(path, weighed, proven=matters is True)

    def _outer(self, path: str) -> str | None:
        """The record (the outermost) of which it has to be asked first whether there is one."""
        steps = path.split(".")
        outer = [".".join(steps[:count]) for count in range(1, len(steps))]
        return next((each for each in outer if each in self._waiting), None)

    def _question(self, path: str, weighed: _Weighed, *, proven: bool) -> Question:
        waiting = self._waiting[path]
        own = [goal.index for goal in waiting if path in goal.own]
        others = [goal.index for goal in waiting if path not in goal.own]
        why = tuple(waiting_of(index, self._norms[index]) for index in (*own, *others))
        scoped = sorted({goal.policy for goal in waiting if path in self._scope(self._base, goal)})
        question = question_of(self._evaluator, self._spot(path), why, weighed.settled)
        return evolve(question, gain=weighed.gain, scopes=tuple(scoped), proven=proven, weighed=weighed.is_weighed)

    def _is_asked(self, path: str) -> bool:
        if any(path == other or path.startswith(f"{other}.") for other in self._without):
            return False
        spot = self._found(path)
        # Of an element of a list it is known that it is there, and of a record that has to be.
        return spot is not None and not (isinstance(spot.type, RecordType) and spot.element)

    def _found(self, path: str) -> Spot | None:
        if path not in self._spots:
            vocabulary = self._evaluator.policy.vocabulary
            self._spots[path] = spot_at(path, vocabulary, self._situation.facts.values)
        return self._spots[path]

    def _spot(self, path: str) -> Spot:
        spot = self._found(path)
        assert spot is not None
        return spot

    def _kinds_of(self, path: str) -> Kinds:
        if path not in self._kinds:
            self._kinds[path] = kinds_of(self._evaluator, self._spot(path), self._situation.as_of)
        return self._kinds[path]

    # --- weighing ---------------------------------------------------------------------------------------------------

    def _most(self, path: str) -> int:
        return sum(self._waits(self._base, goal) for goal in self._waiting[path])

    def _waits(self, tried: _Tried, goal: _Open) -> int:
        return len(goal.own | self._scope(tried, goal))

    def _scope(self, tried: _Tried, goal: _Open) -> frozenset[str]:
        return tried.scopes.get(goal.policy, frozenset()) if goal.with_scope else frozenset()

    def _weighed(self, path: str) -> _Weighed:
        waiting = self._waiting[path]
        kinds = self._kinds_of(path).kinds
        if self._work > MAXIMUM_WORK or not kinds:
            return _Weighed(Fraction(len(waiting)), False, (), False)
        rules = {goal.rule for goal in waiting if path in goal.own}
        before = [goal for rule in rules for goal in self._of_rule[rule]]
        others = [goal for goal in waiting if goal.rule not in rules]
        ended, changes = 0, False
        settled: list[tuple[Kind, int]] = []
        for kind in kinds:
            tried = self._try({path: kind.shape}, rules)
            left = [goal for goal in others if goal.policy not in tried.refuted]
            still = {key for key, states in tried.states.items() if len(states) > 1}
            closed = [g for g in before if self._key(g) not in still]
            changes = changes or len(left) < len(others) or self._differs(before, tried.states)
            ended += sum(self._waits(self._base, goal) for goal in (*before, *others))
            ended -= sum(self._waits(tried, goal) for goal in (*tried.open, *left))
            settled.append((kind, len(closed) + len(others) - len(left)))
        return _Weighed(max(Fraction(ended, len(kinds)), Fraction(0)), changes, tuple(settled))

    def _key(self, goal: _Open) -> tuple[object, ...]:
        return self._keys[goal.index]

    def _differs(self, before: Sequence[_Open], states: States) -> bool:
        return any(states.get(self._key(goal)) != self._base.states[self._key(goal)] for goal in before)

    # --- trying -----------------------------------------------------------------------------------------------------

    def _try(self, given: Mapping[str, Shape], rules: Set[str]) -> _Tried:
        """What follows for *rules* with what is *given* besides."""
        values = self._situation.facts.values
        for path, shape in given.items():
            values = with_given(values, path, shape, self._evaluator.policy.vocabulary)
        found = _answers(self._evaluator, _with(self._situation, values), rules)
        self._work += len(found.norms) + 1
        return self._looked_at([judged.norm for judged in found.norms], policy_statuses(self._evaluator, found))

    def _looked_at(self, norms: Sequence[Norm], statuses: Sequence[PolicyStatus]) -> _Tried:
        scopes = {status.name: facts_in(status.causes) for status in statuses}
        states: dict[tuple[object, ...], frozenset[str]] = {}
        goals: list[_Open] = []
        for index, norm in enumerate(norms):
            if self._rules is not None and norm.rule_key not in self._rules:
                continue
            states[norm.key] = frozenset(norm.states)
            if len(norm.states) > 1:
                own = frozenset(path for path in facts_in(norm.causes))
                goals.append(_Open(index, norm.rule_key, norm.policy, own, "none" in norm.states))
        refuted = {status.name for status in statuses if "false" in (status.in_scope.value, status.in_force.value)}
        return _Tried(states, goals, scopes, refuted)

    # --- does it matter? --------------------------------------------------------------------------------------------

    def _matters(self, path: str) -> bool | None:
        """Whether an answer changes a conclusion once some others are given; None: that was not found out.

        Each conclusion that waits is tried by itself, with all that it waits for given in turn, until an answer
        changes it. Where everything was tried and nothing did, no answer matters.
        """
        waiting = self._waiting[path]
        targets = sorted(
            {goal.rule for goal in waiting if path in goal.own},
            key=lambda rule: (sum(len(goal.own) for goal in self._of_rule[rule]), rule),
        )
        scoped = sorted({goal.policy for goal in waiting if path in self._base.scopes.get(goal.policy, ())})
        search = _Search(self, path)
        unknown = False
        for rules, policy in (
            *((frozenset({rule}), None) for rule in targets),
            *((frozenset(), each) for each in scoped),
        ):
            found = search.changes(rules, policy)
            if found:
                return True
            unknown = unknown or found is None
        return None if unknown else False


class _Search:
    """Facts are looked for with which an answer to the question at *path* changes a conclusion."""

    def __init__(self, finder: _Finder, path: str) -> None:
        self._finder = finder
        self._path = path
        self._kinds = finder._kinds_of(path)
        self._left = MAXIMUM_TRIES

    def changes(self, rules: frozenset[str], policy: str | None) -> bool | None:
        """Whether it may change *rules*, or whether *policy* applies; None: that was not found out."""
        return self._within({}, self._try({}, rules), rules, policy)

    def _within(
        self, given: dict[str, Shape], before: _Tried, rules: frozenset[str], policy: str | None
    ) -> bool | None:
        waits = self._waits(before, policy)
        if self._path not in waits:
            return False
        for kind in self._kinds.kinds:
            if self._differ(before, self._try({**given, self._path: kind.shape}, rules), policy):
                return True
        branches = self._branches(given, waits, rules, policy)
        if branches is None:
            return None if self._left <= 0 or not self._kinds.are_all else False
        unknown = not (branches.are_all and self._kinds.are_all)
        for more, after in branches.open:
            if self._left <= 0:
                return None
            found = self._within(more, after, rules, policy)
            if found:
                return True
            unknown = unknown or found is None
        return None if unknown else False

    def _branches(
        self, given: dict[str, Shape], waits: frozenset[str], rules: frozenset[str], policy: str | None
    ) -> _Branches | None:
        """The answers to another question after which this one is open still: of the one that leaves the fewest."""
        best: _Branches | None = None
        for other in sorted(waits - given.keys() - {self._path}):
            if not self._is_apart(other):
                continue
            kinds = self._finder._kinds_of(other)
            found = _Branches([], kinds.are_all)
            for kind in kinds.kinds:
                if self._left <= 0:
                    return best
                more = {**given, other: kind.shape}
                after = self._try(more, rules)
                if self._path in self._waits(after, policy):
                    found.open.append((more, after))
            if best is None or found.rank < best.rank:
                best = found
            if best.rank == (0, False):
                break
        return best

    def _try(self, given: Mapping[str, Shape], rules: frozenset[str]) -> _Tried:
        self._left -= 1
        return self._finder._try(given, rules)

    def _waits(self, tried: _Tried, policy: str | None) -> frozenset[str]:
        if policy is not None:
            return frozenset() if policy in tried.refuted else tried.scopes.get(policy, frozenset())
        return frozenset().union(*(goal.own | self._finder._scope(tried, goal) for goal in tried.open))

    def _differ(self, before: _Tried, after: _Tried, policy: str | None) -> bool:
        if policy is not None:
            # Once its scope is settled, the policy's norms apply or do not by what they wait for themselves.
            return bool(before.scopes.get(policy)) != bool(after.scopes.get(policy))
        return before.states != after.states

    def _is_apart(self, other: str) -> bool:
        """Whether *other* may be found out, too, and is no part of the fact asked for."""
        return self._finder._is_asked(other) and not other.startswith((f"{self._path}.", f"{self._path}["))


@frozen
class _Branches:
    """Answers to a question that leave another one open, with what follows; and whether there are no other answers."""

    open: list[tuple[dict[str, Shape], _Tried]]
    are_all: bool

    @property
    def rank(self) -> tuple[int, bool]:
        return len(self.open), not self.are_all


def _with(situation: Situation, values: Mapping[str, Shape]) -> Situation:
    slots: list[Shape | None] = [None] * len(situation.slots)
    return evolve(situation, facts=evolve(situation.facts, values=values), slots=slots, memory={})


def _answers(evaluator: Evaluator, situation: Situation, rules: Set[str]) -> Answers:
    if rules:
        return answers(evaluator, situation, rules)
    found = bound(evaluator, situation, rules)
    return Answers(found.frame, found.policies, found.bindings, ())
