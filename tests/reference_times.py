"""Days and instants: where a day begins and ends in a zone, and counting on the calendar."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from pingan.language.calendar import Calendar
from pingan.language.shapes import Interval, Range
from tests.reference_values import GREATEST, LEAST, End, between, high, low


def midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)


def first_instant(end: End, zone: str) -> End:
    """The end of instants for an end of days: where the day begins."""
    if end[0]:
        return end
    try:
        return (0, midnight(end[1], zone), end[2])
    except OverflowError:
        return LEAST


def last_instant(end: End, zone: str) -> End:
    """The same where the day ends: just before the next one begins."""
    if end[0]:
        return end
    try:
        return (0, midnight(end[1] + timedelta(days=1), zone), -1)
    except OverflowError:
        return GREATEST


def instants(days: Interval, zone: str) -> Interval:
    """Some instant of those days."""
    return between(first_instant(low(days), zone), last_instant(high(days), zone)) or Interval()


def days(moments: Interval, zone: str) -> Interval:
    """The days of those instants in *zone*."""

    def day(end: End, just: timedelta) -> date | None:
        return None if end[0] else (end[1].astimezone(ZoneInfo(zone)) + just).date()

    tick = timedelta(microseconds=1)
    least, greatest = day(low(moments), 0 * tick), day(high(moments), -tick if moments.high_open else 0 * tick)
    return Interval(least, greatest, least is None, greatest is None)


def moved(a: Interval, least: Fraction | int | None, greatest: Fraction | int | None) -> Range:
    """Instants moved by so many seconds (None: by any number); absent where that leaves the years 1 to 9999."""
    try:
        start = None if a.low is None or least is None else a.low + _timedelta(least)  # type: ignore[operator]
    except OverflowError:
        start = None
        if least is not None and least > 0:
            return Range(None, absent=True)
        least = None
    try:
        end = None if a.high is None or greatest is None else a.high + _timedelta(greatest)  # type: ignore[operator]
    except OverflowError:
        end = None
        if greatest is not None and greatest < 0:
            return Range(None, absent=True)
        greatest = None
    absent = (start is None and (least is None or least < 0)) or (end is None and (greatest is None or greatest > 0))
    return Range(Interval(start, end, start is None or a.low_open, end is None or a.high_open), absent)


def _timedelta(seconds: Fraction | int) -> timedelta:
    return timedelta(microseconds=math.floor(seconds * 1_000_000))


def counted(day: date, amount: int, unit: str, calendar: Calendar | None) -> tuple[date | None, date | None]:
    """The earliest and the latest day so many units after *day*. Raises OverflowError outside years 1 to 9999."""
    if unit == "day":
        return (day + timedelta(days=amount),) * 2
    if unit == "month":
        months = day.year * 12 + day.month - 1 + amount
        if not 12 <= months < 120_000:
            raise OverflowError
        first = date(months // 12, months % 12 + 1, 1)
        return (min(first + timedelta(days=day.day - 1), last_of_month(first)),) * 2
    at, step, left = day, (1 if amount > 0 else -1), abs(amount)
    while left:
        at += timedelta(days=step)
        worked = calendar.is_working_day(at) if calendar else None
        if worked is None:
            return beyond(day, amount, calendar)
        left -= worked
    return at, at


def beyond(day: date, amount: int, calendar: Calendar | None) -> tuple[date | None, date | None]:
    """Where nobody knows which days are worked: at least so many days on, and no later than from the table's edge."""
    bound, tick = day + timedelta(days=amount), timedelta(days=1)
    if amount > 0:
        edge = calendar.first - tick if calendar else day
        return bound, counted(edge, amount, "working_day", calendar)[1] if day < edge else None
    edge = calendar.last + tick if calendar else day
    return counted(edge, amount, "working_day", calendar)[0] if day > edge else None, bound


def last_of_month(day: date) -> date:
    if (day.year, day.month) == (9999, 12):
        return date.max
    return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)


def rolled(day: date, calendar: Calendar | None) -> tuple[date, date | None]:
    """*day*, or the next working day when it is none."""
    at = day
    while not (worked := calendar.is_working_day(at) if calendar else None):
        if worked is None:
            return at, rolled(calendar.first, calendar)[1] if calendar and at < calendar.first else None
        at += timedelta(days=1)
    return at, at
