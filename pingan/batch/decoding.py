"""Arrow arrays as columns of facts, and whatever in them is not surely fine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, lcm
from typing import Any, Final

import numpy as np
from attrs import define
from numpy.typing import NDArray

from pingan.batch import bits
from pingan.batch.bits import either, if_any
from pingan.batch.checking import Values
from pingan.batch.columns import Coded, Column, Numbers, Others, Sets, Texts, Truths, count_of, narrowed
from pingan.batch.data import (
    FIRST_DAY,
    FIRST_INSTANT,
    LAST_DAY,
    LAST_INSTANT,
    data_of,
    flat,
    identities,
    in_micros,
    plainly,
    raw,
    sizes_of,
    there_in,
    valid,
)
from pingan.batch.fitting import is_text
from pingan.batch.packages import compute as pc
from pingan.batch.packages import pyarrow as pa
from pingan.batch.schema import Leaf
from pingan.language.shapes import Members, Range, SetBounds, Shape
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
from pingan.program.fact_bounds import declared_range
from pingan.program.fact_places import MAXIMUM_TEXT

_types = pa.types
_MICROSECONDS: Final = 1_000_000
_LARGEST_SCALE: Final = 18
"""Places behind the point that a whole number of 64 bits can have."""


@define(eq=False)
class Decoder:
    """Makes columns of the arrays of one leaf; what it learns of single values it keeps for further blocks."""

    leaf: Leaf
    values: Values
    most: int
    """Elements that a list or set may have to be surely fine."""

    def column(self, array: pa.Array) -> Column:
        array = plainly(array)
        declared, judged = self.leaf.declared.type, self.leaf.declared.judgement is not None
        there = there_in(array)
        if _types.is_null(array.type):
            length = len(array)
            return Others(self.leaf.declared, length, np.zeros(length, np.bool_), None, np.zeros(length, np.int64))
        if self.leaf.cell or (judged and _types.is_struct(array.type)):
            return self._each_value(array, there)
        match declared:
            case BooleanType():
                found = bits.from_arrow(array.buffers()[1], array.offset, len(array))
                return Truths(self.leaf.declared, len(array), there, None, found)
            case EnumType() | ActorType():
                return self._members(array, there)
            case TextType():
                return self._texts(array, there)
            case NumberType() | DateType() | DateTimeType() | DurationType() if is_text(array.type):
                return self._written(array, there)
            case NumberType():
                return self._numbers(array, there)
            case DateType() | DateTimeType() | DurationType():
                return self._times(array, there)
            case SetType():
                return self._sets(array, there)
            case _:
                return self._each_value(array, there)

    # --- names ------------------------------------------------------------------------------------------------

    def _members(self, array: pa.Array, there: Any) -> Column:
        """Members of an enum or actors: the codes of the column's own dictionary are codes enough."""
        encoded = array if _types.is_dictionary(array.type) else array.dictionary_encode()
        names = self.values.members(self.leaf.declared.type)
        table = self.values.codes(encoded.dictionary)
        odd = _where(if_any((table < 0)[_indices(encoded)]), there) if (table < 0).any() else None
        if len(table) > 2 * len(names) + 8:  # a dictionary for more than this column
            codes = np.maximum(table, 0)[_indices(encoded)]
            return Coded(self.leaf.declared, len(array), there, odd, narrowed(codes), names)
        codes = raw(encoded.indices, _INTEGERS[str(encoded.type.index_type)])
        if len(table) <= 127:
            codes = codes.astype(np.int8, copy=False)  # compared in an eighth of the time
        found = tuple("" if code < 0 else names[code] for code in table.tolist())
        return Coded(self.leaf.declared, len(array), there, odd, codes, found)

    def _texts(self, array: pa.Array, there: Any) -> Column:
        encoded = array if _types.is_dictionary(array.type) else array.dictionary_encode()
        dictionary, indices = encoded.dictionary, _indices(encoded)
        once = dictionary.dictionary_encode()
        codes = raw(once.indices, np.int32)[indices] if len(once) else np.zeros(len(array), np.int32)
        sizes = pc.binary_length(once.dictionary).to_numpy(zero_copy_only=False)
        bad = sizes > MAXIMUM_TEXT
        try:
            once.dictionary.validate(full=True)
        except pa.ArrowInvalid:  # bytes that are no UTF-8
            bad |= np.array([not isinstance(text, str) for text in data_of(once.dictionary)], np.bool_)
        odd = _where(if_any(bad[codes]), there) if bad.any() else None
        return Texts(self.leaf.declared, len(array), there, odd, codes, once.dictionary)

    # --- numbers and times ------------------------------------------------------------------------------------

    def _numbers(self, array: pa.Array, there: Any) -> Column:
        declared = self.leaf.declared.type
        assert isinstance(declared, NumberType)
        odd = None
        if _types.is_dictionary(array.type):
            array = array.dictionary_decode()
        if _types.is_decimal(array.type):
            values, unit, odd = _decimals(array)
            if declared.integer and unit != 1:
                whole, rest = np.divmod(values, unit)
                odd = either(odd, if_any(rest != 0))
                values, unit = whole, 1
        else:
            values, unit = raw(array, _INTEGERS[str(array.type)]), 1
            if values.dtype == np.uint64:
                odd = if_any(values > np.uint64(2**63 - 1))
                values = values.astype(np.int64)
        return self._ranged(values, unit, there, odd)

    def _ranged(self, values: NDArray[Any], unit: int, there: Any, odd: Any) -> Column:
        """Numbers held against the range that is declared."""
        declared = self.leaf.declared.type
        assert isinstance(declared, NumberType | DateType | DateTimeType | DurationType)
        if there is not None and len(values):
            values = np.where(there, values, values[int(np.argmax(there))])
        values = narrowed(values)
        if len(values):
            least, greatest = _limits(declared, unit)
            if least is not None and int(values.min()) < least:
                odd = either(odd, values < least if least <= _top(values) else np.ones(len(values), np.bool_))
            if greatest is not None and int(values.max()) > greatest:
                odd = either(odd, values > greatest if greatest >= _bottom(values) else np.ones(len(values), np.bool_))
        return Numbers(self.leaf.declared, len(values), there, _where(odd, there), values, unit)

    def _times(self, array: pa.Array, there: Any) -> Column:
        kind = array.type
        if _types.is_dictionary(kind):
            array = array.dictionary_decode()
            kind = array.type
        if _types.is_date(kind):
            wide = _types.is_date64(kind)
            values = raw(array, np.int64 if wide else np.int32)
            odd = None
            if wide:
                values, rest = np.divmod(values, 86_400_000)
                odd = if_any(rest != 0)
            odd = either(odd, if_any((values < FIRST_DAY) | (values > LAST_DAY)))
            return self._ranged(values, 1, there, odd)
        values, odd = in_micros(raw(array, np.int64), kind.unit)
        if _types.is_timestamp(kind):
            odd = either(odd, if_any((values < FIRST_INSTANT) | (values > LAST_INSTANT)))
        return self._ranged(values, _MICROSECONDS, there, odd)

    def _written(self, array: pa.Array, there: Any) -> Column:
        """Numbers and times that are written as text: each different text is read once."""
        encoded = array if _types.is_dictionary(array.type) else array.dictionary_encode()
        shapes = [self.values.shape(text) for text in data_of(encoded.dictionary)]
        return self._of_singles([_single(shape) for shape in shapes], _indices(encoded), there, None)

    # --- collections ------------------------------------------------------------------------------------------

    def _sets(self, array: pa.Array, there: Any) -> Column:
        elements, offsets = flat(array)
        elements = plainly(elements)
        names = self.values.members(self.leaf.declared.type)
        sizes = np.diff(offsets)
        bad = valid(elements)
        bad = None if bad is None else ~bad
        if _types.is_null(elements.type):
            table, indices = np.full(1, -1), np.zeros(len(elements), np.int64)
        else:
            encoded = elements if _types.is_dictionary(elements.type) else elements.dictionary_encode()
            table, indices = self.values.codes(encoded.dictionary), _indices(encoded)
            if (table < 0).any():
                bad = either(bad, if_any((table < 0)[indices]))
        odd = if_any(sizes > self.most)
        if bad is not None:
            rows = np.repeat(np.arange(len(array)), sizes)
            flags = np.zeros(len(array), np.bool_)
            flags[rows[bad]] = True
            odd = either(odd, flags)
        if len(table) <= 64:  # the usual case: the codes of the column's own dictionary are bits enough
            names = tuple("" if code < 0 else names[code] for code in table.tolist())
            masks = [_joined(_shifted(indices, len(table)), offsets)]
        else:
            masks = [_masks(table, indices, offsets, n, len(names)) for n in range(0, max(len(names), 1), 64)]
        return Sets(self.leaf.declared, len(array), there, _where(odd, there), masks, names)

    def _each_value(self, array: pa.Array, there: Any) -> Column:
        """Any column: each different value is checked once, as a fact is."""
        same = identities(array)
        known, first, numbers = np.unique(same, return_index=True, return_inverse=True)
        numbers = numbers.ravel().astype(np.int64)
        given = np.flatnonzero(known)
        found = dict(zip(given.tolist(), self.values.shapes(array.take(pa.array(first[given]))), strict=True))
        shapes = [found.get(n) for n in range(len(known))]
        return self._of_shapes(shapes, numbers, there, if_any(sizes_of(array) > self.most))

    def _of_shapes(self, shapes: Sequence[Shape | None], numbers: NDArray[np.int64], there: Any, odd: Any) -> Column:
        """A column of values by their *numbers* among *shapes*; those without one are odd."""
        declared, length = self.leaf.declared, len(numbers)
        singles = [_single(shape) for shape in shapes]
        match declared.type:
            case BooleanType():
                fine = [single is not None for single in singles]
                table = np.array([single is True for single in singles], np.bool_)
                return Truths(declared, length, there, _odd(fine, numbers, there, odd), bits.packed(table[numbers]))
            case EnumType() | ActorType():
                known = self.values.members(declared.type)
                places = {name: n for n, name in enumerate(known)}
                codes = [places.get(str(single)) if single is not None else None for single in singles]
                fine = [code is not None for code in codes]
                values = np.array([code or 0 for code in codes], np.int64)[numbers]
                return Coded(declared, length, there, _odd(fine, numbers, there, odd), narrowed(values), known)
            case TextType():
                texts = [str(single) if isinstance(single, str) else None for single in singles]
                known_texts = sorted({text for text in texts if text is not None})
                places = {text: n for n, text in enumerate(known_texts)}
                table = np.array([places.get(text or "", 0) for text in texts], np.int64)
                odd = _odd([text is not None for text in texts], numbers, there, odd)
                return Texts(declared, length, there, odd, table[numbers], pa.array(known_texts, pa.string()))
            case NumberType() | DateType() | DateTimeType() | DurationType():
                return self._of_singles(singles, numbers, there, odd)
            case SetType():
                known = self.values.members(declared.type)
                sets = [_set(shape) for shape in shapes]
                fine = [members is not None and members <= set(known) for members in sets]
                masks = [_masks_of(sets, known, n)[numbers] for n in range(0, max(len(known), 1), 64)]
                return Sets(declared, length, there, _odd(fine, numbers, there, odd), masks, known)
            case _:
                fine = [shape is not None for shape in shapes]
                kept = {n: shape for n, shape in enumerate(shapes) if shape is not None}
                return Others(declared, length, there, _odd(fine, numbers, there, odd), numbers, kept)

    def _of_singles(self, singles: Sequence[object], numbers: NDArray[Any], there: Any, odd: Any) -> Column:
        """Numbers and times by their numbers among *singles*."""
        declared = self.leaf.declared.type
        unit = _MICROSECONDS if isinstance(declared, DateTimeType | DurationType) else 1
        if isinstance(declared, NumberType):
            unit = lcm(*(s.denominator for s in singles if isinstance(s, Fraction)))
            unit = 1 if unit > 10**_LARGEST_SCALE else unit
        counts = [None if single is None else count_of(single, unit, declared) for single in singles]
        whole = [c if c is not None and c.denominator == 1 and abs(c) < 2**63 else None for c in counts]
        values = np.array([0 if c is None else int(c) for c in whole], np.int64)
        values = values[numbers] if len(values) else np.zeros(len(numbers), np.int64)
        odd = _odd([c is not None for c in whole], numbers, there, odd)
        return Numbers(self.leaf.declared, len(numbers), there, odd, narrowed(values), unit)


