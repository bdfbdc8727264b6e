"""What conjunctions say of facts: what they may not simplify, what is absent, set, overridden, or in force."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.matching.policies import TODAY, policy, said, when


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        # A contradiction of something that is not known is not known to be one, and a tautology is not known to hold.
        ("a and not a", {}, "perhaps"),
        ("a or not a", {}, "perhaps"),
        ("(a and b) or (not a and b)", {"b": True}, "perhaps"),
        ("n < 3 and n > 5", {"n": {"at_least": 1}}, "perhaps"),
        ("n < 3 and n > 5", {"n": 4}, "never"),
        # What a fact's declaration rules out is never open.
        ("n >= 0", {}, "surely"),
        ("not (n >= 0)", {}, "never"),
        # One reading of a fact is not two.
        ("kind = fire or kind = flood", {"kind": {"one_of": ["fire", "flood"]}}, "perhaps"),
        ("kind in {fire, flood}", {"kind": {"one_of": ["fire", "flood"]}}, "surely"),
        ("n >= 3 and n < 5", {"n": {"at_least": 3, "less_than": 5}}, "surely"),
        ("n >= 3 and n < 5", {"n": {"at_least": 3, "at_most": 5}}, "perhaps"),
        ("grade >= middle", {"grade": {"at_least": "middle"}}, "surely"),
        ("grade != low", {"grade": {"one_of": ["low", "high"]}}, "perhaps"),
        # Sets that are partly known.
        ("kinds has fire", {"kinds": {"known": ["fire"], "open": True}}, "surely"),
        ("kinds has any of {fire, drill}", {"kinds": {"known": [], "possible": ["flood"]}}, "never"),
        ("kinds has all of {fire, drill}", {"kinds": {"known": ["fire"], "possible": ["drill"]}}, "perhaps"),
    ],
)
def test_what_is_open_stays_open(condition: str, facts: dict[str, Any], expected: str) -> None:
    assert said(when(condition), facts) == expected


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        ("y < 3", {"y": None}, "never"),
        ("not (y < 3)", {"y": None}, "surely"),
        ("y >= 3", {"y": None}, "never"),
        ("y != 3", {"y": None}, "surely"),
        ("present(y)", {"y": None}, "never"),
        ("present(y)", {}, "perhaps"),
        ("maybe", {"maybe": None}, "never"),
        ("not maybe", {"maybe": None}, "surely"),
        ("maybe = false", {"maybe": None}, "never"),
        ("maybe != false", {"maybe": None}, "surely"),
        ("maybe != true", {"maybe": None}, "surely"),
        ("other.wet", {"other": None}, "never"),
        ("not other.wet", {"other": None}, "surely"),
        ("not other.wet", {"other": {}}, "perhaps"),
        ("other.wet or not other.wet", {"other": None}, "surely"),
        ("other.chief.men >= 0", {"other": {}}, "perhaps"),
        ("other.first.men >= 0", {"other": {}}, "surely"),
        ("other.first.men >= 0", {}, "perhaps"),
        ("not (town.chief.men > 2)", {"town": {"chief": None}}, "surely"),
        ("present(town.chief)", {"town": {"chief": {}}}, "surely"),
        ("present(town.chief)", {"town": {"chief": None}}, "never"),
        ("any(p in other.posts where p.manned)", {"other": None}, "never"),
        ("any(p in other.posts where p.manned)", {"other": {}}, "perhaps"),
    ],
)
def test_what_is_absent_is_neither_more_nor_less(condition: str, facts: dict[str, Any], expected: str) -> None:
    assert said(when(condition), facts) == expected


STRONG = "define strong (p: Post): boolean { is p.men >= 0 }"


def test_a_definition_of_an_absent_record_is_absent() -> None:
    assert said(when("town.chief.strong", STRONG), {"town": {"chief": None}}) == "never"
    assert said(when("town.chief.strong", STRONG), {"town": {"chief": {}}}) == "surely"
    assert said(when("town.chief.strong", STRONG), {}) == "perhaps"
    assert said(when("not town.chief.strong", STRONG), {"town": {"chief": None}}) == "surely"
    assert said(when("town.first.strong", STRONG), {}) == "surely"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [("x >= 1", "surely"), ("x > 100", "never"), ("x = 50", "perhaps"), ("x != 50", "perhaps"), ("x = 1", "perhaps")],
)
def test_numbers_by_cases_are_compared_as_one_range(condition: str, expected: str) -> None:
    assert said(when(condition, "define x: integer { is 1 when a  is 100 otherwise }"), {}) == expected


def test_cases_are_no_formula_of_their_guard() -> None:
    made = when("hot", "define hot: boolean { is b when a  is c otherwise }")
    assert said(made, {"b": True, "c": True}) == "surely"
    assert said(made, {"b": False, "c": False}) == "never"
    assert said(made, {"b": True, "c": False}) == "perhaps"


@pytest.mark.parametrize("guard", [True, False, None])
@pytest.mark.parametrize("value", [True, False, None])
@pytest.mark.parametrize(
    "cases",
    [
        "is true when a  is c otherwise",
        "is false when a  is c otherwise",
        "is c when a  is true otherwise",
        "is c when a",
    ],
)
def test_cases_with_a_side_that_is_always_the_same(cases: str, guard: bool | None, value: bool | None) -> None:
    known = {name: given for name, given in (("a", guard), ("c", value)) if given is not None}
    for condition in ("hot", "not hot", "hot = false", "hot and b"):
        said(when(condition, f"define hot: boolean {{ {cases} }}"), known)  # it compares with the rules itself


def test_parameters_and_readings_that_nobody_set_stay_open() -> None:
    more = "parameter limit: integer >= 0  interpretation sense { readings { narrow, wide } }"
    assert said(when("n > limit", more), {"n": 3}) == "perhaps"
    assert said(when("n > limit", more), {"n": 0}) == "never"
    assert said(when("n > limit", more, settings={"p.limit": 2}), {"n": 3}) == "surely"
    assert said(when("sense = wide", more), {}) == "perhaps"
    assert said(when("sense = wide", more, settings={"p.sense": "wide"}), {}) == "surely"
    assert said(when("not (sense = wide)", more, settings={"p.sense": "wide"}), {}) == "never"


# --- rules among each other ----------------------------------------------------------------------------------------

OVERRIDING = """
rule r { when a then warden must act }
rule s { overrides r  when b then warden must act }
rule t { overrides s  when c then warden must act }
"""


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"a": True, "b": False}, "surely"),
        ({"a": True, "b": True, "c": False}, "never"),
        ({"a": True, "b": True, "c": True}, "surely"),
        ({"a": True, "b": True}, "perhaps"),
        ({"a": True}, "perhaps"),
        ({"a": False}, "never"),
        ({}, "perhaps"),
    ],
)
def test_a_rule_that_is_overridden_stands_back(facts: dict[str, Any], expected: str) -> None:
    assert said(policy(OVERRIDING), facts) == expected


def test_elements_are_overridden_one_by_one() -> None:
    rules = """
    rule r { for each p in town.posts when p.manned and a then warden must act }
    rule s { overrides r  for each p in town.posts when p.men > 3 then warden must act }
    rule u { overrides s  when b then warden must act }
    """
    posts = [{"manned": True, "men": 4}, {"manned": True, "men": 1}]
    made = policy(rules)
    assert said(made, {"a": True, "b": False, "town": {"posts": posts}}) == "surely"
    assert said(made, {"a": True, "b": False, "town": {"posts": posts[:1]}}) == "never"
    assert said(made, {"a": True, "b": True, "town": {"posts": posts[:1]}}) == "surely"
    assert said(made, {"a": True, "town": {"posts": posts[:1]}}) == "perhaps"
    assert said(made, {"a": False}) == "never"
    assert said(made, {}) == "perhaps"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"a": True, "town": {"posts": []}}, "never"),
        ({"a": True, "town": {"posts": [{"manned": True}]}}, "surely"),
        ({"a": True, "town": {"posts": {"known": [{"manned": True}], "open": True}}}, "surely"),
        ({"a": True, "town": {"posts": {"known": [], "open": True}}}, "perhaps"),
        ({"a": True, "town": {"posts": [{}]}}, "perhaps"),
        ({"a": True, "other": None}, "perhaps"),
        ({"a": False}, "never"),
    ],
)
def test_a_rule_for_each_applies_when_it_does_for_some(facts: dict[str, Any], expected: str) -> None:
    assert (
        said(policy("rule r { for each p in town.posts when a and p.manned then warden must act }"), facts) == expected
    )


# --- scope and time ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "expected"),
    [({"a": True, "b": True}, "surely"), ({"a": True}, "perhaps"), ({"b": False}, "never"), ({"b": True}, "perhaps")],
)
def test_rules_stand_with_their_policy(facts: dict[str, Any], expected: str) -> None:
    assert said(when("a", header="applies when b"), facts) == expected
    assert said(when("a", header="applies when b and (b or c)"), facts) == expected


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2016, 1, 4), "never"),
        (date(2016, 1, 5), "surely"),
        (datetime(2016, 1, 4, 15, 59, 59, tzinfo=UTC), "never"),
        (datetime(2016, 1, 4, 16, 0, tzinfo=UTC), "surely"),
        (datetime(2016, 3, 1, 15, 59, 59, tzinfo=UTC), "surely"),
        (datetime(2016, 3, 1, 16, 0, tzinfo=UTC), "never"),
        (date(2016, 3, 1), "surely"),
        (date(2016, 3, 2), "never"),
    ],
)
def test_days_are_those_of_the_zone(as_of: date | datetime, expected: str) -> None:
    header = "in force from 2016-01-05 until 2016-03-01"
    assert said(when("a", header=header), {"a": True}, as_of) == expected
    rule = "rule r { in force from 2016-01-05 until 2016-03-01 when a then warden must act }"
    assert said(policy(rule), {"a": True}, as_of) == expected
    assert said(when("as_of >= 2016-01-05 and as_of < 2016-03-02"), {}, as_of) == expected


def test_what_is_in_force_by_the_day_of_a_fact() -> None:
    rule = "rule r { in force from 2016-01-05 for day when a then warden must act }"
    assert said(policy(rule), {"a": True, "day": date(2016, 1, 5)}) == "surely"
    assert said(policy(rule), {"a": True, "day": date(2016, 1, 4)}) == "never"
    assert said(policy(rule), {"a": True, "day": {"at_least": date(2016, 1, 5)}}) == "surely"
    assert said(policy(rule), {"a": True}) == "perhaps"


@pytest.mark.parametrize(
    "as_of", [date.min, date.max, datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
)
def test_the_first_and_the_last_days(as_of: date | datetime) -> None:
    said(when("as_of >= 2016-01-05 or not (as_of < 2016-03-02)"), {}, as_of)  # it compares with the rules itself


def test_a_time_of_day_that_is_not_known_leaves_an_instant_open() -> None:
    assert said(when("at < as_of"), {"at": datetime(2016, 2, 5, 4, tzinfo=UTC)}) == "perhaps"
    assert said(when("at < as_of"), {"at": datetime(2016, 2, 4, 4, tzinfo=UTC)}) == "surely"
    assert (
        said(when("at < as_of"), {"at": datetime(2016, 2, 5, 4, tzinfo=UTC)}, datetime(2016, 2, 5, 5, tzinfo=UTC))
        == "surely"
    )


# --- the form itself -----------------------------------------------------------------------------------------------


def test_too_many_conjunctions_say_the_same() -> None:
    pairs = " and ".join(f"(n > {i} or n < {2 * i} or kind = fire)" for i in range(10, 17))
    for facts in ({}, {"n": 15}, {"n": {"at_least": 14}}, {"kind": "fire"}, {"n": 40, "kind": "drill"}):
        for condition in (pairs, f"not ({pairs})", f"a and ({pairs})", f"a or not ({pairs})"):
            said(when(condition), facts)  # it compares with the rules itself


def test_what_is_worked_out_once_for_what_is_not_given_suits_the_next_facts() -> None:
    made = when("(other.first.men > 3 or any(p in other.posts where p.manned)) and day < date(as_of)")
    known = {"day": date(2016, 1, 1)}
    assert said(made, known) == "perhaps"
    assert said(made, {**known, "other": None}) == "never"
    assert said(made, {**known, "other": {}}) == "perhaps"
    assert said(made, {**known, "other": {"posts": [], "first": {"men": 1}}}) == "never"
    assert said(made, {**known, "other": {"posts": [{"manned": True}]}}) == "surely"
    assert said(made, {**known, "other": None}, TODAY) == "never"


def test_judgements_that_do_not_count_are_not_given() -> None:
    made = when("found")
    assert said(made, {"found": True}) == "surely"
    assert said(made, {"found": {"value": True, "by": "warden", "at": date(2016, 2, 1)}}) == "surely"
    assert said(made, {"found": {"value": True, "by": "warden", "at": date(2016, 3, 1)}}) == "perhaps"
    assert said(made, {"found": {"value": False, "by": "mayor", "at": date(2016, 2, 1)}}) == "perhaps"
