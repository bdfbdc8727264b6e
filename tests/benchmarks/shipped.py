"""The policies that ship, all on one table, asked with the fact files that ship."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Final

import pingan
from pingan.language.instants import parse_instant
from tests.benchmarks.figure import Figure, Settings, at_most, duration, number
from tests.benchmarks.peers.graph_ifs import plain_peer, plain_source
from tests.benchmarks.process import ROOT, in_turn
from tests.benchmarks.timing import Side, best, pair

AS_OF: Final = "2016-06-01T12:00+08:00"
ONE: Final = "jilin"
BESIDE: Final = "plain `if`s, a function a rule"


def figures(settings: Settings) -> Iterator[Figure]:
    names = pingan.shipped_policies()
    files = sorted((ROOT / "policies/facts").glob("*.json"))
    begin = time.perf_counter()
    policy = pingan.load(*names)
    loaded = time.perf_counter() - begin
    instant = parse_instant(AS_OF, policy.zone)
    facts = [found for file in files if (found := _accepted(policy, file)) is not None]
    yield Figure(
        f"the {len(names)} shipped policies together: {len(policy.model.rules)} rules, {len(facts)} fact files",
        f"loaded in {duration(loaded)}",
    )
    source = plain_source(policy.graph)
    peer = plain_peer(source)
    plain = Side(lambda many: [peer({}) for _ in many], facts)
    for title, question in QUESTIONS.items():

        def run(many: object, question: Callable[[pingan.Outcome], object] = question) -> None:
            for each in many:  # type: ignore[attr-defined]
                question(policy.evaluate(each, as_of=instant))

        measured = pair(Side(run, facts), plain, settings.seconds)
        note = f"pingan {duration(measured.one)}, plain `if`s {duration(measured.other)}"
        yield at_most(f"shipped policies, one decision, {title}: {BESIDE}", None, measured.ratio, note=note)
    yield from _one(settings)


QUESTIONS: Final[dict[str, Callable[[pingan.Outcome], object]]] = {
    "nothing asked yet": lambda outcome: None,
    "rules that apply": lambda outcome: outcome.applicable_rules,
    "every norm": lambda outcome: outcome.norms,
    "every norm explained": lambda outcome: outcome.explain().to_text(),
}


def _one(settings: Settings) -> Iterator[Figure]:
    """One of them alone, from the start of a process."""
    codes = {"bare": "pass", "load": f"import pingan; pingan.load({ONE!r}).program"}
    found = in_turn(codes, 2 if settings.quick else 7)
    less = statistics.median(a - b for a, b in zip(found["load"], found["bare"], strict=True))
    again = best(lambda: pingan.load(ONE))
    policy = pingan.load(ONE)
    compiling = plain_source(policy.graph)
    compiled = best(lambda: compile(compiling, "peer", "exec"))
    note = f"{number(again / compiled)} times Python compiling plain `if`s of the same size"
    yield at_most(
        f"`{ONE}` alone, {len(policy.model.rules)} rules: loaded in a new process", None, less * 1e3, unit="ms"
    )
    yield at_most(f"`{ONE}` alone: loaded again in one process", None, again * 1e3, unit="ms", note=note)
    gc.collect()


def _accepted(policy: pingan.Policy, file: object) -> object:
    """The facts of *file*, if these policies can be asked with them."""
    facts = pingan.read_facts(str(file))
    try:
        policy.evaluate(facts, as_of=AS_OF)
    except pingan.FactError:
        return None
    return facts
