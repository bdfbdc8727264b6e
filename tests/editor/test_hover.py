"""What is told of the place somebody points at."""

from __future__ import annotations

import json
import time

import pytest

from pingan.editor.hover import hover
from pingan.editor.view import View
from pingan.editor.words_told import BUILT_IN, KEYWORDS, TAKEN
from pingan.language.dialect import DIALECTS, dialect
from pingan.stdlib import standard_environment
from tests.editor.viewing import marked, shipped, view_of

TEXT = """policy zz { uses flood }

set promptly = 2 hours

interpretation ground "事由" { question "Is one enough?" readings { either "择一", both "并具" } default either }

rule close "封路" {
    since gauge.read_at
    when gauge.depth_cm >= 1200 and warning != none
    then warden must close_road promptly
    note "at 2016-01-05"
}

scenario "nothing" {
    given warning = none
    as of 2016-01-05
    expect no close applies
}
"""


def _told(text: str, *, spoken: str = "en", load: bool = False) -> str:
    whole, place = marked(text)
    found = hover(view_of(whole, spoken=spoken, load=load), place)
    return found.text if found is not None else ""


def _at(words: str, *, spoken: str = "en", load: bool = True) -> str:
    """What is told of the mark in *words*, which stand in `TEXT`."""
    plain, place = marked(words)
    assert TEXT.count(plain) == 1
    found = hover(view_of(TEXT, spoken=spoken, load=load), TEXT.index(plain) + place)
    return found.text if found is not None else ""


def test_a_field_is_told_with_its_declaration_and_its_users() -> None:
    text = _at("gauge.dep¦th_cm")
    assert "**field** `Gauge.depth_cm` 水深" in text
    assert 'depth_cm "水深": integer >= 0' in text
    assert "declared in `flood`:" in text and "used once: `close`" in text
    assert "**字段** `Gauge.depth_cm` 水深" in _at("gauge.dep¦th_cm", spoken="zh")


def test_a_judgement_and_what_is_sensitive_say_so() -> None:
    assert "· judgement" in _told(
        "policy zz { uses flood }\nrule a { when gauge.hope¦less then warden must close_road }"
    )
    told = _told("policy zz { uses flood }\nrule a { when present(gauge.pho¦ne) then warden must close_road }")
    assert "sensitive" in told and "may be absent" in told


def test_a_member_is_told_with_its_enum() -> None:
    text = _at("warning != no¦ne")
    assert "**member** `Warning.none` 无" in text and "ordered" in text


def test_a_rule_is_told_in_words() -> None:
    text = _at("expect no clo¦se applies")
    assert "warden must close_road promptly" in text and "deadlines count from" in text
    assert "1 scenario" in text
    assert "巡查员 应当" in _at("expect no clo¦se applies", spoken="zh")


def test_a_parameter_is_told_with_what_it_is_set_to() -> None:
    assert "set to `2 hours`" in _at("must close_road pro¦mptly")
    assert "not set" in _told("policy zz { uses flood }\nrule a { then warden must close_road pro¦mptly }", load=True)


def test_an_interpretation_is_told_with_its_question_and_readings() -> None:
    text = _at("interpretation gro¦und")
    assert "Is one enough?" in text and "**either**" in text


def test_of_unfinished_text_the_names_are_told_all_the_same() -> None:
    assert "**fact** `warning`" in _told("policy zz { uses flood }\nrule a { when war¦ning = ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rule a { wh¦en warning = red then warden must close_road }", "the condition"),
        ("rule a { when warning = red then warden must n¦ot close_road }", "a prohibition"),
        ("rule a { when gauge.depth_cm >= 12¦00 then warden must close_road }", "1,200"),
        ("define share: decimal { is 8¦0% }", "80 hundredths"),
        ("define day: date { is 2016-0¦1-05 }", "a Tuesday"),
        ("define deep: bool¦ean { is true }", "true or false"),
        ("define n: integer { is ce¦il(3) }", "rounded up"),
        ("# pingan: allow unused-param¦eter", "a parameter that nothing reads"),
    ],
)
def test_words_numbers_and_days_are_told(text: str, said: str) -> None:
    assert said in _told(f"policy zz {{ uses flood }}\n{text}")


def test_nothing_is_told_of_nothing() -> None:
    for text in ("¦", "x¦", "policy zz\n\n¦\n", "# com¦ment\npolicy zz\n", 'policy zz { version "1¦.0" }'):
        assert not _told(text)


def test_a_clause_is_told_from_the_register(tmp_path) -> None:
    row = {"id": "zz-1-a", "locator": "one", "kind": "deadline", "summary": "roads *close*", "summary_zh": "封路"}
    (tmp_path / "zz.jsonl").write_text(json.dumps(row), "utf-8")
    text = 'policy zz { uses flood clauses "zz.jsonl" }\nrule a { cite "1-¦a" then warden must close_road }'
    whole, place = marked(text)
    found = hover(view_of(whole, tmp_path), place)
    assert found is not None and "`zz-1-a` · one · roads \\*close\\*" in found.text
    assert whole[found.start : found.end].strip('"') == "1-a"
    chinese = hover(view_of(whole, tmp_path, spoken="zh"), place)
    assert chinese is not None and "封路" in chinese.text


def test_every_keyword_and_function_of_the_language_is_told() -> None:
    terminals = {t for name in DIALECTS for t in dialect(name).keywords}
    assert terminals <= KEYWORDS.keys()
    functions = set(dialect("en").groups["functions"]) | standard_environment().functions.keys()
    assert {f"functions:{name}" for name in functions} <= BUILT_IN.keys() and functions <= TAKEN.keys()
    assert {f"types:{name}" for name in dialect("en").groups["types"]} <= BUILT_IN.keys()


@pytest.mark.nightly
def test_it_takes_no_longer_than_somebody_waits() -> None:
    project, path, text = shipped("jilin")
    places = [text.index(word) + 2 for word in ("police must", "incident.persuasion", "disrupts_order", "remove_after")]
    view = View(project.snapshot(), path)
    for place in places:
        hover(view, place)
    started = time.perf_counter()
    for place in places:
        assert hover(view, place) is not None
    assert (time.perf_counter() - started) / len(places) < 0.25  # a busy machine; 5 ms where nothing else runs
