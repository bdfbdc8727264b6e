"""Conditions that are no atoms: asked of the program once for each combination of what they read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from pingan.batch import bits
from pingan.batch.asking import Asking, AsOf
from pingan.batch.bits import Flags
from pingan.batch.block import Block, identities_of
from pingan.batch.conjunctions import Pair
from pingan.batch.data import combined
from pingan.batch.facts import Shapes, tree_of
from pingan.batch.instants import Instants
from pingan.batch.schema import Path
from pingan.batch.vectors import NotHere, Vectors
from pingan.matching.nodes import Stratum
from pingan.model.nodes import Expression
from pingan.program.truth import CAN_BE_TRUE

MAXIMUM_KEPT: Final = 200_000
"""Combinations of one group of conditions that are remembered from block to block."""


@define(eq=False)
class Group:
    """Conditions that depend on the same facts, and what they were for combinations of them."""

    strata: tuple[Stratum, ...]
    reads: frozenset[Path]
    instant: bool
    zone: str | None = None
    """Where they depend on the instant by its day alone: whose day."""
    kept: dict[tuple[object, ...], list[int]] = field(factory=dict)


def groups_of(strata: Iterable[tuple[int, Stratum]], zones: Mapping[int, str | None]) -> list[tuple[Group, list[int]]]:
    """Strata together with those that read the same, and their numbers; *zones* are of those about a day alone."""
    found: dict[tuple[frozenset[Path], bool, str | None], list[tuple[int, Stratum]]] = {}
    for number, stratum in strata:
        found.setdefault((stratum.reads, stratum.instant, zones.get(number)), []).append((number, stratum))
    return [
        (Group(tuple(s for _, s in members), reads, instant, zone), [number for number, _ in members])
        for (reads, instant, zone), members in found.items()
    ]


@define(eq=False)
class Combinations:
    """The records of a block by what a group of conditions reads of them."""

    block: Block
    asking: Asking
    as_of: Instants
    optional: Mapping[Path, Sequence[Path]]

    def pairs(self, group: Group, alive: Flags) -> list[Pair]:
        """The rows of every condition of *group*, for the records *alive*; of others it is said not to hold."""
        rows = np.flatnonzero(alive & ~self.block.odd)
        possibly = np.zeros((len(group.strata), self.block.length), np.bool_)
        surely = np.zeros((len(group.strata), self.block.length), np.bool_)
        if len(rows):
            rows = rows[~self._at_once(group, rows, possibly, surely)]
        if len(rows):
            self._by_combination(group, rows, possibly, surely)
        return [_pair(*both) for both in zip(possibly, surely, strict=True)]

    def _at_once(self, group: Group, rows: NDArray[np.int64], possibly: Flags, surely: Flags) -> Flags:
        """Decides those of *rows* that have everything that is read, where that can be done at once; which it did."""
        done = np.ones(len(rows), np.bool_)
        for path in self._paths(group.reads):
            usable = self.block.columns[path].usable
            if usable is not None:
                done &= usable[rows]
        some = rows[done]
        program = self.asking.program
        vectors = Vectors(self.block, program.policy, self.asking.reading, some, self.as_of.one)
        try:
            if not len(some):
                raise NotHere
            found = [vectors.holds(_condition(stratum)) for stratum in group.strata]
        except NotHere:
            return np.zeros(len(rows), np.bool_)
        for number, holds in enumerate(found):
            possibly[number, some] = holds
            surely[number, some] = holds
        return done

    def _by_combination(self, group: Group, rows: NDArray[np.int64], possibly: Flags, surely: Flags) -> None:
        """Decides *rows* by asking the program once for each combination of what is read."""
        paths = self._paths(group.reads)
        parts = [identities_of(self.block, path, self.optional.get(path, ()), rows) for path in paths]
        parts += self._records(group.reads, paths, rows)
        if group.instant:
            parts.append(self.as_of.identities(rows, group.zone))
        if not parts:
            parts = [np.zeros(len(rows), np.int64)]
        _, first, numbers = np.unique(combined(parts), return_index=True, return_inverse=True)
        values = self._values(group, paths, rows[first])[numbers.ravel()]
        for number in range(len(group.strata)):
            possibly[number, rows] = values[:, number] & CAN_BE_TRUE != 0
            surely[number, rows] = values[:, number] == CAN_BE_TRUE

    def _paths(self, reads: frozenset[Path]) -> list[Path]:
        """The columns that say something about what is read."""
        return sorted(
            path
            for path in self.block.columns
            if any(path[: len(read)] == read or read[: len(path)] == path for read in reads)
        )

    def _records(
        self, reads: frozenset[Path], paths: Sequence[Path], rows: NDArray[np.int64]
    ) -> list[NDArray[np.int64]]:
        """For the records on the way that may be absent: whether they are given, whether they are absent."""
        found = []
        for path in self._optional_records(reads):
            there, gone = self.block.record_given(path), self.block.absent(path)
            for flags in (there, gone):
                if flags is not None:
                    found.append(flags[rows].astype(np.int64))
        return found

    def _optional_records(self, reads: frozenset[Path]) -> list[Path]:
        known = {record for records in self.optional.values() for record in records}
        known |= {path for path, declared in self._structs() if declared}
        return sorted(p for p in known if any(p[: len(r)] == r or r[: len(p)] == p for r in reads))

    def _structs(self) -> list[tuple[Path, bool]]:
        return [(struct.path, struct.declared.optional) for struct in self.block.plan.structs]

    def _values(self, group: Group, paths: Sequence[Path], rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """What the conditions are for each of *rows*: one for every combination."""
        wanted = [*paths, *(p for p, _ in self._structs() if self._touches(p, group.reads))]
        shapes = Shapes(self.block, tree_of(wanted, self.asking.program.policy.vocabulary))
        found = np.zeros((len(rows), len(group.strata)), np.int64)
        for n, row in enumerate(rows.tolist()):
            found[n] = self._value(group, shapes, paths, row)
        return found

    @staticmethod
    def _touches(path: Path, reads: frozenset[Path]) -> bool:
        return any(path[: len(read)] == read or read[: len(path)] == path for read in reads)

    def _value(self, group: Group, shapes: Shapes, paths: Sequence[Path], row: int) -> list[int]:
        key = self._key(group, paths, row)
        if key is not None and key in group.kept:
            return group.kept[key]
        as_of: AsOf = self.as_of.at(row)
        found = self.asking.of_strata(group.strata, shapes.facts(row), as_of)
        if key is not None:
            if len(group.kept) >= MAXIMUM_KEPT:
                group.kept.clear()
            group.kept[key] = found
        return found

    def _key(self, group: Group, paths: Sequence[Path], row: int) -> tuple[object, ...] | None:
        """What the combination of a record is known by in other blocks; None where it cannot be."""
        found: list[object] = [self.as_of.known_by(row, group.zone) if group.instant else None]
        for path in paths:
            column = self.block.columns[path]
            if column.given is None or column.given[row]:
                key = column.key(row)
                if key is None:
                    return None
                found.append(key)
            else:
                gone = self.block.absent(path)
                found.append("absent" if gone is not None and gone[row] else "missing")
        for path in self._optional_records(group.reads):
            there, gone = self.block.record_given(path), self.block.absent(path)
            found.append((there is None or bool(there[row]), gone is not None and bool(gone[row])))
        return tuple(found)


def _condition(stratum: Stratum) -> Expression:
    """What a stratum asks; of a rule that is more than can be done at once."""
    if stratum.expression is None:
        raise NotHere
    return stratum.expression


def _pair(possibly: Flags, surely: Flags) -> Pair:
    row = bits.packed(possibly)
    same = bits.packed(surely)
    return (row, row) if np.array_equal(row, same) else (row, same)
