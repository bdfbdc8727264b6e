"""Every sample of facts has a page, and the page shows what its commands print."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from tests.docs.samples import FOLDER, LIST, commands, pages, questions, refreshed

FACTS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "policies/facts").glob("*.json"))
PAGES = pages()


def test_every_file_of_facts_has_a_page_and_every_page_is_listed() -> None:
    asked = {question.facts for page in PAGES for question in questions(page)}
    assert sorted(asked) == FACTS
    listed = set(re.findall(r"\]\((\w+\.md)\)", LIST.read_text(encoding="utf-8")))
    assert listed == {page.name for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_page_shows_what_its_commands_print(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert commands(text)
    shown, printed = text.splitlines(), refreshed(text).splitlines()
    differing = [pair for pair in zip(shown, printed, strict=False) if pair[0] != pair[1]]
    assert (len(shown), differing[:3]) == (len(printed), []), "run `make catalogue` and read what has changed"


@cache
def anchors(file: Path) -> set[str]:
    """Where links into *file* may lead: its own anchors, and its headings."""
    text = file.read_text(encoding="utf-8")
    headings = (re.sub(r"[^\w -]", "", heading.lower()).strip() for heading in re.findall(r"^#+ (.*)$", text, re.M))
    return {f"#{name}" for name in (*re.findall(r'id="([^"]+)"', text), *(h.replace(" ", "-") for h in headings))}


def test_links_of_the_pages_lead_somewhere() -> None:
    broken = []
    for page in [LIST, *PAGES]:
        for target, anchor in re.findall(r"\]\(([^)#\s]+)(#[^)\s]+)?\)", page.read_text(encoding="utf-8")):
            file = FOLDER / target
            if not file.exists() or (anchor and anchor not in anchors(file)):
                broken.append(f"{page.name} -> {target}{anchor}")
    assert broken == []
