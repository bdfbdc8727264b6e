"""Tables decide what the rules say, and accept nothing that the check of facts does not."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import event, given
from hypothesis import strategies as st

from pingan.graph.from_model import lower
from pingan.model import nodes as m
from pingan.program.from_graph import compile_graph
from tests.masks.deciding import agree, decider_of
from tests.masks.giving import full, plain, spoilt
from tests.properties.cases import ENVIRONMENT, instants
from tests.strategies.facts import facts, worlds
from tests.strategies.models import models


@given(policy=models(), as_of=instants(), data=st.data())
def test_tables_decide_what_the_rules_decide(policy: m.Policy, as_of: date | datetime, data: st.DataObject):
    program = compile_graph(lower(policy), ENVIRONMENT)
    decider = decider_of(program)
    assert agree(program, decider, {}, as_of)
    for _ in range(4):
        known = data.draw((facts(policy) | worlds(policy)).flatmap(lambda found: plain(found, policy)) | full(policy))
        event(f"decided: {agree(program, decider, known, as_of)}")


@given(policy=models(max_depth=4), as_of=instants(), data=st.data())
def test_deeper_conditions_are_decided_alike(policy: m.Policy, as_of: date | datetime, data: st.DataObject):
    program = compile_graph(lower(policy), ENVIRONMENT)
    decider = decider_of(program)
    for _ in range(4):
        agree(program, decider, data.draw(full(policy)), as_of)


@given(policy=models(), as_of=instants(), data=st.data())
def test_nothing_is_accepted_that_the_check_refuses(policy: m.Policy, as_of: date | datetime, data: st.DataObject):
    program = compile_graph(lower(policy), ENVIRONMENT)
    decider = decider_of(program)
    for _ in range(6):
        known = data.draw(full(policy))
        agree(program, decider, data.draw(spoilt(known)), as_of)
        agree(program, decider, known, as_of)  # what was kept of the former changes nothing
