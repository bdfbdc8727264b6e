"""What a search of one policy takes: its boundaries, who asks it, and from which questions to begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import combinations, islice
from typing import Any, Final

from attrs import evolve, field, frozen

from pingan.boundaries import Boundaries, boundaries_of
from pingan.graph.nodes import children
from pingan.language.shapes import Truth
from pingan.model import nodes as model
from pingan.policy import Policy
from pingan.witnesses.changes import Steps, places, value_at, with_value, without
from pingan.witnesses.literals import Literals
from pingan.witnesses.looking import Goal, Looker
from pingan.witnesses.naming import Naming
from pingan.witnesses.nodes import Case
from pingan.witnesses.refining import Refiner, is_beside
from pingan.witnesses.searching import Budget, reaching, smallest

MOST_PAIRS: Final = 64
"""Pairs of settings that are tried."""

EVALUATIONS: Final = 3_000
"""Questions that the search for one witness may ask."""


@frozen(eq=False)
class Kit:
    """Everything that searches of *policy* share."""

    policy: Policy
    boundaries: Boundaries
    looker: Looker
    refiner: Refiner
    bases: dict[tuple[str, int], Case | None] = field(factory=dict)
    """Cases in which rules apply, by key and by how much was asked for them: found once."""
    _naming: dict[str, Naming] = field(factory=dict)

    @staticmethod
    def of(policy: Policy) -> Kit:
        found = boundaries_of(policy)
        return Kit(policy, found, Looker(policy), Refiner(policy.model, found))

    def home(self, key: str) -> str:
        """The policy whose scenarios are about *key*: its own, or, of a parent's rule, the first one loaded."""
        module = key.partition(".")[0]
        return module if module in self.policy.names else self.policy.names[0]

    def naming(self, module: str) -> Naming:
        """What declarations go by in *module*."""
        found = self._naming.get(module)
        if found is None:
            found = self._naming[module] = Naming.of(self.policy, module)
        return found

    def literals(self, module: str) -> Literals:
        """How *module* writes facts."""
        header = self.policy.model.headers.get(module)
        return Literals(self.policy.model.vocabulary, header.zone if header else "UTC", self.naming(module))

    def budget(self, most: int) -> Budget:
        """A number of questions to ask from now on."""
        return Budget(self.looker, most)

    def reaches(self, goal: Goal, case: Case) -> bool:
        """Whether *case* surely shows *goal*."""
        return self.looker.look(goal, case).truth is Truth.TRUE

    # --- where to begin -----------------------------------------------------------------------------------------------

    def starts(self, settings: Mapping[str, object] | None = None) -> Iterator[Case]:
        """Questions about every instant worth asking about, of which nothing is known."""
        for moment in self.boundaries.instants:
            yield Case({}, moment, settings or {})

    def readings(self, key: str) -> Iterator[Mapping[str, object]]:
        """Settings that *key* depends on: none, then each reading and value of a parameter, then each two of them."""
        yield {}
        single = [(name, value) for name in self.settings_read(key) for value in self.boundaries.settings.get(name, ())]
        yield from ({name: value} for name, value in single)
        pairs = (dict(pair) for pair in combinations(single, 2) if pair[0][0] != pair[1][0])
        yield from islice(pairs, MOST_PAIRS)

    def settings_read(self, key: str) -> tuple[str, ...]:
        """The interpretations and parameters that a rule or a definition depends on."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        waiting: list[model.Expression] = list(self._expressions(key))
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, model.ReadingValue):
                found.setdefault(node.interpretation)
            elif isinstance(node, model.ParameterValue):
                found.setdefault(node.parameter)
            elif isinstance(node, model.DefinitionValue) and node.definition not in seen:
                seen.add(node.definition)
                waiting += self._expressions(node.definition)
            waiting += children(node)
        return (*found, *(name for name in self._lengths(key) if name not in found))

    def _lengths(self, key: str) -> tuple[str, ...]:
        """The parameters that deadlines of a rule are counted with."""
        rule = self.policy.model.rules.get(key)
        deadlines = (norm.deadline for norm in rule.all_norms) if rule else ()
        return tuple(d.parameter for d in deadlines if isinstance(d, model.Within | model.Every) and d.parameter)

    def _expressions(self, key: str) -> Iterator[model.Expression]:
        policy = self.policy.model
        definition, rule = policy.definitions.get(key), policy.rules.get(key)
        for case in definition.cases if definition else ():
            yield case.value
            if case.condition is not None:
                yield case.condition
        if rule is None:
            return
        header = policy.headers.get(rule.module)
        tests = [in_force for in_force in (rule.in_force, header and header.in_force) if in_force]
        parts = [rule.condition, *rule.exceptions, *(each.collection for each in rule.each), header and header.scope]
        for test in tests:
            parts += [test.period, test.tested]
        for norm in rule.all_norms:
            limit = norm.deadline.limit if isinstance(norm.deadline, model.By) else None
            duty = norm.duty.condition if isinstance(norm.duty, model.Ensure) else None
            parts += [duty, limit, norm.fulfilled_when, norm.fulfilled_at, norm.breached_when, norm.breached_at]
        yield from (part for part in (*parts, rule.since) if part)

    # --- searching ----------------------------------------------------------------------------------------------------

    def reaching(self, goal: Goal, budget: Budget, starts: Iterable[Case] | None = None) -> Iterator[Case]:
        """Cases that reach *goal*, and add to one of *starts*."""
        yield from reaching(goal, self.starts() if starts is None else starts, self.looker, self.refiner, budget)

    def shrunk(self, goal: Goal, case: Case) -> Case:
        """*case* with everything left out that *goal* is reached without, and plain values where they do."""
        return smallest(case, lambda less: self.reaches(goal, less), self.simpler)

    def simpler(self, case: Case) -> Iterator[Case]:
        """*case* with one thing left out, or with an instant that is not beside another one."""
        yield from self.smaller(case)
        for steps in self.leaves(case):
            if is_beside(value_at(case.facts, steps)):
                for value in self.refiner.values(steps, case):
                    if isinstance(value, datetime) and not is_beside(value):
                        yield evolve(case, facts=with_value(case.facts, steps, value))
        if is_beside(case.as_of):
            yield from (other for other in self.at_other_times(case) if not is_beside(other.as_of))

    def closest(self, goal: Goal, missed: Goal, case: Case, steps: Steps) -> tuple[Case, Case] | None:
        """Two cases that differ at *steps* as little as they can: one reaches *goal*, the other one *missed*.

        None where what stands there has no order, or nothing reaches *missed*.
        """
        held = value_at(case.facts, steps)
        if not is_ordered(held):
            return None
        values = {held, *(v for v in self.refiner.values(steps, case) if is_ordered(v))}
        reached: list[tuple[Any, Case]] = []
        others: list[tuple[Any, Case]] = []
        for value in sorted(values):
            other = evolve(case, facts=with_value(case.facts, steps, value))
            if self.reaches(goal, other):
                reached.append((value, other))
            elif self.reaches(missed, other):
                others.append((value, other))
        pairs = [(abs(a - b), place, one, two) for place, (a, one) in enumerate(reached) for b, two in others]
        if not pairs:
            return None
        _, _, one, two = min(pairs, key=lambda pair: pair[:2])
        return one, two

    def smaller(self, case: Case) -> Iterator[Case]:
        """*case* with one thing left out: what stands deepest and last is tried first."""
        for steps in reversed(list(places(case.facts, self.policy.model.vocabulary))):
            yield evolve(case, facts=without(case.facts, steps))
        for name in reversed(list(case.settings)):
            yield evolve(case, settings={key: value for key, value in case.settings.items() if key != name})
        for name in reversed(list(case.since)):
            yield evolve(case, since={key: value for key, value in case.since.items() if key != name})

    # --- what lies beside a case --------------------------------------------------------------------------------------

    def leaves(self, case: Case) -> tuple[Steps, ...]:
        """Where single values are given, and lists that are empty."""
        found = list(places(case.facts, self.policy.model.vocabulary))
        return tuple(
            steps for steps in found if not any(other[: len(steps)] == steps and other != steps for other in found)
        )

    def beside(self, case: Case, steps: Steps, most: int = 12) -> Iterator[Case]:
        """*case* with another value at *steps*."""
        for number, value in enumerate(self.refiner.values(steps, case)):
            if number >= most:
                return
            yield evolve(case, facts=with_value(case.facts, steps, value))

    def at_other_times(self, case: Case) -> Iterator[Case]:
        """*case* at every other instant worth asking about; nothing may first have held after it."""
        for moment in self.boundaries.instants:
            if moment != case.as_of and all(_is_before(t, moment) for t in case.since.values()):
                yield evolve(case, as_of=moment)


def is_ordered(value: object) -> bool:
    """Whether it is a number, a length of time or a day: an instant's neighbours are seconds that nobody means."""
    if isinstance(value, datetime):
        return False
    return isinstance(value, int | Fraction | timedelta | date) and not isinstance(value, bool)


def _is_before(first: date, second: date) -> bool:
    try:
        return first <= second
    except TypeError:  # a day and an instant
        return first.timetuple()[:3] <= second.timetuple()[:3]
