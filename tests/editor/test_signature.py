"""What an action or a function takes, while its arguments are being written."""

from __future__ import annotations

import pytest

from pingan.editor.signature import signature
from tests.editor.viewing import HEADER, HEADER_ZH, marked, view_of


@pytest.mark.parametrize(
    ("text", "title", "active"),
    [
        ("rule a { then warden must report(¦", "report(to: actor, about: Warning)", 0),
        ("rule a { then warden must report(to: warden, ¦", "report(to: actor, about: Warning)", 1),
        ("rule a { then warden must report(about: ¦", "report(to: actor, about: Warning)", 1),
        ("rule a { then warden must report(warden, ¦) within 2 hours }", "report(to: actor, about: Warning)", 1),
        ("rule a { when gauge.depth_cm > max(1, ¦", "max(a, b, … / x in xs: E)", 0),
        ("rule a { when any(¦", "any(x in xs where F: C)", 0),
        ("define n: set of Sign { is collect(true, {crack}, ¦", "collect(C1, {a}, C2, {b})", 2),
    ],
)
def test_the_call_around_the_cursor_is_told(text: str, title: str, active: int) -> None:
    whole, place = marked(HEADER + text)
    found = signature(view_of(whole), place)
    assert found is not None and (found.title, found.active) == (title, active)


def test_arguments_have_their_labels_as_notes_and_types_in_the_language_that_is_spoken() -> None:
    whole, place = marked(HEADER_ZH + "规则 a { 则 巡查员 应当 于 2 小时 内 报告（¦")
    found = signature(view_of(whole, spoken="zh"), place)
    assert found is not None and found.title == "report(to: 主体, about: 预警级别)"
    assert found.notes == ("对象", "事由") and "**行动**" in found.documentation


@pytest.mark.parametrize("text", ["rule a { when ¦", "rule a { then warden must report(to: warden) ¦", "# (¦", "¦"])
def test_elsewhere_there_is_none(text: str) -> None:
    whole, place = marked(HEADER + text)
    assert signature(view_of(whole), place) is None
