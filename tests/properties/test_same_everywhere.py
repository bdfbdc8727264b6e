"""The program says what the reference says, and says it again from the same policy printed, shuffled or reloaded."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given, note
from hypothesis import strategies as st

from pingan.graph.from_model import lower
from pingan.model import nodes as m
from pingan.program.from_graph import compile_graph
from tests.properties.agreement import differences
from tests.properties.cases import ENVIRONMENT, checked, instants
from tests.reference import decide
from tests.strategies.facts import facts
from tests.strategies.models import models


@given(st.data(), models(), instants(), st.booleans())
def test_the_program_decides_as_the_reference_reads(
    data: st.DataObject, policy: m.Policy, as_of: date | datetime, supplied: bool
) -> None:
    given_facts = data.draw(facts(policy), label="facts")
    since = dict.fromkeys(policy.rules, as_of) if supplied else {}
    expected = decide(policy, checked(given_facts, policy, as_of), as_of, ENVIRONMENT, since)
    outcome = compile_graph(lower(policy), ENVIRONMENT).evaluate(given_facts, as_of=as_of, since=since)
    for norm in expected.norms:
        note(f"reference: {norm.key} {sorted(norm.states)}")
    assert differences(expected, outcome) == []
