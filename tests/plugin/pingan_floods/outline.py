"""A decision graph as an outline: every rule with its norms below it."""

from collections.abc import Sequence

from pingan.graph.nodes import DecisionGraph
from pingan.language.dialect import Language
from pingan.model.to_text import norm_text
from pingan.outcome.outcome import Outcome


def outline(
    graph: DecisionGraph,
    outcome: Outcome | None = None,
    *,
    title: str | None = None,
    rules: Sequence[str] = (),
    language: Language | None = None,
) -> str:
    """One line a norm; with an outcome the states that it may be in."""
    states = {} if outcome is None else {f"{n.policy}.{n.rule}": " or ".join(sorted(n.states)) for n in outcome.norms}
    lines = [title or "norms"]
    for key, rule in graph.policy.rules.items():
        if rules and key not in rules:
            continue
        lines.append(f"- {rule.name}" + (f": {states[key]}" if key in states else ""))
        lines += [f"    - {norm_text(norm, graph.policy, language or 'en')}" for norm in rule.norms]
    return "\n".join(lines) + "\n"
