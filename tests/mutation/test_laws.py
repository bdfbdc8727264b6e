"""Laws: what is proven equal is equal, a killer kills, and how mutants are tried makes no difference."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pingan
from pingan.graph.from_model import lower
from pingan.model import nodes as m
from pingan.mutation.applied import changed
from pingan.mutation.differences import _said
from pingan.mutation.equivalence import proof
from pingan.mutation.mutants import mutants_of
from pingan.mutation.nodes import Mutant
from pingan.program.from_graph import compile_graph
from pingan.program.program import Program
from pingan.scenarios import run_scenario, with_probes
from pingan.testing import facts
from tests.mutation.test_small import POOL

TIDES = """\
policy tides {
    zone "Asia/Shanghai"
    applies when residents > 0
    in force from 2016-01-01
}

enum Level ordered { low, middle, high }

record Bridge is actor {
    closed: boolean
    seats: integer >= 0
}

fact residents: integer >= 0
fact depth: integer >= 0
fact share: decimal >= 0 and <= 1
fact level: Level
fact drill: boolean optional
fact bridge: Bridge optional
fact signs: set of Level
actor warden
actor keeper
action close_road
action tell

define state: Level {
    is high when level = high
    is middle when level = middle and depth >= 2
    is low otherwise
}

rule all_of_it {
    when depth >= 0 and (depth >= 3 or depth >= 5) and (drill or residents > 0)
    then warden must close_road
}

rule level_known {
    in force from 2016-01-01
    when level >= low and signs has any of {high} and share <= 100%
    unless level > high
    then warden must tell
}

rule there {
    when present(bridge) and depth > 1
    then bridge must close_road fulfilled when bridge.closed and bridge.seats >= 0
}

