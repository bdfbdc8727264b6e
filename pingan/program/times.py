"""Days, instants and the calendar: every conversion between them, on ranges.

Instants are kept in UTC. What leaves the years 1 to 9999 is absent; an end without bound may lie anywhere
in those years, so shifting it can leave them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from pingan.language.calendar import Calendar
from pingan.language.intervals import Number
from pingan.language.shapes import Interval, Range, exactly

DAY = timedelta(days=1)
DAY_SECONDS = 86_400
CalendarUnit = Literal["day", "month", "working_day"]


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def start_of_day(day: date, zone: str) -> datetime | None:
    """The first instant of *day* in *zone*, in UTC; None before the year 1."""
    try:
        return datetime.combine(day, time(), zone_of(zone)).astimezone(UTC)
    except OverflowError:
        return None


def end_of_day(day: date, zone: str) -> datetime | None:
    """The instant at which *day* is over (not part of it any more)."""
    return None if day == date.max else start_of_day(day + DAY, zone)


def day_of(instant: datetime, zone: str) -> date | None:
    try:
        return instant.astimezone(zone_of(zone)).date()
    except OverflowError:
        return None


def days_of(instants: Range, zone: str) -> Range:
    """The days in *zone* of instants."""
    if instants.interval is None:
        return instants
    lowest, highest = instants.interval.low, instants.interval.high
    low = day_of(lowest, zone) if isinstance(lowest, datetime) else None
    high = day_of(highest, zone) if isinstance(highest, datetime) else None
    if high is not None and instants.interval.high_open and start_of_day(high, zone) == highest:
        high -= DAY
    overflows = (lowest is not None and low is None) or (highest is not None and high is None)
    if overflows and instants.interval.single:
        return Range(None, True)
    return Range(Interval(low, high, low is None, high is None), instants.absent or overflows)


def instants_of(days: Range, zone: str) -> Range:
    """Some instant of each day."""
    if days.interval is None:
        return days
    low, high = days.interval.low, days.interval.high
    first = start_of_day(low, zone) if isinstance(low, date) else None
    after = end_of_day(high, zone) if isinstance(high, date) else None
    return Range(Interval(first, after, first is None, True), days.absent)


# --- exact time ------------------------------------------------------------------------------------------


def seconds_between(later: date | datetime, earlier: date | datetime) -> Number:
    """The time from *earlier* to *later* (two days or two instants), in seconds."""
    difference: timedelta = later - earlier  # type: ignore[operator]  # two days or two instants
    seconds = Fraction(difference // timedelta(microseconds=1), 1_000_000)
    return seconds.numerator if seconds.denominator == 1 else seconds


def later_by(moment: date | datetime, seconds: Number) -> date | datetime | None:
    """*moment* plus exact time, to the microsecond below (a day: its midnight plus the time, again as a day)."""
    try:
        if isinstance(moment, datetime):
            return moment + timedelta(microseconds=int(seconds * 1_000_000 // 1))
        return moment + timedelta(days=int(seconds // DAY_SECONDS))
    except OverflowError:
        return None


def plus_seconds(moments: Range, seconds: Interval) -> Range:
    """Days or instants plus exact time."""
    if moments.interval is None:
        return moments
    is_day = not any(isinstance(e, datetime) for e in (moments.interval.low, moments.interval.high))
    upwards = seconds.high is None or _number(seconds.high) > 0
    downwards = seconds.low is None or _number(seconds.low) < 0
    low, low_leaves = _moved_end(moments.interval.low, seconds.low, downwards)
    high, high_leaves = _moved_end(moments.interval.high, seconds.high, upwards)
    if _all_left(moments.interval, seconds, low, high):
        return Range(None, True)
    low_open = low is None or (not is_day and (moments.interval.low_open or seconds.low_open))
    high_open = high is None or (not is_day and (moments.interval.high_open or seconds.high_open))
    return Range(Interval(low, high, low_open, high_open), moments.absent or low_leaves or high_leaves)


def _number(value: object) -> Number:
    assert isinstance(value, int | Fraction)
    return value


def _moved_end(end: object, seconds: object, outwards: bool) -> tuple[date | None, bool]:
    """An end moved, and whether values at it leave the years 1 to 9999 that way."""
    if not isinstance(end, date) or seconds is None:
        return None, outwards
    moved = later_by(end, _number(seconds))
    return moved, moved is None


def _all_left(moments: Interval, seconds: Interval, low: date | None, high: date | None) -> bool:
    """Whether every sum lies outside the years 1 to 9999: even the nearest end does."""
    after = low is None and isinstance(moments.low, date) and seconds.low is not None and _number(seconds.low) > 0
    before = high is None and isinstance(moments.high, date) and seconds.high is not None and _number(seconds.high) < 0
    return after or before


# --- calendar units ----------------------------------------------------------------------------------------


def shifted(days: Range, amount: int, unit: CalendarUnit, calendar: Calendar | None) -> Range:
    """The days *amount* units after *days* (before, when negative)."""
    if days.interval is None or amount == 0:
        return days
    if unit == "working_day":
        return _working_days_after(days, amount, calendar)
    move: Callable[[date, int], date | None] = plus_days if unit == "day" else plus_months
    low, high = days.interval.low, days.interval.high
    first = move(low, amount) if isinstance(low, date) else None
    last = move(high, amount) if isinstance(high, date) else None
    if (amount > 0 and low is not None and first is None) or (amount < 0 and high is not None and last is None):
        return Range(None, True)
    leaves = last is None if amount > 0 else first is None
    return Range(Interval(first, last, first is None, last is None), days.absent or leaves)


def plus_days(day: date, amount: int) -> date | None:
    try:
        return day + timedelta(days=amount)
    except OverflowError:
        return None


def plus_months(day: date, amount: int) -> date | None:
    """*amount* months after *day*; a day that the month lacks is its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + amount, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _working_days_after(days: Range, amount: int, calendar: Calendar | None) -> Range:
    """Where the calendar does not reach, n working days are at least n days, and nobody knows how many at most.

    A later day has no earlier n-th working day, so the two ends say all: of some days that of the first and that of
    the last; of a day before the calendar's first, no later than what follows the first.
    """
    assert days.interval is not None
    forwards = amount > 0
    near, far = (days.interval.low, days.interval.high) if forwards else (days.interval.high, days.interval.low)
    nearest = working_days_after(near, amount, calendar) if isinstance(near, date) else None
    farthest = working_days_after(_within_reach(far, calendar, forwards), amount, calendar) if far else None
    if isinstance(near, date) and nearest is None:
        nearest = plus_days(near, amount)
        if nearest is None:
            return Range(None, True)
    # Only a day without bound, or one so far out that even plain days leave the years, can leave them.
    leaves = far is None or (isinstance(far, date) and plus_days(far, amount) is None)
    low, high = (nearest, farthest) if forwards else (farthest, nearest)
    return Range(Interval(low, high, low is None, high is None), days.absent or leaves)


