"""The documentation site: built once, without a warning, then looked at page by page."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from attrs import field, frozen

from docs._site import api, commands, generated
from docs._site.grammar.collected import LANGUAGES, collected
from docs._site.grammar.page import anchor
from docs._site.pages import is_chinese, twin_of
from docs._site.search import split
from docs._site.staging import HOMES, written
from tests.docs.pages import ROOT

pytestmark = [pytest.mark.xdist_group("site")]
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


# --- what needs no site


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
