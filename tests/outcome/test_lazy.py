"""An outcome costs nothing until it is asked; what it is asked for first makes no difference to what it tells."""

from __future__ import annotations

import gc
import pickle
import subprocess
import sys
import weakref
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import pingan
from pingan.diagnostics.errors import FactError, PolicyError
from pingan.language.environment import Environment
from pingan.language.function import Function, Signature
from pingan.language.library import Library
from pingan.language.once import Once
from pingan.language.types import BOOLEAN
from pingan.program.norms import judged_norms
from pingan.program.rules import bindings
from pingan.stdlib import standard_environment

ROOT = Path(__file__).parents[2]
POLICY = """
policy p { zone "Asia/Shanghai"  in force from 2016-01-05 }
record Person { name: text key  fit: boolean  secret: text sensitive }
record Case { a: boolean  b: boolean  secret: boolean sensitive  at: datetime  people: list of Person }
fact i: Case
actor police
action act
action tell
rule applies { when i.a since i.at then police must act within 2 hours }
rule defeats { overrides defeated when i.a then police may tell }
rule defeated { when i.a then police must tell }
rule open { when i.b then police must act }
rule people { for each x in i.people when x.fit then police must act }
rule secret { when i.secret then police must tell }
"""
FACTS = {"i": {"a": True, "secret": True, "at": "2016-06-01T10:00+08:00", "people": [{"name": "ann", "fit": True}]}}
EVERYTHING = (
    *("applicable_rules", "undecided_rules", "applicable_norms", "norms", "findings", "conflicts", "groups"),
    *("judgements", "record", "interpretations", "undetermined", "causes", "reached", "policies", "facts_digest"),
    *("to_text", "to_json", "to_record", "explain", "decision_digest"),
)


