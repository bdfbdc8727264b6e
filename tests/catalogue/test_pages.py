"""Pages of policies say every clause, its rules, and what is open or left out; and nothing in a policy is markup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import pingan
from pingan.catalogue.markdown import code, row, shown
from pingan.catalogue.pages import pages
from pingan.catalogue.phrases import Language
from tests.catalogue.reading import anchors, links, strange, visible

REGISTER = [
    {"id": "dike-1", "locator": "One", "anchor": "When the", "kind": "trigger-duty", "summary": "Who calls."},
    {
        "id": "dike-2",
        "locator": "One",
        "anchor": "In flood",
        "kind": "scope",
        "summary": "When.",
        "summary_zh": "何时。",
    },
    {"id": "dike-3", "locator": "Two", "anchor": "All work", "kind": "aspiration", "summary": "Good work."},
    {"id": "dike-4", "locator": "Two", "anchor": "Then", "kind": "own-word", "summary": "Not yet."},
]
POLICY = """policy dike "堤防" {
    document "Plan 7"
    jurisdiction "North bank"
    clauses "dike.jsonl"
    issued 2016-01-05 by office
    in force during validity
    omits "3" "a principle"
}
define validity: period { is from 2016-01-05 }
record Gauge "水位站" { depth "水深": integer >= 0  seepage "渗水": judgement by engineer }
fact gauge "水位站": Gauge
fact closed_at "封路时间": datetime optional
actor office "办公室"
actor engineer "工程师"
action close_road "封闭道路"
parameter limit "警戒水深": integer >= 0
set limit = 30
parameter promptly "及时": duration
interpretation season "季节" {
    question "Summer alone?"
    readings { summer "夏季", all_year "全年" }
    default summer
}
define high "高水位": boolean { cite "2" is gauge.depth >= limit or gauge.seepage }
define helper "辅助": integer {
    is 2 when season = summer
    is 3 when high
}
rule close "封路" {
    cite "1", "2"
    when high and helper = 2
    unless gauge.depth = 0
    then office must close_road promptly fulfilled at closed_at otherwise office should close_road within 2 hours
    note "first sentence"
}
scenario "s" { given gauge = { depth: 40 } expect high = true }
"""


@pytest.fixture
def policy(tmp_path: Path) -> pingan.Policy:
    (tmp_path / "dike.rules").write_text(POLICY, "utf-8")
    lines = "".join(json.dumps(clause, ensure_ascii=False) + "\n" for clause in REGISTER)
    (tmp_path / "dike.jsonl").write_text(lines, "utf-8")
    return pingan.load(tmp_path / "dike.rules")


def made(policy: pingan.Policy, language: Language = "en") -> str:
    return pages([policy], language)["dike.md"]


def test_clauses_stand_in_the_order_of_the_document_with_what_encodes_them(policy: pingan.Policy) -> None:
    text = visible(made(policy))
    places = [
        text.index(part)
        for part in (
            "Section One",
            "1 · When the …\ntrigger-duty: Who calls.",
            "Rule close 封路",
            "office must close_road promptly",
            "fulfilled at closed_at",
            "if missed: office should close_road within 2 hours",
            "when high and helper = 2",
            "unless gauge.depth = 0",
            "note: first sentence",
            "2 · In flood …",
            "Definition high 高水位",
            "when gauge.depth ≥ limit or gauge.seepage",
            "Section Two\n3 · All work …\naspiration: Good work.\nLeft out: a principle",
            "Not encoded yet.",
            "Definition helper 辅助\n2 when season = summer\n3 when high\nnone otherwise",
        )
    ]
    assert places == sorted(places)


def test_a_rule_of_two_clauses_is_written_once_and_linked_from_the_other(policy: pingan.Policy) -> None:
    page = made(policy)
    assert page.count('<a id="rule-dike.close">') == 1
    assert "Rule close, under 1" in visible(page)


def test_what_is_left_open_says_who_reads_it(policy: pingan.Policy) -> None:
    text = visible(made(policy))
    assert (
        "season 季节\nSummer alone?\nreadings: summer (taken unless told otherwise), all_year\nread by helper" in text
    )
    assert "limit 警戒水深: set to 30\nread by high" in text
    assert "promptly 及时: not set\nread by close" in text
    assert "Gauge.seepage: judged by engineer\nread by high" in text


def test_the_chinese_page_speaks_chinese(policy: pingan.Policy) -> None:
    text = visible(made(policy, "zh"))
    assert "触发义务\n" in text
    assert "适用范围：何时。" in text
    assert "办公室 应当 及时 封闭道路" in text
    assert "季节 season" in text
    assert "水位站.渗水：由工程师认定" in text


def test_figures_add_up(policy: pingan.Policy) -> None:
    page = made(policy)
    assert "| **all** | 4 | 2 | 1 | 1 |" in page
    assert "Rules: 1. Definitions: 3. Interpretations: 1. Scenarios that test them: 1." in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_link_leads_somewhere(policy: pingan.Policy, language: Language) -> None:
    page = made(policy, language)
    assert strange(page) == []
    assert {target for target in links(page) if not target.startswith("#")} == {"README.md"}


def test_a_policy_without_a_register_has_its_rules_all_the_same() -> None:
    policy = pingan.load(pingan.Source("dike.rules", POLICY.replace('clauses "dike.jsonl"\n', "")))
    page = made(policy)
    assert "rule-dike.close" in anchors(page)
    assert "Rules and definitions\n" in visible(page)
    assert "clauses 1, 2\n" in visible(page)
    assert visible(page).endswith("What is left out, and why\n3: a principle")
    assert strange(page) == []


def test_a_page_never_takes_the_place_of_the_list() -> None:
    policy = pingan.load(pingan.Source("readme.rules", "policy readme"))
    with pytest.raises(pingan.PinganError, match="take the place"):
        pages([policy], "en")


def test_vocabularies_have_no_pages() -> None:
    assert pages([pingan.load(pingan.Source("v.rules", "vocabulary v fact a: boolean"))], "en") == {}


HOSTILE = st.text(st.sampled_from("ab 1.#*_`[]()<>!|\\&;:/~-+=$@w\"'\n\t\u202e水“"), max_size=24)


def written(text: str) -> str:
    """*text* as a reader should see it: white space aside."""
    return "".join(text.split())


@given(HOSTILE)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    for page in (f"# {shown(text)}\n", f"- {shown(text)}\n", f"x: {shown(text)}\n", f"- {code(text)}x\n"):
        assert strange(page) == []
        assert links(page) == []
        expected = text.replace("\u202e", "<U+202E>")
        assert written(visible(page)) in (written(expected), written(f"x:{expected}"), written(f"{expected}x"))


@given(HOSTILE, HOSTILE)
@example("", "\\|")
@example("\\|", "|")
def test_cells_hold_any_text(one: str, other: str) -> None:
    page = f"{row('x', 'y')}\n{row('---', '---')}\n{row('a' + shown(one), 'b' + code(other))}\n"
    assert strange(page) == []
    cells = visible(page).split("\n")
    expected = [f"{start}{text}".replace("\u202e", "<U+202E>") for start, text in (("a", one), ("b", other))]
    assert [written(cell) for cell in cells] == ["x", "y", *map(written, expected)]
