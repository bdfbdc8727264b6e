"""A policy small enough that every mutant of it, and what becomes of it, was worked out by hand."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

import pingan
from pingan.mutation.mutants import mutants_of
from pingan.mutation.nodes import MutationReport
from pingan.mutation.to_dict import mutation_data
from pingan.mutation.to_text import mutation_text

POOL = """\
policy pool "Pools" {
    zone "Asia/Shanghai"
    in force from 2016-01-01
}

fact depth: integer >= 0
fact drill: boolean
actor keeper
actor warden
action close_pool
action open_gate

rule closing {
    when depth >= 3
    unless drill
    then keeper must close_pool
}

rule gate {
    when depth > 5
    then warden may open_gate
}

scenario "deep" {
    given depth = 3
    given drill = false
    as of 2016-06-01
    expect keeper must close_pool
}

scenario "shallow" {
    given depth = 2
    given drill = false
    as of 2016-06-01
    expect closing none
}
"""

EXPECTED = {
    # The policy itself: nobody asks about a day before it is in force, or the day itself.
    ("threshold", "pool.pool", "in force from 2015-12-31"): "survived",
    ("threshold", "pool.pool", "in force from 2016-01-02"): "survived",
    ("in-force", "pool.pool", ""): "survived",
    # Both sides of 3 are asked, and who must do what.
    ("condition", "pool.closing", ""): "killed",
    ("negation", "pool.closing", "when depth < 3"): "killed",
    ("strictness", "pool.closing", "when depth > 3"): "killed",
    ("threshold", "pool.closing", "when depth ≥ 2"): "killed",
    ("threshold", "pool.closing", "when depth ≥ 4"): "killed",
    ("exception", "pool.closing", ""): "survived",  # no scenario is about a drill
    ("negation", "pool.closing", "unless not drill"): "killed",
    ("modality", "pool.closing", "keeper should close_pool"): "killed",
    ("modality", "pool.closing", "keeper may close_pool"): "killed",
    ("modality", "pool.closing", "keeper must not close_pool"): "killed",
    ("bearer", "pool.closing", "warden must close_pool"): "killed",
    ("action", "pool.closing", "keeper must open_gate"): "killed",
    # Nobody asks about the gate. A mutant of another rule that acts on it is asked by nobody, either.
    ("condition", "pool.gate", ""): "survived",
    ("negation", "pool.gate", "when depth ≤ 5"): "survived",
    ("strictness", "pool.gate", "when depth ≥ 5"): "survived",
    ("threshold", "pool.gate", "when depth > 4"): "survived",
    ("threshold", "pool.gate", "when depth > 6"): "survived",
    ("modality", "pool.gate", "warden must open_gate"): "survived",
    ("modality", "pool.gate", "warden may at its discretion open_gate"): "survived",
    ("bearer", "pool.gate", "keeper may open_gate"): "survived",
    ("action", "pool.gate", "warden may close_pool"): "survived",
}


@pytest.fixture(scope="module")
def report() -> MutationReport:
    return pingan.mutate(pingan.load(pingan.Source("pool.rules", POOL)))


def test_every_mutant_and_its_verdict(report: MutationReport) -> None:
    found = {(t.mutant.mutator, t.mutant.key, t.mutant.after): t.verdict.kind for t in report.tried}
    assert found == EXPECTED
    assert len(report.tried) == len(EXPECTED)


def test_the_score_counts_them(report: MutationReport) -> None:
    killed = sum(kind == "killed" for kind in EXPECTED.values())
    assert (report.total.killed, report.total.counted) == (killed, len(EXPECTED))
    assert {t.name: (t.killed, t.survived) for t in report.by_rule}["pool.closing"] == (11, 1)
    assert sum(t.counted for t in report.by_mutator) == report.total.counted
    assert report.registers == {"pool": False}


def test_witnesses_hold_of_the_policy_and_notice(report: MutationReport) -> None:
    survivors = [t for t in report.survivors if t.witness is not None]
    assert {t.mutant.mutator for t in survivors} >= {"exception", "in-force", "bearer", "strictness", "threshold"}
    more = POOL + "\n" + "\n".join(t.witness or "" for t in survivors)
    policy = pingan.load(pingan.Source("pool.rules", more))
    assert all(result.passed for result in policy.test())
    again = pingan.mutate(policy, witnesses=False)
    left = {t.mutant.id for t in again.survivors}
    assert left == {t.mutant.id for t in report.survivors if t.witness is None}


def test_identities_are_the_same_in_every_run() -> None:
    policy = pingan.load(pingan.Source("pool.rules", POOL))
    assert [m.id for m in mutants_of(policy)] == [m.id for m in mutants_of(policy)]
    assert len({m.id for m in mutants_of(policy)}) == len(EXPECTED)


def test_only_and_sample(report: MutationReport) -> None:
    policy = pingan.load(pingan.Source("pool.rules", POOL))
    gate = pingan.mutate(policy, only=["gate", "threshold"], witnesses=False)
    assert [(t.mutant.key, t.mutant.mutator) for t in gate.tried] == [("pool.gate", "threshold")] * 2
    some = pingan.mutate(policy, sample=5, seed=3, witnesses=False)
    assert len(some.tried) == 5 and some.made == len(EXPECTED)
    assert [t.mutant.id for t in some.tried] == [
        t.mutant.id for t in pingan.mutate(policy, sample=5, seed=3, witnesses=False).tried
    ]
    with pytest.raises(ValueError, match="`gates` is no mutator"):
        pingan.mutate(policy, only=["gates"])


def test_a_scenario_that_fails_notices_nothing() -> None:
    wrong = POOL.replace("expect closing none", "expect closing applies")
    report = pingan.mutate(pingan.load(pingan.Source("pool.rules", wrong)), only=["closing"], witnesses=False)
    assert report.failing == ("pool: shallow",)
    assert {t.verdict.by for t in report.tried} == {"pool: deep", None}


def test_as_data_and_as_text(report: MutationReport) -> None:
    data = mutation_data(report)
    schema = json.loads(files("pingan.mutation").joinpath("schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads(json.dumps(data)))
    english, chinese = mutation_text(report, "en", full=True), mutation_text(report, "zh", full=True)
    assert "11 of 24 noticed: 45.8 %" in english and "24 个中发现 11 个：45.8%" in chinese
    assert "would notice it:" in english and "可发现它的情景" in chinese
    assert "no register of clauses, so no citation was dropped: pool" in english