scenario "nothing is expected of much" {
    given depth = 4
    as of 2016-06-01
    expect undetermined all_of_it
}
"""


@pytest.fixture(scope="module")
def tides() -> pingan.Policy:
    return pingan.load(pingan.Source("tides.rules", TIDES))


def _equivalent(policy: pingan.Policy) -> list[Mutant]:
    return [mutant for mutant in mutants_of(policy) if proof(mutant, policy.model) is not None]


def test_what_is_proven_equal(tides: pingan.Policy) -> None:
    found = {(mutant.mutator, mutant.key, mutant.after) for mutant in _equivalent(tides)}
    # depth >= 6 stands behind depth >= 3; as 4 it would not say the same.
    assert ("threshold", "tides.all_of_it", "depth ≥ 6") in found
    assert ("threshold", "tides.all_of_it", "depth ≥ -1") in found
    assert ("in-force", "tides.level_known", "") in found
    assert ("quantifier", "tides.level_known", "signs has all of {high}") in found
    assert ("operand", "tides.there", "when depth > 1") in found  # a bridge that is not there has no duty
    assert ("condition", "tides.all_of_it", "") not in found
    assert not any(
        mutant.mutator in ("strictness", "modality") and mutant.key == "tides.there" for mutant in _equivalent(tides)
    )


def _answers(program: Program, policy: m.Policy, given_facts: object, as_of: str) -> object:
    from datetime import date

    part = program.part(
        given_facts,
        as_of=date.fromisoformat(as_of),
        rules=frozenset(policy.rules),
        definitions=frozenset(policy.definitions),
    )
    norms = [(n.policy, n.rule, n.bearer.name, n.states, n.applies) for n in part.norms]
    return norms, [(f.subject, f.value) for f in part.findings]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(["2015-12-31", "2016-01-01", "2016-06-01"]))
def test_what_is_proven_equal_never_differs(tides: pingan.Policy, data: st.DataObject, as_of: str) -> None:
    given_facts = data.draw(facts(tides), label="facts")
    said = _answers(tides.program, tides.model, given_facts, as_of)
    for mutant, program in _programs(tides):
        assert _answers(program, tides.model, given_facts, as_of) == said, mutant


_MADE: dict[int, list[tuple[Mutant, Program]]] = {}


def _programs(policy: pingan.Policy) -> list[tuple[Mutant, Program]]:
    if id(policy) not in _MADE:
        found = []
        for mutant in _equivalent(policy):
            model = changed(policy.model, mutant)
            assert model is not None
            found.append((mutant, compile_graph(lower(model), policy.environment)))
        _MADE[id(policy)] = found
    return _MADE[id(policy)]


@pytest.mark.parametrize("name", ["ankang", "opinion3"])
def test_a_killer_fails_through_the_plain_pipeline(name: str) -> None:
    policy = pingan.load(name)
    report = pingan.mutate(policy, witnesses=False, sample=40, seed=1)
    scenarios = {f"{s.module}: {s.title}": s for s in policy.model.scenarios}
    mutants = {mutant.id: mutant for mutant in mutants_of(policy)}
    killed = [t for t in report.tried if t.verdict.kind == "killed"]
    assert killed
    for tried in killed:
        scenario = scenarios[tried.verdict.by or ""]
        under = policy.with_settings(scenario.settings).model if scenario.settings else policy.model
        model = changed(with_probes(under), mutants[tried.mutant.id])
        assert model is not None
        for each, passes in ((with_probes(under), True), (model, False)):
            result = run_scenario(scenario, each, compile_graph(lower(each), policy.environment))
            assert result.passed is passes, (tried.mutant, each is model)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_find_the_same(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    from pingan.mutation import from_policy, running

    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    pool = partial(ProcessPoolExecutor, mp_context=multiprocessing.get_context(method))
    monkeypatch.setattr(running, "ProcessPoolExecutor", pool)
    monkeypatch.setattr(from_policy, "_FEW", 0)
    load = partial(pingan.load, "ankang")
    serial = pingan.mutate(load(), only=["modality", "bearer", "action"])
    parallel = pingan.mutate(load(), only=["modality", "bearer", "action"], jobs=2, load=load)
    assert parallel == serial


def _crashing() -> pingan.Policy:
    """Loads the policy, in a process that ends while it tries anything of the gate."""
    import os

    from pingan.mutation import killing, trying

    def judged(self: trying.Trier, mutant: Mutant) -> object:
        if mutant.key == "pool.gate" and mutant.mutator == "action":
            os._exit(3)
        return killing.verdict_of(mutant, self.stages)

    trying.Trier.judged = judged  # type: ignore[method-assign, assignment]
    return pingan.load(pingan.Source("pool.rules", POOL))


def test_a_process_that_ends_is_told_and_loses_nothing_else() -> None:
    policy = pingan.load(pingan.Source("pool.rules", POOL))
    from pingan.mutation.running import by_processes

    mutants = mutants_of(policy)
    found = {mutant.id: each.verdict for mutant, each in by_processes(_crashing, {}, mutants, 2, False)}
    serial = {t.mutant.id: t.verdict for t in pingan.mutate(policy, witnesses=False).tried}
    (lost,) = [x for x in mutants if x.key == "pool.gate" and x.mutator == "action"]
    assert found.pop(lost.id).kind == "error"
    del serial[lost.id]
    assert found == serial


def test_nothing_runs_on_after_an_interruption() -> None:
    import threading

    from pingan.mutation.running import by_processes

    before = set(threading.enumerate())
    load = partial(pingan.load, pingan.Source("pool.rules", POOL))
    trying = by_processes(load, {}, mutants_of(load()), 2, False)
    next(trying)
    trying.close()
    assert set(threading.enumerate()) == before


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PINGAN_CACHE", str(tmp_path / "kept"))
    return tmp_path / "kept"


def test_what_is_kept_is_what_would_be_found(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pingan.mutation import killing, trying

    tried: list[Mutant] = []

    def counting(mutant: Mutant, stages: object) -> object:
        tried.append(mutant)
        return killing.verdict_of(mutant, stages)  # type: ignore[arg-type]

    monkeypatch.setattr(trying, "verdict_of", counting)
    policy = pingan.load(pingan.Source("pool.rules", POOL))
    first = pingan.mutate(policy)
    assert len(tried) == len(first.tried)
    tried.clear()
    assert pingan.mutate(policy) == first and not tried

    # One more scenario about the gate: only what it may notice is tried again.
    edited = POOL + 'scenario "open" {\n    given depth = 6\n    as of 2016-06-01\n    expect warden may open_gate\n}\n'
    again = pingan.load(pingan.Source("pool.rules", edited))
    kept = pingan.mutate(again)
    of_closing = [mutant for mutant in tried if mutant.key == "pool.closing"]
    assert {mutant.mutator for mutant in of_closing} == {"action"}  # it makes the rule one about the gate
    assert len(tried) < len(first.tried) / 2 + 3
    monkeypatch.setenv("PINGAN_CACHE", "off")
    assert pingan.mutate(again) == kept


def test_an_interruption_keeps_what_was_found(cache: Path) -> None:
    policy = pingan.load(pingan.Source("pool.rules", POOL))

    def interrupt(done: int, total: int) -> None:
        if done >= 5:
            raise KeyboardInterrupt

    report = pingan.mutate(policy, witnesses=False, progress=interrupt)
    assert report.interrupted and 5 <= len(report.tried) < report.made
    told: list[int] = []
    whole = pingan.mutate(policy, witnesses=False, progress=lambda done, total: told.append(done))
    assert told[0] == len(report.tried)
    assert whole == pingan.mutate(policy, witnesses=False)


def test_what_two_mutants_say_is_told_apart() -> None:
    policy = pingan.load(pingan.Source("pool.rules", POOL))
    from datetime import date

    part = policy.program.part(
        {"depth": 4, "drill": False}, as_of=date(2016, 6, 1), rules=frozenset(policy.model.rules)
    )
    assert list(_said(part, "pool.closing")) and not list(_said(part, "pool.nothing"))
