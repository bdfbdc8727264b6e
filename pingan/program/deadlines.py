"""Deadlines: what they count from, by when the norm must be done, and how old it is where there is no number."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pingan.language import types
from pingan.language.calendar import Calendar
from pingan.language.shapes import Interval, PeriodBounds, Range, exactly
from pingan.model import nodes as model
from pingan.outcome.nodes import Deadline
from pingan.program import times
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Frame
from pingan.program.moments import Limit, Moment, Since, can_be_by
from pingan.program.operators import as_range
from pingan.program.periods import Bounds

Age = tuple[timedelta | None, timedelta | None] | None


def as_of(frame: Frame, zone: str) -> Moment:
    known = frame.situation.moments.now
    now = known.get(zone)
    if now is None:
        now = known[zone] = Moment(times.as_instants(frame.situation.as_of, zone), False, zone)
    return now


def today(frame: Frame, zone: str) -> date | None:
    """The day of the evaluation in *zone*."""
    moment = frame.situation.as_of
    return times.day_of(moment, zone) if isinstance(moment, datetime) else moment


def moment(evaluator: Evaluator, expression: model.Expression, frame: Frame, zone: str) -> Moment:
    """The value of *expression* as a moment; it stays a day if it is one."""
    is_day = isinstance(expression.type, types.DateType)
    return Moment(as_range(evaluator.value_of(expression, frame)), is_day, zone)


def given(value: date | datetime, zone: str) -> Moment:
    if isinstance(value, datetime):
        return Moment(Range(exactly(value.astimezone(UTC))), False, zone)
    return Moment(Range(exactly(value)), True, zone)


# --- in force -------------------------------------------------------------------------------------------


def bounds_in_force(evaluator: Evaluator, rule: model.Rule, frame: Frame) -> Bounds:
    """The first day in force (the later of the policy's and the rule's) and the last (the earlier).

    The last day of a policy that another replaces is the day before the other's first, unless that one tests another
    instant than as_of: then what has begun under this one goes on.
    """
    key = _alike(rule)
    if key is None:
        return _bounds(evaluator, rule, frame)
    known = frame.situation.moments.in_force
    bounds = known.get(key)
    if bounds is None:
        bounds = known[key] = _bounds(evaluator, rule, frame)
    return bounds


def _alike(rule: model.Rule) -> str | None:
    """What is in force with *rule*: its policy, or the rule itself; None where it may depend on an element."""
    if rule.in_force is None:
        return rule.module
    return None if rule.each else rule.key


def _bounds(evaluator: Evaluator, rule: model.Rule, frame: Frame) -> Bounds:
    header = evaluator.header_of(rule)
    written = [i for i in (header.in_force if header else None, rule.in_force) if i is not None]
    periods = [evaluator.value_of(i.period, frame) for i in written]
    bounds = [p for p in periods if isinstance(p, PeriodBounds) and p.present]
    first = [p.start.interval.low for p in bounds if p.start.interval and not p.start.absent]
    last = [p.end.interval.high for p in bounds if p.end.interval and not p.end.absent]
    last += [_last_before(evaluator, replacement, frame) for replacement in (header.replaced_by if header else ())]
    return Bounds(
        max((d for d in first if isinstance(d, date)), default=None),
        min((d for d in last if isinstance(d, date)), default=None),
    )


def _last_before(evaluator: Evaluator, replacement: model.Replacement, frame: Frame) -> date | None:
    """The latest day that can be the last before *replacement* takes place for everything."""
    period = evaluator.value_of(replacement.in_force.period, frame)
    if replacement.in_force.tested is not None or not isinstance(period, PeriodBounds) or not period.present:
        return None
    first = None if period.absent or period.start.absent or period.start.interval is None else period.start.interval
    return None if first is None or not isinstance(first.high, date) else times.plus_days(first.high, -1)


# --- T ----------------------------------------------------------------------------------------------------


def since_of(evaluator: Evaluator, rule: model.Rule, frame: Frame) -> Since:
    """The rule's ``since E``; else what the caller supplied; else some instant since it came into force."""
    if rule.since is not None:
        return Since(moment(evaluator, rule.since, frame, rule.zone), True, rule.since)
    supplied = frame.situation.since.get(rule.key)
    if supplied is not None:
        return Since(given(supplied, rule.zone), True)
    return first_held(evaluator, rule, frame)


