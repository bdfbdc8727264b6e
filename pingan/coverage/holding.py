"""Holding a register against the text of its document: every anchor and locator found, and text with no clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve, frozen

from pingan.coverage.nodes import ClauseCoverage
from pingan.coverage.numbering import Numbered, steps
from pingan.coverage.places import Places, Range, Resolved, longest_chain
from pingan.coverage.text import FILLING, Text, even, ink
from pingan.coverage.text_nodes import AnchorStanding, Held, Stretch, TextCoverage

_WORDS: Final = 40
_MOST_PLACES: Final = 16
"""Places of one anchor that are told apart when the order of clauses is looked for."""
_LEAST_BEGINNING: Final = 4
_SENTENCE: Final = re.compile(r"[。;!?]")


class NotInTextError(ValueError):
    """The words that the document was to be read from, or until, are not in it."""


def hold(
    text: Text, clauses: Sequence[ClauseCoverage], start: str | None = None, until: str | None = None
) -> TextCoverage:
    """*clauses* held against *text*, read from the words *start* until the words *until*.

    Without them it is read from the first anchor to the end of the last one's paragraph; of several documents in a text
    (第1篇, 第2篇) it is the one that the locators name, or else the one with most of the anchors. Raises NotInTextError
    when these words are not in it.
    """
    places = Places(text)
    anchors = [ink(c.anchor or "") for c in clauses]
    scope = _scope(places, anchors, clauses, start, until)
    occurring = [list(_places_of(a, text, scope, _MOST_PLACES)) for a in anchors]
    chain = longest_chain(occurring)
    origin = places.units[places.unit_at(min((p for p in chain if p is not None), default=scope.start))].start
    resolved: dict[str, Resolved] = {}
    found: list[tuple[Held, int | None]] = []
    for clause, anchor, known, chained in zip(clauses, anchors, occurring, chain, strict=True):
        locator = clause.locator or ""
        if locator not in resolved:
            resolved[locator] = places.resolve(locator, scope, origin)
        into = resolved[locator]
        found.append(_held(clause, _find(anchor, known, chained, into, text, scope), into, places))
    at = sorted(place for _, place in found if place is not None)
    read = scope
    if start is None and until is None and at:
        last = places.units[places.unit_at(at[-1])]
        read = Range(places.units[places.unit_at(at[0])].start, min(last.end, scope.end))
    uncovered, headings, segments = _without_clause(places, read, at)
    sentences = _sentences(places, at)
    return TextCoverage(
        text.name,
        _stretch(places, read),
        _stretch(places, Range(0, read.start)) if read.start else None,
        _stretch(places, Range(read.end, len(text.ink))) if read.end < len(text.ink) else None,
        text.page_marks,
        tuple(evolve(held, sentences=sentences.get(place, 0)) for held, place in found),
        tuple(uncovered),
        tuple(headings),
        segments,
    )


# --- the part of the text that is the document ----------------------------------------------------------------------


def _scope(
    places: Places, anchors: Sequence[str], clauses: Sequence[ClauseCoverage], start: str | None, until: str | None
) -> Range:
    whole = Range(0, len(places.text.ink))
    if start is not None or until is not None:
        first = 0 if start is None else _sought(places.text, start, 0)
        return Range(first, whole.end if until is None else _sought(places.text, until, first + 1))
    if len(places.articles) < 2:
        return whole
    named = [_article_named(c.locator or "") for c in clauses]
    numbers = {n for n in named if n is not None}
    candidates = [a for a in places.articles if len(numbers) == 1 and a.mark.number in numbers] or places.articles
    best = max(candidates, key=lambda a: sum(places.text.ink.find(x, a.start, a.end) >= 0 for x in anchors if x))
    return Range(best.start, best.end)


def _sought(text: Text, words: str, least: int) -> int:
    sought = ink(words)
    place = text.ink.find(sought, least) if sought else -1
    if place < 0:
        raise NotInTextError(f"the document does not say `{words}`{' after that' if least else ''}")
    return place


def _article_named(locator: str) -> int | None:
    first = next(iter(steps(even(locator).strip())), None)
    return first.mark.number if isinstance(first, Numbered) and first.mark.style == "篇" else None


def _places_of(anchor: str, text: Text, within: Range, most: int) -> Iterator[int]:
    end = within.end + len(anchor) - 1  # it begins there; it may go on behind
    place = text.ink.find(anchor, within.start, end) if anchor else -1
    while place >= 0 and most:
        yield place
        most -= 1
        place = text.ink.find(anchor, place + 1, end)


# --- a clause -------------------------------------------------------------------------------------------------------


@frozen
class _Found:
    standing: AnchorStanding
    place: int | None = None
    begins: str | None = None
    times: int = 1


def _held(clause: ClauseCoverage, found: _Found, resolved: Resolved, places: Places) -> tuple[Held, int | None]:
    """*clause* held against the text, and the place of its anchor if it is in the part that is read."""
    position = None if found.place is None else places.unit_at(found.place)
    held = Held(
        clause.id,
        clause.locator,
        clause.anchor,
        resolved.lost is None,
        resolved.lost,
        found.standing,
        None if found.place is None else places.text.line(found.place),
        None if position is None else places.name(position),
        found.begins,
        found.times,
    )
    inside = found.standing in ("found", "elsewhere", "altered")
    return held, found.place if inside else None


def _find(
    anchor: str, occurring: Sequence[int], chained: int | None, resolved: Resolved, text: Text, scope: Range
) -> _Found:
    if not anchor:
        return _Found("none")
    here = [p for p in occurring if any(p in within for within in resolved.ranges)]
    if len(occurring) == _MOST_PLACES and not here:
        here = [p for within in resolved.ranges for p in _places_of(anchor, text, within, 2)]
    if here:
        return _Found("found", chained if chained in here else here[0], times=len(here))
    if occurring:
        return _Found("elsewhere", occurring[0] if chained is None else chained)
    whole = Range(0, len(text.ink))
    if scope != whole and (place := text.ink.find(anchor)) >= 0:
        return _Found("outside", place)
    return _beginning(anchor, resolved, text)


def _beginning(anchor: str, resolved: Resolved, text: Text) -> _Found:
    """As much of the beginning of *anchor* as there is."""
    found: int | None = None
    least, most = _LEAST_BEGINNING, len(anchor) - 1
    while least <= most:
        # The least beginning first: mostly there is nothing.
        length = (least + most + 1) // 2 if found is not None else least
        place = next((p for r in resolved.ranges if (p := text.ink.find(anchor[:length], r.start, r.end)) >= 0), None)
        if place is None:
            if found is None:
                break
            most = length - 1
        else:
            found, least = place, length + 1
    if found is None:
        return _Found("missing")
    return _Found("altered", found, anchor[: least - 1])


# --- text without a clause ------------------------------------------------------------------------------------------


def _without_clause(places: Places, read: Range, at: Sequence[int]) -> tuple[list[Stretch], list[Stretch], int]:
    """Units in which no clause begins, headings among them apart, and sentences before the first clause of one."""
    uncovered: list[Stretch] = []
    headings: list[Stretch] = []
    segments = 0
    for position in places.units_in(read):
        unit = places.units[position]
        end = min(unit.end, read.end)
        first = bisect_left(at, unit.start)
        has_clause = first < len(at) and at[first] < end
        segments += not unit.heading
        if not has_clause:
            (headings if unit.heading else uncovered).append(_stretch(places, Range(unit.start, end), position))
        elif at[first] > unit.body:
            # A sentence that a clause begins in the middle of is that clause's.
            ends = [m.end() for m in _SENTENCE.finditer(places.text.ink, unit.body, at[first])]
            if ends:
                uncovered.append(_stretch(places, Range(unit.body, ends[-1]), position))
    return uncovered, headings, segments


def _sentences(places: Places, at: Sequence[int]) -> dict[int | None, int]:
    """How many sentences end between each place and the next one, or the end of its paragraph."""
    found: dict[int | None, int] = {}
    for place, following in zip(at, [*at, len(places.text.ink)][1:], strict=True):
        end = min(following, places.units[places.unit_at(place)].end)
        found[place] = max(found.get(place, 0), len(_SENTENCE.findall(places.text.ink, place, end)))
    return found


def _stretch(places: Places, within: Range, position: int | None = None) -> Stretch:
    text = places.text
    begin = text.at(within.start)
    length = within.end - within.start
    end = text.at(within.end - 1) + 1 if length else begin
    words = " ".join(text.even[begin : min(end, begin + 4 * _WORDS)].replace(FILLING, "").split())[:_WORDS]
    section = "" if position is None else places.name(position)
    return Stretch(section, text.line(within.start), words, length)
