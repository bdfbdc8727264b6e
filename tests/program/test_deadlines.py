"""Deadlines, what follows from missing them, and what recurs."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.program.policies import causes, local, norm, policy, states

HOURS = "rule r { since i.at then police must act within 2 hours fulfilled at i.done_at }"
TEN = "2016-01-06T10:00+08:00"


@pytest.mark.parametrize(
    ("done_at", "as_of", "expected"),
    [
        (None, "2016-01-06 12:00", {"pending"}),
        (None, "2016-01-06 12:00:01", {"breached"}),
        ("2016-01-06T12:00:00+08:00", "2016-01-06 13:00", {"fulfilled"}),
        ("2016-01-06T12:30:00+08:00", "2016-01-06 13:00", {"late"}),
        ("2016-01-06T13:00:00+08:00", "2016-01-06 12:30", {"breached"}),
    ],
)
def test_a_deadline_of_hours_is_an_instant_included(done_at: str | None, as_of: str, expected: set[str]) -> None:
    assert states(HOURS, {"i": {"at": TEN, "done_at": done_at}}, as_of) == expected


def test_what_is_not_known_to_be_done_may_have_been() -> None:
    asked = policy(HOURS)
    before = norm(asked.evaluate({"i": {"at": TEN}}, as_of=local("2016-01-06 11:00")))
    assert before.states == {"pending", "fulfilled"}
    assert causes(before) == {("i.done_at", "missing")}
    after = norm(asked.evaluate({"i": {"at": TEN}}, as_of=local("2016-01-06 13:00")))
    assert after.states == {"fulfilled", "late", "breached"}


def test_a_deadline_of_days_lasts_until_the_day_ends_in_the_zone() -> None:
    rules = "rule r { since i.at then police must act within 3 days fulfilled at i.done_at }"
    facts = {"i": {"at": "2016-02-01T10:00+08:00", "done_at": None}}
    asked = policy(rules)
    found = norm(asked.evaluate(facts, as_of=local("2016-02-04 23:59")))
    assert found.states == {"pending"}
    assert found.deadline is not None and found.deadline.earliest == found.deadline.latest == date(2016, 2, 4)
    assert norm(asked.evaluate(facts, as_of=local("2016-02-05 00:00"))).states == {"breached"}


def test_without_a_since_it_counts_from_some_instant_in_force() -> None:
    rules = "rule r { then police must act within 30 days fulfilled at i.done_at }"
    asked, facts = policy(rules), {"i": {"done_at": None}}
    assert norm(asked.evaluate(facts, as_of=local("2016-01-10 08:00"))).states == {"pending"}
    later = norm(asked.evaluate(facts, as_of=local("2016-03-01 08:00")))
    assert later.states == {"pending", "breached"}
    assert causes(later) == {("p.r", "first_held")}
    told = asked.evaluate(facts, as_of=local("2016-03-01 08:00"), since={"r": date(2016, 1, 10)})
    assert norm(told).states == {"breached"}


def test_a_word_that_is_not_set_can_never_be_missed() -> None:
    rules = "rule r { since i.at then police must act promptly fulfilled at i.done_at otherwise mayor must other }"
    facts = {"i": {"at": TEN, "done_at": None}}
    unset = policy(rules).evaluate(facts, as_of=local("2017-01-06 10:00"))
    assert norm(unset).states == {"due"}
    assert norm(unset).age == (local("2017-01-06 10:00") - local("2016-01-06 10:00"),) * 2
    assert norm(unset, depth=1).states == {"none"}
    assert [f.subject for f in unset.findings if f.kind == "unset_word"] == ["p.promptly"]
    told = policy(rules, settings={"promptly": "2 hours"}).evaluate(facts, as_of=local("2017-01-06 10:00"))
    assert norm(told).states == {"breached"}
    assert norm(told, depth=1).states == {"applies"}


def test_what_follows_counts_from_the_deadline_missed() -> None:
    rules = """rule r {
        since i.at
        then police must act within 3 days fulfilled at i.done_at
             otherwise mayor must other within 2 days fulfilled when i.done
    }"""
    facts = {"i": {"at": "2016-02-01T10:00+08:00", "done_at": None, "done": False}}
    asked = policy(rules)
    before = asked.evaluate(facts, as_of=local("2016-02-04 23:30"))
    assert [set(norm(before, depth=n).states) for n in (0, 1)] == [{"pending"}, {"none"}]
    after = asked.evaluate(facts, as_of=local("2016-02-05 00:30"))
    assert [set(norm(after, depth=n).states) for n in (0, 1)] == [{"breached"}, {"pending"}]
    deadline = norm(after, depth=1).deadline
    assert deadline is not None and deadline.latest == date(2016, 2, 6)


def test_each_bearer_has_what_follows_for_itself() -> None:
    rules = """rule r {
        since i.at
        then police and mayor must act within 3 days fulfilled at i.done_at otherwise town must other
    }"""
    outcome = policy(rules).evaluate({"i": {"at": TEN, "done_at": None}}, as_of=local("2016-02-05 00:30"))
    assert [n.bearer.name for n in outcome.norms] == ["mayor", "police", "town", "town"]


@pytest.mark.parametrize(
    ("as_of", "expected", "cause"),
    [
        ("2027-01-04 08:00", {"pending"}, set()),
        ("2027-01-20 08:00", {"pending", "breached"}, {("calendar")}),
    ],
)
def test_beyond_the_calendar_working_days_have_no_end(as_of: str, expected: set[str], cause: set[str]) -> None:
    rules = "rule r { since i.on then police must act within 5 working days fulfilled at i.done_at }"
    outcome = policy(rules).evaluate({"i": {"on": "2026-12-30", "done_at": None}}, as_of=local(as_of))
    assert norm(outcome).states == expected
    assert {c.kind for c in norm(outcome).causes} == cause


def test_a_day_counted_in_hours_leaves_its_time_open() -> None:
    rules = "rule r { since i.on then police must act within 2 hours fulfilled at i.done_at }"
    facts = {"i": {"on": "2016-02-01", "done_at": None}}
    found = norm(policy(rules).evaluate(facts, as_of=local("2016-02-01 12:00")))
    assert found.states == {"pending", "breached"}
    assert causes(found) == {("i.on", "time_of_day")}


def test_a_day_given_for_as_of_leaves_what_lies_within_it_open() -> None:
    found = norm(policy(HOURS).evaluate({"i": {"at": TEN, "done_at": None}}, as_of=date(2016, 1, 6)))
    assert found.states == {"pending", "breached"}
    assert causes(found) == {("as_of", "time_of_day")}


def test_a_deadline_that_is_absent_is_no_number() -> None:
    rules = "rule r { then police must act by i.done_at fulfilled when i.done }"
    assert states(rules, {"i": {"done_at": None, "done": False}}, "2016-02-01 12:00") == {"due"}


def test_rolling_moves_a_last_day_to_the_next_working_day() -> None:
    rules = "rule r { then police must act by 2016-02-07 rolling fulfilled when i.done }"
    assert states(rules, {"i": {"done": False}}, "2016-02-14 12:00") == {"pending"}
    assert states(rules, {"i": {"done": False}}, "2016-02-15 12:00") == {"breached"}


# --- what recurs ------------------------------------------------------------------------------------------

MONTHLY = """rule r {
    then town must act every month by day 5
         fulfilled at min(x in town.reports where x.month in period: x.submitted_on)
}"""


def test_a_month_is_owed_by_its_day_and_the_first_day_in_force_owes_nothing() -> None:
    facts: dict[str, object] = {"town": {"reports": []}}
    found = policy(MONTHLY).evaluate(facts, as_of=local("2016-02-05 23:59")).norms
    assert [(n.period, set(n.states)) for n in found] == [((date(2016, 2, 1), date(2016, 2, 29)), {"pending"})]
    found = policy(MONTHLY).evaluate(facts, as_of=datetime(2016, 2, 5, 16, 1, tzinfo=UTC)).norms
    assert [set(n.states) for n in found] == [{"breached"}, {"pending"}]


def test_each_period_reads_its_own_evidence() -> None:
    facts = {
        "town": {
            "reports": [
                {"month": "2016-02-01", "submitted_on": "2016-02-04"},
                {"month": "2016-03-01", "submitted_on": "2016-03-09"},
            ]
        }
    }
    found = policy(MONTHLY).evaluate(facts, as_of=local("2016-03-10 08:00")).norms
    assert [(n.period and n.period[0].month, set(n.states)) for n in found] == [(3, {"late"}), (4, {"pending"})]


def test_a_test_that_reads_the_period_counts_as_done_in_time() -> None:
    rules = "rule r { then police must act every month by day 5 fulfilled when i.on in period }"
    found = policy(rules).evaluate({"i": {"on": "2016-02-28"}}, as_of=local("2016-03-02 08:00")).norms
    assert [set(n.states) for n in found] == [{"fulfilled"}, {"pending"}]


def test_a_recurrence_that_nobody_set_names_its_parameter() -> None:
    rules = """parameter interval: duration
    rule r {
        then police must act every interval
             fulfilled at min(x in town.reports where x.month in period: x.month)
    }"""
    facts = {"town": {"reports": [{"month": "2016-02-01", "submitted_on": "2016-02-04"}]}}
    found = norm(policy(rules).evaluate(facts, as_of=local("2016-03-10 08:00")))
    assert found.states == {"due", "fulfilled"}
    assert causes(found) == {("p.interval", "parameter")}


def test_the_calendar_lists_every_period_of_a_window() -> None:
    program = policy(MONTHLY, header="in force from 2016-01-05 until 2016-04-30").program
    found = program.calendar(date(2016, 1, 1), date(2016, 12, 31))
    assert [o.due for o in found] == [date(2016, 2, 5), date(2016, 3, 5), date(2016, 4, 5)]
    assert found[0].period == (date(2016, 2, 1), date(2016, 2, 29))
    assert (found[0].policy, found[0].rule, found[0].place) == ("p", "r", 1)
