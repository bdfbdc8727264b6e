"""When a norm is to be met (semantics.md, "Deadlines" and "Periods")."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from attrs import evolve

from pingan.language import types
from pingan.language.shapes import Interval, PeriodBounds, Range, exactly
from pingan.model import nodes as m
from pingan.outcome.nodes import Cause
from tests import reference_times as times
from tests import reference_values as values
from tests.reference_causes import Waiting, time_of_day
from tests.reference_expressions import NONE, Bindings, Bound, When
from tests.reference_values import LEAST, high, settled


class Deadlines(Waiting):
    """Periods, T, and the last moment."""

    # --- periods --------------------------------------------------------------------------------------------------

    def periods(self, rule: m.Rule, norm: m.Norm) -> list[tuple[PeriodBounds, date] | None]:
        """The last period whose day is before as_of and the next; [None] for a norm that does not recur."""
        every = norm.deadline
        if not isinstance(every, m.Every):
            return [None]
        first, last = self.days_in_force(rule)
        today = self.today(rule.zone)
        if every.unit is not None:
            here = stretch(today, every.unit)
            before, after = (
                stretch(here[0] - timedelta(days=1), every.unit),
                stretch(here[1] + timedelta(days=1), every.unit),
            )
            stretches = [before, here, after]
        elif every.length is not None and first is not None:
            stretches = self.stretches(first, every.length, today, rule.calendar)
        else:
            return [None]
        due = [(s, min(s[0] + timedelta(days=every.day - 1), s[1]) if every.day else s[1]) for s in stretches]
        chosen = [pair for pair in due if pair[1] < today][-1:] + [pair for pair in due if pair[1] >= today][:1]
        return [
            (PeriodBounds(Range(exactly(start)), Range(exactly(end))), day)
            for (start, end), day in chosen
            if (first is None or day > first) and (last is None or day <= last)
        ]

    def judged(self, rule: m.Rule, norm: m.Norm, period: tuple[PeriodBounds, date] | None) -> Bound:
        """The period judged; any whatever where no length of the stretches is set, or no day begins the first."""
        if period is not None:
            return Bound(period[0], "")
        every, anything = norm.deadline, Range(Interval(), absent=True)
        assert isinstance(every, m.Every)
        if every.length is None and every.parameter is not None:
            why = Cause(every.parameter, "parameter")
        else:
            why = Cause(rule.key, "first_held")
        return Bound(PeriodBounds(anything, anything), "", frozenset({why}))

    def stretches(self, first: date, length: m.Duration, today: date, calendar: str | None) -> list[tuple[date, date]]:
        """Consecutive stretches of that length from the first day in force until one ends after today."""
        amount, unit = (length.amount / 86400, "day") if length.unit == "second" else (length.amount, length.unit)
        size, found = max(1, int(amount)), []
        while not found or found[-1][1] < today:
            start, after = (self.after(first, (len(found) + i) * size, unit, calendar) for i in (0, 1))
            found.append((start, after - timedelta(days=1)))
        return found

    def after(self, day: date, amount: int, unit: str, calendar: str | None) -> date:
        return times.counted(day, amount, unit, self.counting(calendar))[0] or day

    def today(self, zone: str) -> date:
        interval = self.now(zone).range.interval
        assert interval is not None
        day = times.days(interval, zone).low
        assert isinstance(day, date)
        return day

    def days_in_force(self, rule: m.Rule) -> tuple[date | None, date | None]:
        """The first and the last day on which policy and rule are in force; None where there is none."""
        firsts, lasts = [], []
        for bounds in (self.policy.headers[rule.module].in_force, rule.in_force):
            period = self.value(bounds.period, {}) if bounds else None
            if isinstance(period, PeriodBounds):
                firsts += [] if period.start.absent or period.start.interval is None else [period.start.interval.low]
                lasts += [] if period.end.absent or period.end.interval is None else [period.end.interval.high]
        for later in self.policy.headers[rule.module].replaced_by:
            period = self.value(later.in_force.period, {})
            if later.in_force.tested is None and isinstance(period, PeriodBounds) and not period.absent:
                sure = not period.start.absent and period.start.interval is not None
                day = period.start.interval.high if sure and period.start.interval else None
                lasts += [day - timedelta(days=1)] if isinstance(day, date) and day > date.min else []
        starts, ends = ([day for day in days if isinstance(day, date)] for days in (firsts, lasts))
        return max(starts, default=None), min(ends, default=None)

    # --- deadlines ------------------------------------------------------------------------------------------------

    def start(self, rule: m.Rule, b: Bindings) -> When:
        """T: the rule's `since`, or the instant supplied, or some instant between coming into force and as_of."""
        if rule.since is not None:
            return evolve(self.when(rule.since, b), paths=tuple(self.facts_of(rule.since, b)))
        if rule.key in self.since:
            given = self.since[rule.key]
            day = not isinstance(given, datetime)
            return When(Range(exactly(given if day else given.astimezone(UTC))), day)
        return self.first_held(rule)

    def first_held(self, rule: m.Rule) -> When:
        now = self.now(rule.zone).range.interval
        first, _ = self.days_in_force(rule)
        assert now is not None
        least = LEAST if first is None else times.first_instant((0, first, 0), rule.zone)
        between = values.between(least, high(now)) or now
        return When(Range(between), False, frozenset({Cause(rule.key, "first_held")}), explicit=False)

    def when(self, e: m.Expression, b: Bindings) -> When:
        return When(self.number(e, b), isinstance(e.type, types.DateType), self.causes(e, b))

    def deadline(self, rule: m.Rule, norm: m.Norm, start: When, b: Bindings, due: date | None) -> When | None:
        """The day or instant until which the norm can be met, included; None: there is no number."""
        match norm.deadline:
            case m.Within(duration=m.Duration(amount=amount, unit="second")):
                moments = self.as_instants(rule, start)
                interval = moments.range.interval
                moved = Range(None) if interval is None else times.moved(interval, amount, amount)
                return When(
                    Range(moved.interval or (None if interval is None else Interval()), start.range.absent),
                    False,
                    moments.causes,
                )
            case m.Within(duration=m.Duration(amount=amount, unit=unit), rolling=rolling):
                limit = self.day_after(rule, start, int(amount), unit)
            case m.By(limit=limit_expression, rolling=rolling):
                limit = self.when(limit_expression, b)
            case m.Every(day=_) if due is not None:
                return When(Range(exactly(due)), day=True)
            case _:
                return None
        limit = self.roll(rule, limit) if rolling and limit.day else limit
        return evolve(limit, causes=NONE) if settled(limit.range) else limit

    def as_instants(self, rule: m.Rule, when: When) -> When:
        if not when.day or when.range.interval is None:
            return when
        why = when.causes or time_of_day(when.paths or (rule.key,))
        return When(Range(times.instants(when.range.interval, rule.zone), when.range.absent), False, why)

    def day_after(self, rule: m.Rule, start: When, amount: int, unit: str) -> When:
        interval = start.range.interval
        if interval is None:
            return evolve(start, day=True)
        days = interval if start.day else times.days(interval, rule.zone)
        ends, causes, calendar = [], start.causes, self.counting(rule.calendar)
        for place, day in enumerate((days.low, days.high)):
            try:
                ends.append(None if day is None else times.counted(day, amount, unit, calendar)[place])  # type: ignore[arg-type]
            except OverflowError:
                ends.append(None)
            causes |= self.calendar_ends(rule.calendar) if ends[-1] is None and day is not None else NONE
        return When(
            Range(Interval(ends[0], ends[1], ends[0] is None, ends[1] is None), start.range.absent), True, causes
        )

    def roll(self, rule: m.Rule, limit: When) -> When:
        interval = limit.range.interval
        if interval is None:
            return limit
        calendar = self.counting(rule.calendar)
        least = None if interval.low is None else times.rolled(interval.low, calendar)[0]  # type: ignore[arg-type]
        greatest = None if interval.high is None else times.rolled(interval.high, calendar)[1]  # type: ignore[arg-type]
        causes = limit.causes | (
            self.calendar_ends(rule.calendar) if greatest is None and interval.high is not None else NONE
        )
        return When(Range(Interval(least, greatest, least is None, greatest is None), limit.range.absent), True, causes)

    def miss(self, rule: m.Rule, norm: m.Norm, limit: When | None, b: Bindings) -> When:
        """T of what follows a miss: the deadline missed, or (without a number) the instant of `breached at`."""
        if norm.holding == "throughout":
            return self.first_held(rule)  # nobody says at what moment it was so no longer
        if limit is not None and not (limit.range.absent and isinstance(norm.deadline, m.By)):
            return limit
        broken = self.first_held(rule)
        if limit is not None and limit.range.interval is not None and norm.breached_at is norm.breached_when is None:
            return evolve(limit, range=Range(limit.range.interval))  # without a number it could not be missed
        if norm.breached_at is not None:
            broken = evolve(self.when(norm.breached_at, b), paths=tuple(self.facts_of(norm.breached_at, b)))
        if limit is None or limit.range.interval is None:
            return broken
        if limit.day != broken.day:
            limit, broken = self.as_instants(rule, limit), self.as_instants(rule, broken)
        either = values.hull(limit.range.interval, broken.range.interval)
        return When(Range(either, broken.range.absent), limit.day, limit.causes | broken.causes)


def stretch(day: date, unit: m.RecurringUnit) -> tuple[date, date]:
    """The calendar unit that *day* lies in."""
    if unit == "day":
        return day, day
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "third_of_month":
        thirds = [(1, 10), (11, 20), (21, times.last_of_month(day).day)]
        start, end = next((start, end) for start, end in thirds if start <= day.day <= end)
        return day.replace(day=start), day.replace(day=end)
    if unit == "half_month":
        return (
            (day.replace(day=1), day.replace(day=15))
            if day.day <= 15
            else (day.replace(day=16), times.last_of_month(day))
        )
    months = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}[unit]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return first, times.last_of_month(date(day.year, first.month + months - 1, 1))


def span(period: PeriodBounds) -> tuple[Any, Any]:
    assert period.start.interval is not None and period.end.interval is not None
    return period.start.interval.low, period.end.interval.low
