"""What every word of a file is, for colouring."""

from __future__ import annotations

import pytest

from pingan.editor.tokens import tokens
from pingan.editor.view import View
from tests.editor.viewing import HEADER, POLICIES, shipped, view_of

TEXT = (
    HEADER
    + """
# a comment
interpretation ground { question "?" readings { one, two } default one }
define deep "深" (g: Gauge): boolean { is g.depth_cm >= 30% }
rule close_now {
    for each g in gauges
    when g.deep and gauge.hopeless and ground = one and any(x in gauges: present(x.phone))
    then warden must report(to: engineer) within 2 hours
}
"""
)


def _kinds(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {text[t.start : t.end]: (t.kind, t.modifiers) for t in tokens(view_of(text))}


def test_names_are_what_they_mean_and_words_what_they_are() -> None:
    found = _kinds(TEXT)
    assert found["policy"] == ("keyword", ()) and found["zz"] == ("module", ("declaration",))
    assert found["# a comment"][0] == "comment" and found['"深"'][0] == "string" and found["30%"][0] == "number"
    assert found["deep"][0] == "definition" and found["Gauge"][0] == "record" and found["boolean"][0] == "type"
    assert found["depth_cm"][0] == "field" and found["gauges"][0] == "fact" and found[">="][0] == "operator"
    assert found["hopeless"] == ("field", ("judgement",)) and found["phone"] == ("field", ("sensitive", "optional"))
    assert found["warden"][0] == "actor" and found["report"][0] == "action" and found["to"][0] == "argument"
    assert found["any"][0] == "function" and found["one"][0] == "reading" and found["ground"][0] == "interpretation"
    assert found["close_now"] == ("rule", ("declaration",)) and found["g"][0] == "variable"
    assert found["for"][0] == found["each"][0] == found["hours"][0] == "keyword"


def test_a_word_of_the_language_that_is_a_name_is_a_name() -> None:
    found = _kinds("vocabulary zz\nrecord R { day: integer  version: text }\nfact document: R\n")
    assert found["day"][0] == "field" and found["version"][0] == "field" and found["document"][0] == "fact"


@pytest.mark.parametrize("name", ["gongcheng", pytest.param("jilin", marks=pytest.mark.nightly)])
def test_tokens_stand_in_order_on_one_line_and_do_not_overlap(name: str) -> None:
    project, path, text = shipped(name)
    found = tokens(View(project.snapshot(), path))
    assert len(found) > 4_000
    last = 0
    for token in found:
        assert last <= token.start < token.end <= len(text)
        assert "\n" not in text[token.start : token.end]
        last = token.end


def test_a_range_has_the_tokens_of_the_whole() -> None:
    project, path, text = shipped("opinion3")
    view = View(project.snapshot(), path)
    start, end = text.index("rule "), text.index("rule ") + 400
    part = tokens(view, start, end)
    assert part == tuple(t for t in tokens(view) if t.end >= start and t.start <= end)


def test_han_names_beside_each_other_are_several_tokens() -> None:
    text = (POLICIES / "ankang" / "ankang.rules").read_text("utf-8")
    project, path, _ = shipped("ankang")
    found = tokens(View(project.snapshot(), path))
    words = [text[t.start : t.end] for t in found if t.kind == "keyword"]
    assert "规则" in words and "应当" in words and "当" in words
    assert {"rule", "actor", "action", "fact", "field"} <= {t.kind for t in found}
