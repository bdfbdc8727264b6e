"""Tests as rows of packed bits: for which records one may hold, and for which it surely does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil, floor
from typing import Any, Final

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from pingan.batch import bits
from pingan.batch.asking import Asking
from pingan.batch.bits import Bits
from pingan.batch.block import Block, Lack
from pingan.batch.columns import Coded, Column, Numbers, Sets, Truths, count_of
from pingan.batch.conjunctions import Pair
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
            case Coded() if isinstance(where.type, TextType):
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

    def _truths(self, test: int, atom: Atom, where: Field, column: Truths) -> Bits:
        of_false, of_true = (
            self.asking.of_value(test, atom, where.path, value) == CAN_BE_TRUE for value in (False, True)
        )
        if of_true == of_false:
            return bits.ones(self.block.length) if of_true else bits.zeros(self.block.length)
        return column.bits if of_true else self._row((where.path, "not"), lambda: np.invert(column.bits))

    def _named(self, test: int, atom: Atom, where: Field, column: Coded) -> Bits:
        if len(column.names) > MAXIMUM_NAMES:
            return self._texts(atom, where, column)
        met = [
            n
            for n, name in enumerate(column.names)
            if self.asking.of_value(test, atom, where.path, name) == CAN_BE_TRUE
        ]
        return self._of_codes(where.path, column.codes, met, len(column.names))

    def _of_codes(self, path: Path, codes: NDArray[Any], met: Sequence[int], many: int) -> Bits:
        """The records that have one of the codes *met* of *many*."""
        rest = met if 2 * len(met) <= many else [n for n in range(many) if n not in set(met)]
        found = bits.zeros(self.block.length)
        rows = [self._row((path, code), lambda code=code: bits.packed(codes == code)) for code in rest]  # type: ignore[misc]
        if len(rows) == 1:
            found = rows[0]
        else:
            for row in rows:
                found |= row
        return found if rest is met else np.invert(found)

    def _texts(self, atom: Atom, where: Field, column: Coded) -> Bits:
        known = {name: code for code, name in enumerate(column.names)}
        found = bits.zeros(self.block.length)
        for constant in atom.constants:
            code = known.get(str(constant))
            if code is not None:
                found |= bits.packed(column.codes == code)
        return found

    def _counted(self, atom: Atom, where: Field, column: Numbers) -> Bits | None:
        counts = [None if c is None else count_of(c, column.unit, where.type) for c in atom.constants]
        if any(c is None and atom.constants[n] is not None for n, c in enumerate(counts)):
            return None
        match atom.operator, counts:
            case ("=", [count]) if count is not None:
                return self._equal(where.path, column, count)
            case ("in", _):
                found = bits.zeros(self.block.length)
                for count in counts:
                    assert count is not None
                    found |= self._equal(where.path, column, count)
                return found
            case (">=" | "<", [count]) if count is not None:
                row = self._at_least(where.path, column, ceil(count))
                return row if atom.operator == ">=" else np.invert(row)
            case (">" | "<=", [count]) if count is not None:
                row = self._at_least(where.path, column, floor(count) + 1)
                return row if atom.operator == ">" else np.invert(row)
            case ("within", [first, last]):
                found = bits.ones(self.block.length)
                if first is not None:
                    found &= self._at_least(where.path, column, ceil(first))
                if last is not None:
                    found &= np.invert(self._at_least(where.path, column, floor(last) + 1))
                return found
        return None

    def _at_least(self, path: Path, column: Numbers, count: int) -> Bits:
        limits = np.iinfo(column.values.dtype)
        if count <= limits.min:
            return bits.ones(self.block.length)
        if count > limits.max:
            return bits.zeros(self.block.length)
        return self._row((path, ">=", count), lambda: bits.packed(column.values >= count))

    def _equal(self, path: Path, column: Numbers, count: Any) -> Bits:
        limits = np.iinfo(column.values.dtype)
        if count.denominator != 1 or not limits.min <= count <= limits.max:
            return bits.zeros(self.block.length)
        return self._row((path, "=", int(count)), lambda: bits.packed(column.values == int(count)))

    def _sets(self, atom: Atom, where: Field, column: Sets) -> Bits | None:
        numbers = {name: n for n, name in enumerate(column.names)}
        wanted = [numbers.get(str(c)) for c in atom.constants]
        if atom.operator not in ("has", "has_any", "has_all"):
            return None
        if None in wanted and atom.operator != "has_any":
            return bits.zeros(self.block.length)
        rows = [self._member(where.path, column, n) for n in wanted if n is not None]
        if atom.operator == "has_any":
            found = bits.zeros(self.block.length)
            for row in rows:
                found |= row
            return found
        found = bits.ones(self.block.length)
        for row in rows:
            found &= row
        return found

    def _member(self, path: Path, column: Sets, number: int) -> Bits:
        mask = column.masks[number // 64]
        return self._row((path, number), lambda: bits.packed(mask & mask.dtype.type(1 << number % 64)))
