"""What is known of a value, in words."""

from __future__ import annotations

from typing import Any

import pytest

import pingan

HEAD = """\
policy p { zone "Asia/Shanghai" }
enum Tool "工具" { pump "水泵", boat "船", sand }
record Unit { name: text key }
fact n: integer
fact x: decimal
fact s: set of Tool
fact d: date
fact t: datetime
fact u: duration
fact g: Tool
fact b: boolean
fact w: text
fact units: list of Unit
actor warden "管理员"
actor mayor
fact who: actor
"""

TOLD = (
    ("set of Tool", "s", {"s": ["pump", "boat"]}, "it is pump, boat", "it 为 水泵、船"),
    ("set of Tool", "s", {"s": []}, "it is none", "it 为 无"),
    (
        "set of Tool",
        "s",
        {"s": {"known": ["pump"], "possible": ["boat"]}},
        "it is pump, perhaps boat",
        "it 为 水泵，或许还有船",
    ),
    (
        "set of Tool",
        "s",
        {"s": {"known": ["pump"], "open": True}},
        "it is pump, perhaps others",
        "it 为 水泵，或许还有其他",
    ),
    (
        "set of Tool",
        "s",
        {"s": {"known": [], "possible": ["boat", "sand"]}},
        "it is perhaps boat or sand",
        "it 为 或许有船或sand",
    ),
    ("set of Tool", "s", {}, "it is any, if any", "it 为 尚不清楚"),
    ("integer", "n", {"n": -3}, "it is -3", "it 为 -3"),
    ("integer", "n", {}, "it is not known", "it 为 未知"),
    ("integer", "n", {"n": {"at_least": 2}}, "it is at least 2", "it 为 不少于2"),
    ("integer", "n", {"n": {"at_most": 2}}, "it is at most 2", "it 为 不多于2"),
    (
        "integer",
        "n",
        {"n": {"more_than": 2, "less_than": 9}},
        "it is at least 3 and at most 8",
        "it 为 不少于3且不多于8",
    ),
    ("decimal", "x", {"x": "0.125"}, "it is 0.125", "it 为 0.125"),
    ("decimal", "x", {"x": {"more_than": "0.5"}}, "it is more than 0.5", "it 为 多于0.5"),
    ("decimal", "n / 3", {"n": 1}, "it is 1/3 (about 0.3333)", "it 为 1/3（约0.3333）"),
    ("date", "d", {"d": "2016-02-29"}, "it is 2016-02-29", "it 为 2016年2月29日"),
    ("date", "d", {"d": {"at_least": "2016-02-29"}}, "it is 2016-02-29 or later", "it 为 2016年2月29日或以后"),
    (
        "date",
        "d",
        {"d": {"at_least": "2016-02-29", "at_most": "2016-03-02"}},
        "it is 2016-02-29 or later and 2016-03-02 or earlier",
        "it 为 2016年2月29日或以后且2016年3月2日或以前",
    ),
    ("datetime", "t", {"t": "2016-02-29T10:00+08:00"}, "it is 2016-02-29 10:00", "it 为 2016年2月29日 10:00"),
    (
        "datetime",
        "t",
        {"t": "2016-02-29T10:00:30.25Z"},
        "it is 2016-02-29 18:00:30.25",
        "it 为 2016年2月29日 18:00:30.25",
    ),
    (
        "datetime",
        "t",
        {"t": {"less_than": "2016-02-29T10:00Z"}},
        "it is before 2016-02-29 18:00",
        "it 为 2016年2月29日 18:00以前",
    ),
    ("duration", "u", {"u": "90 minutes"}, "it is 90 minutes", "it 为 90 分钟"),
    ("duration", "u", {"u": "48 hours"}, "it is 2 days", "it 为 2 日"),
    ("duration", "u", {"u": {"at_least": "2 hours"}}, "it is at least 2 hours", "it 为 不少于2 小时"),
    ("Tool", "g", {"g": "pump"}, "it is pump", "it 为 水泵"),
    ("Tool", "g", {"g": {"one_of": ["pump", "sand"]}}, "it is pump or sand", "it 为 水泵或sand"),
    ("Tool", "g", {}, "it is pump or boat or sand", "it 为 水泵或船或sand"),
    ("boolean", "b", {"b": True}, "it is yes", "it 为 是"),
    ("boolean", "b", {}, "it is not known", "it 为 未知"),
    ("text", "w", {"w": "a b"}, 'it is "a b"', "it 为 “a b”"),
    ("text", "w", {}, "it is not known", "it 为 未知"),
    ("actor", "who", {"who": "warden"}, "it is warden", "it 为 管理员"),
    ("actor", "who", {"who": "mayor"}, "it is mayor", "it 为 mayor"),
    ("actor", "who", {}, "it is not known", "it 为 未知"),
    ("date", "min(q in units: d)", {"units": []}, "it is absent", "it 为 不存在"),
    (
        "integer",
        "max(q in units where b: n)",
        {"units": [{"name": "a"}], "n": 3},
        "it is 3, or absent",
        "it 为 3，或不存在",
    ),
)


@pytest.mark.parametrize(("kind", "expression", "facts", "english", "chinese"), TOLD)
def test_a_value_is_told_as_far_as_it_is_known(
    kind: str, expression: str, facts: dict[str, Any], english: str, chinese: str
) -> None:
    policy = pingan.load(pingan.Source("p.rules", f"{HEAD}define it: {kind} {{ is {expression} }}"))
    outcome = policy.evaluate(facts, as_of="2016-06-01")
    for language, heading, expected in (("en", "Values", english), ("zh", "计算结果", chinese)):
        lines = outcome.to_text(language=language).splitlines()
        assert lines[lines.index(heading) + 1] == f"  {expected}"
