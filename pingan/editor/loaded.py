"""The last version of a policy that could be used: what it says is told while its text is being changed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

from attrs import field, frozen

from pingan.diagnostics.diagnostic import Diagnostic
from pingan.policy import Policy
from pingan.source import Source

MAXIMUM_CHANGED: Final = 4_000
"""Lines of a change that are matched one by one; of a larger one only its ends are known."""


@frozen(eq=False)
class Carried:
    """Where characters of one text stand in a later one."""

    pairs: tuple[tuple[int, int, int], ...]
    """Where a stretch that is in both begins, in either, and how long it is."""

    @staticmethod
    def between(old: str, new: str) -> Carried:
        """From *old* to *new*, by the lines that they share."""
        if old == new:
            return Carried(((0, 0, len(old)),))
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
        first = 0
        while first < min(len(before), len(after)) and before[first] == after[first]:
            first += 1
        last = 0
        while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
            last += 1
        head = sum(map(len, before[:first]))
        tail = sum(map(len, before[len(before) - last :]))
        middle = _matched(before[first : len(before) - last], after[first : len(after) - last], head)
        pairs = [(0, 0, head), *middle, (len(old) - tail, len(new) - tail, tail)]
        return Carried(tuple(pair for pair in pairs if pair[2]) or ((0, 0, 0),))

    def place(self, offset: int) -> int | None:
        """Where the character *offset* stands now; None when it is gone. What follows the last one stands behind it."""
        number = bisect_right(self.pairs, offset, key=lambda pair: pair[0]) - 1
        start, now, length = self.pairs[max(number, 0)]
        return now + offset - start if start <= offset <= start + length else None

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where characters *start* up to *end* stand now, as far as they stand together; None when they are gone."""
        begin = self.place(start)
        last = self.place(end - 1) if end > start else None
        if begin is None:
            return None
        return begin, max(begin, last + 1 if last is not None else begin)


def _matched(before: list[str], after: list[str], head: int) -> list[tuple[int, int, int]]:
    if max(len(before), len(after)) > MAXIMUM_CHANGED:
        return []
    olds, news = _offsets(before, head), _offsets(after, head)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return [(olds[a], news[b], olds[a + size] - olds[a]) for a, b, size in blocks if size]


def _offsets(lines: list[str], head: int) -> list[int]:
    found = [head]
    for line in lines:
        found.append(found[-1] + len(line))
    return found


@frozen(eq=False, slots=False)
class Loaded:
    """A *policy*, and the texts of the files it was made of, by path."""

    policy: Policy
    sources: Mapping[str, Source] = field(repr=False)
    now: Mapping[str, str] = field(factory=dict, repr=False)
    """The texts as they stand in the editor."""
    _carried: dict[str, Carried] = field(factory=dict, init=False, repr=False)

    def carried(self, path: str, offset: int) -> int | None:
        """Where the character *offset* of the file *path* stands now; None when it is gone."""
        if path not in self._carried:
            source = self.sources.get(path)
            if source is None:
                return None
            self._carried[path] = Carried.between(source.text, self.now.get(path, source.text))
        return self._carried[path].place(offset)

    @cached_property
    def is_of_now(self) -> bool:
        """Whether all of it was made of the texts as they stand now."""
        return all(self.now.get(path, source.text) == source.text for path, source in self.sources.items())


@frozen(eq=False)
class Result:
    """What the last check of a file came to: what was found, and the texts it was found in."""

    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, Source] = field(repr=False)
    version: int = 0
