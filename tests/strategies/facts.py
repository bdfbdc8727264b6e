"""Facts for drawn models, by the package's own strategies: of every fact that a policy reads all that is in it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from pingan.model import nodes as m
from pingan.testing import facts as drawn_facts
from pingan.testing.strategies import facts as package
from pingan.testing.strategies.drawing import Data, Drawing
from pingan.testing.strategies.models.surroundings import pool
from pingan.testing.strategies.plans import plan_for, plans_of

__all__ = ["Data", "additions", "completions", "facts", "field_values", "pool", "worlds"]


def read_facts(policy: m.Policy) -> list[str]:
    return sorted(plans_of(policy).facts)


def facts(policy: m.Policy) -> st.SearchStrategy[Data]:
    """A fact file for what *policy* reads: some of it known, some bounded, some open, some not given."""
    return drawn_facts(policy, only=read_facts(policy))


def worlds(policy: m.Policy) -> st.SearchStrategy[Data]:
    """A fact file that leaves nothing open of what *policy* reads."""
    return drawn_facts(policy, known=True, only=read_facts(policy))


def additions(given: Data, policy: m.Policy) -> st.SearchStrategy[Data]:
    """A fact file that adds to *given*: it allows fewer worlds, or the same."""
    return package.additions(policy, given)


def completions(given: Data, policy: m.Policy) -> st.SearchStrategy[Data]:
    """One world that *given* allows."""
    return package.completions(policy, given)


@st.composite
def field_values(draw: st.DrawFn, declared: m.Field, vocabulary: m.Vocabulary, *, known: bool) -> Any:
    """A value of the field or fact *declared*, whatever policy reads it."""
    plans = plan_for(declared, vocabulary)
    drawing = Drawing(plans, True if known else "partly")
    return drawing.value(plans.facts[declared.name])(draw)
