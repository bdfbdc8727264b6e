"""What is said of facts that cannot be used: where, what, and what to do."""

from __future__ import annotations

from typing import Any

import pytest

import pingan

HEAD = """\
policy p { zone "UTC" }
record U is actor { name: text  n: integer }
record V { head: U optional }
fact v: V
fact who: actor
fact n: integer
"""


@pytest.mark.parametrize(
    ("facts", "path", "message", "remedy"),
    [
        ({"who": "v.head", "v": {"head": None}}, "who", "the facts have no `v.head`", "name a record that is given"),
        (
            {"who": "v", "v": {}},
            "who",
            "no actor and no record that is one is called `v`",
            "there are no actors",
        ),
        ({"n": 10**70}, "n", "the number is longer than 28 digits", None),
        ({"n": "x"}, "n", "expected a whole number, not the text `x`", None),
        ({"n": True}, "n", "expected a whole number, not true", None),
        ({"v": {"head": 10**70}}, "v.head", "expected the fields of `U`, not a very long number", ...),
        (
            {"v": {"head": {"n": 1.5}}},
            "v.head.n",
            "expected a whole number written exactly, not a binary fraction",
            ...,
        ),
    ],
    ids=str,
)
def test_a_problem_is_told_with_its_place(facts: dict[str, Any], path: str, message: str, remedy: object) -> None:
    with pytest.raises(pingan.FactError) as caught:
        pingan.load(pingan.Source("p.rules", HEAD)).evaluate(facts, as_of="2016-06-01")
    (problem,) = caught.value.problems
    assert (problem.path, problem.message) == (path, message)
    assert remedy is ... or problem.help == remedy


def test_a_record_that_nothing_is_said_of_may_be_an_actor() -> None:
    for facts in ({"who": "v.head", "v": {}}, {"who": "v.head", "v": {"head": {"name": "a"}}}):
        pingan.load(pingan.Source("p.rules", HEAD)).evaluate(facts, as_of="2016-06-01")