@pytest.fixture(scope="module")
def policy() -> pingan.Policy:
    return pingan.load(pingan.Source("p.rules", POLICY))


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often rules were bound, and norms judged, by key of rule."""
    counts: Counter[str] = Counter()

    def counted_bindings(*arguments: Any) -> Any:
        counts["bindings"] += 1
        return bindings(*arguments)

    def counted_norms(evaluator: Any, binding: Any) -> Any:
        counts[binding.rule.key] += 1
        return judged_norms(evaluator, binding)

    monkeypatch.setattr("pingan.program.answers.bindings", counted_bindings)
    monkeypatch.setattr("pingan.program.answers.judged_norms", counted_norms)
    return counts


def asked(outcome: pingan.Outcome, name: str) -> Any:
    found = getattr(outcome, name)
    return found() if callable(found) else found


def test_nothing_is_worked_out_before_it_is_asked_for(policy: pingan.Policy, work: Counter[str]) -> None:
    outcome = policy.evaluate(FACTS, as_of="2016-06-01")
    assert repr(outcome) == "<Outcome as of 2016-06-01>"
    assert str(outcome.as_of) == "2016-06-01"
    assert outcome.facts_digest
    assert outcome.masked() is outcome
    assert not work


def test_which_rules_apply_takes_no_norms(policy: pingan.Policy, work: Counter[str]) -> None:
    outcome = policy.evaluate(FACTS, as_of="2016-06-01")
    assert outcome.applicable_rules == ("p.applies", "p.defeats", "p.people", "p.secret")
    assert outcome.undecided_rules == ("p.open",)
    assert not work.keys() - {"bindings"}


def test_the_norms_of_rules_that_may_apply_are_worked_out_without_the_others(
    policy: pingan.Policy, work: Counter[str]
) -> None:
    outcome = policy.evaluate(FACTS, as_of="2016-06-01", show_sensitive=True)
    found = outcome.applicable_norms
    assert "p.defeated" not in work
    assert found == tuple(n for n in outcome.norms if n.rule != "defeated")


def test_what_was_worked_out_is_kept(policy: pingan.Policy, work: Counter[str]) -> None:
    outcome = policy.evaluate(FACTS, as_of="2016-06-01", show_sensitive=True)
    assert outcome.norms is outcome.norms
    before = dict(work)
    for name in EVERYTHING:
        if name not in ("interpretations", "to_text", "to_json", "to_record", "decision_digest"):
            asked(outcome, name)
    assert work == before


@pytest.mark.parametrize("first", EVERYTHING)
@pytest.mark.parametrize("show", [False, True])
def test_what_is_asked_first_makes_no_difference(policy: pingan.Policy, first: str, show: bool) -> None:
    one, other = (policy.evaluate(FACTS, as_of="2016-06-01", show_sensitive=show) for _ in range(2))
    early = asked(one, first)
    for name in EVERYTHING:
        assert asked(one, name) == asked(other, name)
    assert early == asked(other, first)


def test_threads_that_ask_at_once_are_told_the_same(policy: pingan.Policy) -> None:
    expected = policy.evaluate(FACTS, as_of="2016-06-01")
    told = [(asked(expected, name)) for name in EVERYTHING]
    outcome = policy.evaluate(FACTS, as_of="2016-06-01")
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda name: asked(outcome, name), EVERYTHING * 4))
    assert found == told * 4


def test_an_outcome_is_of_the_facts_as_they_were(policy: pingan.Policy) -> None:
    facts: dict[str, Any] = {"i": {"a": True, "people": []}}
    since = {"p.open": date(2016, 2, 1)}
    outcome = policy.evaluate(facts, as_of="2016-06-01", since=since)
    facts["i"]["a"] = False
    facts["i"]["people"].append({"name": "ann"})
    since.clear()
    assert "p.applies" in outcome.applicable_rules
    assert [n.rule for n in outcome.norms if n.rule == "people"] == []
    assert outcome.record["since"] == {"p.open": "2016-02-01"}


def test_mistakes_are_told_at_once(policy: pingan.Policy) -> None:
    with pytest.raises(FactError, match="expected true or false"):
        policy.evaluate({"i": {"a": 1}}, as_of="2016-06-01")
    with pytest.raises(FactError, match="as_of"):
        policy.evaluate({}, as_of=None)  # type: ignore[arg-type]
    with pytest.raises(FactError, match="no policy has a rule"):
        policy.evaluate({}, as_of="2016-06-01", since={"r": "2016-06-01"})


def test_too_many_conflicts_are_told_at_once() -> None:
    rules = (f"rule r{n} {{ then police {'must not' if n % 2 else 'must'} act }}" for n in range(220))
    policy = pingan.load(pingan.Source("p.rules", "policy p actor police action act " + " ".join(rules)))
    for _ in range(3):
        with pytest.raises(FactError, match="more than 10,000 pairs"):
            policy.evaluate({}, as_of="2016-06-01")


@pytest.mark.parametrize("size", [99, 101])
def test_too_many_conflicts_between_elements_are_told_at_once(size: int) -> None:
    text = "policy p fact a: list of integer fact b: list of integer actor police action act "
    text += "rule r { for each x in a then police must act } rule s { for each x in b then police must not act }"
    policy = pingan.load(pingan.Source("p.rules", text))
    facts = {name: list(range(size)) for name in ("a", "b")}
    for _ in range(3):
        if size > 100:
            with pytest.raises(FactError, match="more than 10,000 pairs"):
                policy.evaluate(facts, as_of="2016-06-01")
        else:
            assert len(policy.evaluate(facts, as_of="2016-06-01").conflicts) == size * size


@pytest.mark.parametrize("show", [False, True])
def test_a_library_that_fails_is_told_at_once(show: bool) -> None:
    def act(_: object) -> Any:
        raise ValueError("out of order")

    gauge = Function("gauge", lambda types, optional: Signature(BOOLEAN, False), act, "whether it is high")
    environment: Environment = standard_environment(Library("floods", "1.0", functions=(gauge,)))
    text = "policy p { needs floods } fact a: boolean actor police action act"
    text += " rule r { when gauge(a) then police must act }"
    policy = pingan.load(pingan.Source("p.rules", text), environment=environment)
    with pytest.raises(PolicyError, match="out of order"):
        policy.evaluate({}, as_of="2016-06-01", show_sensitive=show)


@pytest.mark.parametrize("worked_out", [False, True])
def test_an_outcome_goes_elsewhere_asked_or_not(policy: pingan.Policy, worked_out: bool) -> None:
    for show in (False, True):
        outcome = policy.evaluate(FACTS, as_of="2016-06-01", show_sensitive=show)
        if worked_out:
            outcome.to_json()
        copy = pickle.loads(pickle.dumps(outcome))
        assert [asked(copy, name) for name in EVERYTHING] == [asked(outcome, name) for name in EVERYTHING]


def test_what_tables_decided_is_of_the_facts_as_they_were_and_goes_elsewhere(policy: pingan.Policy) -> None:
    facts: dict[str, Any] = {"i": {"a": True, "b": False}}
    policy.evaluate(facts, as_of="2016-06-01")
    outcome, expected = (policy.evaluate(facts, as_of="2016-06-01") for _ in range(2))
    assert outcome._decision is not None
    told = [asked(expected, name) for name in EVERYTHING]
    facts["i"]["a"] = False
    facts["i"]["secret"] = True
    copy = pickle.loads(pickle.dumps(outcome))
    assert [asked(outcome, name) for name in EVERYTHING] == told
    assert [asked(copy, name) for name in EVERYTHING] == told


@pytest.mark.parametrize("moment", [None, "soon", 5, [], datetime(2016, 6, 1), {}])
def test_a_wrong_instant_is_told_by_tables_or_not(policy: pingan.Policy, moment: Any) -> None:
    for _ in range(3):
        with pytest.raises(FactError, match="as_of"):
            policy.evaluate({"i": {"a": True}}, as_of=moment)
        with pytest.raises(FactError, match="as_of"):
            policy.program.evaluate({"i": {"a": True}}, as_of=moment)
        policy.evaluate({"i": {"a": True}}, as_of=date(2016, 6, 1))


def test_nothing_of_an_outcome_can_be_changed(policy: pingan.Policy) -> None:
    outcome: Any = policy.evaluate(FACTS, as_of="2016-06-01")
    for name in ("norms", "as_of", "anything"):
        with pytest.raises(AttributeError):
            setattr(outcome, name, ())


def test_the_module_of_outcomes_imports_nothing() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "import pingan.outcome.outcome\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert not set(done.stdout.split()) & {"attr", "attrs", "typing", "datetime", "re", "pingan.model"}
    assert {name for name in done.stdout.split() if name.startswith("pingan.")} == {
        "pingan.outcome",
        "pingan.outcome.outcome",
    }


def test_of_two_that_work_out_the_same_the_first_is_kept() -> None:
    class Flood:
        @Once
        def depth(self) -> object:
            """How deep it is."""
            vars(self).setdefault("depth", "by another thread")
            return object()

    assert Flood().depth == "by another thread"
    assert Flood.depth.__doc__ == "How deep it is."


@pytest.mark.parametrize("show", [False, True])
def test_an_outcome_is_gone_as_soon_as_nobody_has_it(policy: pingan.Policy, show: bool) -> None:
    outcome = policy.evaluate(FACTS, as_of="2016-06-01", show_sensitive=show)
    for name in EVERYTHING:
        asked(outcome, name)
    kept = weakref.ref(outcome), weakref.ref(outcome._whole), weakref.ref(outcome._told)
    gc.disable()
    try:
        del outcome
        assert [found() for found in kept] == [None, None, None]
    finally:
        gc.enable()
