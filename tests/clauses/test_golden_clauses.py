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

# The clauses of the ten registers beside the two shipped ones that are of these kinds and can be acted on.
CLAUSES = {
    "ankang": "3-b",
    "county": ("2.2.2-h 2.2.4-c 2.2.4-d 2.4.1-c 2.4.3-a 2.4.3-c 2.5.1-a 3.1-a 3.1-e 3.2-a 3.2.1-d 3.3-a 3.3-b 4.5-b "),
    "district5": "p3-b p3-c p3-d p3-e A2.3-e A3.1-f A3.1-g A3.1-h A3.1-i",
    "gongcheng": "1-b 1-c 1-d 1-e 1-f 2.6-a",
    "jinzhou": "p3-h p3-i A2-f B.health-d",
    "jizhou": "2-p 2-q 2-t 5-g 5-i 8-d",
    "opinion3": "3-j 4-k 4-l 5-a",
    "wuhan": "2.1-e 2.3-a 2.4-a 2.4-b 2.5-a 2.5-e 3.3-e 3.4-b 3.4-d",
    "xigong": (
        "p9-b p9-e p9-f p9-g p9-h p9-i p9-j p9-k C1-a C1-b C1-c C1-d C1-e C1-f C1-g C2-a C2-b C2-c C2-d "
        "C2-e C2-f C2-g C3-a C3-b C3-c C3-d C3-e C3-f "
    ),
    "zhangping": "2.2-e 3.1-a 3.2-a 3.3-a 3.3-g 3.3-i",
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


def cited(file: Path) -> set[str]:
    bearing = [d for d in lowered(file.read_text("utf-8")).declarations if isinstance(d, nodes.Rule | nodes.Definition)]
    return {c.clause for d in bearing for c in d.cites}


def test_every_such_clause_of_the_ten_registers_is_cited() -> None:
    """What is a step of measures that grow, or a report, stands in the files of its own."""
    files = [FILES[0], GOLDEN / "graded_sanctions.rules", GOLDEN / "hard_escalations.rules"]
    found = set[str]().union(*map(cited, files))
    wanted = {f"{document}-{clause}" for document, clauses in CLAUSES.items() for clause in clauses.split()}
    assert wanted - found == set()


def test_the_two_shipped_documents_are_in_it_too() -> None:
    assert {c.split("-")[0] for c in cited(FILES[0])} == {*CLAUSES, "jilin", "national"}


def test_bare_members_are_gone_over_where_one_enum_has_them_all() -> None:
    policy = pingan.load(FILES[0])
    norms = [n for n in policy.evaluate({}, as_of="2018-06-01").norms if n.rule == "ways_to_book"]
    assert [str(n.modality) for n in norms] == ["may"] * 3


def test_a_member_that_is_an_argument_is_told_once() -> None:
    told = pingan.load(FILES[0]).evaluate({}, as_of="2018-06-01").to_text()
    assert "  patient may book(by: consulting_room)\n" in told
