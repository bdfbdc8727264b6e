"""What values were checked to is kept by the program; that nobody notices, and nothing sensitive is among it."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

import pingan
from pingan.program.facts import check_facts
from pingan.program.program import Program

TEXT = """
policy p { in force from 2016-01-01 }
enum Kind { river "河", rain }
record Secret { n: integer }
record Site { n: integer >= 0 and <= 9 share: decimal kind: Kind wet: boolean code: text age: integer sensitive }
fact site: Site
fact hidden: Secret sensitive
"""
AS_OF = date(2016, 6, 1)


def compiled() -> Program:
    return pingan.load(pingan.Source("p.rules", TEXT)).program


@pytest.fixture
def program() -> Program:
    return compiled()


def said(program: Program, data: object) -> object:
    """The facts *data* as they are told, or what is wrong with them."""
    try:
        return check_facts(data, program.policy.vocabulary, as_of=AS_OF, names=program.fact_names).text
    except pingan.FactError as error:
        return [(problem.path, problem.message) for problem in error.problems]


@pytest.mark.parametrize("field", ["n", "share", "wet", "kind"])
def test_equal_values_of_other_types_are_told_apart_in_every_order(field: str) -> None:
    values = [1, True, "1", 1.0]
    fresh = [said(compiled(), {"site": {field: value}}) for value in values]
    for order in permutations(range(len(values))):
        known = compiled()
        for n in (*order, *order):
            assert said(known, {"site": {field: values[n]}}) == fresh[n]


def test_a_value_that_is_wrong_is_wrong_again(program: Program) -> None:
    for _ in range(3):
        assert said(program, {"site": {"n": 10}}) == [("site.n", "outside the declared range: expected >= 0 and <= 9")]
        assert said(program, {"site": {"kind": "河"}}) == '{"site":{"kind":"river"}}'


def test_nothing_sensitive_and_no_text_is_kept(program: Program) -> None:
    given = {"site": {"code": "a name", "age": 71, "n": 3}, "hidden": {"n": 7}}
    said(program, given)
    assert [key[2] for key in program.fact_names.kept] == [3]
