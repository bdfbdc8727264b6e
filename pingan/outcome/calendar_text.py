"""A calendar of duties as plain lines, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Final

from pingan.language.dialect import Language, in_chinese
from pingan.language.shapes import Truth
from pingan.model.to_text import expression_text
from pingan.model.value_text import Words
from pingan.outcome.calendar_nodes import CalendarAnswer, CalendarEntry
from pingan.outcome.calendar_words import EntryWords, Pair
from pingan.outcome.nodes import PolicyStatus

_TITLE: Final[Pair] = ("Duties from {0} to {1}", "{0}至{1}应办事项")
_AS_OF: Final[Pair] = ("As of {0}", "截至{0}")
_NO_FACTS: Final[Pair] = (
    "No facts were given: conditions are told instead of states",
    "未提供事实，以条件代替履行情况",
)
_NOTHING: Final[Pair] = ("Nothing is due.", "期间内没有应办事项。")
_UNDATED: Final[Pair] = ("Without a day yet", "期限未定")
_HIDDEN: Final[Pair] = ("{0} entries that do not apply are left out", "另有{0}项不适用，未列出")
_ONE_HIDDEN: Final[Pair] = ("1 entry that does not apply is left out", "另有1项不适用，未列出")
_SCOPE: Final[Pair] = ("{0}: only if {1}", "{0}：仅当 {1}")
_ONLY_SCOPE: Final[Pair] = ("All of it only if {0}", "均仅当 {0}")
_OPEN_SCOPE: Final[Pair] = ("{0}: whether it covers this case is open; {1}", "{0}：是否适用尚未确定；{1}")
_NO_SCOPE: Final[Pair] = ("{0} does not cover this case", "{0}不适用于此情形")
_STEP: Final = "  "


def calendar_text(calendar: CalendarAnswer, language: Language, *, full: bool = False) -> str:
    """*calendar* as text; what surely does not apply is left out, unless *full*."""
    return "\n".join(_lines(EntryWords(calendar, language), full)) + "\n"


def _lines(words: EntryWords, full: bool) -> Iterator[str]:
    calendar = words.calendar
    entries = [e for e in calendar.entries if full or e.is_relevant]
    undated = [e for e in calendar.undated if full or e.is_relevant]
    yield from _head(words)
    for month, found in groupby(entries, key=lambda e: _month(calendar, e)):
        yield ""
        yield f"{month.year:04}年{month.month}月" if in_chinese(words.language) else f"{month.year:04}-{month.month:02}"
        for entry in found:
            yield from _entry(words, entry)
    if not entries:
        yield ""
        yield words.say(_NOTHING)
    if undated:
        yield ""
        yield words.say(_UNDATED)
        for entry in undated:
            yield _STEP + words.summary(entry)
            yield from (_STEP * 2 + line for line in words.details(entry))
    hidden = len(calendar.entries) + len(calendar.undated) - len(entries) - len(undated)
    if hidden:
        yield ""
        yield words.say(_ONE_HIDDEN) if hidden == 1 else words.say(_HIDDEN, hidden)


def _head(words: EntryWords) -> Iterator[str]:
    calendar = words.calendar
    zone = next((h.zone for h in calendar._model.headers.values()), "UTC")
    yield from words.titles()
    yield words.say(_TITLE, words.moment(calendar.start, zone), words.moment(calendar.end, zone))
    if calendar.has_facts:
        bracket = f"（{zone}）" if in_chinese(words.language) else f" ({zone})"
        yield words.say(_AS_OF, words.moment(calendar.as_of, zone)) + bracket
    else:
        yield words.say(_NO_FACTS)
    for status, title in zip(calendar.policies, words.titles(), strict=True):
        yield from _scope(words, status, title, zone)


def _scope(words: EntryWords, status: PolicyStatus, title: str, zone: str) -> Iterator[str]:
    """What the policy covers, where that is open."""
    header = words.calendar._model.headers.get(status.name)
    if header is None or header.scope is None or status.in_scope is Truth.TRUE:
        return
    if not words.calendar.has_facts:
        scope = expression_text(header.scope, words.calendar._model, words.language)
        alone = len(words.calendar.policies) == 1
        yield words.say(_ONLY_SCOPE, scope) if alone else words.say(_SCOPE, title, scope)
    elif status.in_scope is Truth.FALSE:
        yield words.say(_NO_SCOPE, title)
    else:
        known = Words(words.calendar._model, words.language, zone)
        yield words.say(_OPEN_SCOPE, title, words.waits(status.causes, known))


def _month(calendar: CalendarAnswer, entry: CalendarEntry) -> date:
    """The first month, from the window's first, that the deadline may be in."""
    return shown_day(calendar, entry).replace(day=1)


def shown_day(calendar: CalendarAnswer, entry: CalendarEntry) -> date:
    """The day that an entry stands under: the first of the window that its deadline may be on."""
    return max(entry.first or (entry.last if entry.is_settled else None) or calendar.start, calendar.start)


def _entry(words: EntryWords, entry: CalendarEntry) -> Iterator[str]:
    # A deadline that is one day is told by its weekday; anything else in words.
    when = words.day(entry.first) if _is_day(entry) and entry.first is not None else words.due(entry)
    joint = "　" if in_chinese(words.language) else "  "
    period = words.period(entry)
    about = ""
    if period:
        about = f"（{period}）" if in_chinese(words.language) else f" [{period}]"
    yield f"{_STEP}{when}{joint}{words.summary(entry)}{about}"
    yield from (_STEP * 2 + line for line in words.details(entry))


def _is_day(entry: CalendarEntry) -> bool:
    deadline = entry.deadline
    return entry.is_settled and deadline is not None and type(deadline.earliest) is date
