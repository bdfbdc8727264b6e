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
from pingan.matching.nodes import Stratum
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE

MAXIMUM_KEPT: Final = 200_000
"""Combinations of one group of conditions that are remembered from block to block."""


@define(eq=False)
class Group:
    """Conditions that depend on the same facts, and what they were for combinations of them."""

    strata: tuple[Stratum, ...]
    reads: frozenset[Path]
    instant: bool
    kept: dict[tuple[object, ...], list[int]] = field(factory=dict)


def groups_of(strata: Iterable[tuple[int, Stratum]]) -> list[tuple[Group, list[int]]]:
    """Strata together with those that read the same, and their numbers."""
    found: dict[tuple[frozenset[Path], bool], list[tuple[int, Stratum]]] = {}
    for number, stratum in strata:
        found.setdefault((stratum.reads, stratum.instant), []).append((number, stratum))
    return [
        (Group(tuple(s for _, s in members), reads, instant), [number for number, _ in members])
        for (reads, instant), members in found.items()
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
        length = self.block.length
        if not len(rows):
            nothing = bits.zeros(length)
            return [(nothing, nothing) for _ in group.strata]
        paths = self._paths(group.reads)
        parts = [identities_of(self.block, path, self.optional.get(path, ()), rows) for path in paths]
        parts += self._records(group.reads, paths, rows)
        if group.instant:
            parts.append(self.as_of.identities(rows))
        if not parts:
            parts = [np.zeros(len(rows), np.int64)]
        _, first, numbers = np.unique(combined(parts), return_index=True, return_inverse=True)
        values = self._values(group, paths, rows[first])
        return [_pair(values[:, n], rows, numbers.ravel(), length) for n in range(len(group.strata))]

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
        found: list[object] = [self.as_of.at(row) if group.instant else None]
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


def _pair(values: NDArray[np.int64], rows: NDArray[np.int64], numbers: NDArray[np.int64], length: int) -> Pair:
    possibly = np.zeros(length, np.bool_)
    possibly[rows] = (values & CAN_BE_TRUE != 0)[numbers]
    if not (values == (CAN_BE_TRUE | CAN_BE_FALSE)).any():
        row = bits.packed(possibly)
        return row, row
    surely = np.zeros(length, np.bool_)
    surely[rows] = (values == CAN_BE_TRUE)[numbers]
    return bits.packed(possibly), bits.packed(surely)
