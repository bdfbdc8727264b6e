"""How the conjunctions of a policy become rows: those of atoms first, then those that ask the program.

A condition that is no atom is only asked for records for which some conjunction that reads it is still open.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from attrs import define, evolve, frozen

from pingan.batch import bits
from pingan.batch.bits import Bits
from pingan.batch.conjunctions import Literals, Pair, Plan, literals_of, negated, ranks, steps_of
from pingan.batch.strata import Group, groups_of
from pingan.matching.nodes import Atom, Matching, Stratum


@frozen
class Waiting:
    """A conjunction that asks the program: the target of its atoms (None: it has none), and its other limbs."""

    output: int
    target: int | None
    others: Literals


@define(eq=False)
class Rows:
    """Works out the outputs of a matching over one block after another."""

    matching: Matching
    plan: Plan
    waiting: tuple[Waiting, ...]
    groups: tuple[tuple[Group, Sequence[int]], ...]
    """Conditions that read the same, and the numbers of their tests."""
    always: frozenset[int]
    """Outputs with a conjunction that has no limbs."""
    written: frozenset[int]
    """Outputs that conjunctions of atoms alone can show."""

    @staticmethod
    def of(matching: Matching, asked: frozenset[int]) -> Rows:
        """*asked* are the atoms (by index) that the program is asked about as it is about strata."""
        strata = _strata(matching, asked)
        zones = {n: matching.fields[t.field].zone for n in asked if isinstance(t := matching.tests[n], Atom)}
        rank = ranks(matching.conjunctions)
        outputs = len(matching.outputs)
        wanted: list[tuple[int, Literals]] = []
        waiting: list[Waiting] = []
        targets: dict[Literals, int] = {}
        for conjunction in matching.conjunctions:
            literals = literals_of(conjunction, rank)
            atoms = tuple(n for n in literals if n // 2 not in strata)
            others = tuple(n for n in literals if n // 2 in strata)
            if others:
                target = targets.setdefault(atoms, outputs + len(targets)) if atoms else None
                waiting.append(Waiting(conjunction.output, target, others))
            elif atoms:
                wanted.append((conjunction.output, atoms))
        written = frozenset(target for target, _ in wanted)
        wanted += [(target, atoms) for atoms, target in targets.items()]
        return Rows(
            matching,
            Plan(steps_of(wanted, outputs + len(targets))),
            tuple(waiting),
            tuple(groups_of(sorted(strata.items()), zones)),
            frozenset(c.output for c in matching.conjunctions if not c.limbs),
            written,
        )

    def afresh(self) -> Rows:
        """The same, knowing nothing of conditions."""
        groups = ((Group(g.strata, g.reads, g.instant, g.zone), numbers) for g, numbers in self.groups)
        return evolve(self, groups=tuple(groups))

    # --- one block ------------------------------------------------------------------------------------------

    def run(
        self,
        length: int,
        atom: Callable[[int], Pair],
        strata: Callable[[Group, Bits], Sequence[Pair]],
    ) -> tuple[Any, Any]:
        """The outputs that may hold, and those that surely do: matrices of packed rows, or one matrix twice.

        *atom* gives the rows of an atom, *strata* those of a group, asked for some of the records.
        """
        work = _Work.of(self, length)
        same = self.plan.run(self._literals(atom), work.surely, work.possibly)
        work.same[: len(same)] = same
        for output in range(len(self.matching.outputs)):
            if output in self.always or output not in self.written:
                work.fill(output, 255 if output in self.always else 0)
        if self.waiting:
            self._ask(work, strata)
        self._stand(work)
        return work.matrices()

    def _literals(self, atom: Callable[[int], Pair]) -> list[Pair]:
        found: dict[int, Pair] = {}
        for literal in self.plan.steps.literals:
            if literal & ~1 not in found:
                found[literal & ~1] = atom(literal // 2)
            if literal & 1:
                found[literal] = negated(found[literal & ~1])
        return [found[literal] for literal in self.plan.steps.literals]

    def _ask(self, work: _Work, strata: Callable[[Group, Bits], Sequence[Pair]]) -> None:
        readers: dict[int, list[Waiting]] = {}
        for waiting in self.waiting:
            for literal in waiting.others:
                readers.setdefault(literal // 2, []).append(waiting)
        settled = set(range(len(self.matching.outputs))) - {waiting.output for waiting in self.waiting}
        asked: dict[int, Pair] = {}
        for group, numbers in self.groups:
            alive = np.zeros(work.width, np.uint8)
            for waiting in (w for number in numbers for w in readers.get(number, ())):
                alive |= self._open(work, waiting, settled)
            asked.update(zip(numbers, strata(group, alive), strict=True))
        for waiting in self.waiting:
            pair = work.pair(waiting.target)
            for literal in waiting.others:
                other = asked[literal // 2]
                pair = both(pair, negated(other) if literal & 1 else other)
            work.add(waiting.output, pair)

    def _open(self, work: _Work, waiting: Waiting, settled: set[int]) -> Bits:
        """The records for which a conjunction may yet hold, and its policy stand."""
        found = work.pair(waiting.target)[0]
        standing = self.matching.outputs[waiting.output].standing
        return found & work.pair(standing)[0] if standing in settled else found

    def _stand(self, work: _Work) -> None:
        """What a policy's standing and overriding rules make of rules."""
        outputs = self.matching.outputs
        policies = {output.standing for output in outputs if output.standing is not None}
        everywhere = {number for number in policies if work.is_everywhere(number)}
        for number, output in enumerate(outputs):
            if output.standing is not None and output.standing not in everywhere:
                work.both(number, work.pair(output.standing))
        for number in self.matching.order:
            for other in outputs[number].overridden_by:
                work.both(number, negated(work.pair(other)))


