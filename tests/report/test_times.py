"""How long until a deadline, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.language.spoken import Spoken
from pingan.outcome.nodes import Deadline
from pingan.report.times import left_text, length_text

ENGLISH, CHINESE = Spoken("en"), Spoken("zh")
NOON = datetime(2016, 6, 18, 4, 0, tzinfo=UTC)  # at noon in Shanghai


def at(early: date | datetime | None, late: date | datetime | None = None, as_of: date | datetime = NOON) -> str:
    return left_text(Deadline(early, late if late is not None else early, "Asia/Shanghai"), as_of, ENGLISH)


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        (date(2016, 6, 18), "12 hours left"),
        (date(2016, 6, 20), "2 days 12 hours left"),
        (date(2016, 6, 17), "over for 12 hours"),
        (NOON + timedelta(minutes=61), "1 hour 1 minute left"),
        (NOON, "less than a minute left"),
        (NOON - timedelta(days=1, minutes=3), "over for 1 day"),
    ],
)
def test_a_day_lasts_until_its_end_in_the_zone_of_the_policy(deadline: date, said: str) -> None:
    assert at(deadline) == said


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        (date(2016, 6, 18), "this is the last day"),
        (date(2016, 6, 19), "1 day left"),
        (date(2016, 6, 16), "over for 2 days"),
    ],
)
def test_asked_about_a_day_whole_days_are_counted(deadline: date, said: str) -> None:
    assert at(deadline, as_of=date(2016, 6, 18)) == said


def test_of_a_deadline_that_is_open_only_what_is_sure_is_said() -> None:
    assert at(date(2016, 6, 20), date(2016, 6, 30)) == "at least 2 days 12 hours left"
    assert at(date(2016, 6, 10), date(2016, 6, 12)) == "over for 5 days 12 hours or more"
    assert at(date(2016, 6, 10), date(2016, 6, 30)) == "perhaps over already"


def test_at_the_end_of_the_calendar_nothing_is_said() -> None:
    assert at(date.max) == ""


def test_chinese_has_no_spaces_and_no_plurals() -> None:
    assert length_text(timedelta(days=2, hours=3), CHINESE) == "2天3小时"
    assert length_text(timedelta(seconds=3), CHINESE) == "不到1分钟"


@given(st.timedeltas(min_value=timedelta()), st.booleans())
def test_every_length_is_told_in_at_most_two_units(length: timedelta, whole: bool) -> None:
    assert 2 <= len(length_text(length, ENGLISH, whole=whole).split()) <= 4
