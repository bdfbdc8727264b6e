"""From text to answer: whatever is written and whatever is given, there is an answer, diagnostics or fact errors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pingan
from tests.cli.conftest import BREACH, FLOOD
from tests.threads import asked_at_once

CHARACTERS = st.sampled_from(
    [*'{}()"“”=<>.,:#\n \t*+-/%‰、，：（）当则应非a0\u200b\x00\r\ud800', "when", " not ", "9" * 40]
)


T = TypeVar("T")


def tried(call: Callable[[], T]) -> tuple[T | None, pingan.PinganError | None]:
    """What *call* gives, or what pingan raises on purpose; any other exception is a failure of the test."""
    try:
        return call(), None
    except pingan.PinganError as error:
        return None, error


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """The flood policy with up to four pieces cut out, doubled or written over."""
    text = FLOOD
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(st.one_of(st.just(""), st.just(text[start:end] * 2), CHARACTERS, st.text(max_size=4)))
        text = text[:start] + piece + text[end:]
    return text


@given(damaged())
def test_any_text_is_a_policy_or_has_diagnostics(text: str) -> None:
    source = pingan.Source("flood.rules", text)
    policy, error = tried(lambda: pingan.load(source))
    if policy is None:
        assert isinstance(error, pingan.PolicyError)
        assert error.diagnostics
        assert all(d.message and d.code for d in error.diagnostics)
        assert "\n" not in str(error)
        return
    outcome = policy.evaluate({}, as_of="2016-06-01")
    assert outcome.to_text()
    assert outcome.to_dict()["schema"]
    assert policy.test() is not None


@given(damaged())
def test_what_parses_can_be_printed_in_both_dialects(text: str) -> None:
    printed, error = tried(lambda: pingan.format_text(text))
    if printed is None:
        assert isinstance(error, pingan.PolicyError)
        return
    assert pingan.format_text(printed) == printed
    assert pingan.format_text(pingan.format_text(text, dialect="zh"), dialect="en") == pingan.format_text(
        text, dialect="en"
    )


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["river", "2016-06-01T10:00Z", "2 hours"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["at_least", "at_most", "one_of", "known", "open", "value", "by", "x"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)
FACTS = st.dictionaries(
    st.sampled_from(["depth", "kind", "noticed_at", "closed_at", "seats", "水深", "nothing"]), VALUES
)


@pytest.fixture(scope="module")
def flood() -> pingan.Policy:
    return pingan.load(pingan.Source("flood.rules", FLOOD))


@given(facts=FACTS | VALUES, as_of=st.datetimes() | st.dates() | st.text(max_size=12) | st.none() | st.integers())
def test_any_facts_have_an_outcome_or_fact_errors(flood: pingan.Policy, facts: object, as_of: object) -> None:
    outcome, error = tried(lambda: flood.evaluate(facts, as_of=as_of))  # type: ignore[arg-type]
    if outcome is None:
        assert isinstance(error, pingan.FactError)
        assert error.problems
        assert "\n" not in str(error)
        return
    assert outcome.to_text()


@given(setting=VALUES)
@settings(max_examples=10)
def test_any_setting_fits_or_is_refused(flood: pingan.Policy, setting: object) -> None:
    policy, error = tried(lambda: flood.with_settings({"shelter_from": setting}))
    if policy is None:
        assert isinstance(error, pingan.PolicyError)
        assert "shelter_from" in str(error)
        return
    assert policy.evaluate({}, as_of="2016-06-01").norms


def test_settings_for_one_question_leave_the_policy_as_it_is(flood: pingan.Policy) -> None:
    def states(outcome: pingan.Outcome) -> frozenset[str]:
        (norm,) = [n for n in outcome.norms if n.action is None]
        return norm.states

    facts = {**BREACH, "seats": 3}
    before = states(flood.evaluate(facts, as_of="2016-06-01"))
    assert states(flood.evaluate(facts, as_of="2016-06-01", settings={"shelter_from": 40})) == {"breached"}
    assert states(flood.evaluate(facts, as_of="2016-06-01")) == before != {"breached"}
    assert flood.with_settings({"shelter_from": 40}) is flood.with_settings({"shelter_from": 40})


def test_many_settings_do_not_pile_up(flood: pingan.Policy) -> None:
    for limit in range(12):
        flood.with_settings({"shelter_from": limit})
    assert len(flood._under_settings) <= 8


def test_instants_may_be_text_dates_or_datetimes(flood: pingan.Policy) -> None:
    text = flood.evaluate(BREACH, as_of="2016-06-01T13:00")
    aware = flood.evaluate(BREACH, as_of=datetime.fromisoformat("2016-06-01T05:00:00+00:00"))
    assert [n.states for n in text.norms] == [n.states for n in aware.norms]
    assert flood.evaluate(BREACH, as_of=date(2016, 6, 1)).as_of == flood.evaluate(BREACH, as_of="2016-06-01").as_of
    with pytest.raises(pingan.FactError, match="no instant"):
        flood.evaluate(BREACH, as_of="soon")
    with pytest.raises(pingan.FactError, match="time zone"):
        flood.evaluate(BREACH, as_of=datetime(2016, 6, 1))


def test_threads_share_a_policy() -> None:
    policy = pingan.load(pingan.Source("flood.rules", FLOOD))
    answers = asked_at_once(lambda: policy.evaluate(BREACH, as_of="2016-06-01T13:00").to_json())
    assert len(answers) == 8
    assert len(set(answers)) == 1


def test_a_caller_deep_in_its_own_recursion_can_still_ask() -> None:
    def ask(depth: int) -> str:
        if depth:
            return ask(depth - 1)
        policy = pingan.load(pingan.Source("flood.rules", FLOOD))
        pingan.format_text(FLOOD, dialect="zh")
        return policy.evaluate(BREACH, as_of="2016-06-01T13:00").to_text()

    assert "warden" in ask(900)


def test_wrong_calls_say_what_is_wrong(tmp_path: Path) -> None:
    for call in (lambda: pingan.load(), lambda: pingan.load(""), lambda: pingan.format_text("policy p", dialect="fr")):
        with pytest.raises(ValueError, match=r"load|dialect"):
            call()
    with pytest.raises(pingan.PolicyError, match="no file"):
        pingan.load(tmp_path / "nowhere.rules")


def test_warnings_are_kept_and_do_not_stop() -> None:
    text = FLOOD.replace("when depth >= 30", "when present(depth) and depth >= 30")
    policy = pingan.load(pingan.Source("flood.rules", text))
    assert [d.code for d in policy.diagnostics] == ["always-present"]
    assert pingan.check(pingan.Source("flood.rules", text)) == policy.diagnostics


def test_a_policy_says_what_it_is(flood: pingan.Policy) -> None:
    assert (flood.names, flood.zone, flood.language) == (("flood",), "Asia/Shanghai", "en")
    assert flood.title == "Floods on the lower river"
    assert "flood" in repr(flood)
    assert len(repr(flood)) < 200
