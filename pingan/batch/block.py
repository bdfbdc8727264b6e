"""A block of records: its columns, and of every fact for which records it is given, missing or absent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from pingan.batch.bits import Flags, either
from pingan.batch.columns import Column
from pingan.batch.packages import pyarrow as pa
from pingan.batch.schema import Columns, Leaf, Path, Struct

Lack = Literal["missing", "open", "absent"]
"""Why a record has no value: it is not given; the record that it is a field of may be absent; it is known absent."""


@define(eq=False)
class Block:
    """*columns* are by path; *structs* say of which records a struct is given (None: of all)."""

    columns: Mapping[Path, Column]
    plan: Columns
    length: int
    structs: Mapping[Path, Flags | None]
    odd: Flags
    """Records that are to be evaluated one by one."""
    _absent: Mapping[Path, bool] = field(init=False)
    """What null says, by path of leaves and structs."""
    _given: dict[Path, Flags | None] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        given: Sequence[Leaf | Struct] = (*self.plan.leaves, *self.plan.structs)
        self._absent = {each.path: each.absent for each in given}

    def record_given(self, path: Path) -> Flags | None:
        """For which records anything says that the record at *path* is there; None: for all."""
        if path not in self._given:
            self._given[path] = self._found_given(path)
        return self._given[path]

    def _found_given(self, path: Path) -> Flags | None:
        there = np.zeros(self.length, np.bool_)
        for below, column in self.columns.items():
            if below[: len(path)] == path:
                if column.given is None:
                    return None
                there |= column.given
        for below, flags in self.structs.items():
            if below[: len(path)] == path:
                if flags is None:
                    return None
                there |= flags
        return None if there.all() else there

    def lacks(self, path: Path, optional: Sequence[Path]) -> Iterator[tuple[Lack, Flags]]:
        """The records without a value at *path*, by why; *optional* are the records on the way that may be absent."""
        column = self.columns.get(path)
        usable = np.zeros(self.length, np.bool_) if column is None else column.usable
        if usable is None:
            return
        rest = ~usable
        absent = self.absent(path)
        if absent is not None:
            yield "absent", absent & rest
            rest = rest & ~absent
        if optional:
            # INVARIANT: a record inside another is given only where that is, so the innermost one says it of all.
            there = self.record_given(optional[-1])
            if there is not None:
                yield "open", rest & ~there
                rest = rest & there
        yield "missing", rest

    def absent(self, path: Path) -> Flags | None:
        """For which records null says that the fact at *path*, or a record on the way to it, is absent."""
        found: Flags | None = None
        for n in range(1, len(path) + 1):
            if self._absent.get(path[:n]):
                column = self.columns.get(path[:n])
                there = column.given if column is not None else self.record_given(path[:n])
                found = either(found, np.zeros(self.length, np.bool_) if there is None else ~there)
        return found


def array_of(records: pa.RecordBatch, column: int, steps: Sequence[int]) -> pa.Array:
    """A column, or the field of structs in it; null wherever a struct on the way is."""
    array = records.column(column)
    for step in steps:
        array = array.flatten()[step]
    return array


def identities_of(block: Block, path: Path, optional: Sequence[Path], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of *rows*, numbers that are equal where the fact at *path* is: lacking for one reason, or of one value."""
    found = np.zeros(len(rows), np.int64)
    for number, (_, flags) in enumerate(block.lacks(path, optional)):
        found[flags[rows]] = number
    column = block.columns.get(path)
    if column is not None:
        usable = column.usable
        having = np.arange(len(rows)) if usable is None else np.flatnonzero(usable[rows])
        if len(having):
            found[having] = column.identities(rows[having]) + 3
    return found
