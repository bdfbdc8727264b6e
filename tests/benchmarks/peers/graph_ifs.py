"""Plain `if`s of the size of a decision graph: one function, one test a node that a rule reaches."""

from __future__ import annotations

from collections.abc import Callable

from pingan.graph.nodes import DecisionGraph


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
