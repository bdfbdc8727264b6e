"""Common Expression Language in Rust: one compiled program a rule, or one that lists them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.benchmarks.peers import Peer, floating, infix
from tests.benchmarks.workload import Condition, Workload

LABEL = "CEL (Rust)"
WHAT = "compiled once; the quicker of one list expression and a program a rule over one context"
NEEDS = "cel"


def written(condition: Condition) -> str:
    return infix(condition, has="'{value}' in {field}", negation="!({})", conjunction=" && ", disjunction=" || ")


def peers(of: Workload) -> list[Peer]:
    import cel

    programs = [(rule.name, cel.compile(written(rule.condition)).execute) for rule in of.rules]

    def each(facts: Any) -> list[str]:
        context = cel.Context(facts)
        return [name for name, execute in programs if execute(context)]

    listed = [f"{written(rule.condition)} ? '{rule.name}' : ''" for rule in of.rules]
    whole = cel.compile(f"[{', '.join(listed)}]").execute

    def all_of(facts: Any) -> list[str]:
        return [name for name in whole(facts) if name]

    return [_peer("CEL, a program a rule", each), _peer("CEL, one list", all_of)]


def _peer(name: str, answer: Any) -> Peer:
    def run(many: Sequence[object]) -> None:
        for facts in many:
            answer(facts)

    return Peer(name, floating, run, lambda facts: frozenset(answer(facts)))
