"""The page: well-formed, whole in itself, and nothing of anybody's text is markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pingan
from pingan.diagnostics.plain import plain
from pingan.report.nodes import Timeline
from pingan.report.style import css_string
from tests.report.conftest import FACTS, FEW, Report
from tests.report.reading import Page, blocks

HOSTILE = '</td><script src="https://example.org/x.js">alert(1)</script><img onerror=x>\u202e\u200b\x1b[31m&amp;\'"'


@pytest.fixture(scope="module")
def hostile() -> tuple[pingan.Policy, pingan.Outcome]:
    """A policy whose titles, labels, notes and facts all try to get out of the page."""
    label = HOSTILE.replace('"', "”").replace("\u202e", "").replace("\u200b", "").replace("\x1b", "")
    text = (
        f'policy bad "{label}" {{ document "{label}" version "1" }}\n'
        f'fact name "{label}": text\nfact on: boolean\nactor who "{label}"\naction act "{label}" (what: text)\n'
        f'rule r "{label}" {{ when on and name = "x" or on then who must act(what: name) note "{label}" }}\n'
    )
    policy = pingan.load(pingan.Source("bad.rules", text))
    return policy, policy.evaluate({"name": HOSTILE, "on": True}, as_of="2016-06-18")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_well_formed_and_brings_everything_with_it(
    report: Report, blockade: tuple[pingan.Policy, pingan.Outcome], language: str
) -> None:
    for html in (report(language=language).to_html(), pingan.report_of(*blockade, language=language).to_html()):
        page = Page.of(html)
        assert page.wrong == []
        assert not [tag for tag, _ in page.tags if tag in ("script", "link", "img", "iframe", "object", "form", "base")]
        links = [attributes["href"] or "" for attributes in page.every("a")]
        ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
        assert all(link.startswith("#") and link[1:] in ids for link in links)
        assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|url\(|@import|src=", html)
        (policy,) = [a["content"] for a in page.every("meta") if a.get("http-equiv") == "Content-Security-Policy"]
        assert policy is not None
        assert policy.startswith("default-src 'none'")


def test_every_text_of_the_report_stands_on_the_page_in_order(report: Report) -> None:
    made = report()
    told = " ".join(" ".join(Page.of(made.to_html()).texts).split())
    drawn = {
        text for block in blocks(made) if isinstance(block, Timeline) for m in block.marks for text in (m.after, m.text)
    }
    place = 0
    for text in made.texts():
        if text in drawn:
            continue  # a drawing breaks its texts into lines
        found = told.find(" ".join(text.split()), place)
        assert found >= 0, text
        place = found


def test_ids_are_unique_headings_go_down_step_by_step_and_tables_say_what_their_heads_are(report: Report) -> None:
    page = Page.of(report().to_html())
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(set(ids)) == len(ids)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(attributes.get("scope") in ("col", "row", "rowgroup") for attributes in page.every("th"))
    assert all(attributes.get("aria-label") for attributes in page.every("table"))
    for attributes in page.every("svg"):
        assert attributes["role"] == "img"
        assert attributes["aria-label"]
    assert page.every("html")[0]["lang"] == "en"
    assert Page.of(report(language="zh").to_html()).every("html")[0]["lang"] == "zh-CN"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_texts_are_texts(hostile: tuple[pingan.Policy, pingan.Outcome], language: str) -> None:
    html = pingan.report_of(*hostile, language=language, title=HOSTILE).to_html()
    page = Page.of(html)
    assert page.wrong == []
    assert not [tag for tag, _ in page.tags if tag in ("script", "img")]
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert not re.search("[\u202e\u200b\x1b]", html)
    assert "<U+202E>" in page.texts[0]
    style = html[html.index("<style>") : html.index("</style>")]
    assert "<" not in style.removeprefix("<style>")


@given(st.text())
def test_a_string_of_css_never_ends_before_its_end(text: str) -> None:
    assert re.fullmatch(r'"([A-Za-z0-9]|\\[0-9a-f]+ )*"', css_string(text))
    read = re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), css_string(text))
    assert read == f'"{text}"'


@FEW
@given(name=st.text(max_size=200), title=st.text(max_size=60))
def test_whatever_a_value_or_a_title_is_the_page_shows_it_as_text(
    hostile: tuple[pingan.Policy, pingan.Outcome], name: str, title: str
) -> None:
    policy, _ = hostile
    if any("\ud800" <= c <= "\udfff" for c in name):
        return
    outcome = policy.evaluate({"name": name, "on": True}, as_of="2016-06-18")
    html = pingan.report_of(policy, outcome, title=title, language="en").to_html()
    page = Page.of(html)
    assert page.wrong == []
    assert page.every("script") == []
    told = plain(title).strip()
    assert not told or told in page.texts[0]


def test_the_same_report_gives_the_same_page(report: Report) -> None:
    assert report().to_html() == report(fresh=True).to_html()


def test_without_the_extra_for_pictures_the_report_says_so(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> Iterator[object]:
        from pingan.exporters.layout import LayoutError

        raise LayoutError

    monkeypatch.setattr("pingan.report.drawings.layout", missing)
    made = report({"visitors": 46})
    html = made.to_html()
    assert "they need the extra `graph`" in html
    assert "data-label" in html
    assert 'class="graph"' not in html


def test_a_very_long_word_may_break_anywhere(report: Report) -> None:
    assert "overflow-wrap: anywhere" in report().to_html()


def test_facts_of_a_large_list_are_told_up_to_a_number() -> None:
    text = "policy big {}\nrecord Item { size: integer }\nfact items: list of Item\nactor a\naction b\n"
    text += "rule r { for each x in items when x.size > 5 then a must b }\n"
    policy = pingan.load(pingan.Source("big.rules", text))
    facts = {"items": [{"size": n % 10} for n in range(600)]}
    made = pingan.report_of(policy, policy.evaluate(facts, as_of="2016-06-18"))
    texts = list(made.texts())
    assert any("more facts are not listed" in told for told in texts)
    assert FACTS
