"""Answers in words, as values of fact files; and what is said of those that are none."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.interview.reading import NotUnderstoodError, Reader
from pingan.language import types
from pingan.language.spoken import Spoken
from pingan.outcome.questions import Option, Question

ENUM = types.EnumType("Grade", ("low", "middle", "high"), True)
GRADES = (Option("low", "低"), Option("middle", "中"), Option("high", "高"))
READ = Reader(Spoken("en"), "Asia/Shanghai")
ZH = Reader(Spoken("zh"), "Asia/Shanghai")


def about(type_: types.Type, options: tuple[Option, ...] = (), **more: Any) -> Question:
    kind = more.pop("kind", "value")
    return Question("fact", None, kind, type_, options, (), Fraction(0), labels=("fact",), **more)


ANSWERS = [
    ("yes", types.BOOLEAN, True),
    ("否", types.BOOLEAN, False),
    ("不是", types.BOOLEAN, False),
    ("3", types.INTEGER, 3),
    ("１２", types.INTEGER, 12),
    ("1,200", types.INTEGER, 1200),
    (">= 3", types.INTEGER, {"at_least": 3}),
    ("至少3", types.INTEGER, {"at_least": 3}),
    ("3..5", types.INTEGER, {"at_least": 3, "at_most": 5}),
    ("3到5", types.INTEGER, {"at_least": 3, "at_most": 5}),
    ("0.5", types.DECIMAL, "0.5"),
    ("80%", types.DECIMAL, "0.8"),
    ("2016-06-01", types.DATE, "2016-06-01"),
    ("2016年6月1日", types.DATE, "2016-06-01"),
    ("2016/6/1", types.DATE, "2016-06-01"),
    ("<= 2016-06-01", types.DATE, {"at_most": "2016-06-01"}),
    ("2016-06-01 8:30", types.DATETIME, "2016-06-01T08:30:00+08:00"),
    ("2016年6月1日8点30分", types.DATETIME, "2016-06-01T08:30:00+08:00"),
    ("2016-06-01T08:30Z", types.DATETIME, "2016-06-01T08:30:00Z"),
    (
        "2016-06-01",
        types.DATETIME,
        {"at_least": "2016-06-01T00:00:00+08:00", "less_than": "2016-06-02T00:00:00+08:00"},
    ),
    ("2 hours", types.DURATION, "2 hours"),
    ("2016-01-01..2016-12-31", types.PERIOD, {"from": "2016-01-01", "until": "2016-12-31"}),
    ("2016-01-01..", types.PERIOD, {"from": "2016-01-01", "until": None}),
    ("..", types.PERIOD, {"from": None, "until": None}),
    ("whatever it says", types.TEXT, "whatever it says"),
    ('"why"', types.TEXT, "why"),
    ("2", ENUM, "middle"),
    ("高", ENUM, "high"),
    ("HIGH", ENUM, "high"),
    ("1,3", ENUM, {"one_of": ["low", "high"]}),
    (">= 中", ENUM, {"at_least": "middle"}),
    ("1、3", types.SetType(ENUM), ["low", "high"]),
    ("none", types.SetType(ENUM), []),
    ("1+", types.SetType(ENUM), {"known": ["low"], "open": True}),
    ("2016-06-01, 2016-06-02", types.ListType(types.DATE), ["2016-06-01", "2016-06-02"]),
    ("2", types.ListType(types.RecordType("R")), [{}, {}]),
    ("1+", types.ListType(types.RecordType("R")), {"known": [{}], "open": True}),
    ("0", types.ListType(types.RecordType("R")), []),
]


@pytest.mark.parametrize(("text", "type_", "value"), ANSWERS, ids=lambda x: x if isinstance(x, str) else None)
def test_what_is_written_is_understood_in_both_languages(text: str, type_: types.Type, value: object) -> None:
    question = about(type_, GRADES if "Enum" in repr(type_) else ())
    assert READ(text, question) == value
    assert ZH(text, question) == value


WRONG = [
    ("perhaps", types.BOOLEAN, "yes or no"),
    ("three", types.INTEGER, "a whole number"),
    ("0.5", types.INTEGER, "a whole number"),
    ("tomorrow", types.DATE, "2016-06-01"),
    ("2016-02-30", types.DATE, "2016-06-01"),
    ("2016-06-01 25:00", types.DATETIME, "no such time"),
    ("9", ENUM, "from 1 to 3"),
    ("hihg", ENUM, "did you mean"),
    ("many", types.ListType(types.RecordType("R")), "how many"),
    ("99999999", types.ListType(types.RecordType("R")), "at most 1,000"),
    ("now", types.PERIOD, "the first and the last day"),
    ("x" * 5000, types.TEXT, "too long"),
]


@pytest.mark.parametrize(("text", "type_", "says"), WRONG, ids=lambda x: x[:20] if isinstance(x, str) else None)
def test_what_is_not_understood_is_told_with_a_remedy(text: str, type_: types.Type, says: str) -> None:
    question = about(type_, GRADES if "Enum" in repr(type_) else ())
    with pytest.raises(NotUnderstoodError, match=says):
        READ(text, question)
    with pytest.raises(NotUnderstoodError, match=r"[\u4e00-\u9fff]"):
        ZH(text, question)


def test_names_of_elements_are_their_keys() -> None:
    question = about(types.ListType(types.RecordType("R")), key="code")
    assert READ("甲、乙", question) == [{"code": "甲"}, {"code": "乙"}]
    assert READ("丙", question, [{"code": "甲"}]) == [{"code": "甲"}, {"code": "丙"}]


def test_what_does_not_exist_is_null_where_it_may_be() -> None:
    assert READ("none", about(types.DATE, optional=True)) is None
    assert READ("无", about(types.RecordType("R"), kind="existence", optional=True)) is None
    assert READ("有", about(types.RecordType("R"), kind="existence", optional=True)) == {}
    assert READ("0", about(types.INTEGER, optional=True)) == 0


TYPES = [type_ for _, type_, _ in ANSWERS]


@given(st.text(max_size=40), st.sampled_from(TYPES), st.booleans())
def test_nothing_that_is_typed_fails(text: str, type_: types.Type, optional: bool) -> None:
    question = about(type_, GRADES if "Enum" in repr(type_) else (), optional=optional)
    with suppress(NotUnderstoodError):
        READ(text, question)
