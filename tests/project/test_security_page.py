"""The page on security promises tests by name: they are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def named_tests() -> list[tuple[str, str]]:
    """File and name of every test that the page names; ``::name`` alone is of the file named before it."""
    page = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    found = []
    path = ""
    for reference in re.findall(r"`((?:tests/[\w/]+\.py)?::\w+)`", page):
        file, _, name = reference.partition("::")
        path = file or path
        found.append((path, name))
    return found


def test_every_test_that_the_page_names_exists() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in named_tests()
        if not (ROOT / path).is_file() or f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_the_page_names_many() -> None:
    assert len(set(named_tests())) >= 50
