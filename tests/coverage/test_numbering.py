"""Numbering of official documents, and locators."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingan.coverage.numbering import (
    STYLES,
    Lead,
    Mark,
    Named,
    Numbered,
    Paragraphs,
    Tail,
    number_of,
    steps,
    written,
)
from pingan.coverage.segments import sections, units
from pingan.coverage.text import Text, ink


def outline(text: str) -> list[str]:
    found = Text("a.txt", text)
    return [s.name for s in sections(units(found), len(found.ink))]


@given(st.integers(1, 999))
def test_numbers_are_read_as_they_are_written(number: int) -> None:
    assert number_of(written(Mark("一、", number))) == number
    assert number_of(str(number)) == number


@pytest.mark.parametrize("text", ["二三", "十十", "", "一千"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("二(一)3", [("一、", 2), ("（一）", 1), ("1.", 3)]),
        ("第三章第十二条(二)", [("章", 3), ("条", 12), ("（一）", 2)]),
        ("第2篇/四、要求/②", [("篇", 2), ("一、", 4), ("①", 2)]),
        ("三(二)一是", [("一、", 3), ("（一）", 2), ("一是", 1)]),
        ("Chapter 2/Article 7/(b)", [("章", 2), ("条", 7), ("(a)", 2)]),
    ],
)
def test_locators_are_read_from_the_widest_place(locator: str, expected: list[tuple[str, int]]) -> None:
    marks = [s.mark for s in steps(locator) if isinstance(s, Numbered)]
    assert [(m.style, m.number) for m in marks] == expected


def test_locators_name_paragraphs_beginnings_and_ends() -> None:
    assert list(steps("篇一/第4-6段")) == [Numbered(Mark("篇", 1)), Paragraphs(4, 6)]
    assert list(steps("首段")) == [Paragraphs(1, 1)]
    assert list(steps("首部(主送机关)")) == [Lead()]
    assert list(steps("落款")) == [Tail()]
    assert list(steps("温馨提示二")) == [Named("温馨提示", 2)]
    assert list(steps("1、加强管理/一是")) == [Numbered(Mark("1.", 1), "加强管理"), Numbered(Mark("一是", 1))]


def test_marks_of_every_style_nest() -> None:
    text = (
        "第一章 总则\n第一条 为了安全。\n一、水池\n（一）深水\n1.标志\n（1）颜色\n①红色\n第二条 照明。\n第二章 附则\n"
    )
    assert outline(text) == [
        "第一章",
        "第一章第一条",
        "第一章第一条一",
        "第一章第一条一(一)",
        "第一章第一条一(一)1",
        "第一章第一条一(一)1(1)",
        "第一章第一条一(一)1(1)①",
        "第一章第二条",
        "第二章",
    ]


def test_full_and_half_width_are_one() -> None:
    assert outline("一、甲\n（一）乙\n１．丙\n") == outline("一、甲\n(一)乙\n1.丙\n") == ["一", "一(一)", "一(一)1"]


def test_marks_inside_a_paragraph_count_only_where_they_go_on_counting() -> None:
    assert outline("（一）要求。一是巡查。二是登记。\n") == ["(一)", "(一)一是", "(一)二是"]
    assert outline("（一）见前。四是巡查。\n") == ["(一)"]
    assert outline("（一）水深 3.5 米，第三条 所列除外。\n") == ["(一)"]


def test_decimal_numbers_and_years_are_no_marks() -> None:
    assert outline("2.5米以上的水池\n") == []
    assert outline("2016年的水池\n") == []
    assert outline("2.2016年起检查\n") == ["2"]


def test_a_number_that_lost_its_dot_counts_where_it_goes_on() -> None:
    assert outline("1.巡查。\n2登记。\n3.上报。\n") == ["1", "2", "3"]
    assert outline("5登记。\n") == []
    assert outline("1.巡查。\n2月登记。\n") == ["1"]


def test_numbers_of_pages_are_no_marks() -> None:
    text = "1、池边应当设\n\n2、置标志。夜间应\n3、当照明。 二、管理 （一）登记。\n"
    found = Text("a.txt", text)
    assert outline(text) == ["二", "二(一)"]
    assert ink("池边应当设置标志") in found.ink
    assert found.page_marks == 3
    assert outline("1、设置标志。\n2、夜间照明。\n3、登记。\n") == ["1", "2", "3"]


@given(st.text("一二三、（）()1.2①是第章条 。\n\r甲乙", max_size=60))
def test_units_follow_each_other_and_sections_nest(text: str) -> None:
    found = Text("a.txt", text)
    if not found.ink:
        with pytest.raises(ValueError, match="no text"):
            units(found)
        return
    made = units(found)
    assert made[0].start == 0
    assert made[-1].end == len(found.ink)
    assert all(a.end == b.start for a, b in pairwise(made))
    assert all(u.start <= u.body <= u.end for u in made)
    for section in sections(made, len(found.ink)):
        assert section.start < section.end
        assert [m.rank for m in section.path] == sorted({STYLES.index(m.style) for m in section.path})
