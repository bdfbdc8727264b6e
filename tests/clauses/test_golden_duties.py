"""The hardest escalations and supervisions of ten documents, and forms in a vocabulary that is Chinese throughout."""

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
FILES = [GOLDEN / "hard_escalations.rules", GOLDEN / "上报督办.rules"]

# The clauses of the ten registers beside the two shipped ones that are of these two kinds.
CLAUSES = {
    "county": "2.1.1-h 2.1.2-i 2.1.2-j 2.1.3-c 2.5.1-f",
    "district5": "A5-b",
    "jizhou": "4-j 4-k",
    "xigong": "D2-c D2-d D2-e D2-f D2-g D2-h",
    "zhangping": "3.3-e",
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


def test_every_clause_of_the_ten_registers_is_cited() -> None:
    module = lowered(FILES[0].read_text("utf-8"))
    cited = {c.clause for d in module.declarations if isinstance(d, nodes.Rule) for c in d.cites}
    wanted = {f"{document}-{clause}" for document, clauses in CLAUSES.items() for clause in clauses.split()}
    assert wanted - cited == set()


def test_their_norms_are_grouped_by_what_they_are() -> None:
    policy = pingan.load(FILES[0])
    kinds = {n.rule: n.kind for n in policy.evaluate({}, as_of="2021-11-01").norms}
    assert {kinds[r] for r in ("violent_dispute", "report_case", "call_police")} == {"escalation"}
    assert {kinds[r] for r in ("ask_for_listing", "injured_staff", "injured_staff_release")} == {"supervision"}
