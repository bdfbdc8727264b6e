"""A decision graph as JSON, for programs that draw or analyse it themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from pingan.exporters.from_graph import picture_of
from pingan.exporters.picture import Picture

if TYPE_CHECKING:
    from pingan.graph.nodes import DecisionGraph
    from pingan.model.to_text import Language
    from pingan.outcome.outcome import Outcome

SCHEMA: Final = "pingan.graph/1"


def export(
    graph: DecisionGraph,
    outcome: Outcome | None = None,
    *,
    title: str | None = None,
    rules: Sequence[str] = (),
    language: Language | None = None,
) -> str:
    """*graph* (only what *rules* read, when given) as a JSON document with ``nodes`` and ``edges``, sorted as drawn."""
    return write(picture_of(graph, outcome, title=title, rules=rules, language=language))


def write(picture: Picture) -> str:
    """*picture* as a JSON document."""
    document = {
        "schema": SCHEMA,
        "title": picture.title,
        "judged": picture.judged,
        "nodes": [
            {
                "id": box.id,
                "kind": box.kind,
                "label": "\n".join(box.lines),
                "note": box.note,
                "state": box.tone,
                "decides": box.decides,
            }
            for box in picture.boxes
        ],
        "edges": [
            {
                "source": arrow.source,
                "target": arrow.target,
                "label": arrow.label,
                "defeats": arrow.defeats,
                "decides": arrow.decides,
            }
            for arrow in picture.arrows
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
