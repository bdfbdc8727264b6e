"""What a search of one policy takes: its boundaries, who asks it, and from which questions to begin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from attrs import evolve, frozen

from pingan.boundaries import Boundaries, boundaries_of
from pingan.graph.nodes import children
from pingan.language.shapes import Truth
from pingan.model import nodes as model
from pingan.policy import Policy
from pingan.witnesses.changes import Steps, places, with_value, without
from pingan.witnesses.looking import Goal, Looker
from pingan.witnesses.nodes import Case
from pingan.witnesses.refining import Refiner
from pingan.witnesses.searching import Budget, reaching, smallest

EVALUATIONS: Final = 3_000
"""Questions that the search for one witness may ask."""


@frozen(eq=False)
class Kit:
    """Everything that searches of *policy* share."""

    policy: Policy
    boundaries: Boundaries
    looker: Looker
    refiner: Refiner

    @staticmethod
    def of(policy: Policy) -> Kit:
        found = boundaries_of(policy)
        return Kit(policy, found, Looker(policy), Refiner(policy.model, found))

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
        """Settings that change one thing that *key* depends on: first none, then each other reading, each parameter."""
        yield {}
        for name in self.settings_read(key):
            for value in self.boundaries.settings.get(name, ()):
                yield {name: value}

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
        return tuple(found)

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
        yield from (part for part in parts if part)

    # --- searching ----------------------------------------------------------------------------------------------------

    def reaching(self, goal: Goal, budget: Budget, starts: Iterable[Case] | None = None) -> Iterator[Case]:
        """Cases that reach *goal*, and add to one of *starts*."""
        yield from reaching(goal, self.starts() if starts is None else starts, self.looker, self.refiner, budget)

    def shrunk(self, goal: Goal, case: Case) -> Case:
        """*case* with everything left out that *goal* is reached without."""
        return smallest(case, lambda less: self.reaches(goal, less), self.smaller)

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


def _is_before(first: date, second: date) -> bool:
    try:
        return first <= second
    except TypeError:  # a day and an instant
        return first.timetuple()[:3] <= second.timetuple()[:3]
