"""A text in its own numbering: paragraphs and numbered items, and the sections that these items begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from attrs import evolve, frozen

from pingan.coverage.numbering import ARTICLE, AT_START, BARE_AT_START, INSIDE, Mark, mark_of
from pingan.coverage.text import FILLING, INK, Text

MAXIMUM_UNITS: Final = 200_000
"""Paragraphs and numbered items of a document."""
_LONGEST_TITLE: Final = 40
_LINE: Final = re.compile(r"[^\n]+")
_NEXT_PARAGRAPH: Final = re.compile(rf"(?<=[。;!?.…\"\]])(?<!\d\.)[ \t{FILLING}]+(?=\S)")
"""Where a text without line ends goes on with a new paragraph."""
_TITLE: Final = re.compile(rf"[^。;!?\s]{{1,{_LONGEST_TITLE}}}(?:[。:]|\s+|$)")
_ORDERS: Final = re.compile("应当|必须|不得|禁止|严禁|可以|须|(?:shall|must|may)(?![a-z])")
"""Words of norms: a sentence with one of them is no title, however short."""
_GAP: Final = re.compile(r"[ \t:,]*")
_ENDS: Final = re.compile(r"[。;!?]")


@frozen
class Unit:
    """A paragraph, or an item of the numbering, as far as the next one; places in the text's ink."""

    start: int
    end: int
    body: int
    """Where the text begins behind the mark and the title."""
    mark: Mark | None
    breaks: bool
    """Whether a paragraph begins with it (and not an item inside one)."""
    heading: bool
    """Whether it is no more than a title, or a short line without the end of a sentence."""


@frozen
class Section:
    """What a mark begins: up to the next mark of its style or a wider one."""

    mark: Mark
    unit: int
    """The place of its first unit among the units."""
    start: int
    end: int
    path: tuple[Mark, ...]

    @property
    def name(self) -> str:
        return "".join(map(str, self.path))


@frozen
class _Start:
    at: int
    """In the text."""
    behind: int
    """Behind the mark."""
    mark: Mark | None
    breaks: bool


def units(text: Text) -> tuple[Unit, ...]:
    """The paragraphs and numbered items of *text*, in order. Raises ValueError for none or too many."""
    starts = list(islice(_starts(text), MAXIMUM_UNITS + 1))
    if len(starts) > MAXIMUM_UNITS:
        raise ValueError(f"the document has more than {MAXIMUM_UNITS:,} paragraphs and items")
    ends = [*(s.at for s in starts), len(text.raw)][1:]
    found = []
    for position, (start, end) in enumerate(zip(starts, ends, strict=True)):
        following = starts[position + 1] if position + 1 < len(starts) else None
        found.append(_unit(text, start, end, following))
    shown = tuple(unit for unit in found if unit.end > unit.start)
    if not shown:
        raise ValueError("the document has no text")
    return shown


def _starts(text: Text) -> Iterator[_Start]:
    """Where units begin: lines, marks inside them that go on counting, and new paragraphs in a text without lines."""
    counted: dict[str, int] = {}
    for line in _LINE.finditer(text.even):
        shown = INK.search(text.even, line.start(), line.end())
        if shown is None:
            continue
        at = shown.start()
        found = {at: _Start(at, at, None, True)}
        if text.in_pages:
            for blank in _NEXT_PARAGRAPH.finditer(text.even, at, line.end()):
                found[blank.end()] = _Start(blank.end(), blank.end(), None, True)
        _read_marks(text, at, line.end(), found, counted)
        yield from (found[place] for place in sorted(found))


def _read_marks(text: Text, at: int, end: int, found: dict[int, _Start], counted: dict[str, int]) -> None:
    """Adds the marks of a line to *found*. One inside a paragraph counts only when it is the first or the next."""
    matches = [(m, True) for m in islice(ARTICLE.finditer(text.even, at, end), MAXIMUM_UNITS + 1)]
    matches += [(m, False) for start in found if (m := AT_START.match(text.even, start, end))]
    matches += [(m, False) for start in found if (m := BARE_AT_START.match(text.even, start, end))]
    inside = (m for m in INSIDE.finditer(text.even, at + 1, end) if m.start() not in found)
    matches += [(m, False) for m in islice(inside, MAXIMUM_UNITS + 1)]
    for match, article in sorted(matches, key=lambda m: m[0].start()):
        mark = mark_of(match)
        if mark is None:
            continue
        place = match.start()
        sure = article or (place in found and match.re is AT_START)
        first = mark.number == 1 and match.re is INSIDE
        goes_on = mark.number > 1 and mark.number == counted.get(mark.style, 0) + 1
        if not (sure or first or goes_on):
            continue
        if article:
            # The title of the article stands before the number: …第2篇, …篇二.
            least = max(at, place - _LONGEST_TITLE)
            place = max(least, *(text.even.rfind(blank, least, place) + 1 for blank in " \t"))
            gap = _GAP.match(text.even, match.end(), end)
            if gap and gap.end() < end:
                found.setdefault(gap.end(), _Start(gap.end(), gap.end(), None, True))
        breaks = place in found or article
        found[place] = _Start(place, match.end(), mark, breaks)
        counted[mark.style] = mark.number
        for style in [s for s in counted if Mark(s, 1).rank > mark.rank]:
            del counted[style]


def _unit(text: Text, start: _Start, end: int, following: _Start | None) -> Unit:
    words = text.even[start.behind : end]
    inner = words.lstrip(f" \t\n.、:{FILLING}")
    body = start.behind + len(words) - len(inner)
    first, last = text.place(start.at), text.place(end)
    if last == first or (start.mark is not None and start.mark.style == "篇"):
        return Unit(first, last, last, start.mark, start.breaks, True)
    inner = inner.rstrip()
    short = len(inner) <= _LONGEST_TITLE
    sentences = [m.end() for m in _ENDS.finditer(inner[: _LONGEST_TITLE + 1])]
    if start.mark is None:
        heading = short and not sentences
        return Unit(first, last, first, None, start.breaks, heading)
    goes_on = following is not None and (following.mark is None or following.mark.rank > start.mark.rank)
    orders = _ORDERS.search(inner[:_LONGEST_TITLE]) is not None
    if short and (not sentences or (sentences == [len(inner)] and goes_on and not orders)):
        return Unit(first, last, last, start.mark, start.breaks, True)
    title = _TITLE.match(inner)
    if title and title.end() < len(inner) and not _ORDERS.search(title.group()):
        body += title.end()
    return Unit(first, last, text.place(body), start.mark, start.breaks, False)


def sections(found: tuple[Unit, ...], end: int) -> tuple[Section, ...]:
    """The sections that the marks of units begin, in order; *end* is the end of the text."""
    made: list[Section] = []
    open_: list[int] = []
    for position, unit in enumerate(found):
        if unit.mark is None:
            continue
        while open_ and made[open_[-1]].mark.rank >= unit.mark.rank:
            closed = open_.pop()
            made[closed] = evolve(made[closed], end=unit.start)
        path = (*(made[open_[-1]].path if open_ else ()), unit.mark)
        open_.append(len(made))
        made.append(Section(unit.mark, position, unit.start, end, path))
    return tuple(made)
