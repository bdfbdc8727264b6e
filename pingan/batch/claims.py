"""Tests as rows of packed bits: for which records one may hold, and for which it surely does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import Any, Final

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from pingan.batch import bits
from pingan.batch.asking import Asking
from pingan.batch.bits import Bits, Flags
from pingan.batch.block import Block, Lack
from pingan.batch.columns import Coded, Column, Numbers, Sets, Texts, Truths, count_of
from pingan.batch.conjunctions import Pair
from pingan.batch.packages import compute as pc
from pingan.batch.schema import Path
from pingan.language.types import (
    ActorType,
    BooleanType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    NumberType,
    SetType,
    TextType,
)
from pingan.matching.nodes import Atom, Field, Matching
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE

MAXIMUM_NAMES: Final = 512
"""Members of an enum, or actors, that an atom is tried with one by one."""
LIMITS: Final = {
    np.dtype(kind): (int(np.iinfo(kind).min), int(np.iinfo(kind).max))
    for kind in (np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32)
}


def can_say(atom: Atom, where: Field) -> bool:
    """Whether rows of *atom* come of a column; else the program is asked for each value."""
    declared = where.type
    match declared:
        case _ if atom.operator == "present":
            return True
        case BooleanType():
            return True
        case EnumType():
            return len(declared.members) <= MAXIMUM_NAMES
        case TextType():
            return atom.operator in ("=", "in")
        case ActorType():
            return atom.operator in ("=", "in")
        case NumberType() | DurationType() | DateType() | DateTimeType():
            return atom.operator != "is" and all(
                c is None or count_of(c, 1, declared) is not None for c in atom.constants
            )
        case SetType():
            return atom.operator in ("has", "has_any", "has_all")
        case _:
            return False


@define(eq=False)
class Claims:
    """The rows of the atoms of a policy over one block."""

    block: Block
    matching: Matching
    asking: Asking
    optional: Mapping[Path, Sequence[Path]]
    """Of the path of every field, the records on the way that may be absent."""
    _rows: dict[tuple[Any, ...], Bits] = field(factory=dict, init=False)
    _lacks: dict[Path, tuple[Bits | None, list[tuple[Lack, Bits]]]] = field(factory=dict, init=False)
    _flags: Flags = field(init=False)
    """Work space: new memory for every comparison would take longer than comparing."""

    def __attrs_post_init__(self) -> None:
        self._flags = np.empty(self.block.length, np.bool_)

    def pair(self, test: int) -> Pair | None:
        """The rows of an atom; None where it takes the program to say for each value."""
        atom = self.matching.tests[test]
        assert isinstance(atom, Atom)
        where = self.matching.fields[atom.field]
        if not where.path or any(where.path[:n] in self.block.columns for n in range(1, len(where.path))):
            return None
        column = self.block.columns.get(where.path)
        base = bits.zeros(self.block.length) if column is None else self._known(test, atom, where, column)
        return None if base is None else self._with_lacks(test, atom, where.path, base)

    def _with_lacks(self, test: int, atom: Atom, path: Path, base: Bits) -> Pair:
        """The rows, given those for records that have a value."""
        usable, lacks = self._lacking(path)
        if not lacks:
            return base, base
        surely = base & usable if usable is not None else base.copy()
        possibly = surely
        for why, rows in lacks:
            truth = self.asking.of_lack(test, atom, path, why)
            if truth == CAN_BE_TRUE:
                same = possibly is surely
                surely = surely | rows
                possibly = surely if same else possibly | rows
            elif truth != CAN_BE_FALSE:
                possibly = possibly | rows
        return possibly, surely

    def _lacking(self, path: Path) -> tuple[Bits | None, list[tuple[Lack, Bits]]]:
        """For which records there is a value (None: all), and why there is none for others."""
        if path not in self._lacks:
            column = self.block.columns.get(path)
            usable = np.zeros(self.block.length, np.bool_) if column is None else column.usable
            lacks = [
                (why, bits.packed(flags))
                for why, flags in self.block.lacks(path, self.optional.get(path, ()))
                if flags.any()
            ]
            self._lacks[path] = (None if usable is None else bits.packed(usable)), lacks
        return self._lacks[path]

    # --- values that are known ----------------------------------------------------------------------------------

    def _known(self, test: int, atom: Atom, where: Field, column: Column) -> Bits | None:
        """The records whose value meets *atom*; of those without one whatever comes out."""
        if atom.operator == "present":
            return bits.ones(self.block.length)
        match column:
            case Truths():
                return self._truths(test, atom, where, column)
            case Texts():
                return self._texts(atom, where, column)
            case Coded():
                return self._named(test, atom, where, column)
            case Numbers():
                return self._counted(atom, where, column)
            case Sets():
                return self._sets(atom, where, column)
            case _:
                # Nothing is given at all: a column without a type.
                return bits.zeros(self.block.length) if column.given is not None and not column.given.any() else None

    def _row(self, key: tuple[Any, ...], make: Callable[[], Bits]) -> Bits:
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = make()
        return found

    def _compared(self, operation: Any, values: NDArray[Any], other: Any) -> Bits:
        operation(values, other, self._flags)
        return bits.packed(self._flags)

    def _none(self) -> Bits:
        return self._row(("none",), lambda: bits.zeros(self.block.length))

    def _all(self) -> Bits:
        return self._row(("all",), lambda: bits.ones(self.block.length))

    def _truths(self, test: int, atom: Atom, where: Field, column: Truths) -> Bits:
        met = self.asking.met(test, atom, where.path, (False, True))
        if len(met) != 1:
            return self._all() if met else self._none()
        return column.bits if met == (1,) else self._row((where.path, "not"), lambda: np.invert(column.bits))

    def _named(self, test: int, atom: Atom, where: Field, column: Coded) -> Bits:
        if len(column.names) > MAXIMUM_NAMES:
            wanted = {str(constant) for constant in atom.constants}
            codes = [code for code, name in enumerate(column.names) if name in wanted]
            return self._of_codes(where.path, column.codes, codes)
        met = self.asking.met(test, atom, where.path, column.names)
        many = len(column.names)
        if 2 * len(met) <= many:
            return self._of_codes(where.path, column.codes, met)
        rest = tuple(n for n in range(many) if n not in set(met))
        return np.invert(self._of_codes(where.path, column.codes, rest))

    def _of_codes(self, path: Path, codes: NDArray[Any], wanted: Iterable[int]) -> Bits:
        """The records that have one of the codes *wanted*."""
        return self._any(
            self._row((path, code), lambda code=code: self._compared(np.equal, codes, code))  # type: ignore[misc]
            for code in wanted
        )

    def _any(self, rows: Iterable[Bits]) -> Bits:
        first, *others = (*rows,) or (self._none(),)
        if others:
            first = first.copy()
            for row in others:
                first |= row
        return first

    def _texts(self, atom: Atom, where: Field, column: Texts) -> Bits:
        codes = [pc.index(column.dictionary, str(constant)).as_py() for constant in atom.constants]
        return self._of_codes(where.path, column.codes, [code for code in codes if code >= 0])

    def _counted(self, atom: Atom, where: Field, column: Numbers) -> Bits | None:
        counts = self.asking.counts(atom, column.unit, where.type)
        match atom.operator, counts:
            case ("=", [int() | Fraction() as count]):
                return self._equal(where.path, column, count)
            case ("in", _):
                return self._any(self._equal(where.path, column, count) for count in counts if count is not None)
            case (">=" | "<", [int() | Fraction() as count]):
                row = self._at_least(where.path, column, ceil(count))
                return row if atom.operator == ">=" else np.invert(row)
            case (">" | "<=", [int() | Fraction() as count]):
                row = self._at_least(where.path, column, floor(count) + 1)
                return row if atom.operator == ">" else np.invert(row)
            case ("within", [first, last]):
                found = self._all() if first is None else self._at_least(where.path, column, ceil(first))
                if last is not None:
                    found = found & np.invert(self._at_least(where.path, column, floor(last) + 1))
                return found
        return None

    def _at_least(self, path: Path, column: Numbers, count: int) -> Bits:
        least, greatest = LIMITS[column.values.dtype]
        if count <= least:
            return self._all()
        if count > greatest:
            return self._none()
        return self._row((path, ">=", count), lambda: self._compared(np.greater_equal, column.values, count))

    def _equal(self, path: Path, column: Numbers, count: int | Fraction) -> Bits:
        least, greatest = LIMITS[column.values.dtype]
        if count.denominator != 1 or not least <= count <= greatest:
            return self._none()
        number = int(count)
        return self._row((path, "=", number), lambda: self._compared(np.equal, column.values, number))

    def _sets(self, atom: Atom, where: Field, column: Sets) -> Bits:
        rows = [self._has(where.path, column, str(constant)) for constant in atom.constants]
        if atom.operator == "has_any":
            return self._any(rows)
        first, *others = rows or [self._all()]
        for row in others:
            first = first & row
        return first

    def _has(self, path: Path, column: Sets, member: str) -> Bits:
        places = [n for n, name in enumerate(column.names) if name == member]
        return self._any(self._member(path, column, n) for n in places)

    def _member(self, path: Path, column: Sets, number: int) -> Bits:
        mask = column.masks[number // 64]
        wanted = mask.dtype.type(1 << number % 64)
        return self._row((path, number), lambda: self._compared(np.not_equal, mask & wanted, mask.dtype.type(0)))
