"""Rows: which conjunctions every piece of a fact's values leaves, and what is left where no value is known.

The positions of a fact's values are integers. An atom holds on ranges of them, and so do all atoms of one conjunction
together; where one of these ranges begins or ends, a new row begins.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, field

from pingan.matching.nodes import Atom

END = float("inf")
"""After every position; ``-END`` is before all."""

MAXIMUM_BITS = 1 << 29
"""Of all rows of one fact: 64 MiB."""

Ranges = tuple[tuple[float, float], ...]
"""From a position until before another, in order and apart."""
EVERYWHERE: Ranges = ((-END, END),)


@define(eq=False)
class Demand:
    """What conjunctions ask of a field: the bits that need each limb (twice its test's number, one more if negated)."""

    atoms: dict[int, Atom] = field(factory=dict)
    """By number of the test."""
    bits: dict[int, list[int]] = field(factory=dict)
    """By limb."""

    def add(self, number: int, atom: Atom, bits: Iterable[int], *, negated: bool) -> None:
        self.atoms[number] = atom
        limb = 2 * number + negated
        known = self.bits.get(limb)
        if known is None:
            self.bits[limb] = list(bits)
        else:
            known.extend(bits)


def mask_of(bits: Iterable[int]) -> int:
    """The mask with these *bits*, in time proportional to their number and to the highest."""
    found = bytearray()
    for bit in bits:
        byte = bit >> 3
        if byte >= len(found):
            found.extend(bytes(byte + 1 - len(found) + len(found) // 2))
        found[byte] |= 1 << (bit & 7)
    return int.from_bytes(found, "little")


def complement(ranges: Ranges) -> Ranges:
    """Everywhere else."""
    ends = [-END, *(end for both in ranges for end in both), END]
    pairs = zip(ends[::2], ends[1::2], strict=True)
    return tuple((start, end) for start, end in pairs if start < end)


def intersection(one: Ranges, other: Ranges) -> Ranges:
    """What lies in both."""
    found = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return tuple(sorted((start, end) for start, end in found if start < end))


def union(ranges: Iterable[tuple[float, float]]) -> Ranges:
    """*ranges* in order; those that touch are one."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def meets(ranges: Ranges, domain: Ranges) -> bool:
    return any(a < d and c < b for a, b in ranges for c, d in domain)


def covers(ranges: Ranges, domain: Ranges) -> bool:
    return all(any(a <= c and d <= b for a, b in ranges) for c, d in domain)


@define(eq=False)
class Sweep:
    """Rows from left to right: the bits that change at each position."""

    width: int
    limbs: dict[int, Ranges]
    """Where the limbs of each bit hold, all of them."""

    def rows(self) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """Positions where rows begin, and one row more than these; None where they would take too much memory."""
        row = bytearray(b"\xff" * (self.width // 8 + 1))
        changes: dict[float, list[int]] = {}
        for bit, ranges in self.limbs.items():
            for start, end in ranges:
                changes.setdefault(start, []).append(bit)
                changes.setdefault(end, []).append(bit)
            _flip(row, bit)
        if len(changes) * self.width > MAXIMUM_BITS:
            return None
        everything = (1 << self.width) - 1
        for bit in changes.pop(-END, ()):
            _flip(row, bit)
        changes.pop(END, None)
        starts, rows = [], [int.from_bytes(row, "little") & everything]
        for position in sorted(changes):
            for bit in changes[position]:
                _flip(row, bit)
            starts.append(int(position))
            rows.append(int.from_bytes(row, "little") & everything)
        return tuple(starts), tuple(rows)


def _flip(row: bytearray, bit: int) -> None:
    row[bit >> 3] ^= 1 << (bit & 7)
