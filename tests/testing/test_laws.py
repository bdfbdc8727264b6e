"""Laws can fail: a policy that is answered wrongly, and a library whose function is, are found and told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import settings

import pingan
from pingan.language.function import Function, Signature
from pingan.language.library import Library
from pingan.language.shapes import Interval, Range, Shape
from pingan.language.types import DECIMAL, Type
from pingan.outcome.outcome import Outcome
from pingan.testing import LAWS, Law, LawError, Trial, check_laws, laws_of
from pingan.testing.laws import EXPLAINED, MONOTONE, ORDER_FREE, SAME_EVERYWHERE, SOUND
from pingan.testing.laws.checking import try_law
from pingan.testing.laws.table import laws_named

TEXT = """policy flood { zone "Asia/Shanghai" }

fact depth: integer >= 0
fact closed: boolean
fact drill: boolean
actor warden
action call_office

rule close_road {
    when depth >= 30
    unless drill
    then warden must ensure closed
}

rule tell {
    when depth >= 50
    then warden must call_office
}
"""
STEADY = settings(derandomize=True, database=None, max_examples=100)
POLICY = pingan.load(pingan.Source("flood.rules", TEXT))


class ClosedWorld(pingan.Policy):
    """Takes what is not given for false: the mistake that unknown values are there to prevent."""

    def evaluate(self, facts: Any, **options: Any) -> Outcome:
        return super().evaluate({"drill": False, **facts}, **options)


class FirstWins(pingan.Policy):
    """Looks at the facts in the order in which they come."""

    def evaluate(self, facts: Any, **options: Any) -> Outcome:
        return super().evaluate({"depth": 0, **facts} if next(iter(facts), "") == "drill" else facts, **options)


class Distracted(pingan.Policy):
    """Takes a fact for what it says nothing about."""

    def evaluate(self, facts: Any, **options: Any) -> Outcome:
        return super().evaluate({"drill": True, **facts} if facts.get("closed") else facts, **options)


def broken(law: Law, policy: pingan.Policy) -> str:
    with pytest.raises(LawError) as error:
        try_law(law, policy, profile=STEADY)
    return str(error.value)


def test_the_laws_hold_of_a_policy_that_is_answered_rightly() -> None:
    check_laws(POLICY, profile=STEADY, max_examples=25)


SMALL = """policy flood { zone "Asia/Shanghai" }
fact depth: integer >= 0
fact drill: boolean
actor warden
action call_office
rule tell {
    when depth >= 50
    unless drill
    then warden must call_office
}
"""


def test_a_law_that_does_not_hold_is_told_with_the_smallest_facts() -> None:
    policy = pingan.load(pingan.Source("flood.rules", SMALL))
    assert (
        broken(MONOTONE, ClosedWorld(policy._parts))
        == """\
the law monotone does not hold: facts that are added only rule out: whatever is possible after more is known was \
possible before

  - flood.tell (warden, norm 1) could only be applies, and now is none

scenario "facts" {
    given depth = 50
    as of 2016-06-01
    expect undetermined tell because drill
}

