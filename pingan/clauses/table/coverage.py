"""Searches over rows of masks: two rows that share a point, a point that no row holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import define, field, frozen

MAXIMUM_STEPS: Final = 200_000
"""Of all searches in one table together; what is not decided by then is told as not checked."""

Point = tuple[int, ...]
"""A block of every dimension."""


class GaveUpError(Exception):
    """A search that took more steps than one table may."""


@frozen
class Box:
    """A row: the blocks of every dimension in which it matches."""

    masks: tuple[int, ...]

    @property
    def is_empty(self) -> bool:
        return not all(self.masks)

    def shared(self, other: Box) -> Point | None:
        """A point that both hold."""
        found = tuple(a & b for a, b in zip(self.masks, other.masks, strict=True))
        return tuple(map(lowest, found)) if all(found) else None


def lowest(mask: int) -> int:
    """The first block of *mask*."""
    return (mask & -mask).bit_length() - 1


def runs(mask: int) -> list[tuple[int, int]]:
    """Stretches of blocks in *mask*: the first, and the one after the last."""
    found, place = [], 0
    while mask:
        gap = lowest(mask)
        mask >>= gap
        length = lowest(~mask)
        found.append((place + gap, place + gap + length))
        mask >>= length
        place += gap + length
    return found


@define
class Search:
    """*boxes* over dimensions of which *full* says all blocks; *steps* are what is left to spend."""

    boxes: Sequence[Box]
    full: tuple[int, ...]
    steps: int = MAXIMUM_STEPS
    _groups: list[list[tuple[int, int]]] = field(factory=list)
    """By dimension: the boxes (as bits) that hold each block, and the blocks of which that is so."""
    _free: list[int] = field(factory=list)
    """By dimension: the boxes that ask nothing there or further on."""

    def __attrs_post_init__(self) -> None:
        for place, full in enumerate(self.full):
            count, held = full.bit_length(), 0
            changes = [0] * (count + 1)
            for number, box in enumerate(self.boxes):
                for first, end in runs(box.masks[place]):
                    changes[first] ^= 1 << number
                    changes[end] ^= 1 << number
            grouped: dict[int, int] = {}
            for block in range(count):
                held ^= changes[block]
                grouped[held] = grouped.get(held, 0) | 1 << block
            self._groups.append(list(grouped.items()))
        free = (1 << len(self.boxes)) - 1
        self._free = [0] * (len(self.full) + 1)
        self._free[-1] = free
        for place in reversed(range(len(self.full))):
            for number, box in enumerate(self.boxes):
                if box.masks[place] != self.full[place]:
                    free &= ~(1 << number)
            self._free[place] = free

    def overlapping(self, number: int, among: int) -> int:
        """The boxes (as bits) *among* those given that share a point with box *number*."""
        for place, groups in enumerate(self._groups):
            self._spend(1)
            mask, held = self.boxes[number].masks[place], 0
            if mask != self.full[place]:
                for boxes, block_mask in groups:
                    if mask & block_mask:
                        held |= boxes
                among &= held
        return among

    def uncovered(self, within: Box, among: int) -> Point | None:
        """A point of *within* that none of the boxes *among* (as bits) holds; None when there is none."""
        covered: set[tuple[int, int]] = set()
        return self._uncovered(0, among, within, covered)

    def _uncovered(self, place: int, live: int, within: Box, covered: set[tuple[int, int]]) -> Point | None:
        if not live:
            return tuple(map(lowest, within.masks[place:]))
        if live & self._free[place] or (place, live) in covered:
            return None
        for boxes, block_mask in self._groups[place]:
            self._spend(1)
            blocks = block_mask & within.masks[place]
            if blocks:
                rest = self._uncovered(place + 1, live & boxes, within, covered)
                if rest is not None:
                    return (lowest(blocks), *rest)
        covered.add((place, live))
        return None

    def _spend(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise GaveUpError


def in_order(boxes: Sequence[Box], full: Mapping[int, int]) -> list[int]:
    """The dimensions in the order to search them: those that most boxes ask about first."""
    asked = {place: sum(box.masks[place] != mask for box in boxes) for place, mask in full.items()}
    return sorted(asked, key=lambda place: (-asked[place], place))
