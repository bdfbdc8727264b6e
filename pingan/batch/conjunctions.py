"""Conjunctions as one list of steps over packed rows; conjunctions that begin alike are worked out together.

Every row is a pair: the records for which a claim may hold, and those for which it surely does. Where both are the
same (nothing is unknown) they are one array, and a step of which all rows are such is done once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from attrs import define, field, frozen

from pingan.batch.bits import Bits
from pingan.matching.nodes import Conjunction

Literals = tuple[int, ...]
"""Limbs of a conjunction, by number: twice the test, one more where it is negated."""


@frozen
class Step:
    """*target* becomes *one* and or or *other*: places of literals, then of targets, then of work space."""

    operation: Literal["and", "or"]
    one: int
    other: int
    target: int


@frozen
class Steps:
    """How *targets* rows come of *literals*, in order."""

    steps: tuple[Step, ...]
    literals: tuple[int, ...]
    targets: int
    room: int


def literals_of(conjunction: Conjunction, rank: Mapping[int, int]) -> Literals:
    return tuple(sorted({2 * limb.test + limb.negated for limb in conjunction.limbs}, key=rank.__getitem__))


def ranks(conjunctions: Iterable[Conjunction]) -> Mapping[int, int]:
    """An order of literals, those first that most conjunctions share."""
    uses = Counter(2 * limb.test + limb.negated for c in conjunctions for limb in c.limbs)
    return {literal: n for n, (literal, _) in enumerate(sorted(uses.items(), key=lambda use: (-use[1], use[0])))}


def steps_of(wanted: Sequence[tuple[int, Literals]], targets: int) -> Steps:
    """The steps for conjunctions of at least one literal, each with the number of the target that it adds to.

    A target that nothing is wanted of is never written.
    """
    return _Planner.of(wanted, targets).steps()


@define(eq=False)
class _Planner:
    wanted: Sequence[tuple[int, Literals]]
    targets: int
    literals: Mapping[int, int]
    """By number, their place."""
    found: list[Step] = field(factory=list)
    written: set[int] = field(factory=set)
    deepest: int = 0

    @staticmethod
    def of(wanted: Sequence[tuple[int, Literals]], targets: int) -> _Planner:
        used = sorted({literal for _, literals in wanted for literal in literals})
        return _Planner(wanted, targets, {literal: place for place, literal in enumerate(used)})

    def steps(self) -> Steps:
        several = Counter(target for target, _ in self.wanted)
        ordered = sorted(self.wanted, key=lambda w: ([self.literals[x] for x in w[1]], w[0]))
        stack: list[int] = []  # the place of the row of the first n literals, of the conjunction before
        before: Literals = ()
        for number, (target, literals) in enumerate(ordered):
            following = ordered[number + 1][1] if number + 1 < len(ordered) else ()
            shared = _shared(before, literals)
            goes_on = following[: len(literals)] == literals
            stack = stack[:shared]
            for depth in range(shared, len(literals)):
                literal = self.literals[literals[depth]]
                if depth == 0:
                    stack.append(literal)
                    continue
                last = depth == len(literals) - 1
                mine = last and target not in self.written and (several[target] == 1 or not goes_on)
                place = self._target(target) if mine else self._room(depth)
                self._step("and", stack[-1], literal, place)
                if mine:
                    self.written.add(target)
                stack.append(place)
            self._deliver(stack[-1], target)
            # A target that more is added to is no beginning of another conjunction.
            before = literals
        return Steps(tuple(self.found), tuple(self.literals), self.targets, self.deepest + 1)

    def _deliver(self, place: int, target: int) -> None:
        if place == self._target(target):
            return
        self._step("or", place, self._target(target) if target in self.written else place, self._target(target))
        self.written.add(target)

    def _step(self, operation: Literal["and", "or"], one: int, other: int, target: int) -> None:
        self.found.append(Step(operation, one, other, target))

    def _target(self, target: int) -> int:
        return len(self.literals) + target

    def _room(self, depth: int) -> int:
        self.deepest = max(self.deepest, depth)
        return len(self.literals) + self.targets + depth


def _shared(one: Literals, other: Literals) -> int:
    n = 0
    while n < len(one) and n < len(other) and one[n] == other[n]:
        n += 1
    return n


Pair = tuple[Bits, Bits]
"""For which records a claim may hold, and for which it surely does: one array twice where nothing is unknown."""


@define(eq=False)
class Plan:
    """Steps ready to be taken; it keeps its work space, so it is for one thread."""

    steps: Steps
    _bound: list[tuple[Callable[..., Any], int, int, int]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        operations = {"and": np.bitwise_and, "or": np.bitwise_or}
        self._bound = [(operations[s.operation], s.one, s.other, s.target) for s in self.steps.steps]

    def run(self, literals: Sequence[Pair], surely: Sequence[Bits], possibly: Sequence[Bits]) -> list[bool]:
        """Fills the rows of *surely*, and of *possibly* those that differ; which ones (by target) do not.

        *literals* are in the order of `Steps.literals`.
        """
        count, width = len(literals), len(surely[0])
        sure = [pair[1] for pair in literals] + list(surely) + list(np.empty((self.steps.room, width), np.uint8))
        if all(pair[0] is pair[1] for pair in literals):
            for operation, one, other, target in self._bound:
                operation(sure[one], sure[other], sure[target])
            return [True] * self.steps.targets
        own = [pair[0] for pair in literals] + list(possibly) + list(np.empty((self.steps.room, width), np.uint8))
        maybe = list(own)
        same = [pair[0] is pair[1] for pair in literals] + [True] * (self.steps.targets + self.steps.room)
        for operation, one, other, target in self._bound:
            both = same[one] and same[other]
            if not both:
                # Before the other half: what is read may be what is written.
                operation(maybe[one], maybe[other], own[target])
            operation(sure[one], sure[other], sure[target])
            same[target] = both
            maybe[target] = sure[target] if both else own[target]
        return same[count : count + self.steps.targets]


def negated(pair: Pair) -> Pair:
    """The pair of the claim that this one does not hold."""
    possibly, surely = pair
    not_surely = np.invert(surely)
    return (not_surely, not_surely) if possibly is surely else (not_surely, np.invert(possibly))