def _strata(matching: Matching, asked: frozenset[int]) -> dict[int, Stratum]:
    """The tests that the program is asked about."""
    found: dict[int, Stratum] = {}
    for number, test in enumerate(matching.tests):
        if isinstance(test, Stratum):
            found[number] = test
        elif number in asked:
            where = matching.fields[test.field].path
            found[number] = Stratum(test.expression, None, frozenset({where} if where else ()), not where)
    return found


def both(one: Pair, other: Pair) -> Pair:
    surely = one[1] & other[1]
    if one[0] is one[1] and other[0] is other[1]:
        return surely, surely
    return one[0] & other[0], surely


@define(eq=False)
class _Work:
    """The rows of one block: outputs, then what waits; *same* says of which what may hold is what surely does."""

    length: int
    outputs: int
    surely_of: Any
    possibly_of: Any
    surely: list[Bits]
    possibly: list[Bits]
    same: list[bool]

    @staticmethod
    def of(rows: Rows, length: int) -> _Work:
        outputs, targets, width = len(rows.matching.outputs), rows.plan.steps.targets, bits.size(length)
        surely, possibly = (np.empty((outputs, width), np.uint8) for _ in range(2))
        more = (np.empty((targets - outputs, width), np.uint8) for _ in range(2))
        sure, maybe = ([*matrix, *rest] for matrix, rest in zip((surely, possibly), more, strict=True))
        return _Work(length, outputs, surely, possibly, sure, maybe, [True] * targets)

    @property
    def width(self) -> int:
        return bits.size(self.length)

    def fill(self, target: int, value: int) -> None:
        self.surely[target].fill(value)
        self.same[target] = True

    def pair(self, target: int | None) -> Pair:
        """The rows of a target; without one all records."""
        if target is None:
            everything = np.full(self.width, 255, np.uint8)
            return everything, everything
        surely = self.surely[target]
        return (surely if self.same[target] else self.possibly[target]), surely

    def is_everywhere(self, target: int) -> bool:
        """Whether it surely holds for all records."""
        row = self.surely[target].copy()
        bits.cut(row, self.length)
        return bool((row == bits.ones(self.length)).all())

    def add(self, target: int, pair: Pair) -> None:
        """Or: records for which *pair* holds are those of the target, too."""
        self._joined(target, pair, np.bitwise_or)

    def both(self, target: int, pair: Pair) -> None:
        """And: only records for which *pair* holds, too, stay those of the target."""
        self._joined(target, pair, np.bitwise_and)

    def _joined(self, target: int, pair: Pair, operation: Any) -> None:
        if not (self.same[target] and pair[0] is pair[1]):
            operation(self.pair(target)[0], pair[0], self.possibly[target])
            self.same[target] = False
        operation(self.surely[target], pair[1], self.surely[target])

    def matrices(self) -> tuple[Any, Any]:
        bits.cut(self.surely_of, self.length)
        if all(self.same[: self.outputs]):
            return self.surely_of, self.surely_of
        for target in range(self.outputs):
            if self.same[target]:
                self.possibly[target][:] = self.surely[target]
        bits.cut(self.possibly_of, self.length)
        return self.possibly_of, self.surely_of
