"""Conditions taken apart: where a single test makes the difference."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import pingan
from pingan.model import nodes as m
from pingan.program.frame import Frame
from pingan.program.truth import condition
from pingan.testing.strategies.facts import facts
from pingan.testing.strategies.policies import policies
from pingan.witnesses.conditions import FALSE, Inliner, atoms, differ, own_condition, replaced
from pingan.witnesses.looking import Looker
from pingan.witnesses.nodes import Case

POLICY = """
policy p "P"
fact a: boolean
fact b: boolean
fact n: integer
fact ns: list of integer
actor keeper
action close
define wide: boolean { is b  when n > 3  is false otherwise }
rule r { when (a or wide) and not n = 7 unless any(x in ns: x > 2) then keeper must close }
"""


def rule_of(text: str = POLICY) -> tuple[pingan.Policy, m.Expression]:
    policy = pingan.load(pingan.Source("p.rules", text))
    return policy, own_condition(policy.model.rules["p.r"])


def test_definitions_are_written_out() -> None:
    policy, condition_ = rule_of()
    tests = [atom.test for atom in atoms(Inliner(policy.model).inlined(condition_))]
    assert {getattr(test, "name", None) for test in tests} >= {"a", "b"}
    assert not any(isinstance(test, m.DefinitionValue) for test in tests)


def test_tests_inside_lists_remember_the_list() -> None:
    _, condition_ = rule_of()
    inner = [atom for atom in atoms(condition_) if atom.around]
    assert [variable for atom in inner for variable, _ in atom.around] == ["x"]
    assert isinstance(inner[0].claim, m.Aggregate)


def truth(policy: pingan.Policy, expression: m.Expression, given_facts: object) -> int:
    found = Looker(policy).situation(Case(given_facts, date(2016, 6, 1)))  # type: ignore[arg-type]
    assert found is not None
    program, situation = found
    return condition(program.value_of(expression, Frame(situation)))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), policies(most_definitions=1, without=("each",)))
def test_a_test_matters_exactly_where_the_condition_would_be_otherwise(
    data: st.DataObject, policy: pingan.Policy
) -> None:
    drawn = data.draw(facts(policy, known=True))
    for rule in policy.model.rules.values():
        whole = own_condition(rule)
        for atom in atoms(whole):
            plain = differ(replaced(whole, atom.test, m.TRUE), replaced(whole, atom.test, FALSE))
            assert truth(policy, atom.matters(whole), drawn) == truth(policy, plain, drawn)
