"""A calendar of duties as an iCalendar file (RFC 5545), which calendar programs import and subscribe to.

One event a duty and period, not one that repeats: each period has a state of its own, rolls over other holidays, and
ends with a campaign. Days are all-day events, instants are in UTC, so no definition of a time zone is needed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from pingan.diagnostics.errors import MissingPackage
from pingan.language.dialect import Language, in_chinese
from pingan.language.shapes import Truth
from pingan.outcome.calendar_nodes import DOMAIN, CalendarAnswer, CalendarEntry
from pingan.outcome.calendar_words import EntryWords

if TYPE_CHECKING:
    from icalendar import Event

_PRODUCT: Final = "-//pingan//calendar of duties//"


def calendar_ics(
    calendar: CalendarAnswer, language: Language, *, domain: str = DOMAIN, stamp: datetime | None = None
) -> bytes:
    """*calendar* as the bytes of an ``.ics`` file.

    *domain* ends every UID: two places whose calendars are imported side by side need different ones. *stamp* is
    the instant of the file (without: the one asked about): of two files the later one tells what holds.
    Raises MissingPackage without the package ``icalendar``.
    """
    try:
        from icalendar import Calendar
    except ImportError:
        raise MissingPackage("icalendar", "calendar", "an iCalendar file") from None
    words = EntryWords(calendar, language)
    file = Calendar()
    file.add("prodid", _PRODUCT + ("ZH" if in_chinese(language) else "EN"))
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("x-wr-calname", words.joined(words.titles()))
    instant = _stamp(calendar.as_of if stamp is None else stamp)
    for entry in calendar.relevant:
        file.add_component(_event(words, entry, domain, instant))
    return bytes(file.to_ical())


def _stamp(moment: date | datetime) -> datetime:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).replace(microsecond=0)
    return datetime.combine(moment, time(), UTC)


def _event(words: EntryWords, entry: CalendarEntry, domain: str, stamp: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{entry.uid}@{domain}")
    event.add("dtstamp", stamp)
    event.add("summary", words.summary(entry))
    _add_times(event, words.calendar, entry)
    event.add("description", "\n".join(_description(words, entry)))
    event.add("categories", [entry.norm.policy, *([entry.norm.kind] if entry.norm.kind else [])])
    event.add("status", "CONFIRMED" if entry.applies is Truth.TRUE and entry.is_settled else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    return event


def _add_times(event: Event, calendar: CalendarAnswer, entry: CalendarEntry) -> None:
    """From the first moment that the deadline may be at to the last; an end of a day is the day after (exclusive)."""
    deadline = entry.deadline
    assert deadline is not None
    first, last = deadline.earliest, deadline.latest
    if isinstance(first or last, datetime):
        begin = _second(first or last)
        event.add("dtstart", begin)
        if last is not None and _second(last) > begin:
            event.add("dtend", _second(last))
        return
    begin_day, end_day = first or last, last or first
    assert begin_day is not None and end_day is not None
    event.add("dtstart", begin_day)
    if end_day < date.max:
        event.add("dtend", end_day + timedelta(days=1))


def _second(moment: date | datetime | None) -> datetime:
    """In UTC, to the second before."""
    assert isinstance(moment, datetime)
    return moment.astimezone(UTC).replace(microsecond=0)


def _description(words: EntryWords, entry: CalendarEntry) -> list[str]:
    lines = [words.due(entry)]
    period = words.period(entry)
    return [*lines, *([period] if period else []), *words.details(entry)]
