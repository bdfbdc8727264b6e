"""Figures in the words of documents, and what is left of a value after many tests."""

from __future__ import annotations

from fractions import Fraction

import pytest

import pingan
from pingan.linting.analysis.figures import figures_in
from pingan.linting.analysis.worlds import Worlds


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("20张以上", 20, None, ">="),
        ("二十五张及以上", 25, None, ">="),
        ("不少于三名", 3, None, ">="),
        ("不超过十五个工作日", 15, "working_day", "<="),
        ("不得超过30日", 30, "day", "<="),
        ("超过30日", 30, "day", ">"),
        ("不足两小时", 2, "hour", "<"),
        ("百分之八十以上", Fraction(4, 5), None, ">="),
        ("达到80%", Fraction(4, 5), None, None),
        ("3‰以下", Fraction(3, 1000), None, "<="),
        ("一百零五人", 105, None, None),
        ("at least 3 days", 3, "day", ">="),
        ("more than 24 hours", 24, "hour", ">"),
        ("no more than two weeks", 2, "week", "<="),
        ("30 or more", 30, None, ">="),
        ("to cover 80% of them", Fraction(4, 5), None, None),
        ("三级以上医院", 3, "grade", ">="),
    ],
)
def test_a_figure_is_read_with_its_unit_and_its_bound(text: str, value: object, unit: str | None, bound: str) -> None:
    (figure,) = figures_in(text)
    assert (figure.value, figure.unit, figure.bound) == (value, unit, bound)


@pytest.mark.parametrize("text", ["一般事故", "统一部署", "someone", "", "十分重要", "万一", "9" * 60])
def test_words_with_a_numeral_in_them_are_no_figures(text: str) -> None:
    assert list(figures_in(text)) == []


HEAD = """\
policy p { zone "Asia/Shanghai" }
fact whole: integer >= 0
fact part: decimal >= 0 and <= 1
fact name: text
fact day: date
"""


@pytest.mark.parametrize(
    ("condition", "never"),
    [
        ("whole > 2 and whole < 3", True),
        ("whole > 2 and whole < 4", False),
        ("whole > 2 and whole < 4 and whole != 3", True),
        ("whole < 3 and whole != 0 and whole != 1 and whole != 2", True),
        ("part > 0 and part < 1 and part != 50%", False),
        ("part >= 1 and part != 1", True),
        ('name = "a" and name = "b"', True),
        ('name != "a" and name != "b"', False),
        ('name in {"a", "b"} and name != "a" and name != "b"', True),
        ("day >= 2016-01-02 and day < 2016-01-02", True),
        ("day >= 2016-01-02 and day <= 2016-01-02", False),
        ("day in (from 2016-01-01 until 2016-01-31) and day > 2016-02-01", True),
    ],
)
def test_what_many_tests_leave_of_a_value(condition: str, never: bool) -> None:
    policy = pingan.load(pingan.Source("p.rules", f"{HEAD}define d: boolean {{ is {condition} }}"))
    assert Worlds(policy.model).is_never(policy.model.definitions["p.d"].cases[0].value) == never
