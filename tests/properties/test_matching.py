"""A policy as conjunctions of tests decides what its rules decide, whatever the facts leave open."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from pingan.graph.from_model import lower
from pingan.matching.from_graph import matching_of
from pingan.matching.nodes import Stratum
from pingan.model import nodes as m
from pingan.program.frame import Frame
from pingan.program.from_graph import compile_graph
from pingan.program.matched_strata import Strata
from pingan.program.program import Program
from pingan.program.rules import bindings, standings
from tests.properties.cases import ENVIRONMENT, checked, instants
from tests.strategies.facts import Data, facts, worlds
from tests.strategies.models import models

Applying = dict[str, tuple[bool, bool]]
"""By rule, whether it may apply and whether it surely does."""


def as_decided(program: Program, data: Data, as_of: date | datetime) -> Applying:
    """What the rules say, each worked out as it is written."""
    situation = program.asked(checked(data, program.policy, as_of), as_of, {})
    frame = Frame(situation)
    return {
        key: (any(b.applies & 1 for b in found), any(b.applies == 1 for b in found))
        for key, found in bindings(program, frame, standings(program, frame)).items()
    }


def as_matched(program: Program, data: Data, as_of: date | datetime) -> Applying:
    """What the conjunctions say."""
    situation = program.asked(checked(data, program.policy, as_of), as_of, {})
    surely, undecided = program.matched.applying(situation)
    return {key: (key in surely or key in undecided, key in surely) for key in program.policy.rules}


@given(policy=models(), as_of=instants(), data=st.data())
def test_conjunctions_decide_what_the_rules_decide(policy: m.Policy, as_of: date | datetime, data: st.DataObject):
    program = compile_graph(lower(policy), ENVIRONMENT)
    for _ in range(2):  # what is worked out once for what is not given has to suit the next facts, too
        known = data.draw(facts(policy) | worlds(policy))
        assert as_matched(program, known, as_of) == as_decided(program, known, as_of)


@given(policy=models(max_depth=4), as_of=instants(), data=st.data())
def test_deeper_conditions_are_decided_alike(policy: m.Policy, as_of: date | datetime, data: st.DataObject):
    program = compile_graph(lower(policy), ENVIRONMENT)
    known = data.draw(facts(policy))
    assert as_matched(program, known, as_of) == as_decided(program, known, as_of)


@given(policy=models(), as_of=instants())
def test_nothing_known_is_decided_alike(policy: m.Policy, as_of: date | datetime):
    program = compile_graph(lower(policy), ENVIRONMENT)
    assert as_matched(program, {}, as_of) == as_decided(program, {}, as_of)


@given(policy=models(max_depth=3), as_of=instants(), data=st.data())
def test_a_stratum_depends_on_what_it_reads_and_on_nothing_else(
    policy: m.Policy, as_of: date | datetime, data: st.DataObject
):
    program = compile_graph(lower(policy), ENVIRONMENT)
    found = [test for test in matching_of(program.graph).tests if isinstance(test, Stratum)]
    strata, numbers = Strata.of(program, found), range(len(found))
    known = data.draw(facts(policy) | worlds(policy))
    situation = program.asked(checked(known, policy, as_of), as_of, {})
    assert strata(numbers, known, as_of) == strata.values(numbers, situation)
    for number in numbers:
        assert strata([number], known, as_of) == strata.values([number], situation)


@given(policy=models(max_depth=3), as_of=instants(), data=st.data())
def test_a_stratum_of_which_nothing_is_given_is_always_the_same(
    policy: m.Policy, as_of: date | datetime, data: st.DataObject
):
    program = compile_graph(lower(policy), ENVIRONMENT)
    found = [test for test in matching_of(program.graph).tests if isinstance(test, Stratum)]
    strata = Strata.of(program, found)
    known = data.draw(facts(policy))
    for number, stratum in enumerate(found):
        value = strata.untouched(number)
        if value is not None:
            without = {name: given for name, given in known.items() if name not in {path[0] for path in stratum.reads}}
            situation = program.asked(checked(without, policy, as_of), as_of, {})
            assert strata.values([number], situation) == [value]
