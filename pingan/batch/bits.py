"""Packed bits: one bit a record, the first in the lowest bit of the first byte, as Arrow packs booleans."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]
Flags = NDArray[np.bool_]


def size(length: int) -> int:
    """How many bytes *length* bits take."""
    return (length + 7) // 8


def packed(flags: Any) -> Bits:
    return np.packbits(flags, bitorder="little")


def unpacked(bits: Bits, length: int) -> Flags:
    return np.unpackbits(bits, count=length, bitorder="little").view(np.bool_)


def zeros(length: int) -> Bits:
    return np.zeros(size(length), np.uint8)


def ones(length: int) -> Bits:
    """All of *length* bits set; those behind them are not."""
    found = np.full(size(length), 255, np.uint8)
    cut(found, length)
    return found


def cut(bits: Any, length: int) -> None:
    """Clears the bits behind the last record, of one row or of each row of a matrix."""
    if length % 8:
        bits[..., -1] &= (1 << length % 8) - 1


def from_arrow(buffer: Any, offset: int, length: int) -> Bits:
    """The *length* bits of an Arrow bitmap from *offset* on (perhaps its very memory: read only)."""
    first = offset // 8
    found = np.frombuffer(buffer, np.uint8, size(offset % 8 + length), first)
    if offset % 8:
        return packed(np.unpackbits(found, bitorder="little")[offset % 8 : offset % 8 + length])
    if length % 8 and found[-1] >> length % 8:
        found = found.copy()
        cut(found, length)
    return found


def count(bits: Any) -> Any:
    """How many bits are set, of one row or of each row of a matrix."""
    return np.bitwise_count(bits).sum(axis=-1, dtype=np.int64)


def positions(bits: Bits) -> NDArray[np.int64]:
    """Where bits are set, in order; quick when few are."""
    places = np.flatnonzero(bits)
    within = np.unpackbits(bits[places][:, None], axis=1, bitorder="little").ravel()
    found = np.flatnonzero(within)
    every: NDArray[np.int64] = places[found >> 3] * 8 + (found & 7)
    return every


def bit(bits: Any, position: int) -> Any:
    """The bit at *position*, of one row or (a column of flags) of each row of a matrix."""
    return (bits[..., position >> 3] >> (position & 7)) & 1 != 0


def set_bits(bits: Bits, places: NDArray[np.int64], flags: Flags) -> None:
    """Writes *flags* at *places* (all different) of a row."""
    if len(places):
        whole = np.unpackbits(bits, bitorder="little")
        whole[places] = flags
        bits[:] = np.packbits(whole, bitorder="little")


def either(one: Flags | None, other: Flags | None) -> Flags | None:
    """The records of one of two sets of flags; None has none."""
    if one is None or other is None:
        return other if one is None else one
    return one | other


def if_any(flags: Flags) -> Flags | None:
    return flags if flags.any() else None
