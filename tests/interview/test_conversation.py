"""The interview as it is held in lines: what is asked, what answers do, and that nothing typed breaks it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pingan
from pingan.interview import Interview
from pingan.interview.conversation import Conversation
from pingan.interview.words import Asking
from tests.interview.measured import ROOT, SAMPLES, form
from tests.interview.policies import FLOOD
from tests.interview.simulated import decided, held

AS_OF = "2016-06-01"


@cache
def flood() -> pingan.Policy:
    return pingan.load(pingan.Source("flood.rules", FLOOD))


def talk(*lines: str, language: str = "en", facts: object = None, goals: Sequence[str] | None = None) -> Conversation:
    interview = Interview.of(flood(), as_of=AS_OF, facts=facts, goals=None if goals is None else tuple(goals))
    found = Conversation(interview, Asking.of(flood(), language))
    for line in lines:
        found = found.heard(line)
    return found


def test_the_most_decisive_question_comes_first_with_its_reason() -> None:
    asked = talk().prompt()
    assert asked.startswith("[1] Which one is it: region (地区)?")
    assert "1  north (北区)" in asked
    assert "decides whether flood covers the case" in asked
    assert "是哪一项：地区？" in talk(language="zh").prompt()


def test_an_answer_leads_to_the_next_question_and_none_is_left_at_the_end() -> None:
    assert talk("west").is_over
    found = talk("north", "", "", "", "", "", "", "", "", "")
    assert found.is_over
    assert set(found.interview.unknown) > {"depth", "drill"}
    assert found.interview.facts == {"region": "north"}


def test_a_determination_is_asked_for_with_its_author() -> None:
    found = talk("yes", facts={"region": "north", "drill": True, "phone": "1", "gauges": [{}]})
    assert found.awaited is not None and "1  warden (值守员)" in found.prompt()
    assert not found.is_over
    assert found.heard("1").interview.facts["gauges"] == [{"broken": {"value": True, "by": "warden"}}]
    assert found.heard("").interview.facts["gauges"] == [{"broken": True}]
    assert found.heard("值守员").interview.facts == found.heard("warden").interview.facts
    assert "nobody is called so" in found.heard("nobody").told
    assert found.heard("back").awaited is None


def test_back_takes_the_last_answer_back() -> None:
    found = talk("north", "back")
    assert found.interview.facts == {} and found.prompt() == talk().prompt()
    assert "first question" in talk("返回").told
    assert talk("", "back").interview.unknown == ()


def test_wrong_answers_are_told_and_asked_again() -> None:
    found = talk("nroth")
    assert "did you mean" in found.told and found.prompt() == talk().prompt()
    assert "序号" in talk("东区", language="zh").told
    depth = talk(facts={"region": "north", "phone": "1", "gauges": [], "drill": False, "signs": []})
    while depth.question is not None and depth.question.path != "depth":
        depth = depth.heard("")
    assert "declared range" in depth.heard("-3").told
    assert depth.heard("-3").interview is depth.interview


def test_why_tells_what_each_answer_settles() -> None:
    found = talk("why", facts={"region": "north", "phone": "1", "gauges": [], "depth": 40})
    assert found.question is not None and found.question.path == "drill"
    assert "yes: settles 2 at once" in found.told and "warden must ensure closed" in found.told
    assert (
        "当即确定 2 项"
        in talk("为何", language="zh", facts={"region": "north", "phone": "1", "gauges": [], "depth": 40}).told
    )


def test_what_was_said_is_told_without_what_is_sensitive() -> None:
    told = talk("facts", facts={"region": "north", "phone": "secret-number"}).told
    assert "region: north" in told and "secret" not in told and "phone: (given, not shown)" in told
    assert "地区：北区" in talk("事实", language="zh", facts={"region": "north"}).told
    assert talk("facts").told.strip() == "nothing yet"


def test_commands_in_both_languages_and_answers_like_them() -> None:
    assert talk("quit").is_over and talk("退出").is_over
    assert "back" in talk("help").told and "返回" in talk("帮助", language="zh").told
    assert "region" in talk("questions").told
    found = talk('"back"', facts={"region": "north", "drill": True, "gauges": []})
    assert found.interview.facts["phone"] == "back"


def test_goals_restrict_what_is_asked() -> None:
    found = talk(facts={"region": "north"}, goals=["修理水尺"])
    assert found.interview.goals == ("flood.mend",) and found.interview.open == 1
    assert found.question is not None and found.question.path == "gauges"
    assert talk("0", facts={"region": "north"}, goals=["flood.mend"]).is_over


def test_an_interview_decides_as_all_facts_together() -> None:
    hidden = {
        "region": "south", "drill": False, "closed": True, "depth": 12, "signs": ["boil"], "phone": "110",
        "closed_at": "2016-05-31T10:00:00Z", "chief": None,
        "gauges": [{"code": "A", "depth": 1, "broken": {"value": True, "by": "warden"}}, {"broken": False}],
    }  # fmt: skip
    whole = flood().evaluate(hidden, as_of=AS_OF)
    interview = held(flood(), hidden, AS_OF)
    assert decided(interview.outcome) == decided(whole)
    assert interview.steps <= 10  # of 13 that the file gives


@pytest.mark.parametrize("language", ["en", "zh"])
@settings(max_examples=30, deadline=None)
@given(
    lines=st.lists(st.text(max_size=30) | st.sampled_from(["back", "why", "", "yes", "1", "no", "facts"]), max_size=12)
)
def test_nothing_that_is_typed_ends_it(language: str, lines: list[str]) -> None:
    found = talk(language=language)
    for line in lines:
        found = found.heard(line)
        assert found.is_over == (found.prompt() == "")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["", "yes", "1", "0", "no"]), min_size=1, max_size=8))
def test_back_undoes_each_step(lines: list[str]) -> None:
    found = talk()
    steps = [found]
    for line in lines:
        after = found.heard(line)
        if after.interview is not found.interview:
            steps.append(after)
        found = after
    while found.interview.steps:
        before = found.heard("back")
        assert before.interview.steps <= found.interview.steps
        found = before
    assert found.interview.facts == {} and found.interview.unknown == ()


# --- the policies that ship ------------------------------------------------------------------------------------------


@pytest.mark.nightly
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample[0])
def test_interviews_about_the_samples_decide_as_their_files_do(sample: tuple[str, tuple[str, ...], str]) -> None:
    name, targets, as_of = sample
    policy = pingan.load(*targets)
    whole = policy.evaluate(pingan.read_facts(ROOT / "policies" / "facts" / f"{name}.json"), as_of=as_of)
    hidden = whole._whole.facts.data  # type: ignore[attr-defined]
    interview = held(policy, hidden, as_of)
    assert decided(interview.outcome) == decided(whole)
    assert interview.steps <= form(policy, hidden)
