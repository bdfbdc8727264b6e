"""The golden clauses: hard ones of twelve documents, and forms in vocabularies that are Chinese throughout."""

from __future__ import annotations

from pathlib import Path

import pytest

import pingan
from tests.clauses.golden import GOLDEN, lowered

FILES = [
    GOLDEN / f"{name}.rules"
    for name in (
        *("hard_clauses", "数期许禁", "hard_escalations", "上报督办", "graded_sanctions", "分级处置"),
        *("decision_tables", "决策表"),
    )
]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_nothing_is_wrong_with_them(file: Path) -> None:
    assert [f"{d.span}: {d.message}" for d in pingan.check(file)] == []


def test_they_are_in_form(file: Path) -> None:
    text = file.read_text("utf-8")
    assert pingan.format_text(text) == text


def test_their_scenarios_hold(file: Path) -> None:
    results = pingan.load(file).test()
    assert results
    assert [(r.title, r.failures) for r in results if not r.passed] == []


@pytest.mark.parametrize("dialect", ["en", "zh"])
def test_in_the_other_dialect_they_become_the_same_rules(file: Path, dialect: str) -> None:
    text = file.read_text("utf-8")
    assert lowered(pingan.format_text(text, dialect=dialect)) == lowered(text)
