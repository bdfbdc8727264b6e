"""Small well-typed policies over the vocabulary of the town: several modules, at several levels."""

from __future__ import annotations

from hypothesis import strategies as st

from pingan.model import nodes as m
from pingan.testing.strategies.models import policies
from tests.strategies.vocabularies import MODULE, VOCABULARY, ZONE

LEVELS = None, m.Level("Grade", "low", None, 1), m.Level("Grade", "high", None, 3)


def models(max_depth: int = 2) -> st.SearchStrategy[m.Policy]:
    """A policy of one to three modules over the small vocabulary: at several levels, one in the place of another."""
    return policies.models(VOCABULARY, MODULE, ZONE, max_depth=max_depth, levels=LEVELS)