def _within_reach(day: object, calendar: Calendar | None, forwards: bool) -> date:
    """*day*, or the nearest day to count from that the calendar knows what follows (or precedes) of."""
    assert isinstance(day, date)
    if calendar is None:
        return day
    if forwards:
        return max(day, plus_days(calendar.first, -1) or day)
    return min(day, plus_days(calendar.last, 1) or day)


def working_days_after(day: date, amount: int, calendar: Calendar | None) -> date | None:
    """The *amount*-th working day after *day* (before, when negative); None where the calendar does not say."""
    if calendar is None:
        return None
    step = 1 if amount > 0 else -1
    left = abs(amount)
    while left:
        following = plus_days(day, step)
        works = calendar.is_working_day(following) if following is not None else None
        if following is None or works is None:
            return None
        day = following
        left -= works
    return day


def rolled(days: Range, calendar: Calendar | None) -> Range:
    """Days, each moved to the next working day when it is none."""
    if days.interval is None:
        return days
    low, high = days.interval.low, days.interval.high
    first = (_rolled(low, calendar) or low) if isinstance(low, date) else None
    last = _rolled(max(high, calendar.first) if calendar else high, calendar) if isinstance(high, date) else None
    return Range(Interval(first, last, first is None, last is None), days.absent)


def _rolled(day: date, calendar: Calendar | None) -> date | None:
    works = calendar.is_working_day(day) if calendar else None
    if works is None:
        return None
    return day if works else working_days_after(day, 1, calendar)


def day_range(day: date) -> Range:
    return Range(exactly(day))


def as_instants(moment: date | datetime, zone: str) -> Range:
    """An instant as it is; a day as some instant of it in *zone*."""
    return Range(exactly(moment)) if isinstance(moment, datetime) else instants_of(day_range(moment), zone)
