from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from pingan.language import types
from pingan.model import nodes as model
from tests.model.reading import read, resolved, spoken

VOCABULARY = """
vocabulary words
enum Level ordered { low, middle, high "高" }
actor warden
parameter at_once: duration
parameter promptly: duration >= at_once
parameter limit "限额": decimal >= 0
parameter count: integer
parameter season: period
parameter level: Level
parameter levels: set of Level
parameter day: date
parameter shut: boolean
parameter name: text
"""


def set_to(name: str, given: object) -> model.Constant | model.Duration | model.PeriodOf | model.SetOf | None:
    """The value of parameter *name* when the application gives *given*."""
    policy = resolved("policy p { uses words }", VOCABULARY, settings={name: given})
    parameter = policy.parameters[f"words.{name}"]
    assert parameter.set_by == "the application"
    return parameter.value


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("limit", 3, 3),
        ("limit", "0.8", Fraction(4, 5)),
        ("limit", "80%", Fraction(4, 5)),
        ("limit", Decimal("0.80"), Fraction(4, 5)),
        ("count", "12", 12),
        ("level", "高", "high"),
        ("day", "2016-01-05", date(2016, 1, 5)),
        ("day", date(2016, 1, 5), date(2016, 1, 5)),
        ("shut", True, True),
        ("shut", "true", True),
        ("name", "x", "x"),
    ],
)
def test_the_application_sets_single_values(name: str, given: object, value: object) -> None:
    found = set_to(name, given)
    assert isinstance(found, model.Constant)
    assert found.value == value


@pytest.mark.parametrize(
    ("given", "amount", "unit"),
    [
        ("2 hours", 7200, "second"),
        ("2 小时", 7200, "second"),
        ("5个工作日", 5, "working_day"),
        (timedelta(hours=2), 7200, "second"),
    ],
)
def test_the_application_sets_lengths(given: object, amount: int, unit: str) -> None:
    assert set_to("promptly", given) == model.Duration(Fraction(amount), unit)  # type: ignore[arg-type]


def test_the_application_sets_periods_and_sets() -> None:
    period = set_to("season", {"from": "2016-01-01", "until": None})
    assert isinstance(period, model.PeriodOf)
    assert period.start == model.Constant(date(2016, 1, 1), type=types.DATE)
    assert period.end is None
    levels = set_to("levels", ["high", "low"])
    assert isinstance(levels, model.SetOf)
    assert {e.value for e in levels.elements if isinstance(e, model.Constant)} == {"high", "low"}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("count", "1.5"),
        ("count", True),
        ("count", float("nan")),
        ("limit", 0.8),
        ("limit", "1e9"),
        ("limit", "9" * 29),
        ("level", "higher"),
        ("day", "2016-02-30"),
        ("day", "5 January"),
        ("promptly", "soon"),
        ("promptly", 3),
        ("season", {"from": "2016-01-02", "until": "2016-01-01"}),
        ("season", {"since": "2016-01-02"}),
        ("levels", "high"),
        ("levels", ["hi"]),
        ("shut", "yes"),
        ("shut", 1),
        ("name", 3),
    ],
)
def test_what_does_not_fit_is_refused(name: str, given: object) -> None:
    policy, said = read("policy p { uses words }", VOCABULARY, settings={name: given})
    assert policy is None
    assert [d.code for d in said] == ["type-mismatch"]


def test_an_unknown_setting_is_refused_with_a_suggestion() -> None:
    _, said = read("policy p { uses words }", VOCABULARY, settings={"limti": 3})
    assert [(d.code, d.help) for d in said] == [("unknown-name", "did you mean `limit`?")]


def test_a_name_that_two_modules_have_must_be_qualified() -> None:
    texts = ("policy p { uses words }\nparameter limit: decimal", VOCABULARY)
    _, said = read(*texts, settings={"limit": 3})
    assert [d.code for d in said] == ["unknown-name"]
    assert resolved(*texts, settings={"words.limit": 3}).parameters["p.limit"].value is None


def test_a_policy_has_the_last_word_over_the_one_that_it_extends() -> None:
    parent = "policy parent { uses words }\nset limit = 3\nset count = 1"
    child = "policy child { extends parent }\nset limit = 4"
    policy = resolved(child, parent, VOCABULARY)
    limit = policy.parameters["words.limit"]
    assert isinstance(limit.value, model.Constant)
    assert (limit.value.value, limit.set_by) == (4, "child")
    assert policy.parameters["words.count"].set_by == "parent"


def test_policies_that_do_not_extend_each_other_must_agree() -> None:
    one, two = "policy one { uses words }\nset limit = 3", "policy two { uses words }\nset limit = 4"
    _, said = read(one, two, VOCABULARY)
    assert [d.code for d in said] == ["conflicting-settings"]
    assert resolved(one, two.replace("4", "3"), VOCABULARY).parameters["words.limit"].set_by == "one"


def test_the_application_overrules_every_policy() -> None:
    policy = resolved("policy p { uses words }\nset limit = 3", VOCABULARY, settings={"words.limit": 9})
    found = policy.parameters["words.limit"].value
    assert isinstance(found, model.Constant) and found.value == 9


@pytest.mark.parametrize(("promptly", "allowed"), [("1 hour", False), ("2 hours", True), ("3 days", True)])
def test_a_range_may_speak_of_another_parameter(promptly: str, allowed: bool) -> None:
    policy, said = read(f"policy p {{ uses words }}\nset at_once = 2 hours\nset promptly = {promptly}", VOCABULARY)
    assert (policy is not None) == allowed
    assert [d.code for d in said] == ([] if allowed else ["out-of-range"])


def test_a_bound_that_is_not_set_bounds_nothing() -> None:
    policy = resolved("policy p { uses words }\nset promptly = 1 minute", VOCABULARY)
    assert policy.parameters["words.at_once"].value is None


def test_a_reading_is_chosen_by_name_or_label() -> None:
    assert spoken("set reach = 远").interpretations["flood.reach"].chosen == "far"
    assert spoken("", settings={"reach": "far"}).interpretations["flood.reach"].chosen == "far"
    assert spoken("").interpretations["flood.reach"] == model.Interpretation(
        "flood", "reach", None, "?", (model.Member("near", "近"), model.Member("far", "远")), "near", None
    )
