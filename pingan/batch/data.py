"""Values of Arrow arrays as Python's exact ones, in the form that facts are checked in; and which values are equal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from pingan.batch.bits import from_arrow, if_any, unpacked
from pingan.batch.packages import compute as pc
from pingan.batch.packages import pyarrow as pa

_types = pa.types
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_DAY: Final = date.min.toordinal() - date(1970, 1, 1).toordinal()
LAST_DAY: Final = date.max.toordinal() - date(1970, 1, 1).toordinal()
FIRST_INSTANT: Final = (datetime.min.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
LAST_INSTANT: Final = (datetime.max.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)


class Unusual:
    """A value that no fact can have, and how it shows itself in a message."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def plain_type(kind: pa.DataType) -> pa.DataType:
    """*kind* without what only Arrow knows: extension types, run ends, views, lists of a fixed size."""
    if isinstance(kind, pa.BaseExtensionType):
        return plain_type(kind.storage_type)
    if _types.is_run_end_encoded(kind):
        return plain_type(kind.value_type)
    if _types.is_string_view(kind):
        return pa.large_string()
    if _types.is_dictionary(kind):
        value = plain_type(kind.value_type)
        return pa.dictionary(kind.index_type, value) if _is_string(value) else value
    if _types.is_struct(kind):
        return pa.struct(
            [pa.field(f.name, plain_type(f.type)) for f in (kind.field(n) for n in range(kind.num_fields))]
        )
    if _types.is_list(kind):
        return pa.list_(plain_type(kind.value_type))
    is_view = _types.is_list_view(kind) or _types.is_large_list_view(kind)
    if _types.is_large_list(kind) or _types.is_fixed_size_list(kind) or is_view:
        return pa.large_list(plain_type(kind.value_type))
    return kind


def _is_string(kind: pa.DataType) -> bool:
    return bool(_types.is_string(kind) or _types.is_large_string(kind))


def plain_records(records: pa.RecordBatch) -> pa.RecordBatch:
    """*records* in plain types. Raises what Arrow raises for types that it cannot turn into others."""
    kinds = [plain_type(kind) for kind in records.schema.types]
    if kinds == records.schema.types:
        return records
    columns = [_plain(column, kind) for column, kind in zip(records.columns, kinds, strict=True)]
    return pa.RecordBatch.from_arrays(columns, names=records.schema.names)


def _plain(array: pa.Array, kind: pa.DataType) -> pa.Array:
    if isinstance(array, pa.ExtensionArray):
        array = array.storage
    if _types.is_run_end_encoded(array.type):
        array = pc.run_end_decode(array)
    return array if array.type == kind else array.cast(kind)


def plainly(array: pa.Array) -> pa.Array:
    """*array* of a plain type; a dictionary that has nulls is written out."""
    if _types.is_dictionary(array.type) and array.dictionary.null_count:
        return array.dictionary.take(array.indices)
    return array


def valid(array: pa.Array) -> NDArray[np.bool_] | None:
    """Which values are not null; None: all."""
    if array.null_count == 0:
        return None
    bitmap = array.buffers()[0]
    if bitmap is None:  # of a type that has no bitmap, as that of nothing but null
        return pc.is_valid(array).to_numpy(zero_copy_only=False)  # type: ignore[no-any-return]
    return unpacked(from_arrow(bitmap, array.offset, len(array)), len(array))


def there_in(array: pa.Array) -> NDArray[np.bool_] | None:
    """Which values are given: not null, and no structs of which every field is; None: all."""
    if not _types.is_struct(array.type):
        return valid(array)
    found = np.zeros(len(array), np.bool_)
    for child in array.flatten():
        there = valid(child)
        if there is None:
            return None
        found |= there
    return found


def raw(array: pa.Array, kind: Any) -> NDArray[Any]:
    """The values of a fixed width as they lie in memory; where they are null, whatever lies there."""
    buffer = array.buffers()[1]
    if buffer is None:
        return np.zeros(len(array), kind)
    width = np.dtype(kind).itemsize
    return np.frombuffer(buffer, kind, len(array), array.offset * width)


# --- Python values ------------------------------------------------------------------------------------------


def data_of(array: pa.Array) -> list[Any]:
    """The values of *array*; null is None, and the fields of a struct that are null are left out."""
    array = plainly(array)
    kind = array.type
    if _types.is_struct(kind):
        names = [kind.field(n).name for n in range(kind.num_fields)]
        children = [data_of(child) for child in array.flatten()]
        there = valid(array)
        return [
            {name: child[n] for name, child in zip(names, children, strict=True) if child[n] is not None}
            if there is None or there[n]
            else None
            for n in range(len(array))
        ]
    if _types.is_list(kind) or _types.is_large_list(kind):
        values, offsets = flat(array)
        items = data_of(values)
        there = valid(array)
        ends = offsets.tolist()
        return [
            items[start:end] if there is None or there[n] else None for n, (start, end) in enumerate(pairwise(ends))
        ]
    if _types.is_timestamp(kind):
        return [_instant(value, kind) for value in array.cast(pa.int64()).to_pylist()]
    if _types.is_duration(kind):
        return [_length(value, kind.unit) for value in array.cast(pa.int64()).to_pylist()]
    if _types.is_date(kind):
        days = array.cast(pa.int64() if _types.is_date64(kind) else pa.int32()).to_pylist()
        return [_day(value, 86_400_000 if _types.is_date64(kind) else 1) for value in days]
    try:
        return array.to_pylist()  # type: ignore[no-any-return]
    except UnicodeDecodeError:
        return [_text(value) for value in array]


