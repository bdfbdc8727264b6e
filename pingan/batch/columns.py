"""Columns of facts as numbers: which values are given, which are not surely fine, and the values themselves.

What is not surely fine is never judged here: such a record is *odd*, and goes the way of single evaluations.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from pingan.batch.bits import Bits, Flags, unpacked
from pingan.batch.data import EPOCH
from pingan.language.intervals import whole
from pingan.language.shapes import Members, Range, Scalar, SetBounds, Shape, exactly
from pingan.language.types import DateTimeType, DateType, DurationType, NumberType
from pingan.model.nodes import Field

Codes = NDArray[Any]
EPOCH_DAY: Final = date(1970, 1, 1).toordinal()


@define(eq=False)
class Column:
    """The values of one fact in a block of records.

    *given* says of which records there is one (None: of all), *odd* which of those are not surely fine (None: none).
    What stands where nothing is given, or something odd, means nothing.
    """

    declared: Field
    length: int
    given: Flags | None
    odd: Flags | None

    @property
    def usable(self) -> Flags | None:
        """Of which records there is a value that is fine; None: of all."""
        if self.odd is None:
            return self.given
        return ~self.odd if self.given is None else self.given & ~self.odd

    def identities(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Of *rows* (all usable), numbers from 0 on that are equal where values are."""
        raise NotImplementedError

    def key(self, row: int) -> object:
        """What the value of a usable record is known by, in this block and in others; None: in no other."""
        raise NotImplementedError

    def shape(self, row: int) -> Shape:
        """The value of a usable record."""
        raise NotImplementedError


@define(eq=False)
class Truths(Column):
    """Booleans, as packed bits."""

    bits: Bits

    def identities(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return unpacked(self.bits, self.length)[rows].astype(np.int64)

    def key(self, row: int) -> object:
        return int(self.bits[row >> 3] >> (row & 7) & 1)

    def shape(self, row: int) -> Shape:
        return _BOOLEANS[bool(self.bits[row >> 3] >> (row & 7) & 1)]


_BOOLEANS: Final = (Members(frozenset({False})), Members(frozenset({True})))


@define(eq=False)
class Coded(Column):
    """Members of an enum, or actors: *codes* are indexes into *names* (empty for what is none)."""

    codes: Codes
    names: Sequence[str]

    def identities(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.codes[rows].astype(np.int64)

    def key(self, row: int) -> object:
        return self.names[int(self.codes[row])]

    def shape(self, row: int) -> Shape:
        return Members(frozenset({self.names[int(self.codes[row])]}))


@define(eq=False)
class Texts(Column):
    """Texts by their *codes*, the places in a *dictionary* (an Arrow array without doubles): few are ever looked at."""

    codes: Codes
    dictionary: Any

    def identities(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.codes[rows].astype(np.int64)

    def key(self, row: int) -> object:
        return str(self.dictionary[int(self.codes[row])].as_py())

    def shape(self, row: int) -> Shape:
        return Members(frozenset({self.key(row)}))


@define(eq=False)
class Numbers(Column):
    """Numbers, days, instants and lengths of time, counted in one *unit*: so many of them make 1 (a day, a second)."""

    values: NDArray[Any]
    unit: int

    def identities(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        values = self.values[rows]
        low, high = int(values.min()), int(values.max())
        if high - low < 2**31:
            return values.astype(np.int64) - low
        return np.unique(values, return_inverse=True)[1].astype(np.int64)

    def key(self, row: int) -> object:
        return int(self.values[row]), self.unit

    def shape(self, row: int) -> Shape:
        return Range(exactly(value_of(int(self.values[row]), self.unit, self.declared.type)))


def value_of(count: int, unit: int, type: object) -> Scalar:
    """The value that *count* stands for."""
    match type:
        case DateType():
            return date.fromordinal(count + EPOCH_DAY)
        case DateTimeType():
            return EPOCH + timedelta(microseconds=count)
        case _:
            exact: Scalar = whole(Fraction(count, unit))
            return exact


def count_of(value: object, unit: int, type: object) -> Fraction | None:
    """How many units *value* is; None for one that a column of *type* does not count."""
    match value, type:
        case datetime(), DateTimeType():
            return Fraction((value.astimezone(UTC) - EPOCH) // timedelta(microseconds=1))
        case datetime(), _:
            return None
        case date(), DateType():
            return Fraction(value.toordinal() - EPOCH_DAY)
        case bool(), _:
            return None
        case int() | Fraction(), NumberType() | DurationType():
            return Fraction(value) * unit
        case _:
            return None


@define(eq=False)
class Sets(Column):
    """Sets of members: bit *n* of the mask of a record says whether the *n*-th of *names* is in it.

    There are as many masks of 64 bits as it takes. Several bits may stand for one member; a name that is none is empty.
    """

    masks: Sequence[NDArray[Any]]
    names: Sequence[str]

    def identities(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        parts = [mask[rows] for mask in self.masks]
        if len(parts) == 1 and parts[0].dtype.itemsize < 8:
            return parts[0].astype(np.int64)
        return np.unique(np.stack(parts, axis=1), axis=0, return_inverse=True)[1].ravel().astype(np.int64)

    def key(self, row: int) -> object:
        return self._members(row)

    def shape(self, row: int) -> Shape:
        found = self._members(row)
        return SetBounds(found, found)

    def _members(self, row: int) -> frozenset[object]:
        return frozenset(name for n, name in enumerate(self.names) if int(self.masks[n // 64][row]) >> n % 64 & 1)


@define(eq=False)
class Others(Column):
    """Values of any other kind (lists, periods, records in one): which are equal, and the shape of each one."""

    same: NDArray[np.int64]
    shapes: Mapping[int, Shape] = field(factory=dict)
    """By number in *same*."""

    def identities(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.same[rows]

    def key(self, row: int) -> object:
        return None

    def shape(self, row: int) -> Shape:
        return self.shapes[int(self.same[row])]


def narrowed(values: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in the fewest bytes that hold them all: comparing them takes as many times less."""
    if not len(values) or values.dtype.itemsize == 1:
        return values
    low, high = int(values.min()), int(values.max())
    for kind in (np.int8, np.int16, np.int32):
        limits = np.iinfo(kind)
        if np.dtype(kind).itemsize < values.dtype.itemsize and limits.min <= low and high <= limits.max:
            return values.astype(kind)
    return values
