"""Where in a text a locator leads: the sections, paragraphs and named places that it goes through."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Final, assert_never

from attrs import define, frozen

from pingan.coverage.numbering import Lead, Mark, Named, Numbered, Paragraphs, Step, Tail, steps
from pingan.coverage.segments import Section, Unit, sections, units
from pingan.coverage.text import Text, even, ink

_OTHER_STYLES: Final[Mapping[str, tuple[str, ...]]] = {
    "一、": ("编", "部分", "章", "节", "条", "（一）"),
    "1.": ("条", "（1）", "①"),
}
"""A bare number in a locator is also looked for in these styles, when there is none in its own."""
MOST_RANGES: Final = 100
"""Sections of one mark that are told apart: more say nothing about where a clause stands."""
_SENTENCE_ENDS: Final = frozenset('。;:!?】」"]')
_LABEL: Final = 24
"""A word names a place when it stands among so many first characters of a paragraph."""


@frozen
class Range:
    """A stretch of the text's ink."""

    start: int
    end: int

    def __contains__(self, place: int) -> bool:
        return self.start <= place < self.end


@frozen
class Resolved:
    """The stretches that a locator may mean; *lost*: the first step of it that leads nowhere."""

    ranges: tuple[Range, ...]
    lost: str | None = None


@define(slots=False, eq=False)
class Places:
    """The units and sections of *text*, to be asked where things are."""

    text: Text

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        return units(self.text)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return sections(self.units, len(self.text.ink))

    @cached_property
    def articles(self) -> tuple[Section, ...]:
        """The documents in a text of several."""
        return tuple(s for s in self.sections if s.mark.style == "篇")

    @cached_property
    def _unit_starts(self) -> list[int]:
        return [u.start for u in self.units]

    @cached_property
    def _section_starts(self) -> list[int]:
        return [s.start for s in self.sections]

    @cached_property
    def _by_mark(self) -> Mapping[Mark, tuple[list[int], list[Section]]]:
        found: dict[Mark, tuple[list[int], list[Section]]] = {}
        for section in self.sections:
            starts, with_mark = found.setdefault(section.mark, ([], []))
            starts.append(section.start)
            with_mark.append(section)
        return found

    @cached_property
    def _sections_by_unit(self) -> list[Section | None]:
        """The innermost section of each unit."""
        found: list[Section | None] = []
        waiting = iter(self.sections)
        upcoming = next(waiting, None)
        open_: list[Section] = []
        for position, unit in enumerate(self.units):
            if upcoming is not None and upcoming.unit == position:
                open_.append(upcoming)
                upcoming = next(waiting, None)
            while open_ and open_[-1].end <= unit.start:
                open_.pop()
            while len(open_) > 1 and open_[-2].end <= unit.start:
                del open_[-2]
            found.append(open_[-1] if open_ else None)
        return found

    def unit_at(self, place: int) -> int:
        """The place among the units of the one that *place* stands in."""
        return max(bisect_right(self._unit_starts, place) - 1, 0)

    def units_in(self, within: Range) -> range:
        """The places of the units that begin in *within*."""
        return range(bisect_left(self._unit_starts, within.start), bisect_left(self._unit_starts, within.end))

    def name(self, position: int) -> str:
        """How a locator may name a unit: 二(一)3, and 二(一)3/第2段 for further paragraphs of it."""
        section = self._sections_by_unit[position]
        first = section.unit if section is not None else -1
        marks = [str(m) for m in (section.path if section is not None else ()) if m.style != "篇"]
        headed = section is None or self.units[first].heading
        paragraphs = position - first + (0 if headed else 1)
        if first == position:
            return "".join(marks) or str(section.mark if section else "")
        return "/".join(filter(None, ["".join(marks), f"第{paragraphs}段"]))

    def resolve(self, locator: str, scope: Range, origin: int) -> Resolved:
        """The stretches inside *scope* that *locator* may mean. Paragraphs are counted from the beginning of the
        section before them in the locator; without one, of the scope, or from *origin*, where the first clause begins.
        """
        ranges: tuple[Range, ...] = (scope,)
        for step in steps(even(locator).strip()):
            into = (r for within in ranges for r in self._into(step, within, scope, origin))
            found = tuple(dict.fromkeys(islice(into, MOST_RANGES)))
            if not found:
                return Resolved(ranges, _told(step))
            ranges = found
        return Resolved(ranges)

    def _into(self, step: Step, within: Range, scope: Range, origin: int) -> Iterator[Range]:
        match step:
            case Numbered():
                yield from self._numbered(step, within)
            case Paragraphs():
                yield from self._paragraphs(step, within)
                if within == scope and origin not in (within.start, 0):
                    yield from self._paragraphs(step, Range(origin, within.end))
            case Lead():
                yield self._lead(within, origin)
            case Tail():
                yield from self._tail(within)
            case Named():
                yield from self._named(step, within)
            case _:
                assert_never(step)

    def _numbered(self, step: Numbered, within: Range) -> Iterator[Range]:
        if step.mark.style == "篇":
            around = [a for a in self.articles if a.start <= within.start and within.end <= a.end]
            if any(a.mark == step.mark for a in around):
                yield within
                return
        for style in (step.mark.style, *_OTHER_STYLES.get(step.mark.style, ())):
            starts, with_mark = self._by_mark.get(Mark(style, step.mark.number), ([], []))
            inside = range(bisect_left(starts, within.start), bisect_left(starts, within.end))
            titled = (s for s in map(with_mark.__getitem__, inside) if self._is_titled(s, step.title))
            found = list(islice(titled, MOST_RANGES))
            if found:
                yield from (Range(s.start, min(s.end, within.end)) for s in found)
                return

    def _is_titled(self, section: Section, title: str) -> bool:
        wanted = ink(title).lstrip("、.:")
        end = section.start + len(wanted) + 12
        return wanted in self.text.ink[section.start : end]

    def _paragraphs(self, step: Paragraphs, within: Range) -> Iterator[Range]:
        found = [self.units[p] for p in self.units_in(within) if self.units[p].breaks]
        if found and found[0].start == within.start and found[0].mark is not None and found[0].heading:
            found = found[1:]  # the heading of what the paragraphs are counted in
        if not found:
            return
        ends = [*(u.start for u in found[1:]), within.end]
        first, last = (len(found) if n == -1 else n for n in (step.first, step.last))
        if 1 <= first <= last <= len(found):
            yield Range(found[first - 1].start, ends[last - 1])

    def _first_section(self, within: Range, least: int) -> Section | None:
        position = bisect_left(self._section_starts, max(within.start, least))
        while position < len(self.sections) and self.sections[position].mark.style == "篇":
            position += 1
        section = self.sections[position] if position < len(self.sections) else None
        return section if section is not None and section.start < within.end else None

    def _lead(self, within: Range, origin: int) -> Range:
        section = self._first_section(within, origin if origin in within else within.start)
        return Range(within.start, section.start if section is not None else within.end)

    def _tail(self, within: Range) -> Iterator[Range]:
        last = bisect_left(self._section_starts, within.end) - 1
        if last >= 0 and self.sections[last].start >= within.start:
            yield Range(self.units[self.sections[last].unit].end, within.end)

    def _named(self, step: Named, within: Range) -> Iterator[Range]:
        places = list(self._labels(ink(step.word), within))
        if not places:
            return
        if step.nth is None:
            yield Range(places[0], within.end)
        elif len(places) >= max(step.nth, 2):
            end = places[step.nth] if step.nth < len(places) else within.end
            yield Range(places[step.nth - 1], end)
        else:
            yield from self._numbered(Numbered(Mark("1.", step.nth)), Range(places[0], within.end))

    def _labels(self, word: str, within: Range) -> Iterator[int]:
        """Where *word* stands at the start of a sentence, or among the first words of a paragraph."""
        place = self.text.ink.find(word, within.start, within.end)
        while place >= 0:
            unit = self.units[self.unit_at(place)]
            before = self.text.ink[place - 1 : place]
            if place <= unit.start + _LABEL or before in _SENTENCE_ENDS:
                yield place
            place = self.text.ink.find(word, place + len(word), within.end)


def _told(step: Step) -> str:
    """What a step of a locator says."""
    match step:
        case Numbered(mark, title):
            return f"{mark}{title}"
        case Paragraphs(first, last):
            return f"第{first}段" if first == last else f"第{first}-{last}段"
        case Lead():
            return "序"
        case Tail():
            return "落款"
        case Named(word, nth):
            return f"{word}{nth or ''}"
        case _:
            assert_never(step)


def longest_chain(places: Sequence[Sequence[int]]) -> list[int | None]:
    """One of the places of each entry, or none, so that they rise from entry to entry and most have one."""
    tails: list[int] = []
    ends: list[tuple[int, int]] = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for entry, found in enumerate(places):
        for place in sorted(found, reverse=True):
            length = bisect_left(tails, place)
            before[entry, place] = ends[length - 1] if length else None
            if length == len(tails):
                tails.append(place)
                ends.append((entry, place))
            else:
                tails[length], ends[length] = place, (entry, place)
    chosen: list[int | None] = [None] * len(places)
    link = ends[-1] if ends else None
    while link is not None:
        chosen[link[0]] = link[1]
        link = before[link]
    return chosen
