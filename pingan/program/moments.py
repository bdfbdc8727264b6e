"""Days and instants side by side: which values of one kind are not after, or after, a limit of the other."""

from __future__ import annotations

from datetime import date, datetime

from attrs import define

from pingan.language.intervals import meet
from pingan.language.shapes import ANY_NUMBER, Interval, Range
from pingan.model import nodes as model
from pingan.program import times


@define
class Moment:
    """When something is: days (*is_day*) or instants, perhaps absent. *zone* says when a day begins."""

    range: Range
    is_day: bool
    zone: str

    @property
    def present(self) -> bool:
        return self.range.present

    @property
    def absent(self) -> bool:
        return self.range.absent

    def as_days(self) -> Moment:
        return self if self.is_day else Moment(times.days_of(self.range, self.zone), True, self.zone)

    def as_instants(self) -> Moment:
        return Moment(times.instants_of(self.range, self.zone), False, self.zone) if self.is_day else self


@define(eq=False)
class Since:
    """T: what a deadline counts from, and its expression if one is written.

    *told* says that it is written, supplied or an earlier norm's deadline, not just some instant between coming
    into force and as_of.
    """

    moment: Moment
    told: bool
    written: model.Expression | None = None


@define(eq=False)
class Limit:
    """The deadline, None where there is none.

    *numberless* says that there may be none; *off_calendar* that it has no end because the calendar does not reach it.
    """

    number: Moment | None = None
    numberless: bool = False
    off_calendar: bool = False


def up_to(limit: Moment, *, days: bool) -> Interval:
    """The days (or instants) that may be not after *limit*; a day includes all its instants."""
    if days:
        last = limit.as_days().range.interval
        return Interval(None, last.high, True, last.high_open) if last else ANY_NUMBER
    interval = limit.range.interval
    if interval is None:
        return ANY_NUMBER
    if limit.is_day and isinstance(interval.high, date):
        end = times.end_of_day(interval.high, limit.zone)
        return Interval(None, end, True, True)
    return Interval(None, interval.high, True, interval.high_open)


def after(limit: Moment, *, days: bool) -> Interval | None:
    """The days (or instants) that may be after *limit*; None when there are none."""
    interval = (limit.as_days() if days else limit).range.interval
    if interval is None or interval.low is None:
        return ANY_NUMBER
    low = interval.low
    if isinstance(low, datetime):
        return Interval(low, None, True, True)
    assert isinstance(low, date)
    if low == date.max:
        return None
    if days:
        return Interval(low + times.DAY, None, False, True)
    return Interval(times.end_of_day(low, limit.zone), None, False, True)


def can_be_by(moment: Moment, *limits: Moment) -> bool:
    """Whether *moment* may be there and not after any of *limits*."""
    interval = moment.range.interval
    for limit in limits:
        interval = meet(interval, up_to(limit, days=moment.is_day)) if interval else None
    return interval is not None


def can_be_after(moment: Moment, limit: Moment, *limits: Moment) -> bool:
    """Whether *moment* may be there, after *limit* and not after any of *limits*."""
    later = after(limit, days=moment.is_day)
    interval = meet(moment.range.interval, later) if moment.range.interval and later else None
    for other in limits:
        interval = meet(interval, up_to(other, days=moment.is_day)) if interval else None
    return interval is not None
