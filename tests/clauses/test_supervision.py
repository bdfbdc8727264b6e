"""Supervisions: what they become, how they are refused, and that they print as they are written."""

from __future__ import annotations

import pytest

import pingan
from tests.clauses.duties import VOCABULARY, lowered, refusal


@pytest.mark.parametrize(
    ("said", "norms"),
    [
        ("supervised by town", "town must supervise"),
        ("supervised by town and city with press promptly", "town and city with press must supervise promptly"),
        ("of leak listed by town", "town must list_for_supervision(what: leak)"),
        ("should be supervised by town", "town should supervise"),
        ("may at its discretion be supervised by town", "town may at its discretion supervise"),
        (
            "jointly supervised by town and city with press within 2 hours",
            "town with city and press must supervise within 2 hours, "
            "city with town and press must supervise within 2 hours",
        ),
        ("jointly supervised by town with city", "town with city must supervise"),
        (
            "of leak may be jointly listed by town and city",
            "town with city may list_for_supervision(what: leak), city with town may list_for_supervision(what: leak)",
        ),
        ("supervision requested by town from city", "town must request_supervision(to: city)"),
        (
            "of leak listing must be requested by town from city and county within 2 days fulfilled at leak.told_at",
            "town must request_listing(to: city, what: leak) within 2 days fulfilled at leak.told_at, "
            "town must request_listing(to: county, what: leak) within 2 days fulfilled at leak.told_at",
        ),
        ("of leak supervised by town using call_in(whom: city)", "town must call_in(what: leak, whom: city)"),
        ("supervised by town using call_in(city, leak)", "town must call_in(whom: city, what: leak)"),
        (
            "supervised by town promptly otherwise city must calm",
            "town must supervise promptly otherwise city must calm",
        ),
    ],
)
def test_what_may_be_said(said: str, norms: str) -> None:
    assert lowered(f"supervision s {{ since leak.at {said} }}") == lowered(f"rule s {{ since leak.at then {norms} }}")


def test_a_release_ends_the_duties_and_is_a_rule_of_its_own() -> None:
    form = """supervision s "S" {
        cite "1"
        when leak.grave
        unless leak.informed has press
        supervised by town
        listing requested by town from city
        released by town when leak.closed
        must be released by city within 2 days after leak.told_at when present(leak.told_at)
    }"""
    rules = """rule s "S" {
        cite "1"
        when leak.grave
        unless leak.informed has press
        unless leak.closed
        unless present(leak.told_at)
        then town must supervise, town must request_listing(to: city)
    }
    rule s_release {
        cite "1"
        when leak.grave and leak.closed
        unless leak.informed has press
        then town may release_supervision
    }
    rule s_release_2 {
        cite "1"
        since leak.told_at
        when leak.grave and present(leak.told_at)
        unless leak.informed has press
        then city must release_supervision within 2 days
    }"""
    assert lowered(form) == lowered(rules)


def test_a_release_is_named_in_the_language_of_the_name_whatever_the_dialect() -> None:
    form = "supervision 重大 { supervised by town  released by town when leak.closed }"
    assert "rule 重大_解除" in lowered(form)


def test_a_vocabulary_in_chinese_needs_no_english_word() -> None:
    words = "\n".join(
        f"行动 {action} 为 督办"
        for action in ("挂牌督办（事项：案）", "提请挂牌督办（对象：主体，事项：案）", "解除督办（事项：案）")
    )
    vocabulary = f"政策 p\n\n记录 案 {{ 已结：真假 }}\n事实 甲：案\n主体 县\n主体 省\n{words}\n"
    declaration = "督办 大案 { 事项 甲  由 县 提请 省 挂牌督办  由 省 挂牌督办  由 省 当 甲.已结 时 解除督办 }"
    found = lowered(declaration, vocabulary)
    assert "县 must 提请挂牌督办(对象: 省, 事项: 甲)" in found
    assert "省 must 挂牌督办(事项: 甲)" in found
    assert "省 may 解除督办(事项: 甲)" in found


def test_every_norm_is_of_the_kind_that_its_action_is() -> None:
    text = f"{VOCABULARY}\nsupervision s {{ listed by town  listing requested by city from town }}"
    outcome = pingan.load(pingan.Source("p.rules", text)).evaluate({}, as_of="2016-01-01")
    assert {(n.bearer.name, n.kind) for n in outcome.norms} == {("town", "supervision"), ("city", "supervision")}


@pytest.mark.parametrize(
    ("said", "code", "place", "remedy"),
    [
        ("supervised by town using watch", "unknown-name", "watch", "declare `action watch is supervision`"),
        ("listing requested by town from city using calm", "wrong-arguments", "city", "`action calm (to: actor)`"),
        ("jointly supervised by town", "bad-form", "town", "name the others"),
        ("listing requested by town from town", "bad-form", "town", "name a superior"),
        ("listing requested by town from city and city", "bad-form", "city", "leave one of them out"),
        ("of leak supervised by town", "bad-form", "leak", "(what: …)"),
        ("of leak of leak listed by town", "duplicate-item", "of leak", "leave one of them out"),
        ("when leak.grave", "missing-item", "s", "add `supervised by …`, or `listed by …`"),
        ("of leak listed by town using call_in(what: leak, whom: city)", "wrong-arguments", "what", "leave it out"),
        ("released by town when leak.grave using calm", "unexpected-text", "using", ""),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(said: str, code: str, place: str, remedy: str) -> None:
    found = refusal(f"supervision s {{ {said} }}")
    assert found[:2] == (code, place)
    assert remedy in found[2]


def test_without_the_usual_action_the_remedy_says_what_to_declare_in_the_language_of_the_file() -> None:
    source = pingan.Source("p.rules", "政策 p\n主体 省\n督办 大案 { 由 省 挂牌督办 }\n")
    (error,) = pingan.check(source)
    assert error.help is not None
    assert "挂牌督办" in error.help