_INTEGERS: Final[Mapping[str, Any]] = {
    "int8": np.int8,
    "int16": np.int16,
    "int32": np.int32,
    "int64": np.int64,
    "uint8": np.uint8,
    "uint16": np.uint16,
    "uint32": np.uint32,
    "uint64": np.uint64,
}
_PER_SECOND: Final = {"s": 1, "ms": 1_000, "us": _MICROSECONDS, "ns": 1_000_000_000}


def _indices(encoded: pa.Array) -> NDArray[Any]:
    indices = raw(encoded.indices, _INTEGERS[str(encoded.type.index_type)])
    there = valid(encoded)
    return indices if there is None else np.where(there, indices, 0)


def _where(odd: Any, there: Any) -> Any:
    """What is odd, where anything is given."""
    return odd if odd is None or there is None else if_any(odd & there)


def _top(values: NDArray[Any]) -> int:
    return int(np.iinfo(values.dtype).max)


def _bottom(values: NDArray[Any]) -> int:
    return int(np.iinfo(values.dtype).min)


def _limits(type: NumberType | DateType | DateTimeType | DurationType, unit: int) -> tuple[int | None, int | None]:
    """The least and the greatest count in the declared range."""
    declared = declared_range(type)
    low = None if declared.low is None else count_of(declared.low, unit, type)
    high = None if declared.high is None else count_of(declared.high, unit, type)
    least = None if low is None else floor(low) + 1 if declared.low_open else ceil(low)
    greatest = None if high is None else ceil(high) - 1 if declared.high_open else floor(high)
    return least, greatest


