"""The picture of a decision graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pingan.exporters.picture import Picture

if TYPE_CHECKING:
    from pingan.graph.nodes import DecisionGraph
    from pingan.outcome.nodes import Outcome


def picture_of(graph: DecisionGraph, outcome: Outcome | None, *, title: str | None, rules: Sequence[str]) -> Picture:
    """What to draw of *graph*: everything, or only what *rules* read."""
    raise NotImplementedError
