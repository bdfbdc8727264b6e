"""A decision graph as a Mermaid flowchart, for places that draw those themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pingan.diagnostics.plain import plain
from pingan.exporters.from_graph import picture_of
from pingan.exporters.picture import BOX_KINDS, Arrow, Box, BoxKind, Picture

if TYPE_CHECKING:
    from pingan.graph.nodes import DecisionGraph
    from pingan.model.to_text import Language
    from pingan.outcome.outcome import Outcome

FRAMES: Final[dict[BoxKind, tuple[str, str]]] = {
    "fact": ("([", "])"),
    "judgement": ("([", "])"),
    "condition": ("[", "]"),
    "logic": ("(", ")"),
    "definition": ("[[", "]]"),
    "parameter": ("[/", "/]"),
    "reading": ("[/", "/]"),
    "scope": ("[", "]"),
    "rule": ("[", "]"),
    "norm": ("{{", "}}"),
}
CLASSES: Final[dict[BoxKind, str]] = {
    "fact": "fill:#e8f1fb,stroke:#7fa6d0",
    "judgement": "fill:#e8f1fb,stroke:#7fa6d0,stroke-dasharray:5 3",
    "condition": "fill:#ffffff,stroke:#9aa5b1",
    "logic": "fill:#f1f4f7,stroke:#9aa5b1",
    "definition": "fill:#f2ecfb,stroke:#a78bd0",
    "parameter": "fill:#fdf4dc,stroke:#d3b04f",
    "reading": "fill:#fdf4dc,stroke:#d3b04f",
    "scope": "fill:#eef3f0,stroke:#8fa89a",
    "rule": "fill:#243b53,stroke:#243b53,color:#ffffff",
    "norm": "fill:#ffffff,stroke:#243b53",
}
TONES: Final = {
    "settled": "fill:#e3f4e8,stroke:#2f855a",
    "open": "fill:#fff5d6,stroke:#c99a1e",
    "missed": "fill:#fde8e6,stroke:#c53030",
    "none": "fill:#f4f5f7,stroke:#9aa5b1",
    "decides": "stroke:#1d5fa8,stroke-width:3px",
}
_SAFE: Final = frozenset(" ,.、，。：；（）《》“”〔〕%‰=≥≤+-—…·？！")


def export(
    graph: DecisionGraph,
    outcome: Outcome | None = None,
    *,
    title: str | None = None,
    rules: Sequence[str] = (),
    language: Language | None = None,
) -> str:
    """*graph* (only what *rules* read, when given) as a Mermaid flowchart, with no links or HTML of a policy."""
    return write(picture_of(graph, outcome, title=title, rules=rules, language=language))


def write(picture: Picture) -> str:
    """*picture* as a Mermaid flowchart; boxes are called n0, n1 …"""
    names = {box.id: f"n{number}" for number, box in enumerate(picture.boxes)}
    lines = [
        f"%% {escaped(picture.title)}",
        "flowchart LR",
        *(f"    {names[box.id]}{_box(box)}" for box in picture.boxes),
        *(f"    {names[a.source]} {_arrow(a)} {names[a.target]}" for a in picture.arrows),
        *(f"    classDef {kind} {CLASSES[kind]}" for kind in BOX_KINDS if any(b.kind == kind for b in picture.boxes)),
    ]
    for tone, style in TONES.items():
        members = [names[b.id] for b in picture.boxes if (b.decides if tone == "decides" else _toned(b) == tone)]
        if members:
            lines += [f"    classDef {tone} {style}", f"    class {','.join(members)} {tone}"]
    deciding = [str(number) for number, arrow in enumerate(picture.arrows) if arrow.decides]
    if deciding:
        lines.append(f"    linkStyle {','.join(deciding)} stroke:#1d5fa8,stroke-width:3px")
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """*text* with everything that Mermaid or HTML could read as more than a character as a numeric entity.

    >>> escaped('a "quoted" <b> 行为')
    'a #34;quoted#34; #60;b#62; 行为'
    """
    return "".join(c if c.isalnum() or c in _SAFE else f"#{ord(c)};" for c in plain(text))


def _box(box: Box) -> str:
    opening, closing = FRAMES[box.kind]
    lines = [*box.lines, box.note] if box.note else list(box.lines)
    return f'{opening}"{"<br/>".join(escaped(line) for line in lines)}"{closing}:::{box.kind}'


def _toned(box: Box) -> str:
    return box.tone if box.kind == "norm" else "plain"


def _arrow(arrow: Arrow) -> str:
    line = "-.->" if arrow.defeats else "==>" if arrow.decides else "-->"
    return f'{line}|"{escaped(arrow.label)}"|' if arrow.label else line
