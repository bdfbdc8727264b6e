"""Of every shipped policy: each clause is accounted for, and scenarios show each clause that something follows from."""

from __future__ import annotations

from pathlib import Path

import pytest

import pingan
from pingan.coverage.from_policy import coverages_of
from pingan.coverage.nodes import KINDS

EXCUSED = Path(__file__).with_name("excused.txt")
"""The clauses of those kinds that are omitted all the same, with the reason: an excuse in a register is no secret."""


def excused() -> dict[str, str]:
    lines = (line.partition("#")[0].strip() for line in EXCUSED.read_text("utf-8").splitlines())
    return {name: reason.strip() for name, _, reason in (line.partition(":") for line in lines if line)}


@pytest.mark.parametrize("name", pingan.shipped_policies())
def test_every_clause_is_encoded_or_omitted_with_a_reason(name: str) -> None:
    (coverage,) = coverages_of(pingan.load(name), scenarios=False)
    assert [c.id for c in coverage.missing] == []
    assert [c.id for c in coverage.wrongly_omitted] == []
    assert [c.id for c in coverage.clauses if c.kind is None or not c.summary or not c.anchor or not c.locator] == []
    assert all(c.reason and len(c.reason) > 3 for c in coverage.clauses if c.standing == "omitted")


@pytest.mark.parametrize("name", pingan.shipped_policies())
def test_scenarios_show_each_clause_holding_nearly_holding_and_undetermined(name: str) -> None:
    (coverage,) = coverages_of(pingan.load(name))
    assert coverage.failed == ()
    assert {c.id: c.lacking for c in coverage.lacking} == {}
    assert {c.id: c.idle_excuses for c in coverage.idle_excuses} == {}


def test_what_is_omitted_although_something_follows_from_it_is_listed_here() -> None:
    found = {
        clause.id
        for name in pingan.shipped_policies()
        for clause in coverages_of(pingan.load(name), scenarios=False)[0].clauses
        if clause.kind in KINDS and clause.standing == "omitted"
    }
    assert found == set(excused())
    assert all(excused().values())
