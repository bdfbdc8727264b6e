"""Figures, days, permissions and prohibitions of twelve documents: the hardest clauses of these kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

import pingan
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.modules.loader import load_modules
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from pingan.syntax.nodes import Module

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = [GOLDEN / "hard_clauses.rules", GOLDEN / "数期许禁.rules"]


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def file(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def lowered(text: str) -> Module:
    diagnostics = Diagnostics()
    modules = load_modules([Source("<text>", text)], diagnostics, environment=standard_environment())
    assert not diagnostics.has_errors
    (name,) = modules.targets
    return modules.modules[name].syntax


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


def test_they_come_from_all_twelve_registers() -> None:
    module = lowered(FILES[0].read_text("utf-8"))
    bearing = [d for d in module.declarations if isinstance(d, nodes.Rule | nodes.Definition)]
    cited = {c.clause for d in bearing for c in d.cites}
    documents = "ankang county district5 gongcheng jilin jinzhou jizhou national opinion3 wuhan xigong zhangping"
    assert {c.split("-")[0] for c in cited} == set(documents.split())


def test_bare_members_are_gone_over_where_one_enum_has_them_all() -> None:
    policy = pingan.load(FILES[0])
    norms = [n for n in policy.evaluate({}, as_of="2018-06-01").norms if n.rule == "ways_to_book"]
    assert [str(n.modality) for n in norms] == ["may"] * 3