def first_held(evaluator: Evaluator, rule: model.Rule, frame: Frame) -> Since:
    """Some instant between coming into force and as_of."""
    key = _alike(rule)
    if key is None:
        return _held(evaluator, rule, frame)
    known = frame.situation.moments.held
    since = known.get((key, rule.zone))
    if since is None:
        since = known[key, rule.zone] = _held(evaluator, rule, frame)
    return since


def _held(evaluator: Evaluator, rule: model.Rule, frame: Frame) -> Since:
    now = as_of(frame, rule.zone).range.interval
    assert now is not None
    first = bounds_in_force(evaluator, rule, frame).first
    low = times.start_of_day(first, rule.zone) if first else None
    if low is not None and isinstance(now.high, datetime) and low > now.high:
        low = now.low if isinstance(now.low, datetime) else None
    return Since(Moment(Range(Interval(low, now.high, low is None, now.high_open)), False, rule.zone), False)


# --- the deadline -----------------------------------------------------------------------------------------


def limit_of(evaluator: Evaluator, norm: model.Norm, since: Since, frame: Frame, rule: model.Rule) -> Limit:
    """The deadline of a norm of *rule* that does not recur."""
    zone, calendar = rule.zone, evaluator.calendar_named(rule.calendar)
    match norm.deadline:
        case model.Within(duration=duration, rolling=rolling) if duration is not None:
            number = _within(duration, since.moment, zone, calendar)
            if not number.present:
                # T is absent: there is a deadline, which has not begun to run.
                return Limit()
            off_calendar = duration.unit == "working_day" and _is_lost(since.moment, number)
            numberless = False
        case model.By(limit=expression, rolling=rolling):
            number = moment(evaluator, expression, frame, zone)
            if not number.present:
                return Limit(numberless=True)
            off_calendar, numberless = False, number.absent
        case _:
            return Limit(numberless=True)
    if rolling and number.is_day:
        unrolled = number
        number = Moment(times.rolled(number.range, calendar), True, zone)
        off_calendar = off_calendar or _is_lost(unrolled, number)
    return Limit(number, numberless, off_calendar)


def _is_lost(before: Moment, moved: Moment) -> bool:
    """Whether an upper end got lost in counting."""
    was, now = before.range.interval, moved.range.interval
    return was is not None and now is not None and was.high is not None and now.high is None


def _within(duration: model.Duration, since: Moment, zone: str, calendar: Calendar | None) -> Moment:
    """T plus a length; what leaves the calendar's years is later than anything."""
    if duration.unit == "second":
        start = since.as_instants()
        seconds = exactly(duration.amount)
        moved = times.plus_seconds(start.range, seconds)
        latest: date = datetime.max.replace(tzinfo=UTC)
        is_day = False
    else:
        start = since.as_days()
        moved = times.shifted(start.range, int(duration.amount), duration.unit, calendar)
        latest, is_day = date.max, True
    if start.present and not moved.present:
        moved = Range(exactly(latest), since.absent)
    return Moment(moved, is_day, zone)


def deadline_of(number: Moment | None) -> Deadline | None:
    """The deadline as it is reported: days, or instants in the zone."""
    if number is None or number.range.interval is None:
        return None
    interval = number.range.interval
    return Deadline(_shown(interval.low, number.zone), _shown(interval.high, number.zone), number.zone)


def _shown(end: object, zone: str) -> date | datetime | None:
    if isinstance(end, datetime):
        try:
            return end.astimezone(times.zone_of(zone))
        except OverflowError:
            return end
    return end if isinstance(end, date) else None


def age_of(since: Moment, now: Moment) -> Age:
    """The least and the greatest time since T; None where T is absent or still to come."""
    began, interval = since.as_instants().range.interval, now.range.interval
    if began is None or interval is None or not can_be_by(since, now):
        return None
    least, greatest = _elapsed(interval.low, began.high), _elapsed(interval.high, began.low)
    if least is not None and least < timedelta():
        least = timedelta()
    return least, greatest


def _elapsed(later: object, earlier: object) -> timedelta | None:
    if not isinstance(later, datetime) or not isinstance(earlier, datetime):
        return None
    return later - earlier
