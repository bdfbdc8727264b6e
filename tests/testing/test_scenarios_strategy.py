"""Drawn questions and timelines: asked without error, shown as scenarios, never taking back what they told."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import pingan
from pingan.program.facts import check_facts
from pingan.testing import Question, Timeline, scenarios, timelines
from tests.testing.flood import TEXT, at, policy
from tests.testing.test_facts_strategy import is_within

QUICK = settings(max_examples=3000, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=300, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
FEW = settings(max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@given(scenarios(policy()))
def test_a_question_is_answered_and_shown_as_a_scenario(question: Question) -> None:
    again = policy().evaluate(
        question.facts, as_of=question.as_of, settings=question.settings, since=question.since or None
    )
    assert question.outcome.norms == again.norms
    if question.text.startswith("scenario"):
        pasted = pingan.load(pingan.Source("flood.rules", f"{TEXT}\n{question.text}"))
        (scenario,) = pasted.scenarios
        said = (
            check_facts(f, policy().model.vocabulary, as_of=question.as_of) for f in (question.facts, scenario.facts)
        )
        assert next(said).data == next(said).data
        assert scenario.since.keys() == question.since.keys()


def checked(data: object, question: Question) -> object:
    return check_facts(data, policy().model.vocabulary, as_of=question.as_of, zone=policy().zone).data


def test_questions_set_what_is_open_and_say_since_when() -> None:
    seen: Counter[str] = Counter()

    @MANY
    @given(scenarios(policy()))
    def drawn(question: Question) -> None:
        seen["settings"] += "flood.grace" in question.settings
        seen["since"] += bool(question.since)
        seen["a day"] += not isinstance(question.as_of, datetime)
        seen["before it is in force"] += str(question.as_of) == "2016-01-04"

    drawn()
    assert {
        name: seen[name] for name in ("settings", "since", "a day", "before it is in force") if not seen[name]
    } == {}


def test_a_question_that_fails_is_short() -> None:
    found = find(scenarios(policy()), lambda q: bool(q.facts.get("warning") == "red"), settings=QUICK)
    assert found.text == 'scenario "drawn" {\n    given warning = red\n    as of 2016-01-19\n}'


@settings(max_examples=10)
@given(scenarios(policy(), where="warning = red", known="exact"))
def test_questions_may_be_asked_under_a_condition(question: Question) -> None:
    assert question.facts["warning"] == "red"


# --- timelines ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["flood", "jilin", "xigong"])
@FEW
@given(st.data())
def test_what_is_told_is_never_taken_back(name: str, data: st.DataObject) -> None:
    timeline: Timeline = data.draw(timelines(policy(name)))
    vocabulary = policy(name).model.vocabulary
    assert [s.as_of for s in timeline] == sorted({s.as_of for s in timeline})
    checked = [check_facts(s.facts, vocabulary, as_of=s.as_of, zone=policy(name).zone) for s in timeline]
    for before, after in pairwise(checked):
        assert [n for n, shape in before.values.items() if not is_within(after.values[n], shape)] == []


@given(timelines(policy()))
def test_no_event_is_told_before_it_has_come(timeline: Timeline) -> None:
    for step in timeline:
        for moment in at(step.facts, ["district", "gauges", "read_at"]):
            assert datetime.fromisoformat(moment) <= step.as_of
        for day in at(step.facts, ["district", "closed_on"]):
            assert day is None or date.fromisoformat(day) <= step.as_of.astimezone(SHANGHAI).date()


SHANGHAI = datetime.fromisoformat("2016-01-01T00:00+08:00").tzinfo


def test_timelines_tell_more_and_more() -> None:
    seen: Counter[str] = Counter()

    @MANY
    @given(timelines(policy()))
    def drawn(timeline: Timeline) -> None:
        seen[f"{len(timeline)} steps"] += 1
        for before, after in pairwise(timeline):
            seen["more"] += before.facts != after.facts
            seen["narrowed"] += isinstance(_residents(before.facts), dict) and isinstance(_residents(after.facts), int)
            seen["closed"] += isinstance(_gauges(before.facts), dict) and isinstance(_gauges(after.facts), list)
            seen["an event"] += not at(before.facts, CLOSED_ON) and any(at(after.facts, CLOSED_ON))

    drawn()
    wanted = ["1 steps", "2 steps", "3 steps", "4 steps", "more", "narrowed", "closed", "an event"]
    assert {name: seen[name] for name in wanted if seen[name] < 5} == {}


CLOSED_ON = ["district", "closed_on"]


def _residents(facts: dict[str, Any]) -> object:
    return facts.get("district", {}).get("residents")


def _gauges(facts: dict[str, Any]) -> object:
    return facts.get("district", {}).get("gauges")


def test_a_timeline_that_fails_is_short() -> None:
    found = find(timelines(policy()), lambda t: len(t) > 1 and t[0].facts != t[1].facts, settings=QUICK)
    assert len(found) == 2 and found[0].facts == {} and len(found[1].facts) == 1
