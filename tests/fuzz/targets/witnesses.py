"""Policies with words changed: witnesses of their rules, written as scenarios, pass; coverage and mutants are told."""

from __future__ import annotations

import pingan
from pingan import PolicyError, Source
from pingan.boundaries import boundaries_of
from pingan.witnesses import NotWritableError, find_witness, observed, scenario_text
from tests.fuzz.asking import edited, hold, ours

SEEDS = (b"", *(bytes([0, n]) for n in range(3, 120, 13)))
KINDS = ("applies", "none", "undetermined")


def check(data: bytes) -> None:
    text = edited(data)
    try:
        policy = pingan.load(Source("fuzz.rules", text))
    except PolicyError:
        return
    boundaries_of(policy)
    pingan.scenario_coverage_of(policy).tally("mcdc")
    keys = [*policy.model.rules]
    if not keys:
        return
    key, kind = keys[len(data) % len(keys)], KINDS[len(data) % 3]
    witness = find_witness(policy, key, kind, evaluations=30)
    if witness is None:
        return
    expected = ours(lambda: observed(policy, witness.case, [key]))
    if not expected:
        return
    try:
        written = scenario_text(policy, witness.case, expected, "found", module=key.partition(".")[0])
    except NotWritableError:
        return
    again = pingan.load(Source("fuzz.rules", f"{text}\n{written}"))
    results = [result for result in again.test() if result.title == "found"]
    hold(all(r.passed for r in results) and bool(results), f"a scenario that was observed fails:\n{written}\n{results}")
