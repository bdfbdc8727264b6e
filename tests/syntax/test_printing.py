"""How printed policies look: canonical order, idiomatic in both dialects, comments where they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from pingan.syntax import nodes
from pingan.syntax.printing.layout import WIDTH, columns
from pingan.syntax.to_text import print_expression, print_module
from tests.tree.parsing import expression, named, parsed

GOLDEN = Path(__file__).parents[1] / "golden"

ENGLISH = """\
policy jilin "实施意见" {
    document "吉卫联发〔2016〕1号"
    clauses "jilin.jsonl"
    issued 2016-01-05 by provincial_office
    zone "Asia/Shanghai"
    applies when hospital.province = "吉林"
    in force from 2016-01-05
    uses safe_hospital
    extends national
    omits "1.2-b" "nothing to evaluate"
}

parameter promptly "及时": duration
parameter payout_limit: decimal >= 0 and <= 1000000

define grade "事件等级": Grade {
    is major when incident.injury >= serious
    is ordinary otherwise
}

# Above the rule.
rule tell_others "处置情况通报" {
    cite "2.2.3-c", "2.2.3-d"
    overrides national.tell
    in force from 2016-01-01 until 2016-12-31 for incident.occurred_at
    for each person in incident.persons
    since incident.handled_at
    when present(incident.handled_at) and (person.role = ringleader or not person.known)  # why
    unless incident.ceased
    then police and guards with bureau must notify(to: hospital) promptly
             fulfilled at incident.told_at,
         hospital may at its discretion calm_staff within 2 hours,
         region must report every month by day 5,
         hospital must not advertise
             breached when hospital.advertises
             otherwise city must circulate by 2016-12-31 rolling,
         hospital should ensure hospital.guards >= hospital.guards_required
    soft
    note "a small reading"
}

scenario "three of the standards" {
    given hospital = { beds: 400, daily_outpatients: at least 900 and less than 1000 }
    given incident.acts = {banner, ...}
    given incident.injury = one of {minor, serious}
    as of 2016-06-01T10:30
    set payout_limit = 10000
    since guards = 2016-05-01
    expect no police must remove_from_scene
    expect guards breached
    expect guards shortfall 1
    expect report deadline 2016-06-05
    expect undetermined remove because incident.warning, incident.persuasion
    expect grade = ordinary
    expect conflict a, b
    # The end.
}
"""

CHINESE = """\
政策 jilin “实施意见” {
    文号 “吉卫联发〔2016〕1号”
    条款表 “jilin.jsonl”
    印发 于 2016年1月5日 由 provincial_office
    时区 “Asia/Shanghai”
    适用 当 hospital.province = “吉林” 时
    施行 自 2016年1月5日
    采用 safe_hospital
    承接 national
    不编码 “1.2-b” “nothing to evaluate”
}

参数 promptly “及时”：时长
参数 payout_limit：小数 ≥ 0 且 ≤ 1000000

定义 grade “事件等级”：Grade {
    当 incident.injury ≥ serious 时 为 major
    否则 为 ordinary
}

# Above the rule.
规则 tell_others “处置情况通报” {
    依据 “2.2.3-c”、“2.2.3-d”
    优先于 national.tell
    施行 自 2016年1月1日 至 2016年12月31日 以 incident.occurred_at 为准
    对 incident.persons 中 每个 person
    自 incident.handled_at 起
    当 有值（incident.handled_at） 且 （person.role = ringleader 或 非 person.known） 时  # why
    除非 incident.ceased
    则 police 和 guards 会同 bureau 应当 promptly notify（to：hospital）
           完成 于 incident.told_at，
       hospital 可以 酌情 于 2 小时 内 calm_staff，
       region 应当 每 月 5 日 前 report，
       hospital 不得 advertise
           以 hospital.advertises 为 违反
           否则 city 应当 于 2016年12月31日 前 遇休顺延 circulate，
       hospital 宜 确保 hospital.guards ≥ hospital.guards_required
    倡导
    注 “a small reading”
}

