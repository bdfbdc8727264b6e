"""Explanations: what decides is told, what does not is left out, and what is told is enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import pingan
from pingan.language.data import data
from pingan.program.facts import check_facts
from pingan.testing.laws.restricting import restricted

DAY = date(2016, 7, 1)

HEADER = """
policy p {
    zone "Asia/Shanghai"
    in force from 2016-01-01
}
record Thing {
    name: text key
    good: boolean
    size: integer >= 0
}
fact a: boolean
fact b: boolean
fact c: boolean
fact n: integer
fact m: integer optional
fact found: datetime
fact done: datetime optional
fact things: list of Thing
fact box: Thing optional
actor guard
action act
"""


def explained(rules: str, facts: dict[str, Any], subject: str = "p.r", *, language: str = "en", **more: Any) -> str:
    policy = pingan.load(pingan.Source("p.rules", HEADER + rules))
    return policy.evaluate(facts, as_of=date(2016, 6, 1), **more).explain(subject, language=language).to_text()


def paths(rules: str, facts: dict[str, Any], subject: str = "p.r") -> set[str]:
    policy = pingan.load(pingan.Source("p.rules", HEADER + rules))
    reasons = policy.evaluate(facts, as_of=date(2016, 6, 1)).explain(subject).reasons
    return set().union(*(r.paths for r in reasons))


def rule(when: str, then: str = "guard must act") -> str:
    return f"rule r {{ when {when} then {then} }}"


def test_the_leftmost_limb_that_settles_an_and_is_told_alone() -> None:
    assert paths(rule("a and b"), {"a": False, "b": False}) == {"a"}
    assert paths(rule("a and b"), {"a": True, "b": False}) == {"b"}
    assert paths(rule("a and b"), {"a": True, "b": True}) == {"a", "b"}


def test_the_leftmost_limb_that_settles_an_or_is_told_alone() -> None:
    assert paths(rule("a or b or c"), {"b": True, "c": True}) == {"b"}
    assert paths(rule("a or b"), {"a": False, "b": False}) == {"a", "b"}


def test_an_open_conclusion_tells_all_limbs() -> None:
    text = explained(rule("a and (b or c)"), {"c": True})
    assert "a is not given" in text
    assert "condition: a and (b or c) — undetermined" in text


def test_an_exception_and_an_overriding_rule_that_fail_belong_to_it() -> None:
    rules = """
    rule r { when a unless b then guard must act }
    rule stronger { overrides r when c then guard may act }
    """
    text = explained(rules, {"a": True, "b": False, "c": False})
    assert "exception: b — no" in text
    assert "displaced by: stronger — does not apply" in text
    assert paths(rules, {"a": True, "b": False, "c": False}) == {"a", "b", "c"}
    assert paths(rules, {"a": True, "b": False, "c": True}) == {"c"}


def test_an_any_tells_the_first_element_that_settles_it() -> None:
    condition = "any(t in things where t.good)"
    listed = [{"good": False}, {"good": True}, {"good": True}]
    assert paths(rule(condition), {"things": listed}) == {"things[2]", "things[2].good"}


def test_an_all_that_holds_tells_every_element_and_that_the_list_is_complete() -> None:
    condition = "all(t in things where t.size > 1: t.good)"
    listed = [{"size": 1}, {"size": 2, "good": True}]
    assert paths(rule(condition), {"things": listed}) == {
        "things",
        "things[1]",
        "things[2]",
        "things[1].size",
        "things[2].size",
        "things[2].good",
    }


def test_a_case_tells_the_guards_that_failed_and_the_one_that_held() -> None:
    rules = """
    define grade: integer {
        is 3 when a
        is 2 when b
        is 1 when c
        is 0 otherwise
    }
    """ + rule("grade = 2")
    assert paths(rules, {"a": False, "b": True, "c": True}) == {"a", "b"}
    assert "definition: grade is 2" in explained(rules, {"a": False, "b": True})


def test_a_definition_is_told_once() -> None:
    rules = "define d: boolean { is a and b }" + "rule r { when d unless not d then guard must act }"
    text = explained(rules, {"a": True, "b": True})
    assert text.count("a is yes") == 1
    assert "see above" in text


def test_arithmetic_tells_all_operands() -> None:
    assert paths(rule("n + size(things) > 2"), {"n": 3, "things": []}) == {"n", "things"}


def test_an_absent_record_explains_its_fields() -> None:
    text = explained(rule("box.good"), {"box": None})
    assert "box is absent" in text


def test_a_deadline_tells_what_it_counts_from_and_what_was_done() -> None:
    text = explained(
        "rule r { since found when a then guard must act within 2 hours fulfilled at done }",
        {"a": True, "found": "2016-05-01T10:00+08:00", "done": "2016-05-01T11:30+08:00"},
    )
    assert "guard must act within 2 hours — fulfilled" in text
    assert "deadline: within 2 hours — by 2016-05-01 12:00" in text
    assert "found is 2016-05-01 10:00" in text
    assert "fulfilment: done is 2016-05-01 11:30" in text


def test_an_otherwise_tells_the_miss_it_follows_from() -> None:
    text = explained(
        "rule r { since found when a then guard must act within 2 hours fulfilled at done otherwise guard must act }",
        {"a": True, "found": "2016-05-01T10:00+08:00", "done": None},
    )
    assert "rule: missed: guard must act within 2 hours — breached" in text


def test_a_rule_that_goes_over_nothing_says_so() -> None:
    rules = "rule r { for each t in things when t.good then guard must act }"
    text = explained(rules, {"things": []})
    assert "it is about no element" in text
    assert "things is 0 in all" in text


def test_a_definition_can_be_asked_about() -> None:
    assert "definition: d is yes" in explained("define d: boolean { is a }", {"a": True}, "p.d")


def test_an_unknown_subject_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        explained(rule("a"), {}, "p.nothing")


def test_chinese_reads_chinese() -> None:
    text = explained(rule("a and n >= 3"), {"a": True, "n": {"at_least": 2}}, language="zh")
    assert "【条件】a 且 n ≥ 3 —— 未定" in text
    assert "n ≥ 3 —— 未定（n：不少于2）" in text


def test_each_step_has_its_place_in_the_text() -> None:
    policy = pingan.load(pingan.Source("p.rules", HEADER + rule("a and b")))
    (reason,) = policy.evaluate({}, as_of=date(2016, 6, 1)).explain("p.r").reasons
    (condition,) = [r for r in reason.children if r.kind == "condition"]
    assert condition.span.text == "a and b"
    assert [limb.span.text for limb in condition.children] == ["a", "b"]


def test_explaining_does_not_need_room_on_the_callers_stack() -> None:
    condition = "a"
    for _ in range(50):
        condition = f"not ({condition})"
    policy = pingan.load(pingan.Source("p.rules", HEADER + rule(condition)))
    outcome = policy.evaluate({"a": True}, as_of=date(2016, 6, 1))

    def deep(n: int) -> str:
        return deep(n - 1) if n else outcome.explain("p.r").to_text()

    assert "a is yes" in deep(900)


# --- what is told is enough ----------------------------------------------------------------------------------------


def shipped() -> Iterator[tuple[str, str]]:
    folder = Path(str(data("policies")), "facts")
    for file in sorted(folder.glob("*.json")):
        for policy in ("jilin", "national"):
            yield policy, str(file)


@pytest.mark.parametrize(("name", "file"), list(shipped()))
def test_the_facts_that_an_explanation_names_give_a_settled_conclusion_again(name: str, file: str) -> None:
    policy = pingan.load(name)
    outcome = policy.evaluate(pingan.read_facts(file), as_of=DAY)
    canonical = check_facts(pingan.read_facts(file), policy.model.vocabulary, as_of=DAY).data
    alone: dict[frozenset[str], dict[tuple[object, ...], pingan.Norm]] = {}
    for index, norm in enumerate(outcome.norms):
        if len(norm.states) != 1:
            continue
        (reason,) = outcome.explain(index).reasons
        if reason.paths not in alone:
            facts = restricted(canonical, reason.paths)
            alone[reason.paths] = {_identity(n): n for n in policy.evaluate(facts, as_of=DAY).norms}
        again = alone[reason.paths].get(_identity(norm))
        # A norm about an element that nothing told speaks of is not there, which is how it stands: none.
        states = again.states if again is not None else {"none"}
        assert states == norm.states, (norm.rule, sorted(reason.paths))


def _identity(norm: pingan.Norm) -> tuple[object, ...]:
    elements = tuple(e.path for e in norm.elements)
    return norm.policy, norm.rule, norm.place, norm.depth, elements, norm.period, norm.bearer.name


def test_a_rule_that_holds_for_no_unlisted_element_still_belongs_to_the_reasons_of_what_it_would_displace() -> None:
    rules = """
rule r { for each t in things then guard must act }
rule s { overrides r for each t in things when a then guard must act }
rule u { overrides s for each t in things unless b then guard must act }
"""
    assert {"a", "b"} <= paths(rules, {"a": True, "b": True})
