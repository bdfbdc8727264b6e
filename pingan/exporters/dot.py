"""A decision graph in Graphviz' DOT language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pingan.diagnostics.plain import plain
from pingan.exporters.from_graph import picture_of
from pingan.exporters.picture import Arrow, Box, BoxKind, Picture, Tone

if TYPE_CHECKING:
    from pingan.graph.nodes import DecisionGraph
    from pingan.model.to_text import Language
    from pingan.outcome.outcome import Outcome

SHAPES: Final[dict[BoxKind, str]] = {
    "fact": 'style="rounded,filled", fillcolor="#e8f1fb", color="#7fa6d0"',
    "judgement": 'style="rounded,filled,dashed", fillcolor="#e8f1fb", color="#7fa6d0"',
    "condition": 'color="#9aa5b1"',
    "logic": 'style="rounded,filled", fillcolor="#f1f4f7", color="#9aa5b1"',
    "definition": 'style="filled", fillcolor="#f2ecfb", color="#a78bd0"',
    "parameter": 'style="filled", fillcolor="#fdf4dc", color="#d3b04f"',
    "reading": 'style="filled", fillcolor="#fdf4dc", color="#d3b04f"',
    "scope": 'style="filled", fillcolor="#eef3f0", color="#8fa89a"',
    "rule": 'style="filled", fillcolor="#243b53", color="#243b53", fontcolor="#ffffff"',
    "norm": 'color="#243b53", penwidth=1.6',
}
TONES: Final[dict[Tone, str]] = {
    "plain": "",
    "settled": ', style="filled", fillcolor="#e3f4e8"',
    "open": ', style="filled", fillcolor="#fff5d6"',
    "missed": ', style="filled", fillcolor="#fde8e6"',
    "none": ', style="filled", fillcolor="#f4f5f7"',
}


def export(
    graph: DecisionGraph,
    outcome: Outcome | None = None,
    *,
    title: str | None = None,
    rules: Sequence[str] = (),
    language: Language | None = None,
) -> str:
    """*graph* (only what *rules* read, when given) as a DOT document, with no attribute but looks and labels."""
    return write(picture_of(graph, outcome, title=title, rules=rules, language=language))


def write(picture: Picture) -> str:
    """*picture* as a DOT document. Boxes are called n0, n1 …: words of the policy stand in quoted labels only."""
    names = {box.id: f"n{number}" for number, box in enumerate(picture.boxes)}
    lines = [
        "digraph {",
        f'    graph [rankdir=LR, labelloc=t, fontname="sans-serif", label={quoted(picture.title)}]',
        '    node [shape=box, fontname="sans-serif", fontsize=12]',
        '    edge [color="#7b8794", fontname="sans-serif", fontsize=10]',
        *(f"    {names[box.id]} [{_box(box)}]" for box in picture.boxes),
        *(f"    {names[a.source]} -> {names[a.target]}{_arrow(a)}" for a in picture.arrows),
        "}",
    ]
    return "\n".join(lines) + "\n"


def quoted(*lines: str) -> str:
    r"""A DOT string of *lines*: quotes and backslashes are escaped, so no ``\N`` or end of string gets in.

    >>> quoted('say "no"', "\\N")
    '"say \\"no\\"\\n\\\\N"'
    """
    safe = (plain(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"' + "\\n".join(safe) + '"'


def _box(box: Box) -> str:
    lines = [*box.lines, box.note] if box.note else box.lines
    width = ", penwidth=3" if box.decides else ""
    tone = TONES[box.tone] if box.kind == "norm" else ""
    return f"label={quoted(*lines)}, {SHAPES[box.kind]}{tone}{width}"


def _arrow(arrow: Arrow) -> str:
    attributes = [f"label={quoted(arrow.label)}"] if arrow.label else []
    if arrow.defeats:
        attributes.append('style=dashed, color="#b44a2f"')
    if arrow.decides:
        attributes.append('penwidth=3, color="#1d5fa8"')
    return f" [{', '.join(attributes)}]" if attributes else ""