def _single(shape: object) -> object:
    match shape:
        case Range(interval, False) if interval is not None and interval.single:
            return interval.low
        case Members(frozenset() as values, False) if len(values) == 1:
            return next(iter(values))
    return None


def _set(shape: object) -> frozenset[object] | None:
    match shape:
        case SetBounds(surely, possibly, False, True) if surely == possibly:
            return surely
    return None


def _masks_of(sets: Sequence[frozenset[object] | None], names: Sequence[str], first: int) -> NDArray[Any]:
    places = {name: n for n, name in enumerate(names[first : first + 64])}
    return np.array([sum(1 << places[str(m)] for m in s or () if m in places) for s in sets], np.uint64)


def _odd(fine: Sequence[bool], numbers: NDArray[Any], there: Any, odd: Any) -> Any:
    """What is odd already, and what is none of the *fine* ones, where anything is given."""
    bad = ~np.array(fine, np.bool_)
    return _where(either(odd, if_any(bad[numbers]) if bad.any() else None), there)


def _decimals(array: pa.Array) -> tuple[NDArray[Any], int, Any]:
    """Unscaled values, what makes 1, and which do not fit."""
    scale, length = array.type.scale, len(array)
    if not 0 <= scale <= _LARGEST_SCALE:
        return np.zeros(length, np.int64), 1, np.ones(length, np.bool_)
    width = array.type.bit_width // 8
    if width < 8:
        return raw(array, np.int32), 10**scale, None
    if width == 8:
        return raw(array, np.int64), 10**scale, None
    buffer = array.buffers()[1]
    words = np.frombuffer(buffer, np.int64, length * width // 8, array.offset * width).reshape(length, width // 8)
    low = np.ascontiguousarray(words[:, 0])
    sign = low >> 63  # what the higher words are, where the lowest one holds all
    bad = words[:, 1] != sign
    for n in range(2, words.shape[1]):
        bad |= words[:, n] != sign
    odd = if_any(bad)
    return low, 10**scale, odd


def _masks(
    members: NDArray[Any], indices: NDArray[Any], offsets: NDArray[np.int64], first: int, many: int
) -> NDArray[Any]:
    """The mask of every set, of the (up to) 64 members from *first* on; *members* are the codes of a dictionary."""
    count = min(many - first, 64)
    table = [1 << code - first if first <= code < first + count else 0 for code in members.tolist()]
    return _joined(np.array(table, _mask_type(count))[indices], offsets)


def _mask_type(count: int) -> Any:
    return next(k for k in (np.uint8, np.uint16, np.uint32, np.uint64) if np.dtype(k).itemsize * 8 >= count)


def _shifted(codes: NDArray[Any], count: int) -> NDArray[Any]:
    """A bit for each of *codes*, which are fewer than *count* (up to 64)."""
    kind = _mask_type(count)
    found: NDArray[Any] = np.left_shift(kind(1), codes.astype(kind))
    return found


def _joined(elements: NDArray[Any], offsets: NDArray[np.int64]) -> NDArray[Any]:
    """The bits of all elements of each list."""
    found = np.zeros(len(offsets) - 1, elements.dtype)
    filled = np.flatnonzero(np.diff(offsets))
    if len(filled):
        found[filled] = np.bitwise_or.reduceat(elements, offsets[:-1][filled])
    return found
