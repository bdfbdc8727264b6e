"""The calendar of duties: which norms stand in a window, on which days, and whether they apply."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pingan.diagnostics.errors import FactError
from pingan.language.shapes import Truth
from pingan.outcome.duty_calendar import CalendarEntry, DutyCalendar
from pingan.pipeline import load
from pingan.source import Source
from tests.program.policies import VOCABULARY, local, policy

YEAR = (date(2016, 1, 1), date(2016, 12, 31))


def calendar(
    rules: str, facts: object = None, *, as_of: Any = None, window: Any = YEAR, **options: Any
) -> DutyCalendar:
    return policy(rules, **options).calendar(*window, facts, as_of=as_of)


def days(found: DutyCalendar) -> list[date | None]:
    """The settled days of what applies, or may, or will."""
    assert all(entry.is_settled for entry in found.relevant)
    return [entry.first for entry in found.relevant]


def one(found: DutyCalendar) -> CalendarEntry:
    [entry] = found.relevant
    return entry


def act(deadline: str, rest: str = "") -> str:
    return f"rule r {{ {rest} then police must act {deadline} fulfilled when i.done }}"


# --- what recurs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("month by day 5", ["02-05", "03-05"]),
        ("month", ["01-31", "02-29", "03-31"]),
        ("half month", ["01-15", "01-31", "02-15", "02-29", "03-15", "03-31"]),
        ("half month by day 15", ["01-15", "01-30", "02-15", "02-29", "03-15", "03-30"]),
        (
            "third of a month",
            ["01-10", "01-20", "01-31", "02-10", "02-20", "02-29", "03-10", "03-20", "03-31"],
        ),
        ("third of a month by day 2", ["01-12", "01-22", "02-02", "02-12", "02-22", "03-02", "03-12", "03-22"]),
        ("quarter", ["03-31"]),
        ("half year", []),
        ("year", []),
    ],
)
def test_calendar_units_in_the_first_quarter(every: str, expected: list[str]) -> None:
    found = calendar(act(f"every {every}"), {}, window=(date(2016, 1, 1), date(2016, 3, 31)))
    assert days(found) == [date.fromisoformat(f"2016-{day}") for day in expected]


def test_every_week_and_every_day() -> None:
    window = (date(2016, 2, 1), date(2016, 2, 14))
    assert days(calendar(act("every week"), window=window)) == [date(2016, 2, 7), date(2016, 2, 14)]
    assert days(calendar(act("every day"), window=window)) == [date(2016, 2, n) for n in range(1, 15)]


def test_a_count_a_year_is_due_when_the_year_ends() -> None:
    rules = """rule inspections {
        then town must act every year fulfilled when count(x in town.reports where x.month in period) >= 2
    }"""
    facts = {"town": {"reports": [{"month": "2016-03-01", "submitted_on": "2016-03-02"}]}}
    entry = one(calendar(rules, facts, as_of="2016-10-01"))
    assert (entry.first, entry.norm.state) == (date(2016, 12, 31), "pending")
    assert one(calendar(rules, facts, as_of="2017-01-01")).norm.state == "breached"


def test_every_stretch_of_a_parameter_counts_from_the_first_day_in_force() -> None:
    rules = "parameter interval: duration set interval = 45 days " + act("every interval")
    assert days(calendar(rules))[:3] == [date(2016, 2, 18), date(2016, 4, 3), date(2016, 5, 18)]


def test_a_recurrence_without_a_length_has_no_day() -> None:
    found = calendar("parameter interval: duration " + act("every interval"), {}, as_of="2016-02-01")
    assert found.entries == ()
    assert len(found.undated) == 1
    assert "parameter interval is not set" in found.to_text()


def test_each_period_has_its_own_state() -> None:
    rules = """rule r { then town must act every month by day 5
        fulfilled at min(x in town.reports where x.month in period: x.submitted_on) }"""
    given = [("2016-02-01", "2016-02-04"), ("2016-03-01", "2016-03-09")]
    facts = {"town": {"reports": [{"month": month, "submitted_on": day} for month, day in given]}}
    found = calendar(rules, facts, as_of="2016-05-01", window=(date(2016, 1, 1), date(2016, 6, 30)))
    assert [entry.norm.state for entry in found.entries] == ["fulfilled", "late", "breached", "pending", "pending"]


# --- what is dated ----------------------------------------------------------------------------------------


def test_a_day_of_each_element_of_a_set() -> None:
    rules = "rule r { for each due in {2016-04-10, 2016-11-30} then police must act by due fulfilled when i.done }"
    assert days(calendar(rules)) == [date(2016, 4, 10), date(2016, 11, 30)]


def test_the_end_of_a_phase_and_of_each_of_several() -> None:
    rules = """
    define first: period { is from 2016-02-01 until 2016-04-10 }
    define second: period { is from early 2016-04 until mid 2016-09 }
    rule end_of_one { then police must act by end(second) fulfilled when i.done }
    rule each_phase { for each phase in {first, second, month 2016-12}
        then town must act by end(phase) fulfilled when any(x in town.reports where x.month in phase) }
    """
    facts = {"i": {"done": False}, "town": {"reports": [{"month": "2016-03-01", "submitted_on": "2016-03-01"}]}}
    found = calendar(rules, facts, as_of="2016-10-01")
    assert [(e.norm.rule, e.first, e.norm.state) for e in found.entries if e.norm.rule == "each_phase"] == [
        ("each_phase", date(2016, 4, 10), "undetermined"),
        ("each_phase", date(2016, 9, 20), "breached"),
        ("each_phase", date(2016, 12, 31), "pending"),
    ]
    assert [e.first for e in found.entries if e.norm.rule == "end_of_one"] == [date(2016, 9, 20)]
    assert len({entry.uid for entry in found.entries}) == 4


def test_working_days_and_days_that_roll_over_holidays() -> None:
    rules = """
    rule counted { since i.on then police must act within 5 working days fulfilled when i.done }
    rule rolled { then police must act by 2016-02-07 rolling fulfilled when i.done }
    """
    found = calendar(rules, {"i": {"on": "2016-02-05", "done": False}}, as_of="2016-02-05")
    # The 6th and the 14th are days of a weekend that are worked; those between are off.
    assert {e.norm.rule: e.first for e in found.entries} == {"counted": date(2016, 2, 17), "rolled": date(2016, 2, 14)}


def test_hours_after_an_event_are_an_instant() -> None:
    rules = "rule r { since i.at then police must act within 2 hours fulfilled at i.done_at }"
    facts = {"i": {"at": "2016-02-05T23:00:00+08:00", "done_at": None}}
    entry = one(calendar(rules, facts, as_of=local("2016-02-05 23:30")))
    assert entry.deadline is not None
    assert entry.deadline.latest == local("2016-02-06 01:00")
    assert (entry.first, entry.norm.state) == (date(2016, 2, 6), "pending")
    assert calendar(rules, facts, window=(date(2016, 2, 5), date(2016, 2, 5))).entries == ()


def test_an_event_partly_known_leaves_an_open_deadline() -> None:
    rules = "rule r { since i.on then police must act within 10 days fulfilled when i.done }"
    facts = {"i": {"on": {"at_least": "2016-03-01", "at_most": "2016-03-20"}}}
    entry = one(calendar(rules, facts, as_of="2016-03-15"))
    assert (entry.first, entry.last, entry.is_settled) == (date(2016, 3, 11), date(2016, 3, 30), False)
    for first, expected in ((30, (entry,)), (31, ())):
        window = (date(2016, 3, first), date(2016, 4, 30))
        assert calendar(rules, facts, as_of="2016-03-15", window=window).entries == expected


def test_an_event_that_is_not_known_has_no_day_yet() -> None:
    rules = "rule r { since i.on then police must act within 10 days fulfilled when i.done }"
    for facts in (None, {}):
        found = calendar(rules, facts, as_of="2016-03-15")
        assert (found.entries, len(found.undated)) == ((), 1)


def test_without_facts_nothing_is_supposed_to_have_held() -> None:
    rules = "rule r { when i.a then police must act within 10 days fulfilled when i.done }"
    assert len(calendar(rules).undated) == 1
    assert calendar(rules).entries == ()
    assert len(calendar(rules, {}, as_of="2016-03-15").entries) == 1


def test_a_word_that_is_not_set_and_no_deadline_at_all_are_no_dates() -> None:
    rules = act("promptly") + " rule s { then police must tell(to: mayor) } rule t { then police must ensure i.done }"
    found = calendar(rules)
    assert (found.entries, found.undated) == ((), ())


# --- in force ---------------------------------------------------------------------------------------------


def test_a_campaign_bounds_what_recurs() -> None:
    rules = act("every month", "in force from 2016-03-01 until 2016-05-15")
    found = calendar(rules, {"i": {"done": False}}, as_of="2016-03-10")
    assert days(found) == [date(2016, 3, 31), date(2016, 4, 30)]
    assert one(calendar(rules, window=(date(2016, 4, 1), date(2016, 4, 30)))).in_force == (
        date(2016, 3, 1),
        date(2016, 5, 15),
    )


def test_what_is_not_yet_in_force_will_apply() -> None:
    rules = act("every quarter", "in force from 2016-07-01 when i.a unless i.b")
    found = calendar(rules, {"i": {"a": True, "b": False}}, as_of="2016-02-01")
    assert [(e.first, e.coming, e.applies, e.norm.state) for e in found.entries] == [
        (date(2016, 9, 30), True, Truth.TRUE, "none"),
        (date(2016, 12, 31), True, Truth.TRUE, "none"),
    ]
    waiting = calendar(rules, {"i": {"a": True}}, as_of="2016-02-01").entries[0]
    assert (waiting.applies, [c.subject for c in waiting.causes]) == (Truth.UNDETERMINED, ["i.b"])
    assert calendar(rules, {"i": {"a": False}}, as_of="2016-02-01").relevant == ()


def test_what_is_over_does_not_apply_any_more() -> None:
    rules = act("every month", "in force until 2016-03-31")
    found = calendar(rules, {}, as_of="2016-06-01")
    assert len(found.entries) == 3
    assert found.relevant == ()


def test_a_rule_that_displaces_another_once_it_is_in_force_does() -> None:
    rules = (
        act("every quarter")
        + """
    rule newer { in force from 2016-07-01 overrides r then police must other every quarter fulfilled when i.done }
    """
    )
    found = calendar(rules, {}, as_of="2016-06-01", window=(date(2016, 9, 1), date(2016, 12, 31)))
    assert {e.norm.rule for e in found.relevant} >= {"newer"}


# --- exceptions, misses, several policies --------------------------------------------------------------------


def test_what_follows_a_miss_before_the_window_is_in_it() -> None:
    rules = """rule r { then police must act every month by day 5 fulfilled when i.on in period
        otherwise mayor must other within 40 days fulfilled when i.done }"""
    found = calendar(rules, {"i": {"on": "2016-09-09", "done": False}}, as_of="2016-04-01",
                     window=(date(2016, 3, 10), date(2016, 3, 20)))  # fmt: skip
    assert [(e.norm.depth, e.first, e.norm.state) for e in found.relevant] == [(1, date(2016, 3, 16), "breached")]


def test_several_policies_at_once() -> None:
    sources = [
        Source(f"{name}.rules", f'policy {name} {{ zone "Asia/Shanghai" }} fact done: boolean actor police action act '
               f"rule r {{ then police must act every {unit} fulfilled when done }}")
        for name, unit in (("national", "year"), ("city", "half year"))
    ]  # fmt: skip
    found = load(*sources).calendar(*YEAR)
    assert [(e.first, e.norm.policy) for e in found.entries] == [
        (date(2016, 6, 30), "city"),
        (date(2016, 12, 31), "city"),
        (date(2016, 12, 31), "national"),
    ]
    assert len({entry.uid for entry in found.entries}) == 3


def test_the_same_norm_keeps_its_uid() -> None:
    rules = """rule r { since i.on then police must act within 10 days fulfilled when i.done }
    rule m { then police must act every month fulfilled when i.done }"""
    first = calendar(rules, {"i": {"on": "2016-03-01"}}, as_of="2016-03-01")
    later = calendar(rules, {"i": {"on": "2016-03-04", "done": True}}, as_of="2016-05-01")
    assert {e.uid for e in first.entries} == {e.uid for e in later.entries}
    assert len({e.uid for e in first.entries}) == len(first.entries)


# --- what cannot be asked -----------------------------------------------------------------------------------


def test_a_window_is_days_in_order() -> None:
    for start, end in ((date(2016, 2, 1), date(2016, 1, 1)), ("2016-01-01T10:00", date(2016, 2, 1))):
        with pytest.raises(FactError):
            policy(act("every day")).calendar(start, end)
    assert policy(act("every day")).calendar("2016-02-01", "2016-02-01").entries


def test_a_window_of_too_many_duties_is_an_error_that_says_so() -> None:
    with pytest.raises(FactError, match="more than 100,000 periods lie between"):
        policy(act("every day"), header="").calendar(date(1, 1, 1), date(9999, 12, 31))


def test_the_last_days_of_the_calendar() -> None:
    found = policy(act("every month"), header="").calendar(date(9999, 11, 1), date(9999, 12, 31))
    assert [entry.first for entry in found.entries] == [date(9999, 11, 30), date(9999, 12, 31)]
    first = policy(act("every month"), header="").calendar(date(1, 1, 1), date(1, 2, 28))
    assert [entry.first for entry in first.entries] == [date(1, 1, 31), date(1, 2, 28)]


def test_sensitive_facts_are_told_by_none_of_it() -> None:
    vocabulary = VOCABULARY.replace("name: text key", "name: text key sensitive")
    vocabulary = vocabulary.replace("on: date  d", "on: date sensitive  d")
    rules = """
    rule r { for each x in i.people then police must take(who: x) every year }
    rule s { since i.on then police must act within 3 days }
    """
    head = 'policy p { zone "Asia/Shanghai" in force from 2016-01-05 }'
    facts = {"i": {"people": [{"name": "Zhang San"}], "on": "2016-03-14"}}
    found = load(Source("p.rules", head + vocabulary + rules)).calendar(*YEAR, facts, as_of="2016-04-01")
    for told in (found.to_text(), found.to_text(language="zh", full=True), found.to_json(), found.to_ics().decode()):
        assert "Zhang San" not in told
        assert "03-17" not in told
        assert "0317" not in told
    assert "not shown" in found.to_text()
