"""Which conditions are tests of one fact, and how they are put together."""

from __future__ import annotations

import pytest

from pingan.matching.nodes import Stratum
from tests.matching.policies import conditions, matched, policy, when


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("a", "a is"),
        ("a = true", "a is"),
        ("not a", "not a is"),
        ("a != true", "not a is"),
        ("maybe = false", "maybe = False"),
        ("n >= 3", "n >= 3"),
        ("3 <= n", "n >= 3"),
        ("n != 3", "not n = 3"),
        ("n in {5, 3}", "n in 3 5"),
        ("grade < high", "grade < high"),
        ("kind in {flood, fire}", "kind in fire flood"),
        ("kinds has fire", "kinds has fire"),
        ("fire in kinds", "kinds has fire"),
        ("kinds has any of {fire, drill}", "kinds has_any drill fire"),
        ("kinds has all of {fire, drill}", "kinds has_all drill fire"),
        ("present(y)", "y present"),
        ("who = mayor", "who = mayor"),
        ("found", "found is"),
        ("town.wet", "town.wet is"),
        ("town.first.men > 2", "town.first.men > 2"),
        ("other.chief.men > 2", "other.chief.men > 2"),
        ("day in (from 2016-01-01 until 2016-02-01)", "day within 2016-01-01 2016-02-01"),
        ("as_of >= 2016-01-01", "today in Asia/Shanghai >= 2016-01-01"),
    ],
)
def test_what_holds_one_fact_against_constants_is_an_atom(condition: str, expected: str) -> None:
    assert conditions(when(condition)) == {expected}


@pytest.mark.parametrize(
    ("condition", "reads", "instant"),
    [
        ("n > y", {("n",), ("y",)}, False),
        ("n + 1 > 3", {("n",)}, False),
        ("any(p in town.posts where p.manned)", {("town", "posts")}, False),
        ("present(other)", {("other",)}, False),
        ("at >= 2016-01-01", {("at",)}, False),
        ("day < date(as_of)", {("day",)}, True),
        ("town = other", {("town",), ("other",)}, False),
    ],
)
def test_everything_else_is_a_stratum_that_says_what_it_reads(
    condition: str, reads: set[tuple[str, ...]], instant: bool
) -> None:
    found = matched(when(condition))
    [stratum] = [test for test in found.tests if isinstance(test, Stratum)]
    assert (stratum.reads, stratum.instant) == (reads, instant)


def test_connectives_are_distributed_and_negations_moved_inwards() -> None:
    assert conditions(when("a and (b or not (c or n > 3))")) == {"a is, b is", "a is, not c is, not n > 3"}


def test_what_asks_for_more_than_another_conjunction_is_left_out() -> None:
    assert conditions(when("a or (a and b)")) == {"a is"}


def test_a_contradiction_stays() -> None:
    assert conditions(when("a and not a")) == {"a is, not a is"}


def test_exceptions_and_the_time_of_a_rule_are_limbs() -> None:
    found = policy("rule r { in force from 2016-03-01 when a unless b then warden must act }")
    assert conditions(found) == {"today in Asia/Shanghai within 2016-03-01 None, a is, not b is"}


def test_equal_tests_are_one() -> None:
    found = matched(
        policy("rule r { when n > 3 then warden must act } rule s { when 3 < n or a then warden must act }")
    )
    assert len(found.tests) == 2


def test_a_definition_stands_for_its_case() -> None:
    more = "define hot: boolean { is n > 3 and a }"
    assert conditions(when("hot and b", more)) == {"n > 3, a is, b is"}
    assert conditions(when("not hot", more)) == {"not n > 3", "not a is"}


def test_cases_that_are_always_the_same_are_connectives() -> None:
    more = "define hot: boolean { is true when a  is false when b  is c otherwise }"
    assert conditions(when("hot", more)) == {"a is", "not b is, c is"}
    more = "define hot: boolean { is b when a  is c otherwise }"
    assert conditions(when("hot", more)) == {"<DefinitionValue>"}


def test_a_definition_of_a_record_is_asked_of_a_record_that_is_there() -> None:
    more = "define strong (p: Post): boolean { is p.men >= 3 and p.manned }"
    assert conditions(when("town.first.strong", more)) == {"town.first.men >= 3, town.first.manned is"}
    assert conditions(when("town.chief.strong", more)) == {"<DefinitionValue>"}


def test_parameters_that_are_set_and_readings_that_are_chosen_are_constants() -> None:
    more = "parameter limit: integer >= 0  interpretation sense { readings { narrow, wide } }"
    condition = "n > limit and (sense = wide or a)"
    assert conditions(when(condition, more)) == {"<Comparison>, <Comparison>", "<Comparison>, a is"}
    wide = {"p.limit": 3, "p.sense": "wide"}
    assert conditions(when(condition, more, settings=wide)) == {"n > 3"}
    narrow = {"p.limit": 3, "p.sense": "narrow"}
    assert conditions(when(condition, more, settings=narrow)) == {"n > 3, a is"}


def test_too_many_conjunctions_become_strata() -> None:
    pairs = " and ".join(f"(n > {i} or n < {2 * i})" for i in range(10, 17))
    found = conditions(when(pairs))
    assert len(found) == 64
    assert all(text.count("<Or>") == 1 for text in found)
    many = " and ".join(f"(n > {i} or n < {2 * i})" for i in range(10, 110))
    assert len(conditions(when(many))) == 64
    single = " or ".join(f"n = {i}" for i in range(600))
    assert conditions(when(single)) == {"<Or>"}
    assert conditions(when(f"not ({single})")) == {", ".join(f"not n = {i}" for i in range(600))}
    grown = " or ".join(f"(n > {i} and ({' or '.join(f'k = {i + j}' for j in range(5))}))" for i in range(20))
    found = conditions(when(grown, "fact k: integer"))
    assert len(found) <= 64
    assert "<And>" in found


def test_a_rule_for_each_asks_first_what_no_element_changes() -> None:
    text = "rule r { for each p in town.posts when a and p.manned unless b then warden must act }"
    assert conditions(policy(text)) == {"<Aggregate>, a is, not b is"}


def test_what_never_holds_is_a_test_that_fails() -> None:
    found = matched(when("false"))
    [output] = [found.output_of["p.r"]]
    [limb] = found.conjunctions[output].limbs
    test = found.tests[limb.test]
    assert isinstance(test, Stratum) and not test.reads and not test.instant