情景 “three of the standards” {
    已知 hospital = { beds：400，daily_outpatients：至少 900 且 少于 1000 }
    已知 incident.acts = {banner、...}
    已知 incident.injury = {minor、serious} 之一
    截至 2016年6月1日10时30分
    设定 payout_limit = 10000
    起算 guards 自 2016年5月1日 起
    预期 没有 police 应当 remove_from_scene
    预期 guards 违反
    预期 guards 差额 1
    预期 report 期限 2016年6月5日
    预期 remove 未定 因缺 incident.warning、incident.persuasion
    预期 grade = ordinary
    预期 a 和 b 冲突
    # The end.
}
"""


def test_english_prints_as_written_and_translates_to_chinese() -> None:
    assert print_module(parsed(ENGLISH)) == ENGLISH
    assert print_module(parsed(ENGLISH), "zh") == CHINESE


def test_chinese_prints_as_written_and_translates_to_english() -> None:
    assert print_module(parsed(CHINESE)) == CHINESE
    assert print_module(parsed(CHINESE), "en") == ENGLISH


@pytest.mark.parametrize("name", ["safe_hospital.en.rules", "ping_an.zh.rules"])
def test_the_hard_clauses_parse_and_translate_both_ways(name: str) -> None:
    module = parsed((GOLDEN / name).read_text("utf-8"))
    assert len(module.declarations) >= 7
    for dialect in ("en", "zh"):
        text = print_module(module, dialect)
        again = parsed(text)
        assert again == module
        assert again.dialect == dialect
        assert print_module(again) == text
        assert len(again.comments) == len(module.comments)


def test_items_are_printed_in_one_order_with_their_comments() -> None:
    text = 'policy p\n\nrule r { # of r\n then a must b # of then\n # above when\n when c\n cite "1" }'
    assert print_module(parsed(text)) == (
        'policy p\n\nrule r {  # of r\n    cite "1"\n    # above when\n    when c\n    then a must b  # of then\n}\n'
    )


def test_one_line_declarations_of_a_kind_stay_together_unless_a_blank_line_parts_them() -> None:
    text = "policy p\n\nactor a\nactor b\n\nactor c\n\nfact d: T\n"
    assert print_module(parsed(text)) == text
    assert print_module(parsed("policy p actor a actor b fact d: T")) == "policy p\n\nactor a\nactor b\n\nfact d: T\n"


def test_comments_between_declarations_keep_their_distance() -> None:
    text = "# of the file\n\n# of p\npolicy p\n\n# a heading\n\n# of a\nactor a  # beside a\n\n# the end\n"
    assert print_module(parsed(text)) == text


def test_a_comment_inside_a_line_goes_above_it() -> None:
    text = "policy p\n\nrule r {\n when a # first\n and b\n then c must d\n}"
    assert print_module(parsed(text)) == (
        "policy p\n\nrule r {\n    # first\n    when a\n        and b\n    then c must d\n}\n"
    )


def test_a_comment_inside_a_declaration_without_braces_is_kept() -> None:
    text = "policy p\n\naction a (\n x: text, # of x\n y: text)\n"
    assert print_module(parsed(text)) == "policy p\n\n# of x\naction a (x: text, y: text)\n"


def test_long_lines_wrap_and_parse_to_the_same() -> None:
    condition = " and ".join(f"incident.some_rather_long_name_{n} has any of {{a, b}}" for n in range(6))
    module = parsed(f"policy p rule r {{ when {condition} then a must b }}")
    for dialect in ("en", "zh"):
        text = print_module(module, dialect)
        assert max(map(columns, text.split("\n"))) <= WIDTH
        assert parsed(text) == module


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("2 hours", "2 小时"),
        ("1 day", "1 日"),
        ("5 working days", "5 个工作日"),
        ("2016-01-05", "2016年1月5日"),
        ("2016-01-05T10:30", "2016年1月5日10时30分"),
        ("2016-01-05T10:30+08:00", "2016-01-05T10:30+08:00"),
        ("3‰ * x", "3‰ * x"),
        ("max(a, ceil(b))", "取大（a，向上取整（b））"),
        ("count(p in xs where p.a) >= 2", "计数（p 属于 xs 其中 p.a） ≥ 2"),
        ("all(h in xs where h.f: h.c)", "全部（h 属于 xs 其中 h.f：h.c）"),
        ("a has any of {b, c} and not (d or e)", "a 含任一 {b、c} 且 非 （d 或 e）"),
        ("from a until b", "自 a 至 b"),
        ("a - (b - c) - -d", "a - （b - c） - -d"),
        ("(a = b) = c", "（a = b） = c"),
        ("t in period", "t 属于 本期"),
        ("absent", "不存在"),
    ],
)
def test_expressions_in_both_dialects(english: str, chinese: str) -> None:
    node = expression(english)
    assert print_expression(node, "en") == english
    assert print_expression(node, "zh") == chinese


def test_built_in_words_of_every_dialect_are_understood_in_all_of_them() -> None:
    assert parsed("policy p fact a: 整数") == parsed("政策 p 事实 a：integer")
    assert expression("取大(a, 2 小时)") == expression("max(a, 2 hours)")
    assert expression("2016年1月5日") == expression("2016-01-05")


def test_the_tree_of_a_small_rule() -> None:
    module = parsed('policy p rule r "R" { when not a.b then x must y(to: z) within 2 hours }')
    assert module.declarations == (
        nodes.Rule(
            nodes.Name("r"),
            "R",
            condition=nodes.Not(named("a.b")),
            norms=(
                nodes.Norm(
                    (named("x"),),
                    (),
                    "must",
                    nodes.Act(nodes.Name("y"), ((nodes.Name("to"), named("z")),)),
                    nodes.Within(nodes.DurationLiteral("2", "hour")),
                ),
            ),
        ),
    )
    rule = module.declarations[0]
    assert isinstance(rule, nodes.Rule)
    assert rule.condition is not None
    assert rule.condition.span.text == "not a.b"
    assert rule.norms[0].span.text == "x must y(to: z) within 2 hours"
