"""The documentation site: built once, without a warning, then looked at page by page."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from attrs import field, frozen
from lark import Lark

from docs._site import api, commands, generated
from docs._site.grammar.collected import LANGUAGES, collected
from docs._site.grammar.examples import example_of, folded
from docs._site.grammar.page import anchor
from docs._site.pages import is_chinese, twin_of
from docs._site.search import split
from docs._site.staging import HOMES, written
from pingan.clauses import CLAUSE_FORMS
from pingan.language.dialect import dialect
from pingan.tree.fragments import fragment_of
from pingan.tree.grammar_text import core_productions, grammar_text
from tests.docs.pages import ROOT

pytestmark = [pytest.mark.xdist_group("site")]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
LOADED = {
    "img": "src",
    "script": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "use": "href",
}
"""What a browser fetches by itself, and where it says from where."""


@frozen
class Html:
    """What a built page links to, loads, and can be linked to."""

    links: list[str] = field(factory=list)
    loads: list[str] = field(factory=list)
    ids: set[str] = field(factory=set)
    language: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {"links": [], "loads": [], "ids": [], "language": []}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found["ids"] += [given[name] for name in ("id", "name") if name in given]
        if tag == "html":
            self.found["language"].append(given.get("lang", ""))
        if tag == "a":
            self.found["links"] += [given[name] for name in ("href", "xlink:href") if name in given]
        elif tag == "link" and given.get("rel") in ("index", "search", "next", "prev"):
            self.found["links"].append(given.get("href", ""))
        elif tag in LOADED and LOADED[tag] in given:
            self.found["loads"].append(given[LOADED[tag]])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site: the one that CI has just built, or one built now."""
    ready = os.environ.get("PINGAN_SITE")
    if ready:
        return Path(ready)
    target = tmp_path_factory.mktemp("site") / "docs"
    done = subprocess.run(
        [sys.executable, "-m", "docs._site", str(target)], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return target


@cache
def read(file: Path) -> Html:
    reader = _Reader()
    reader.feed(file.read_text(encoding="utf-8"))
    found = reader.found
    return Html(found["links"], found["loads"], set(found["ids"]), "".join(found["language"]))


def pages_of(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


nightly_or_built = pytest.mark.skipif(
    not (os.environ.get("PINGAN_SITE") or os.environ.get("PINGAN_NIGHTLY")), reason="needs a site: PINGAN_SITE=FOLDER"
)


@nightly_or_built
def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    fetched = {(page.name, url) for page in pages_of(site) for url in read(page).loads if re.match(r"[a-z]+:|//", url)}
    assert fetched == set()
    sheets = {file.name: file.read_text(encoding="utf-8") for file in site.rglob("*.css")}
    assert [name for name, text in sheets.items() if re.search(r"url\(\s*['\"]?(?:https?:|//)|@import", text)] == []


@nightly_or_built
def test_every_link_leads_somewhere(site: Path) -> None:
    broken = []
    for page in pages_of(site):
        for link in read(page).links:
            if re.match(r"[a-z]+:|//", link) or not link:
                continue
            path, _, place = link.partition("#")
            target = (page.parent / unquote(path)).resolve() if path else page
            known = target.exists() and (target.suffix != ".html" or not place or unquote(place) in read(target).ids)
            if not known:
                broken.append(f"{page.relative_to(site)} -> {link}")
    assert broken == []


@nightly_or_built
def test_every_page_is_there_in_its_language_and_leads_to_its_twin(site: Path) -> None:
    names = {path.removesuffix(".md") for path in (*written(), *generated.paths())}
    for name in names:
        page = site / f"{name}.html"
        assert read(page).language == ("zh-CN" if is_chinese(name) else "en"), name
        twin = (site / f"{twin_of(name, names)}.html").resolve()
        assert twin in {(page.parent / unquote(link)).resolve() for link in read(page).links}, name


@nightly_or_built
@pytest.mark.parametrize("words", ["逾期", "劝说警告", "未定的事实", "deadlines", "MC/DC"])
def test_what_readers_type_is_in_the_index(site: Path, words: str) -> None:
    index = json.loads((site / "searchindex.js").read_text("utf-8").removeprefix("Search.setIndex(").removesuffix(")"))
    terms = {**index["terms"], **index["titleterms"]}
    searched = [word.lower() for word in split(words)]
    assert all(any(term.startswith(word[:5]) for term in terms) for word in searched), searched


@nightly_or_built
def test_every_production_is_drawn_on_its_page_in_both_languages(site: Path) -> None:
    for folder in ("", "zh/"):
        text = (site / f"{folder}reference/grammar.html").read_text("utf-8")
        assert {name for name in collected().entries if f'id="{anchor(name)}"' not in text} == set()
        drawings = sum(1 if e.is_shared else len(e.by_language) for e in collected().entries.values())
        assert text.count('class="railroad-diagram"') == drawings


@nightly_or_built
def test_every_public_name_and_every_command_has_its_place(site: Path) -> None:
    for module in api.modules():
        ids = read(site / f"reference/api/{module}.html").ids
        own = {name for name in api.public_names(module) if api.homes()[name] == module}
        assert {name for name in own if f"{module}.{name}" not in ids} == set(), module
    assert all((site / path.replace(".md", ".html")).exists() for path in commands.pages())


@nightly_or_built
@pytest.mark.skipif(CHROMIUM is None, reason="needs a browser")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("逾期", "zh/"),
        ("劝说警告", "policies/jilin"),
        ("working days", "howto/working-days"),
        ("next_questions", "reference/api"),
    ],
)
def test_the_search_of_the_site_finds_it(site: Path, typed: str, expected: str) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(f"{(site / 'search.html').as_uri()}?q={typed}")
        page.wait_for_selector("ul.search li a", timeout=30_000)
        found = [link.get_attribute("href") or "" for link in page.query_selector_all("ul.search li a")]
        browser.close()
    assert wrong == []
    assert any(expected in link for link in found), found


