"""What conditions and norms are in the words of people: names in English, labels in Chinese."""

from __future__ import annotations

import pytest

import pingan
from pingan.model.to_text import expression_text, norm_text

HEAD = """\
policy p { zone "UTC" }
enum Level "等级" ordered { low "低", high "高" }
enum Tool "工具" { pump "水泵", boat }
record Unit "单位" is actor {
    name "名称": text key
    staff "人数": integer
    tools "工具": set of Tool
    opened "开业": date optional
    inner: list of Part
}
record Part { size "大小": decimal  level: Level }
fact unit "医院": Unit
fact units "各单位": list of Unit
fact n "数": integer
fact x: decimal
fact b "真假项": boolean
fact c: boolean
fact d "日": date
fact t "时": datetime
fact u "时长": duration
fact g: Level
fact w: text
fact span "期间": period
actor warden "管理员"
actor mayor "市长"
action go "前往"
action take "取" (what: Tool, much "数量": integer)
parameter interval "间隔": duration
parameter prompt "及时": duration
parameter limit "限额": integer
"""

CONDITIONS = (
    ("(n + 2) * n > 3", "(n + 2) * n > 3", "（数 + 2） * 数 > 3"),
    ("n + 2 * n > 3", "n + 2 * n > 3", "数 + 2 * 数 > 3"),
    ("n - (n - 1) > 0", "n - (n - 1) > 0", "数 - （数 - 1） > 0"),
    ("(n - 1) - n > 0", "n - 1 - n > 0", "数 - 1 - 数 > 0"),
    ("n / (n * 2) > 1", "n / (n * 2) > 1", "数 / （数 * 2） > 1"),
    ("n / n * 2 > 1", "n / n * 2 > 1", "数 / 数 * 2 > 1"),
    ("-(n + 1) < 0", "-(n + 1) < 0", "-（数 + 1） < 0"),
    ("abs(-n) > 1", "abs(-n) > 1", "绝对值（-数） > 1"),
    ("b or c and b", "b or (c and b)", "真假项 或 （c 且 真假项）"),
    ("(b or c) and b", "(b or c) and b", "（真假项 或 c） 且 真假项"),
    ("not (b and c)", "not (b and c)", "非 （真假项 且 c）"),
    ("not b and c", "not b and c", "非 真假项 且 c"),
    ("(not b) = c", "(not b) = c", "（非 真假项） = c"),
    ("(n = 1) = b", "(n = 1) = b", "（数 = 1） = 真假项"),
    ("g > low", "g > low", "g > 低"),
    ("unit.tools has pump", "unit.tools has pump", "医院.工具 含 水泵"),
    ("unit.tools has any of {pump, boat}", "unit.tools has any of {pump, boat}", "医院.工具 含任一 {水泵、boat}"),
    ("n in {1, 2}", "n in {1, 2}", "数 属于 {1、2}"),
    (
        "count(s in units where s.staff > 3) > 2",
        "count(s in units where s.staff > 3) > 2",
        "计数（单位 属于 各单位 其中 单位.人数 > 3） > 2",
    ),
    (
        "any(s in units: any(q in s.inner where q.size > 1: q.level = high))",
        "any(s in units: any(q in s.inner where q.size > 1: q.level = high))",
        "任一（单位 属于 各单位：任一（q 属于 单位.inner 其中 q.大小 > 1：q.level = 高））",
    ),
    (
        "share(s in units: s.staff > 1) >= 50%",
        "share(s in units: s.staff > 1) ≥ 50%",
        "占比（单位 属于 各单位：单位.人数 > 1） ≥ 50%",
    ),
    ("max(n, 3) > 2", "max(n, 3) > 2", "取大（数，3） > 2"),
    ("present(unit.opened)", "present(unit.opened)", "有值（医院.开业）"),
    ("d + 3 working days > 2016-01-05", "d + 3 working days > 2016-01-05", "日 + 3 个工作日 > 2016年1月5日"),
    ("t + 2 hours > 2016-01-05T10:00", "t + 2 hours > 2016-01-05T10:00+00:00", "时 + 2 小时 > 2016年1月5日10时0分"),
    ("t = 2016-01-05T10:00:30", "t = 2016-01-05T10:00:30+00:00", "时 = 2016年1月5日10时0分30秒"),
    ("t = 2016-01-05T02:00+08:00", "t = 2016-01-05T02:00+08:00", "时 = 2016-01-05T02:00+08:00"),
    ("t = 2016-01-05T10:00:00.5", "t = 2016-01-05T10:00:00.500000+00:00", "时 = 2016-01-05T10:00:00.500000+00:00"),
    ("u = 1.5 hours", "u = 90 minutes", "时长 = 90 分钟"),
    ("d in span", "d in span", "日 属于 期间"),
    ("date(t) = d", "date(t) = d", "日期（时） = 日"),
    ('w != "a"', 'w ≠ "a"', "w ≠ “a”"),
    ("x < 3‰", "x < 3‰", "x < 3‰"),
    ("x = 1 / 3", "x = 1/3", "x = 1/3"),
    ("b = true", "b = true", "真假项 = 真"),
    ("as_of > t", "as_of > t", "评估时 > 时"),
    ("n >= limit", "n ≥ limit", "数 ≥ 限额"),
)
NORMS = (
    (
        "warden with mayor and unit should go",
        "warden with mayor and unit should go",
        "管理员 会同 市长 和 医院 宜 前往",
    ),
    ("warden may at its discretion go", "warden may at its discretion go", "管理员 可以 酌情 前往"),
    (
        "unit must not take(what: pump, much: n + 1)",
        "unit must not take(what: pump, much: n + 1)",
        "医院 不得 取（what：水泵，数量：数 + 1）",
    ),
    (
        "warden must ensure b within 3 days throughout",
        "warden must ensure b within 3 days throughout",
        "管理员 应当 3 日内 始终 确保 真假项",
    ),
    ("warden must go within 2 hours", "warden must go within 2 hours", "管理员 应当 2 小时内 前往"),
    (
        "warden should take(what: boat) within 1 month rolling",
        "warden should take(what: boat) within 1 month rolling",
        "管理员 宜 1 个月内 遇休顺延 取（what：boat）",
    ),
    ("warden must go by d", "warden must go by d", "管理员 应当 日 前 前往"),
    (
        "warden must go every quarter by day 5",
        "warden must go every quarter by day 5",
        "管理员 应当 每 季度 5 日前 前往",
    ),
    ("warden must go every interval", "warden must go every interval", "管理员 应当 每 间隔 前往"),
    ("warden must go within prompt", "warden must go prompt", "管理员 应当 及时 前往"),
)


