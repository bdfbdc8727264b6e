"""The calendar that a header names: who counts with it, and what is said of one that is not there."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pingan.diagnostics.diagnostic import Severity
from pingan.diagnostics.errors import PolicyError
from pingan.language.calendar import Calendar
from pingan.language.environment import Environment
from pingan.language.library import Library
from pingan.pipeline import Policy, load
from pingan.source import Source
from pingan.stdlib import standard_library

NOTHING_OFF = Calendar("nothing_off", date(2016, 1, 1), date(2016, 12, 31), frozenset(), frozenset(), ("a test",), "d1")
SIX_DAYS = Calendar(
    "six_days", date(2016, 1, 1), date(2016, 12, 31), frozenset(),
    frozenset(date(2016, 1, 2) + timedelta(weeks=n) for n in range(52)), ("another test",), "d2",
)  # fmt: skip
LIBRARY = Library("weeks", "1", calendars=(SIX_DAYS,), requirement="weeks>=1")
ENVIRONMENT = Environment((standard_library(), LIBRARY), NOTHING_OFF)

RULES = """
fact on: date
fact done: boolean
actor police
action act
rule counted { since on then police must act within 6 working days fulfilled when done }
rule rolled { then police must act by 2016-02-06 rolling fulfilled when done }
rule shifted { then police must act by on + 6 working days fulfilled when done }
parameter interval: duration set interval = 6 working days
rule each_stretch { in force from 2016-02-01 then police must act every interval fulfilled when done }
"""


def read(*headers: str, rules: str = RULES) -> Policy:
    sources = []
    for number, header in enumerate(headers):
        sources.append(Source(f"p{number}.rules", f"policy p{number} {{ {header} }}" + (rules if number == 0 else "")))
    return load(*sources, environment=ENVIRONMENT)


def deadlines(policy: Policy) -> dict[str, date | None]:
    found = policy.calendar("2016-02-01", "2016-02-10", {"on": "2016-02-01", "done": False}, as_of="2016-02-02")
    return {e.norm.rule: e.first for e in found.entries}


def test_a_policy_counts_with_the_calendar_it_names() -> None:
    assert deadlines(read('zone "Asia/Shanghai" needs weeks calendar six_days')) == {
        "counted": date(2016, 2, 8),
        "rolled": date(2016, 2, 6),
        "shifted": date(2016, 2, 8),
        "each_stretch": date(2016, 2, 7),
    }
    assert deadlines(read('zone "Asia/Shanghai"')) == {
        "counted": date(2016, 2, 9),
        "rolled": date(2016, 2, 8),
        "shifted": date(2016, 2, 9),
        "each_stretch": date(2016, 2, 8),
    }


def test_a_policy_without_one_counts_with_its_parents_and_a_vocabulary_with_the_policys() -> None:
    vocabulary = Source("words.rules", "vocabulary words fact on: date define soon: date { is on + 6 working days }")
    parent = Source(
        "parent.rules", "policy parent { needs weeks calendar six_days uses words } actor police action act"
    )
    child = Source("child.rules", "policy child { extends parent } rule r { then police must act by soon }")
    policy = load(child, parent, vocabulary, environment=ENVIRONMENT)
    assert {name: header.calendar for name, header in policy.model.headers.items()} == {
        "child": "six_days",
        "parent": "six_days",
    }
    [norm] = policy.evaluate({"on": "2016-02-01"}, as_of="2016-02-02").norms
    assert norm.deadline is not None
    assert norm.deadline.latest == date(2016, 2, 8)


def test_the_cause_names_the_calendar_that_ends() -> None:
    for header, name in (
        ("needs weeks calendar six_days", "six_days"),
        ("", "nothing_off"),
        ("calendar china", "china"),
    ):
        rules = RULES.replace("within 6 working days", "within 4000 working days").replace("2016-02-06", "2030-02-06")
        policy = read(f'zone "Asia/Shanghai" {header}', rules=rules.replace("on + 6 working", "on + 4000 working"))
        outcome = policy.evaluate({"on": "2016-02-01", "done": False}, as_of="2099-01-01")
        ends = {(n.rule, c.subject) for n in outcome.norms for c in n.causes if c.kind == "calendar"}
        assert ends == {("counted", name), ("rolled", name), ("shifted", name)}


def test_the_record_lists_every_calendar_that_is_named() -> None:
    policy = read("needs weeks calendar six_days", "calendar china")
    record = policy.evaluate({}, as_of="2016-02-02").record
    assert record["calendar"]["digest"] == "d1"  # type: ignore[index]
    assert {name: table["name"] for name, table in record["calendars"].items()} == {  # type: ignore[attr-defined]
        "china": "china",
        "six_days": "six_days",
    }


@pytest.mark.parametrize(
    ("header", "remedy"),
    [
        ("calendar chinna", "did you mean `china`?"),
        ("calendar lunar_year", "there is `china`"),
        ("calendar six_days", "it comes with the library `weeks`: write `needs weeks` in the header"),
    ],
)
def test_a_calendar_that_is_not_there(header: str, remedy: str) -> None:
    with pytest.raises(PolicyError) as raised:
        read(header)
    [found] = [d for d in raised.value.diagnostics if d.severity is Severity.ERROR]
    assert (found.code, found.help) == ("unknown-calendar", remedy)
    assert found.span is not None
    assert found.span.text == header.split()[1]
