"""How far a matter has come: told first in text, as data, and in explanations."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

import pingan
from pingan.outcome.outcome import Outcome
from pingan.outcome.reached import Reached
from pingan.outcome.to_dict import schema

TEXT = """
policy flood "防汛" {
    zone "Asia/Shanghai"
    applies when here
    in force from 2016-01-01
}

enum Grade "等级" ordered { calm "平稳", watch "关注", alarm "警戒" }
enum Colour "颜色" { green "绿", red "红" }
fact here: boolean
fact rising "上涨": boolean
fact high "水深": boolean
fact bridge "断桥": boolean sensitive

define grade "汛情": Grade {
    is alarm when high
    is watch when rising
}

define settled: Grade {
    is watch when high
    is calm otherwise
}

define colour "标志": Colour {
    is red when high
    is green otherwise
}

define hidden: Grade {
    is alarm when bridge
    is calm otherwise
}
"""
POLICY = pingan.load(pingan.Source("flood.rules", TEXT))


def asked(**facts: Any) -> Outcome:
    return POLICY.evaluate({"here": True, "bridge": False, **facts}, as_of="2016-06-01")


def line(outcome: Outcome, language: str, start: str) -> str:
    return next(row.strip() for row in outcome.to_text(language=language).splitlines() if row.strip().startswith(start))


@pytest.mark.parametrize(
    ("facts", "english", "chinese", "ends"),
    [
        ({"high": True, "rising": True}, "grade: alarm", "汛情：警戒", ("alarm", "alarm")),
        (
            {"rising": True},
            "grade: at least watch, perhaps alarm",
            "汛情：至少为关注，或许已到警戒",
            ("watch", "alarm"),
        ),
        (
            {"rising": False},
            "grade: none for certain, perhaps alarm",
            "汛情：尚无确定，或许已到警戒",
            (None, "alarm"),
        ),
        (
            {},
            "grade: none for certain, perhaps watch or alarm",
            "汛情：尚无确定，或许已到关注或警戒",
            (None, "alarm"),
        ),
    ],
)
def test_what_is_surely_and_what_is_possibly_reached_is_told(
    facts: dict[str, bool], english: str, chinese: str, ends: tuple[str | None, str | None]
) -> None:
    outcome = asked(**facts)
    assert line(outcome, "en", "grade") == english
    assert line(outcome, "zh", "汛情") == chinese
    (grade,) = (r for r in outcome.reached if r.definition == "flood.grade")
    assert (grade.surely, grade.possibly) == ends


def test_it_is_told_before_anything_else_with_what_would_settle_it() -> None:
    rows = asked(rising=True).to_text().splitlines()
    assert rows[2:6] == [
        "",
        "Where it stands",
        "  grade: at least watch, perhaps alarm",
        "    waits for: high is not given",
    ]


def test_what_is_not_reached_at_all_is_told_among_the_values() -> None:
    outcome = asked(high=False, rising=False)
    assert Reached("flood.grade", None, None) in outcome.reached
    rows = outcome.to_text().splitlines()
    assert "  grade is absent" in rows[rows.index("Values") :]


def test_enums_without_an_order_are_values_as_before() -> None:
    outcome = asked(high=True)
    assert "flood.colour" not in {r.definition for r in outcome.reached}
    assert line(outcome, "en", "colour") == "colour is red"


def test_a_policy_that_does_not_cover_the_case_tells_no_stage() -> None:
    assert asked(here=False, high=True).reached == ()


def test_what_sensitive_facts_decide_is_not_told() -> None:
    masked = asked(high=True).masked()
    assert "flood.hidden" not in {r.definition for r in masked.reached}


def test_data_names_both_ends_and_the_causes() -> None:
    data: Any = asked(rising=True).to_dict()
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert data["reached"][0] == {
        "definition": "flood.grade",
        "surely": "watch",
        "possibly": "alarm",
        "causes": [{"subject": "high", "kind": "missing", "authorities": []}],
    }


def test_an_explanation_says_how_far_and_why() -> None:
    first, *_ = asked(rising=True).explain("flood.grade").to_text().splitlines()
    assert first == "- definition: grade is at least watch, perhaps alarm"
