"""Rules that surely apply are explained quickly as they are explained from checked facts, whatever the facts."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

import pingan
from pingan.program.program import Program

POLICY = """
policy p "P" { zone "Asia/Shanghai"  in force from 2016-01-05  applies when i.kind != fire or not i.a }
enum Kind { fire "火", flood "水", theft "盗" }
enum Grade ordered { low, middle, high }
enum Act { run, hide, tell, shout }
record Deeper { c: boolean  more: integer >= 0 optional }
record Case {
    a "甲": boolean  b: boolean  kind "种类": Kind  grade: Grade  n: integer >= 0  rate: decimal >= 0 and <= 1
    note: text  length: duration
    acts "行为": set of Act  maybe: integer optional  secret: boolean sensitive
    day: date  deeper: Deeper
}
fact i "案件": Case
fact loud: boolean
actor police "公安"
actor mayor
action act "处置"
action say (what: Kind)
rule plain { when i.a then police must act }
rule both { when i.a and i.n >= 3 and i.kind = flood cite "1" then police must act }
rule either { when i.a or i.n >= 3 or i.grade >= middle then police and mayor should act }
rule nested { when (i.a or not (i.b and i.n < 4)) and (i.rate > 0.25 or loud)
    unless i.kind = theft then mayor must act }
rule not_both { when not (i.a and i.b) unless i.n > 3 and loud unless i.kind in {fire, theft} then police may act }
rule sets { when i.acts has any of {run, hide} and not (i.acts has tell) then police must say(what: flood) }
rule texts { when i.note = "x" or i.length > 2 hours then police must not act }
rule absence { when present(i.maybe) and (i.maybe > 2 or i.b) then police must act }
rule deeper { when i.deeper.c and i.deeper.more > 1 or i.n = 0 then police must act }
rule phase { in force from 2016-03-01 until 2030-01-01 when i.n >= 1 and i.n < 5 then police must act }
rule two { when i.b then police and mayor must act }
rule secret { when i.secret or i.b then police must act }
rule dated { when i.day >= 2016-02-01 and i.a then police must act }
rule timed { when i.a then police must act within 2 hours }
rule beaten { when i.a then police must act }
rule beats { overrides beaten when i.b and loud then police must act }
rule always { then police must act }
"""

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "a": st.booleans(),
    "b": st.booleans(),
    "kind": st.sampled_from(["fire", "flood", "theft"]),
    "grade": st.sampled_from(["low", "middle", "high"]),
    "n": st.integers(0, 6),
    "rate": st.sampled_from([Decimal("0.1"), Decimal("0.5"), "0.25", "1"]),
    "note": st.sampled_from(["x", "y", ""]),
    "length": st.sampled_from(["1 hour", "3 hours"]),
    "acts": st.lists(st.sampled_from(["run", "hide", "tell", "shout"]), unique=True),
    "maybe": st.sampled_from([None, 1, 3]),
    "secret": st.booleans(),
    "day": st.sampled_from(["2016-01-31", "2016-02-01"]),
    "deeper": st.fixed_dictionaries({"c": st.booleans(), "more": st.sampled_from([None, 1, 2])}),
}
CASES = st.fixed_dictionaries(
    {},
    optional={"i": st.fixed_dictionaries(VALUES) | st.fixed_dictionaries({}, optional=VALUES), "loud": st.booleans()},
)
INSTANTS = st.sampled_from(["2016-02-01", "2016-06-01T10:00", "2031-01-01"])


@cache
def policy() -> pingan.Policy:
    return pingan.load(pingan.Source("p.rules", POLICY))


def told_quickly(program: Program) -> set[str]:
    """The rules that the next question may have told from what was said."""
    found = (plans for reasons in program._quick_reasons.values() for plans in reasons._plans.items())
    return {key for key, plan in found if plan is not None and plan.norms}


@given(CASES, INSTANTS, st.booleans())
def test_rules_are_explained_alike(facts: Any, as_of: str, show: bool) -> None:
    asked = policy()
    outcome = asked.evaluate(facts, as_of=as_of, show_sensitive=show)
    checked = asked.program.checked(facts, outcome.as_of)
    slow = asked.evaluate(checked, as_of=as_of, show_sensitive=show)
    assert slow._decision is None
    assert outcome.applicable_rules == slow.applicable_rules
    for rule in outcome.applicable_rules:
        for language in ("en", "zh"):
            long = slow.explain(rule, language=language)
            for _ in range(2):  # the second time from what was said
                found = outcome.explain(rule, language=language)
                assert found == long
                assert found.to_dict() == long.to_dict()
                assert str(found) == str(long)
    event("by tables" if outcome._decision is not None else "from checked facts")


def test_some_of_them_are_told_quickly() -> None:
    asked = policy()
    facts = {"i": {"a": True, "b": True, "n": 3, "kind": "flood", "secret": False}, "loud": True}
    for _ in range(3):
        outcome = asked.evaluate(facts, as_of="2016-06-01", show_sensitive=True)
        told = [outcome.explain(rule) for rule in outcome.applicable_rules]
    assert len(told) > 5
    quick = told_quickly(asked.program)
    assert quick >= {"p.plain", "p.both", "p.either", "p.nested", "p.two", "p.always"}
    assert not quick & {"p.timed", "p.beaten", "p.secret", "p.dated"}


def test_what_was_said_is_forgotten_and_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("quick_reasons.MAXIMUM_SAID", "quick_reasons.MAXIMUM_SCENES", "sayings.MAXIMUM_SAID"):
        monkeypatch.setattr(f"pingan.program.{limit}", 3)
    monkeypatch.setattr("pingan.program.quick_reasons.MAXIMUM_PLANS", 5)
    asked = pingan.load(pingan.Source("p.rules", POLICY))
    for n in (1, 2, 3, 4, 1, 2):
        facts = {"i": {"a": True, "b": True, "n": n, "kind": "flood", "grade": "high"}, "loud": n > 2}
        outcome = asked.evaluate(facts, as_of="2016-06-01")
        slow = asked.evaluate(asked.program.checked(facts, outcome.as_of), as_of="2016-06-01")
        for rule in outcome.applicable_rules:
            assert outcome.explain(rule).to_dict() == slow.explain(rule).to_dict()
