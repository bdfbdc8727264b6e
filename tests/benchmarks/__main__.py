"""Measures a cold load of a policy and one evaluation, and says how they compare with plain Python.

Times on a shared machine mean little; ratios within one run mean more. The peers are

- for loading: Python compiling the module of plain `if`s described next;
- for evaluating: Python functions of plain `if`s, one for each node of the decision graph, over the same facts as
  dictionaries, knowing only true and false: what one would write by hand without unknowns, citations and reasons.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pingan
from pingan.graph.nodes import DecisionGraph

ROOT = Path(__file__).resolve().parents[2]
AS_OF = "2016-06-01T12:00+08:00"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--policy", default="jilin")
    parser.add_argument("--facts", default=str(ROOT / "policies/facts/night_attack.json"))
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
    options = parser.parse_args()
    facts = pingan.read_facts(options.facts)

    cold = best(lambda: start(f"import pingan; pingan.load({options.policy!r}).program"), options.repeat)
    bare = best(lambda: start("pass"), options.repeat)
    imported = best(lambda: start("import pingan"), options.repeat)
    warm = best(lambda: pingan.load(options.policy), options.repeat)
    policy = pingan.load(options.policy)
    source = plain_source(policy.graph)
    compiled = best(lambda: compile(source, "peer", "exec"), options.repeat)
    program = policy.program
    evaluated = best(lambda: program.evaluate(facts, as_of=pingan_instant(policy)), options.repeat)
    peer = plain_peer(source)
    plain = best(lambda: peer({}), options.repeat, number=100)
    outcome = policy.evaluate(facts, as_of=AS_OF)
    explained = best(lambda: outcome.explain().to_text(), options.repeat)

    figures = {
        "policy": options.policy,
        "rules": len(policy.model.rules),
        "nodes": len(policy.graph.nodes),
        "norms": len(outcome.norms),
        "python_start_ms": bare * 1e3,
        "import_ms": (imported - bare) * 1e3,
        "cold_load_ms": (cold - bare) * 1e3,
        "warm_load_ms": warm * 1e3,
        "evaluation_ms": evaluated * 1e3,
        "explanation_of_all_ms": explained * 1e3,
        "plain_compile_ms": compiled * 1e3,
        "plain_evaluation_ms": plain * 1e3,
        "load_to_plain": warm / compiled,
        "evaluation_to_plain": evaluated / plain,
    }
    if options.json:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, figure in figures.items():
        shown = f"{figure:10.2f}" if isinstance(figure, float) else f"{figure:>10}"
        print(f"{name:24} {shown}")


def pingan_instant(policy: pingan.Policy) -> object:
    from pingan.language.instants import parse_instant

    return parse_instant(AS_OF, policy.zone)


def best(action: Callable[[], object], repeat: int, number: int = 1) -> float:
    """Seconds that *action* takes: the median of the quicker half of *repeat* runs (the slower half met other work)."""
    times = []
    for _ in range(repeat):
        gc.collect()
        begin = time.perf_counter()
        for _ in range(number):
            action()
        times.append((time.perf_counter() - begin) / number)
    return statistics.median(sorted(times)[: (repeat + 1) // 2])


def start(code: str) -> None:
    """A fresh Python that runs *code*."""
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def plain_source(graph: DecisionGraph) -> str:
    """A module of plain `if`s of the size of *graph*: one function a rule, one test a node that it reaches."""
    lines = ["def decide(facts):", "    decided = []"]
    for conclusion in graph.conclusions:
        reached: set[int] = set()
        waiting = [reading.node for reading in conclusion.readings]
        while waiting:
            index = waiting.pop()
            if index not in reached:
                reached.add(index)
                waiting.extend(graph.nodes[index].operands)
        lines.append("    held = True")
        for index in sorted(reached):
            lines += [f"    if facts.get('n{index}') == {index} and held:", "        held = False"]
        lines += ["    if held:", f"        decided.append({conclusion.key!r})"]
    return "\n".join([*lines, "    return decided", ""])


def plain_peer(source: str) -> Callable[[dict[str, object]], list[str]]:
    namespace: dict[str, Callable[[dict[str, object]], list[str]]] = {}
    exec(compile(source, "peer", "exec"), namespace)  # type: ignore[arg-type]
    return namespace["decide"]


if __name__ == "__main__":
    main()
