"""Days, instants, working days and periods, against counting one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.language.calendar import Calendar
from pingan.language.shapes import Interval, Range, exactly
from pingan.model import nodes as model
from pingan.program import times
from pingan.program.periods import Bounds, between, judged
from pingan.stdlib.functions import YEAR, preceding

SHANGHAI = "Asia/Shanghai"
CALENDAR = Calendar(
    name="test",
    first=date(2016, 1, 1),
    last=date(2016, 3, 31),
    holidays=frozenset({date(2016, 2, 8), date(2016, 2, 9), date(2016, 2, 10)}),
    workdays=frozenset({date(2016, 2, 6)}),
    sources=(),
)
days = st.dates(date(2015, 12, 20), date(2016, 4, 10))


def by_counting(day: date, amount: int) -> date | None:
    step = timedelta(days=1 if amount > 0 else -1)
    for _ in range(abs(amount)):
        day += step
        while not CALENDAR.is_working_day(day):
            if CALENDAR.is_working_day(day) is None:
                return None
            day += step
    return day


@given(days, st.integers(-8, 8))
def test_working_days_are_counted_one_by_one(day: date, amount: int) -> None:
    moved = times.shifted(Range(exactly(day)), amount, "working_day", CALENDAR)
    expected = by_counting(day, amount)
    if expected is not None:
        assert moved == Range(exactly(expected))
        return
    # A later day has no earlier n-th working day: the calendar's own days bound what lies before it.
    nearest = day + timedelta(days=amount)
    if amount > 0:
        bound = by_counting(max(day, CALENDAR.first - timedelta(days=1)), amount)
        assert moved == Range(Interval(nearest, bound, False, bound is None))
    else:
        bound = by_counting(min(day, CALENDAR.last + timedelta(days=1)), amount)
        assert moved == Range(Interval(bound, nearest, bound is None, False))


@given(days, st.integers(0, 20), st.integers(-6, 6))
def test_working_days_after_some_days_lie_between_those_after_the_first_and_the_last(
    first: date, length: int, amount: int
) -> None:
    last = first + timedelta(days=length)
    together, earliest, latest = (
        times.shifted(Range(Interval(low, high, False, False)), amount, "working_day", CALENDAR).interval
        for low, high in ((first, last), (first, first), (last, last))
    )
    assert together is not None and earliest is not None and latest is not None
    assert (together.low, together.high) == (earliest.low, latest.high)


def test_without_a_calendar_working_days_have_no_end() -> None:
    moved = times.shifted(Range(exactly(date(2016, 2, 1))), 5, "working_day", None)
    assert moved == Range(Interval(date(2016, 2, 6), None, False, True))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2015, 1, 31), 1, date(2015, 2, 28)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2016, 3, 31), -1, date(2016, 2, 29)),
        (date(9999, 12, 1), 1, None),
    ],
)
def test_adding_months_stops_at_the_last_day(day: date, months: int, expected: date | None) -> None:
    assert times.plus_months(day, months) == expected


def test_what_leaves_the_years_is_absent() -> None:
    assert times.shifted(Range(exactly(date(9999, 12, 31))), 1, "day", None) == Range(None, True)
    unbounded = times.shifted(Range(Interval(date(2016, 1, 1), None, False, True)), 1, "day", None)
    assert unbounded == Range(Interval(date(2016, 1, 2), None, False, True), True)
    last = datetime(9999, 12, 31, 23, tzinfo=UTC)
    assert times.plus_seconds(Range(exactly(last)), exactly(7200)) == Range(None, True)


@given(days)
def test_a_day_is_the_day_of_each_of_its_instants(day: date) -> None:
    instants = times.instants_of(Range(exactly(day)), SHANGHAI)
    assert times.days_of(instants, SHANGHAI) == Range(exactly(day))
    assert instants.interval is not None
    assert instants.interval.low == datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(SHANGHAI))
    assert instants.interval.high_open and not instants.interval.low_open


def test_the_zone_decides_the_day() -> None:
    evening = Range(exactly(datetime(2016, 2, 5, 16, 1, tzinfo=UTC)))
    assert times.days_of(evening, SHANGHAI) == Range(exactly(date(2016, 2, 6)))
    assert times.days_of(evening, "UTC") == Range(exactly(date(2016, 2, 5)))


def test_a_last_day_that_is_no_working_day_rolls_on() -> None:
    assert times.rolled(Range(exactly(date(2016, 2, 7))), CALENDAR) == Range(exactly(date(2016, 2, 11)))
    assert times.rolled(Range(exactly(date(2016, 2, 6))), CALENDAR) == Range(exactly(date(2016, 2, 6)))
    after = times.rolled(Range(exactly(date(2016, 4, 2))), CALENDAR)
    assert after == Range(Interval(date(2016, 4, 2), None, False, True))


# --- periods ----------------------------------------------------------------------------------------------

ALWAYS = Bounds(None, None)


@pytest.mark.parametrize(
    ("unit", "number", "today", "dues"),
    [
        ("day", None, date(2016, 2, 5), [date(2016, 2, 4), date(2016, 2, 5)]),
        ("week", None, date(2016, 2, 5), [date(2016, 1, 31), date(2016, 2, 7)]),
        ("half_month", None, date(2016, 2, 16), [date(2016, 2, 15), date(2016, 2, 29)]),
        ("month", 5, date(2016, 2, 5), [date(2016, 1, 5), date(2016, 2, 5)]),
        ("month", 5, date(2016, 2, 6), [date(2016, 2, 5), date(2016, 3, 5)]),
        ("month", 31, date(2016, 3, 1), [date(2016, 2, 29), date(2016, 3, 31)]),
        ("quarter", None, date(2016, 2, 5), [date(2015, 12, 31), date(2016, 3, 31)]),
        ("half_year", None, date(2016, 7, 1), [date(2016, 6, 30), date(2016, 12, 31)]),
        ("year", 10, date(2016, 1, 10), [date(2015, 1, 10), date(2016, 1, 10)]),
    ],
)
def test_the_last_period_before_today_and_the_next(
    unit: model.RecurringUnit, number: int | None, today: date, dues: list[date]
) -> None:
    found = judged(model.Every(unit, number), today, ALWAYS, None)
    assert found is not None
    assert [period.due for period in found] == dues


def test_a_period_due_on_the_first_day_in_force_or_after_the_last_is_not_owed() -> None:
    monthly = model.Every("month", 5)
    bounds = Bounds(date(2016, 1, 5), date(2016, 3, 4))
    assert [p.due for p in judged(monthly, date(2016, 2, 5), bounds, None) or ()] == [date(2016, 2, 5)]
    assert [p.due for p in judged(monthly, date(2016, 2, 6), bounds, None) or ()] == [date(2016, 2, 5)]
    assert [p.due for p in between(monthly, date(2016, 1, 1), date(2016, 12, 31), bounds, None)] == [date(2016, 2, 5)]


@given(st.sampled_from(["second", "day", "month"]), st.integers(2, 40), st.integers(0, 400))
def test_stretches_follow_each_other_without_gap(unit: str, amount: int, later: int) -> None:
    length = model.Duration(amount * (86_400 if unit == "second" else 1), unit)  # type: ignore[arg-type]
    first = date(2016, 1, 5)
    today = first + timedelta(days=later)
    found = judged(model.Every(None, parameter="p", length=length), today, Bounds(first, None), None)
    assert found
    assert found[-1].first <= today <= found[-1].last
    if len(found) == 2:
        assert found[0].last + timedelta(days=1) == found[1].first
        assert found[0].last < today
    else:
        assert found[0].first == first


def test_a_length_without_a_first_day_gives_no_periods() -> None:
    every = model.Every(None, parameter="p", length=model.Duration(3, "day"))  # type: ignore[arg-type]
    assert judged(every, date(2016, 1, 1), ALWAYS, None) is None
    assert judged(model.Every(None, parameter="p"), date(2016, 1, 1), Bounds(date(2016, 1, 1), None), None) is None


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2016, 3, 1), date(2016, 3, 31), (date(2016, 2, 1), date(2016, 2, 29))),
        (date(2016, 1, 1), date(2016, 12, 31), (date(2015, 1, 1), date(2015, 12, 31))),
        (date(2016, 3, 5), date(2016, 3, 11), (date(2016, 2, 27), date(2016, 3, 4))),
        (date(1, 1, 1), date(1, 1, 31), None),
    ],
)
def test_the_preceding_period_has_the_same_length(first: date, last: date, expected: tuple[date, date] | None) -> None:
    assert preceding(first, last) == expected


@pytest.mark.parametrize(
    ("days", "years"),
    [
        ((date(2016, 1, 1), date(2016, 12, 31), False, False), (2016, 2016)),
        ((date(2015, 12, 31), date(2017, 1, 1), True, True), (2016, 2016)),
        ((date(2015, 12, 31), None, False, True), (2015, 9999)),
        ((None, date(2016, 1, 1), True, True), (1, 2015)),
        ((None, None, True, True), (1, 9999)),
    ],
)
def test_the_year_of_a_day(days: tuple[date | None, date | None, bool, bool], years: tuple[int, int]) -> None:
    for absent in (False, True):
        assert YEAR.act((Range(Interval(*days), absent),)) == Range(Interval(*years, False, False), absent)
    assert YEAR.act((Range(None, True),)) == Range(None, True)
