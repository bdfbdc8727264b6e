"""The public functions, called wrongly: a sentence that names the argument, and never an accident inside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import pingan

TEXT = """
policy flood { zone "Asia/Shanghai" }
fact depth: integer >= 0
actor warden
action close_road
parameter share: decimal >= 0
parameter wait: duration
rule close "封路" { when depth > 3 then warden must close_road within 2 days }
"""
OTHER = """
policy storm { zone "Asia/Shanghai" }
fact wind: integer >= 0
actor guard
action lock
rule close { when wind > 3 then guard must lock }
"""
AS_OF = date(2016, 6, 1)


@pytest.fixture(scope="module")
def policy() -> pingan.Policy:
    return pingan.load(pingan.Source("flood.rules", TEXT))


@pytest.fixture(scope="module")
def outcome(policy: pingan.Policy) -> pingan.Outcome:
    return policy.evaluate({"depth": 5}, as_of=AS_OF)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pingan.load(None), r"load\(\): `targets` is a path, .*, not None"),
        (lambda: pingan.load("jilin", 5), r"load\(\): `targets` is .*, not a value of type int"),
        (lambda: pingan.check(["jilin"]), r"`targets` is .*, not a value of type list"),
        (lambda: pingan.load("jilin", root=5), r"`root` is the path of a folder, not a value of type int"),
        (lambda: pingan.load("jilin", environment="standard"), r"`environment` is an Environment"),
        (lambda: pingan.format_text(None), r"format_text\(\): `text` is policy text, or a Source, not None"),
        (lambda: pingan.format_text("policy p", dialect=5), r"`dialect` is the name of a dialect"),
        (lambda: pingan.read_facts(None), r"read_facts\(\): `file` is a path or an open stream, not None"),
        (lambda: pingan.replay(None), r"a record is what Outcome.to_record gives, not NoneType"),
        (lambda: pingan.compare([]), r"a record is what Outcome.to_record gives, not list"),
    ],
)
def test_arguments_of_another_kind_are_named(call: Callable[[], Any], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        call()


def test_a_load_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"load\(\) needs a path"):
        pingan.load()


@pytest.mark.parametrize("name", ["flood.close", "close", "封路"])
def test_a_rule_is_explained_by_its_key_its_name_and_its_label(outcome: pingan.Outcome, name: str) -> None:
    assert outcome.explain(name).to_text() == outcome.explain(0).to_text()


@pytest.mark.parametrize(
    ("subject", "error", "message"),
    [
        (999, ValueError, "the outcome has 1 norms, numbered from 0: there is no norm 999"),
        (-1, ValueError, "there is no norm -1"),
        ("clos", KeyError, "no rule is called `clos`; did you mean `close`"),
        (True, TypeError, "not a truth"),
        (1.5, TypeError, "not float"),
    ],
)
def test_what_cannot_be_explained_is_told(
    outcome: pingan.Outcome, subject: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        outcome.explain(subject)


def test_a_name_of_several_rules_is_refused_with_them_all() -> None:
    both = pingan.load(pingan.Source("flood.rules", TEXT), pingan.Source("storm.rules", OTHER))
    outcome = both.evaluate({}, as_of=AS_OF)
    with pytest.raises(KeyError, match=r"`close` is the name of several: flood.close, storm.close"):
        outcome.explain("close")


def test_a_norm_of_another_outcome_is_refused(policy: pingan.Policy, outcome: pingan.Outcome) -> None:
    other = policy.evaluate({"depth": 1}, as_of=AS_OF)
    with pytest.raises(ValueError, match="the norm is of another outcome"):
        outcome.explain(other.norms[0])


@pytest.mark.parametrize("value", [0.8, float("nan"), {"known": 0.5}])
def test_binary_fractions_are_no_settings(policy: pingan.Policy, value: Any) -> None:
    with pytest.raises(pingan.PolicyError, match=r"the setting `share`: expected"):
        policy.with_settings({"share": value})


def test_a_binary_fraction_is_told_what_to_be_instead(policy: pingan.Policy) -> None:
    with pytest.raises(pingan.PolicyError, match=r"the binary fraction 0.8: write it as text, or as a Decimal"):
        policy.with_settings({"share": 0.8})


@pytest.mark.parametrize(
    ("since", "as_of"),
    [
        (date(2016, 6, 2), AS_OF),
        (datetime(2016, 6, 2, 1, tzinfo=UTC), AS_OF),
        (date(2016, 6, 2), datetime(2016, 6, 1, 10, tzinfo=UTC)),
        (datetime(2016, 6, 1, 10, 0, 1, tzinfo=UTC), datetime(2016, 6, 1, 10, tzinfo=UTC)),
    ],
)
def test_what_first_holds_later_has_not_held(policy: pingan.Policy, since: date, as_of: date) -> None:
    with pytest.raises(pingan.FactError, match=r"flood.close cannot first have held after as_of"):
        policy.evaluate({}, as_of=as_of, since={"close": since})


@pytest.mark.parametrize(
    ("since", "as_of"),
    [
        (AS_OF, AS_OF),
        (datetime(2016, 6, 1, 15, 59, tzinfo=UTC), AS_OF),
        (AS_OF, datetime(2016, 5, 31, 16, tzinfo=UTC)),
    ],
)
def test_what_first_holds_on_the_day_itself_may_have_held(policy: pingan.Policy, since: date, as_of: date) -> None:
    assert policy.evaluate({}, as_of=as_of, since={"close": since}).norms


def test_a_register_that_is_not_there_is_a_bad_register(tmp_path: Path) -> None:
    file = tmp_path / "flood.rules"
    file.write_text('policy flood { clauses "flood.jsonl" }')
    assert [d.code for d in pingan.check(file)] == ["bad-register"]


def test_long_yaml_is_refused_at_once_and_long_json_is_read(tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text("a: " + "b" * 300_000)
    with pytest.raises(pingan.FactError, match="write a longer fact file as JSON"):
        pingan.read_facts(file)
    file = tmp_path / "facts.json"
    file.write_text('{"a": "' + "b" * 300_000 + '"}')
    assert pingan.read_facts(file)
