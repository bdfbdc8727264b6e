"""The graded sanctions of ten documents, and ladders in a vocabulary that is Chinese throughout."""

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
FILES = [GOLDEN / "graded_sanctions.rules", GOLDEN / "分级处置.rules"]

# The clauses of the ten registers beside the two shipped ones that are sanctions, or steps of measures that grow.
CLAUSES = {
    "ankang": "1-c",
    "county": "2.1.2-c 2.1.2-i 2.1.2-j 2.1.3-b 2.1.3-c 4.1-e 4.2-b 4.2-c",
    "district5": "B3-c B3-d",
    "gongcheng": "2.2-d 2.2-g",
    "jinzhou": "B.police-b A2-l A4-b B.proc-a",
    "jizhou": "4-g 4-i 4-j 4-k 8-j 8-k",
    "opinion3": "3-j 4-l",
    "wuhan": "2.1-d 2.1-e 2.1-f 2.1-g 2.1-h 2.1-i 2.5-c",
    "xigong": "A1.2-d D2-b D2-c D2-d D2-e D2-f D2-g D2-i",
    "zhangping": "4.4-a 4.4-b",
}


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


def test_every_such_clause_of_the_ten_registers_is_cited() -> None:
    module = lowered(FILES[0].read_text("utf-8"))
    cited = {c.clause for d in module.declarations if isinstance(d, nodes.Rule) for c in d.cites}
    assert {f"{document}-{clause}" for document, clauses in CLAUSES.items() for clause in clauses.split()} <= cited


def test_the_outcome_says_first_how_far_the_matter_has_come() -> None:
    policy = pingan.load(FILES[1])
    facts = {"事件": {"扰乱秩序": True, "已停止": False, "劝说": "无效", "发生时间": "2021-03-01T09:00:00+08:00"}}
    outcome = policy.evaluate(facts, as_of="2021-03-01T11:00:00+08:00")
    told = outcome.to_text(language="zh")
    assert "所处阶段\n  扰乱秩序的处置：至少为警告，或许已到带离或刑事追究" in told
    (first, _) = outcome.reached
    assert (first.surely, first.possibly) == ("警告阶段", "刑事阶段")
    assert {cause.subject for cause in first.causes} == {"事件.警告", "事件.警告时间", "事件.犯罪"}