@pytest.mark.parametrize(("written", "english", "chinese"), CONDITIONS)
def test_a_condition_is_told_as_an_author_would_write_it(written: str, english: str, chinese: str) -> None:
    model = pingan.load(pingan.Source("p.rules", f"{HEAD}define it: boolean {{ is {written} }}")).model
    value = model.definitions["p.it"].cases[0].value
    assert (expression_text(value, model, "en"), expression_text(value, model, "zh")) == (english, chinese)


@pytest.mark.parametrize(("written", "english", "chinese"), NORMS)
def test_a_norm_is_told_as_an_author_would_write_it(written: str, english: str, chinese: str) -> None:
    model = pingan.load(pingan.Source("p.rules", f"{HEAD}rule it {{ then {written} }}")).model
    norm = model.rules["p.it"].norms[0]
    assert (norm_text(norm, model, "en"), norm_text(norm, model, "zh")) == (english, chinese)


@pytest.mark.parametrize(
    ("zone", "told"), [("Asia/Shanghai", "2016年1月5日10时0分"), ("UTC", "2016-01-05T10:00+08:00")]
)
def test_chinese_tells_an_instant_by_the_clock_only_where_it_is_that_of_the_policy(zone: str, told: str) -> None:
    text = f'policy p {{ zone "{zone}" }}\nfact t: datetime\ndefine it: boolean {{ is t > 2016-01-05T10:00+08:00 }}'
    model = pingan.load(pingan.Source("p.rules", text)).model
    assert expression_text(model.definitions["p.it"].cases[0].value, model, "zh") == f"t > {told}"
