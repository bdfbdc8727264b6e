"""The catalogue in docs is what `pingan catalogue` makes of the shipped policies, and its links lead somewhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import pingan
from pingan.catalogue.index import INDEX, file_name, index
from pingan.catalogue.overview import overview
from pingan.catalogue.phrases import Language
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.modules.loader import load_modules
from tests.docs.catalogue import FOLDERS, made
from tests.docs.pages import ROOT

NAMES = pingan.shipped_policies()
REMEDY = "run `make catalogue`"
LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")
ANCHOR = re.compile(r'<a id="([^"]+)">')


@cache
def load(name: str) -> pingan.Policy:
    return pingan.load(name)


def same(file: Path, text: str) -> bool:
    """Whether *file* holds *text* (compared here: the difference of two long pages tells nobody anything)."""
    return file.exists() and file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("language", FOLDERS)
@pytest.mark.parametrize("name", NAMES)
def test_the_page_of_a_policy_is_what_its_text_makes(name: str, language: Language) -> None:
    file = FOLDERS[language] / file_name(name)
    assert same(file, made([load(name)], language)[file]), f"{file.relative_to(ROOT)}: {REMEDY}"


@pytest.mark.parametrize("language", FOLDERS)
def test_the_list_has_every_policy(language: Language) -> None:
    modules = load_modules(NAMES, Diagnostics(), environment=pingan.standard_environment()).modules
    listed = index((overview(modules[name]) for name in NAMES), language)
    assert same(FOLDERS[language] / INDEX, listed), REMEDY
    there = {file.name for file in FOLDERS[language].iterdir()}
    assert there == {INDEX, *map(file_name, NAMES)}, REMEDY


@pytest.mark.parametrize("language", FOLDERS)
def test_links_of_the_catalogue_lead_somewhere(language: Language) -> None:
    broken = []
    for page in FOLDERS[language].glob("*.md"):
        text = page.read_text(encoding="utf-8")
        anchors = {f"#{name}" for name in ANCHOR.findall(text)}
        targets = set(LINK.findall(text)) - anchors
        broken += [f"{page.name}: {target}" for target in targets if not (page.parent / target).is_file()]
    assert broken == []
