"""The Chinese reference page shows every word that the dialect prints."""

from __future__ import annotations

import tomllib

from tests.docs.pages import ROOT


def test_every_word_of_the_chinese_dialect_stands_on_its_page() -> None:
    page = (ROOT / "docs/zh/reference.md").read_text(encoding="utf-8")
    groups = tomllib.loads((ROOT / "grammars/zh/words.toml").read_text(encoding="utf-8"))
    rows = (row for group in groups.values() if isinstance(group, dict) for row in group.values())
    # The orders of words are texts, not rows of words.
    words = {word for row in rows if isinstance(row, list) for word in row}
    assert {word for word in words if word not in page} == set()
