"""What programs keep from question to question, and what outcomes leave behind."""

from __future__ import annotations

import gc
import weakref
from datetime import date

import pingan

TEXT = """
policy p { in force from 2016-01-01 }
fact a: boolean
actor warden
action act
rule r { when a then warden must act }
rule n { when not a then warden must act }
"""


def test_an_outcome_that_nobody_holds_is_gone_without_the_collector() -> None:
    policy = pingan.load(pingan.Source("p.rules", TEXT))
    gc.disable()
    try:
        outcome = policy.evaluate({"a": True}, as_of=date(2016, 6, 1))
        norm = weakref.ref(next(norm for norm in outcome.norms if norm.rule == "r"))
        assert outcome.groups and not outcome.conflicts
        assert norm() is not None
        del outcome
        assert norm() is None
    finally:
        gc.enable()


def test_norms_that_do_not_apply_are_the_same_whatever_was_asked_before() -> None:
    policy = pingan.load(pingan.Source("p.rules", TEXT))
    days = [date(2016, 6, 1), date(2015, 6, 1), date(2017, 1, 1)]
    questions = [(facts, day) for facts in ({"a": True}, {"a": False}, {}) for day in days]
    for facts, day in [*questions, *reversed(questions)]:
        fresh = pingan.load(pingan.Source("p.rules", TEXT)).evaluate(facts, as_of=day)
        assert policy.evaluate(facts, as_of=day).to_json() == fresh.to_json()
        assert list(policy.evaluate(facts, as_of=day).norms) == list(fresh.norms)


def test_no_value_of_a_sensitive_fact_is_kept_with_what_conditions_were() -> None:
    text = """
    policy p
    record Person { name: text sensitive }
    fact a: Person
    fact b: Person
    fact n: integer
    fact m: integer
    actor warden
    action act
    rule r { when a.name = b.name then warden must act }
    rule s { when n = m then warden must act }
    """
    policy = pingan.load(pingan.Source("p.rules", text))
    facts = {"a": {"name": "Zhao"}, "b": {"name": "Zhao"}, "n": 1, "m": 1}
    for _ in range(3):
        assert policy.evaluate(facts, as_of=date(2016, 6, 1)).applicable_rules == ("p.r", "p.s")
    kept = [key for known in policy.program.strata._known for key in known]
    assert kept == [(1, 1)]
