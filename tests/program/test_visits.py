"""Facts of a modest size are let through without counting; what is counted comes out the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pingan.diagnostics.errors import FactError
from pingan.graph.from_model import lower
from pingan.graph.nodes import DecisionGraph
from pingan.model import nodes as m
from pingan.program.facts import Facts
from pingan.program.visits import Visiting, check_visits
from tests.properties.cases import DAYS, checked
from tests.strategies.facts import facts
from tests.strategies.models import models


def is_refused(graph: DecisionGraph, known: Facts, limit: int, visiting: Visiting | None) -> bool:
    try:
        check_visits(graph, known, limit=limit, visiting=visiting)
    except FactError:
        return True
    return False


@given(policy=models(), limit=st.integers(0, 40), data=st.data())
def test_what_is_known_of_a_policy_refuses_the_same_facts(policy: m.Policy, limit: int, data: st.DataObject):
    graph = lower(policy)
    visiting = Visiting.of(graph)
    for _ in range(3):
        known = checked(data.draw(facts(policy)), policy, DAYS[0])
        assert is_refused(graph, known, limit, visiting) == is_refused(graph, known, limit, None)
