"""What is worked out of an evaluation for some rules and definitions alone is what the whole outcome has of them."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from pingan.graph.from_model import lower
from pingan.model import nodes as m
from pingan.program.from_graph import compile_graph
from tests.properties.cases import ENVIRONMENT, instants
from tests.strategies.facts import facts
from tests.strategies.models import models


@given(st.data(), models(), instants())
def test_a_part_of_an_evaluation_is_that_part_of_the_outcome(
    data: st.DataObject, policy: m.Policy, as_of: date | datetime
) -> None:
    given_facts = data.draw(facts(policy), label="facts")
    rules = data.draw(st.sets(st.sampled_from(sorted(policy.rules) or [""])), label="rules") & policy.rules.keys()
    definitions = {key for key, definition in policy.definitions.items() if definition.variable is None}
    definitions &= data.draw(st.sets(st.sampled_from(sorted(definitions) or [""])), label="definitions")
    program = compile_graph(lower(policy), ENVIRONMENT)
    whole = program.evaluate(given_facts, as_of=as_of, show_sensitive=True)
    part = program.part(given_facts, as_of=as_of, rules=rules, definitions=definitions)
    kept = [index for index, norm in enumerate(whole.norms) if f"{norm.policy}.{norm.rule}" in rules]
    assert part.norms == tuple(whole.norms[index] for index in kept)
    assert part.policies == whole.policies
    assert part.findings == tuple(f for f in whole.findings if f.kind == "definition" and f.subject in definitions)
    among = [c for c in whole.conflicts if c.left in kept and c.right in kept]
    assert [(kept[c.left], kept[c.right], c.holds, c.causes) for c in part.conflicts] == [
        (c.left, c.right, c.holds, c.causes) for c in among
    ]