scenario "facts added" {
    given depth = 50
    given drill = true
    as of 2016-06-01
    expect tell none
}
"""
    )


@pytest.mark.parametrize(
    ("law", "faulty", "told"),
    [
        (SOUND, ClosedWorld, "could only be breached, and now is none"),
        (ORDER_FREE, FirstWins, "in the opposite order: norms[0]."),
        (EXPLAINED, ClosedWorld, "though it says that it waits for depth"),
        (EXPLAINED, Distracted, "flood.close_road"),
        (SAME_EVERYWHERE, ClosedWorld, ": norms[0]."),
    ],
    ids=lambda value: getattr(value, "name", getattr(value, "__name__", "")),
)
def test_every_law_finds_what_it_is_there_for(law: Law, faulty: type[pingan.Policy], told: str) -> None:
    text = broken(law, faulty(POLICY._parts))
    assert law.says[0] in text and told in text
    scenarios = re.findall(r"^scenario .*?^}$", text, flags=re.M | re.S)
    # What is to be pasted can be pasted.
    results = pingan.load(pingan.Source("flood.rules", TEXT + "\n".join(scenarios))).test()
    assert results and all(result.passed for result in results)


def halves(narrow: bool) -> pingan.Environment:
    """A library with a function that halves; *narrow*: of what lies between two bounds only the lower one."""

    def check(given: tuple[Type, ...], optional: tuple[bool, ...]) -> Signature | str:
        return Signature(DECIMAL, any(optional)) if len(given) == 1 else "a number"

    def act(given: tuple[Shape, ...]) -> Shape:
        (number,) = given
        assert isinstance(number, Range)
        found = number.interval
        if found is None:
            return number
        low, high = (None if end is None else Fraction(end) / 2 for end in (found.low, found.high))  # type: ignore[arg-type]
        if narrow and low is not None:
            return Range(Interval(low, low, False, False), number.absent)
        return Range(Interval(low, high, found.low_open, found.high_open), number.absent)

    function = Function("half", check, act, "Half of a number.", {"zh": "半数"})
    return pingan.standard_environment(Library("halves", "1", functions=(function,), documentation="Halves."))


HALVES = TEXT.replace("policy flood {", "policy flood { needs halves").replace(
    "when depth >= 50", "when half(depth) >= 25"
)


@pytest.mark.parametrize("law", [MONOTONE, SOUND], ids=lambda law: law.name)
def test_a_function_of_a_library_that_says_too_much_is_found(law: Law) -> None:
    source = pingan.Source("flood.rules", HALVES)
    try_law(law, pingan.load(source, environment=halves(narrow=False)), profile=STEADY, max_examples=25)
    text = broken(law, pingan.load(source, environment=halves(narrow=True)))
    assert "flood.tell (warden, norm 1) could only be none, and now is applies" in text


def test_of_a_drawn_policy_the_text_is_told() -> None:
    class Drawn(ClosedWorld):
        text = TEXT

    assert broken(MONOTONE, Drawn(POLICY._parts)).endswith(f"}}\n\n{TEXT}")


def test_somebody_may_have_laws_of_his_own() -> None:
    def looks(trial: Trial) -> Iterator[str]:
        outcome = trial.outcome(trial.facts())
        if set(outcome.applicable_rules) == {"flood.close_road", "flood.tell"}:
            yield "flood.tell and flood.close_road both apply"

    law = Law("one-call", ("whoever closes the road need not call", "封路者不必报告"), looks)
    assert "given depth = 50" in broken(law, POLICY)
    with pytest.raises(LawError, match="whoever closes the road need not call"):
        check_laws(POLICY, laws=(*LAWS[:1], law), profile=STEADY)


def test_a_chinese_policy_is_told_in_chinese() -> None:
    text = pingan.format_text(TEXT, dialect="zh")
    policy = pingan.load(pingan.Source("flood.rules", text))
    found = broken(MONOTONE, ClosedWorld(policy._parts))
    assert found.startswith("规律 monotone 不成立：补充事实只会排除可能")
    assert "  - flood.close_road（warden，第1项）原只可能" in found
    assert "已知 depth" in found


def test_a_policy_may_be_named_and_settings_given() -> None:
    check_laws(pingan.Source("flood.rules", TEXT), laws=[MONOTONE], max_examples=2)
    with pytest.raises(pingan.PolicyError):
        check_laws(POLICY, settings={"nothing": 1})


test_as_tests_of_pytest = laws_of(POLICY, profile=STEADY, max_examples=10)


def test_laws_may_be_called_by_their_names() -> None:
    assert laws_named(["sound", MONOTONE]) == (SOUND, MONOTONE)
    with pytest.raises(ValueError, match="there is no law called 'sounds'; there are monotone, sound"):
        laws_named(["sounds"])
