"""Recurring norms: which periods there are, and the day by which each is judged."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from pingan.language.calendar import Calendar
from pingan.model import nodes as model
from pingan.program import times

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_DAY = timedelta(days=1)

MAXIMUM_PERIODS: Final = 100_001
"""Periods of one norm that are looked at: more than any window may hold."""


@frozen
class JudgedPeriod:
    """A period's first and last day, and the last day on which its norm can be met in time."""

    first: date
    last: date
    due: date


@frozen
class Bounds:
    """The days in force: *first* itself is too early for a deadline, *last* is not; None: no bound."""

    first: date | None
    last: date | None

    def admit(self, period: JudgedPeriod) -> bool:
        return (self.first is None or period.due > self.first) and (self.last is None or period.due <= self.last)


def judged(
    every: model.Every, today: date, bounds: Bounds, calendar: Calendar | None
) -> tuple[JudgedPeriod, ...] | None:
    """The last period whose day is before *today* and the next; None when nothing says how long a period is."""
    previous: JudgedPeriod | None = None
    periods = _around(every, today, bounds.first, calendar)
    if periods is None:
        return None
    for period in periods:
        if period.due >= today:
            return tuple(p for p in (previous, period) if p is not None and bounds.admit(p))
        previous = period
    return (previous,) if previous is not None and bounds.admit(previous) else ()


def between(
    every: model.Every, start: date, end: date, bounds: Bounds, calendar: Calendar | None
) -> Iterator[JudgedPeriod]:
    """The periods whose day lies from *start* to *end*, both included."""
    for period in _around(every, start, bounds.first, calendar) or ():
        if period.due > end:
            return
        if period.due >= start and bounds.admit(period):
            yield period


def with_others(some: Iterable[JudgedPeriod], others: Iterable[JudgedPeriod]) -> tuple[JudgedPeriod, ...]:
    """The periods of both, each once, in order."""
    return tuple(sorted({*some, *others}, key=lambda period: period.first))


def reach_of(norm: model.Norm) -> int:
    """How many days after a norm was missed what follows from that may still be due: no fewer than that.

    (A working day is taken for four days, and a month of holidays beside.)
    """
    following, days = norm.otherwise, 0
    while following is not None:
        deadline = following.deadline
        if isinstance(deadline, model.Within) and deadline.duration is not None:
            amount = int(deadline.duration.amount)
            match deadline.duration.unit:
                case "second":
                    days += amount // times.DAY_SECONDS + 2
                case "day":
                    days += amount
                case "month":
                    days += 31 * amount
                case "working_day":
                    days += 4 * amount + 31
            days += 31 * deadline.rolling
        following = following.otherwise
    return days


def _around(
    every: model.Every, day: date, first: date | None, calendar: Calendar | None
) -> Iterator[JudgedPeriod] | None:
    """Periods in order, beginning before the one that *day* lies in."""
    if every.unit is not None:
        return _calendar_periods(every.unit, every.day, day)
    if every.length is None or first is None:
        return None
    return _stretches(every.length, first, day, calendar)


def _calendar_periods(unit: model.RecurringUnit, number: int | None, day: date) -> Iterator[JudgedPeriod]:
    first: date | None = _first_day(unit, day)
    for _ in range(2):
        first = _first_day(unit, first - _DAY) if first and first > date.min else first
    while first is not None:
        last = _last_day(unit, first)
        due = last if number is None else min(last, times.plus_days(first, number - 1) or last)
        yield JudgedPeriod(first, last, due)
        first = times.plus_days(last, 1)


def _first_day(unit: model.RecurringUnit, day: date) -> date:
    """The first day of the period that *day* lies in."""
    match unit:
        case "day":
            return day
        case "week":
            return times.plus_days(day, -day.weekday()) or date.min
        case "third_of_month":
            return day.replace(day=min((day.day - 1) // 10, 2) * 10 + 1)
        case "half_month":
            return day.replace(day=1 if day.day <= 15 else 16)
    months = _MONTHS[unit]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _last_day(unit: model.RecurringUnit, first: date) -> date:
    match unit:
        case "day":
            return first
        case "week":
            return times.plus_days(first, 6) or date.max
        case "third_of_month" if first.day <= 11:
            return first.replace(day=first.day + 9)
        case "half_month" if first.day == 1:
            return first.replace(day=15)
        case "third_of_month" | "half_month":
            return first.replace(day=monthrange(first.year, first.month)[1])
    month = first.month + _MONTHS[unit] - 1
    return date(first.year, month, monthrange(first.year, month)[1])


def _stretches(length: model.Duration, first: date, day: date, calendar: Calendar | None) -> Iterator[JudgedPeriod]:
    """Consecutive stretches of *length*, the first beginning on *first*."""
    number = max(_skipped(length, first, day), 0)
    start = _start(length, first, number, calendar)
    while start is not None:
        number += 1
        if length.unit == "working_day":  # counted on from the last one: from *first* it would take days squared
            following = times.working_days_after(start, int(length.amount), calendar)
        else:
            following = _start(length, first, number, calendar)
        if following is None or following <= start:
            return
        last = following - _DAY
        yield JudgedPeriod(start, last, last)
        start = following


def _skipped(length: model.Duration, first: date, day: date) -> int:
    """How many stretches surely lie wholly before the one before *day*."""
    days = _days(length)
    if length.unit == "working_day":
        return 0
    if length.unit == "month":
        months = (day.year - first.year) * 12 + day.month - first.month
        return months // max(int(length.amount), 1) - 2
    return (day - first).days // days - 2


def _days(length: model.Duration) -> int:
    amount = length.amount / times.DAY_SECONDS if length.unit == "second" else length.amount
    return max(int(amount), 1)


def _start(length: model.Duration, first: date, number: int, calendar: Calendar | None) -> date | None:
    """The first day of stretch *number* (from 0)."""
    match length.unit:
        case "month":
            return times.plus_months(first, number * int(length.amount))
        case "working_day":
            return times.working_days_after(first, number * int(length.amount), calendar) if number else first
    return times.plus_days(first, number * _days(length))
