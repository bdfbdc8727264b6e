"""The table of Chinese working days, held against two packages that were compiled independently of each other."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from pingan.language.data import data
from pingan.stdlib.calendars import calendar_names, load_calendar, read_calendar

CHINA = load_calendar("china")
DAYS = [CHINA.first + timedelta(days=n) for n in range((CHINA.last - CHINA.first).days + 1)]
TABLE = json.loads(data("policies").joinpath("calendars/china.json").read_text(encoding="utf-8"))

# The notice for 2006 (国办发明电〔2005〕35号) makes it a working day in so many words.
LEFT_OUT_BY_CHINESECALENDAR = {date(2005, 12, 31)}


def test_every_day_agrees_with_chinesecalendar() -> None:
    oracle = pytest.importorskip("chinese_calendar")
    differing = {day for day in DAYS if CHINA.is_working_day(day) != oracle.is_workday(day)}
    assert differing == LEFT_OUT_BY_CHINESECALENDAR


def test_every_day_agrees_with_holidays() -> None:
    holidays = pytest.importorskip("holidays")
    oracle = holidays.country_holidays("CN", years=range(CHINA.first.year - 1, CHINA.last.year + 2))
    assert [day for day in DAYS if CHINA.is_working_day(day) != oracle.is_working_day(day)] == []


def test_a_day_outside_the_table_is_unknown_and_not_guessed() -> None:
    assert CHINA.is_working_day(CHINA.first - timedelta(days=1)) is None
    assert CHINA.is_working_day(CHINA.last + timedelta(days=1)) is None


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2016, 2, 5), True),  # the Friday before the Spring Festival
        (date(2016, 2, 6), True),  # Saturday, worked
        (date(2016, 2, 8), False),  # Monday, the festival
        (date(2016, 2, 14), True),  # Sunday, worked
        (date(2019, 5, 2), False),  # a later notice made the holiday longer
        (date(2020, 2, 1), False),  # worked by the first notice, free by the second
    ],
)
def test_known_days(day: date, worked: bool) -> None:
    assert CHINA.is_working_day(day) is worked


def test_every_year_has_a_notice_and_weekdays_off() -> None:
    years = range(CHINA.first.year, CHINA.last.year + 1)
    assert {day.year for day in CHINA.holidays} == set(years)
    for year in years:
        assert any(f"{year}年" in source for source in CHINA.sources), year


def test_notices_stand_in_order_of_issue() -> None:
    issued = [notice["issued"] for notice in TABLE["notices"] if "issued" in notice]
    assert issued == sorted(issued)


def test_a_worked_day_is_a_weekend_day_and_within_the_table() -> None:
    worked = [date.fromisoformat(day) for notice in TABLE["notices"] for day in notice["worked"]]
    assert all(day.weekday() >= 5 and CHINA.first <= day <= CHINA.last for day in worked)


def test_the_digest_follows_the_content() -> None:
    assert read_calendar(TABLE).digest == CHINA.digest
    assert read_calendar(TABLE | {"last": "2025-12-31"}).digest != CHINA.digest


def test_an_unknown_calendar_is_an_error_that_names_those_there_are() -> None:
    with pytest.raises(LookupError, match="china"):
        load_calendar("atlantis")


@pytest.mark.parametrize("name", ["../calendars/china", "china.json", "/etc/passwd", "", "china\0"])
def test_a_name_never_reaches_out_of_the_folder(name: str) -> None:
    assert name not in calendar_names()
    with pytest.raises(LookupError):
        load_calendar(name)


def test_a_table_of_another_schema_is_refused() -> None:
    with pytest.raises(ValueError, match="schema"):
        read_calendar(TABLE | {"schema": "other/1"})