def _text(value: Any) -> object:
    try:
        return value.as_py()
    except UnicodeDecodeError:
        return Unusual("bytes that are no UTF-8")


_PER_SECOND: Final = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}


def _instant(value: int | None, kind: pa.DataType) -> object:
    if value is None:
        return None
    micros, rest = divmod(value * 1_000_000, _PER_SECOND[kind.unit])
    if rest or not FIRST_INSTANT <= micros <= LAST_INSTANT:
        return Unusual("an instant finer than microseconds" if rest else "an instant outside the years 1 to 9999")
    moment = EPOCH + timedelta(microseconds=micros)
    return moment if kind.tz is not None else moment.replace(tzinfo=None)


def _day(value: int | None, unit: int) -> object:
    if value is None:
        return None
    day, rest = divmod(value, unit)
    if rest or not FIRST_DAY <= day <= LAST_DAY:
        return Unusual("a day outside the years 1 to 9999")
    return date.fromordinal(day + date(1970, 1, 1).toordinal())


def _length(value: int | None, unit: str) -> object:
    if value is None:
        return None
    micros, rest = divmod(value * 1_000_000, _PER_SECOND[unit])
    try:
        return Unusual("a length of time finer than microseconds") if rest else timedelta(microseconds=micros)
    except OverflowError:
        return Unusual("a very long time")


def in_micros(values: NDArray[Any], unit: str) -> tuple[NDArray[Any], Any]:
    """Seconds or parts of them as microseconds, and which of them cannot be."""
    parts = _PER_SECOND[unit]
    if parts > 1_000_000:
        found, rest = np.divmod(values, parts // 1_000_000)
        return found, if_any(rest != 0)
    factor = 1_000_000 // parts
    most = (2**63 - 1) // factor
    odd = if_any((values > most) | (values < -most)) if factor > 1 else None
    return np.where(odd, 0, values) * factor if odd is not None else values * factor, odd


# --- lists, and which values are equal ----------------------------------------------------------------------


def flat(array: pa.Array) -> tuple[pa.Array, NDArray[np.int64]]:
    """The elements of all lists in a row, and where each list begins (and the last one ends)."""
    offsets = array.offsets.to_numpy(zero_copy_only=False).astype(np.int64)
    there = valid(array)
    first, last = int(offsets[0]), int(offsets[-1])
    values = array.values.slice(first, last - first)
    offsets = offsets - first
    if there is not None:  # what a null list covers is none of its elements
        sizes = np.diff(offsets)
        if (sizes[~there] != 0).any():
            keep = np.repeat(there, sizes)
            values = values.filter(pa.array(keep))
            offsets = np.concatenate(([0], np.cumsum(np.where(there, sizes, 0))))
    return values, offsets


def sizes_of(array: pa.Array) -> NDArray[np.int64]:
    """How many elements each value has, nested ones counted."""
    array = plainly(array)
    kind = array.type
    found = np.zeros(len(array), np.int64)
    if _types.is_struct(kind):
        for child in array.flatten():
            found += sizes_of(child)
    elif _types.is_list(kind) or _types.is_large_list(kind):
        values, offsets = flat(array)
        inside = np.concatenate(([0], np.cumsum(sizes_of(values) + 1)))
        found += inside[offsets[1:]] - inside[offsets[:-1]]
    return found


def identities(array: pa.Array) -> NDArray[np.int64]:
    """Numbers that are equal where values are (null equals null): 0 for null, others from 1 on."""
    array = plainly(array)
    kind = array.type
    there = valid(array)
    if _types.is_null(kind):
        return np.zeros(len(array), np.int64)
    if _types.is_struct(kind):
        children = [identities(child) for child in array.flatten()]
        found = combined([*children, np.zeros(len(array), np.int64)]) + 1
    elif _types.is_list(kind) or _types.is_large_list(kind):
        values, offsets = flat(array)
        found = _of_lists(identities(values), offsets) + 1
    elif _types.is_dictionary(kind):
        # Two entries of a dictionary may be equal.
        same = array.dictionary.dictionary_encode().indices.to_numpy(zero_copy_only=False).astype(np.int64)
        indices = pc.fill_null(array.indices, 0).to_numpy(zero_copy_only=False).astype(np.int64)
        found = (same[indices] if len(same) else indices) + 1
    elif _types.is_decimal(kind):
        found = np.unique(raw(array, (np.void, kind.bit_width // 8)), return_inverse=True)[1].astype(np.int64) + 1
    else:
        encoded = array.dictionary_encode().indices
        found = pc.fill_null(encoded, 0).to_numpy(zero_copy_only=False).astype(np.int64) + 1
    return found if there is None else np.where(there, found, 0)


def _of_lists(elements: NDArray[np.int64], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    known: dict[bytes, int] = {}
    data, ends = elements.tobytes(), (offsets * 8).tolist()
    keys = (data[start:end] for start, end in pairwise(ends))
    return np.fromiter((known.setdefault(key, len(known)) for key in keys), np.int64, len(ends) - 1)


def combined(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Numbers from 0 on that are equal where all *parts* are (numbers from 0 on, each)."""
    total, sizes = np.zeros(len(parts[0]), np.int64), 1
    for part in parts:
        span = int(part.max(initial=0)) + 1
        if sizes * span >= 2**62:
            total = np.unique(total, return_inverse=True)[1].astype(np.int64)
            sizes = int(total.max(initial=0)) + 1
            part = np.unique(part, return_inverse=True)[1].astype(np.int64)
            span = int(part.max(initial=0)) + 1
        total = total * span + part
        sizes *= span
    return total
