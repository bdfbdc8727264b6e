"""A desk as a state machine: answers take nothing back, and a system beside it is held against them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test

import pingan
from pingan.model import nodes as m
from pingan.outcome.outcome import Outcome
from pingan.testing import LawError, PolicyMachine, facts
from pingan.testing.laws.passing import taken_back
from tests.properties.cases import INSTANTS
from tests.properties.drawn import policy_of
from tests.strategies.models import models

TEXT = """policy flood { zone "Asia/Shanghai" }

fact depth: integer >= 0
fact risen_at: datetime
fact called_at: datetime optional
actor warden
action call_office

rule tell {
    since risen_at
    when depth >= 1
    then warden must call_office within 2 hours fulfilled at called_at
}
"""
POLICY = pingan.load(pingan.Source("flood.rules", TEXT))
STEADY = settings(
    derandomize=True, database=None, max_examples=150, stateful_step_count=6, deadline=None, phases=[Phase.generate]
)


class Desk(PolicyMachine):
    policy = POLICY


def run(machine: type[PolicyMachine]) -> None:
    run_state_machine_as_test(machine, settings=STEADY)  # type: ignore[no-untyped-call]


def test_answers_take_nothing_back() -> None:
    steps: list[str] = []

    class Counting(Desk):
        def opened(self) -> None:
            assert self.facts == {} and self.outcome.as_of == self.as_of
            steps.append("opened")

        def told(self, before: Any) -> None:
            assert before is not self.facts
            steps.append("told")

        def waited(self, before: datetime) -> None:
            assert before < self.as_of == self.outcome.as_of
            steps.append("waited")

        def answered(self) -> None:
            steps.append("answered")

    run(Counting)
    assert {"opened", "told", "waited"} <= set(steps)
    assert steps.count("answered") * 2 == len(steps)


def test_time_passes_over_deadlines() -> None:
    met = set()

    class Watching(Desk):
        def answered(self) -> None:
            met.update(norm.states for norm in self.outcome.norms)

    run(Watching)
    assert {frozenset({"pending", "fulfilled"}), frozenset({"breached", "late", "fulfilled", "pending"})} <= met


class ClosedWorld(pingan.Policy):
    """Takes what is not given for false."""

    def evaluate(self, facts: Any, **options: Any) -> Outcome:
        return super().evaluate({"depth": 0, **facts}, **options)


def test_a_policy_that_is_answered_wrongly_is_found() -> None:
    class Faulty(PolicyMachine):
        policy = ClosedWorld(POLICY._parts)

    with pytest.raises(LawError) as error:
        run(Faulty)
    text = str(error.value)
    assert text.startswith("the law monotone does not hold: ")
    assert "flood.tell (warden, norm 1)" in text
    assert 'scenario "before" {' in text and 'scenario "after" {' in text


def test_what_is_taken_back_as_time_passes_is_found() -> None:
    known = {"depth": 3, "risen_at": "2016-06-01T08:00+08:00", "called_at": "2016-06-01T09:00+08:00"}

    def answered(facts: dict[str, Any], as_of: str) -> Outcome:
        return POLICY.evaluate(facts, as_of=as_of, show_sensitive=True)

    earlier = answered(known, "2016-06-01T09:30")
    assert list(taken_back(earlier, answered(known, "2016-06-02T09:30"))) == []
    forgetful = answered({**known, "called_at": None}, "2016-06-02T09:30")
    assert list(taken_back(earlier, forgetful)) == ["flood.tell (warden, norm 1) was fulfilled, and now is breached"]


def test_a_system_that_lags_behind_is_found() -> None:
    class WithReminders(Desk):
        """The system under test reminds of what may have been missed, and does not look at the clock."""

        def opened(self) -> None:
            self.told({})

        def told(self, before: Any) -> None:
            self.reminders = self.missed()

        def answered(self) -> None:
            assert self.missed() <= self.reminders, "nobody is reminded"

        def missed(self) -> set[str]:
            return {norm.rule for norm in self.outcome.norms if norm.missed is not pingan.Truth.FALSE}

    with pytest.raises(AssertionError, match="nobody is reminded"):
        run(WithReminders)


def test_a_policy_may_be_named() -> None:
    class Jizhou(PolicyMachine):
        policy = "jizhou"

    machine = Jizhou()
    assert machine.asked.names == ("jizhou",)
    assert Jizhou().asked is machine.asked


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data(), models(), st.sampled_from(INSTANTS), st.sampled_from([1, 24, 72, 744]))
def test_time_alone_takes_nothing_back(data: st.DataObject, model: m.Policy, as_of: datetime, hours: int) -> None:
    policy = policy_of(model)
    given_facts, since = data.draw(facts(policy)), dict.fromkeys(model.rules, as_of)
    earlier, later = (
        policy.evaluate(given_facts, as_of=moment, since=since, show_sensitive=True)
        for moment in (as_of, as_of + timedelta(hours=hours))
    )
    assert list(taken_back(earlier, later)) == []