# --- what needs no site


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_production_has_an_example_of_its_own(language: str) -> None:
    entries = collected().entries
    productions = [p for entry in entries.values() if (p := entry.by_language.get(language)) is not None]
    shown = {p.name: example_of(p.name, language) for p in productions}
    assert [name for name, example in shown.items() if example is None] == []
    trees = {p.name: p.trees for p in productions if p.trees}
    assert {n: e for n, e in shown.items() if n in trees and e is not None and e.tree not in trees[n]} == {}


@pytest.mark.nightly
@pytest.mark.skipif(not os.environ.get("PINGAN_NIGHTLY"), reason="builds a parser that may begin anywhere")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_is_read_as_what_it_is_an_example_of(language: str) -> None:
    spoken = dialect(language)
    fragments = tuple(fragment_of(form, spoken, core_productions(spoken)) for form in CLAUSE_FORMS)
    entries = collected().entries.values()
    productions = [p for entry in entries if (p := entry.by_language.get(language)) is not None and p.trees]
    text = grammar_text(spoken, fragments)
    parser = Lark(
        text, start=[p.name for p in productions], parser="lalr", lexer="contextual", maybe_placeholders=False
    )
    for production in productions:
        example = example_of(production.name, language)
        assert example is not None
        parser.parse(folded(example.text), start=production.name)


def test_every_page_stands_in_the_navigation_of_its_language() -> None:
    from docs._site.navigation import sections

    pages = written()
    listed = {page for home in HOMES for _, named in sections(home, pages[home]) for page in named}
    folders = {page.rpartition("/")[0] for page in listed if page.endswith("README.md")}
    missing = {page for page in pages if page not in listed and page.rpartition("/")[0] not in folders}
    assert missing - set(HOMES) == set(), "name it on docs/index.md or docs/zh/index.md"


def test_every_word_of_either_language_is_in_a_drawing() -> None:
    from docs._site.grammar.page import all_keywords

    words = collected().words
    assert {k for language in LANGUAGES for k in words[language] if k not in all_keywords()} == set()


def test_chinese_is_cut_into_pairs_and_english_into_words() -> None:
    assert split("逾期未定 the MC/DC") == ["逾期", "期未", "未定", "the", "MC", "DC"]
    assert split("第3条") == ["第", "3", "条"]
