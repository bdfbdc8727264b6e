"""What holds of coverage whatever the policy: over drawn policies with drawn facts, and over shipped ones."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pingan
from pingan.graph.from_model import lower
from pingan.model import nodes as m
from pingan.program.from_graph import compile_graph
from pingan.scenario_coverage import MEASURES, ScenarioCoverage, merged, recorded, scenario_coverage_of
from pingan.scenario_coverage.trees import Join, Leaf, Tree, Trees
from pingan.scenarios import ScenarioResult, run_scenario
from tests.properties.cases import ENVIRONMENT, checked, instants
from tests.reference import Rules
from tests.scenario_coverage.changing import still_passes, without
from tests.strategies.facts import facts
from tests.strategies.models import models

TRUE, FALSE, OPEN = 1, 2, 4
SEEN = {frozenset({True}): TRUE, frozenset({False}): FALSE, frozenset({True, False}): OPEN}


@st.composite
def asked(draw: Any) -> ScenarioResult:
    """The result of a scenario of a drawn policy that expects what is so of each of its rules."""
    policy, as_of = draw(models()), draw(instants())
    given_facts = draw(facts(policy))
    outcome = compile_graph(lower(policy), ENVIRONMENT).evaluate(given_facts, as_of=as_of, show_sensitive=True)
    expectations: list[m.Expectation] = []
    for norm in outcome.norms:
        key = f"{norm.policy}.{norm.rule}"
        if len(norm.states) > 1:
            expectations.append(m.ExpectUndetermined(key, None, ()))
        else:
            expectations.append(m.ExpectState(key, None, next(iter(norm.states)), False))
    for key, definition in policy.definitions.items():
        if definition.variable is None:
            finding = next(f for f in outcome.findings if f.kind == "definition" and f.subject == key)
            if finding.causes:
                expectations.append(m.ExpectUndetermined(key, None, ()))
    kept = draw(st.lists(st.sampled_from(expectations), unique_by=id)) if expectations else []
    scenario = m.Scenario("town", "drawn", given_facts, as_of, {}, {}, tuple(kept))
    result = run_scenario(scenario, policy, compile_graph(lower(policy), ENVIRONMENT))
    assert result.passed
    return result


def conditions_of(result: ScenarioResult) -> Iterator[tuple[Any, list[int]]]:
    """The conditions that the scenario looked at and that read no element, with what was recorded of them."""
    assert result.program is not None
    trees = Trees(result.program.policy).all()
    for name, found in recorded(result)["conditions"].items():
        condition = trees[name]
        node = None if condition.expression is None else result.program.graph.node_of(condition.expression)
        if node is not None and node.closed:
            yield condition, found


def decided_by(key: str, policy: m.Policy) -> Iterator[str]:
    """The conditions that decide by themselves whether a rule applies, or is fulfilled or broken by a test."""
    trees = Trees(policy).rule(key)
    waiting: list[Tree | None] = [trees.in_force, trees.condition, *trees.exceptions]
    waiting += [n.test for k, n in trees.norms.items() if policy.rules[key].norms[k[0] - 1].fulfilled_when is not None]
    waiting += [n.breached for n in trees.norms.values()]
    while waiting:
        match waiting.pop():
            case Join(_, operands):
                waiting += operands
            case Leaf(str(name)):
                yield name


@given(asked())
def test_a_condition_is_what_the_reference_says(result: ScenarioResult) -> None:
    scenario, program = result.scenario, result.program
    assert scenario is not None and program is not None and scenario.as_of is not None
    policy, as_of = program.policy, scenario.as_of
    reading = Rules(policy, checked(scenario.facts, policy, as_of).values, as_of, ENVIRONMENT, {})
    for condition, (seen, _, _) in conditions_of(result):
        assert seen == SEEN[reading.holds(condition.expression, {})]


@given(asked())
def test_what_mattered_was_seen_and_decided_something(result: ScenarioResult) -> None:
    for seen, by_true, by_false in recorded(result)["conditions"].values():
        assert seen
        assert not by_true or seen & TRUE
        assert not by_false or seen & FALSE


@given(asked(), st.data())
def test_with_the_opposite_of_what_mattered_the_scenario_fails(result: ScenarioResult, data: st.DataObject) -> None:
    scenario, program = result.scenario, result.program
    assert scenario is not None and program is not None
    # Through values (of `present(…)`, say) every change is taken as one: it is exact for what stands in decisions.
    exact = {leaf for rule in program.policy.rules for leaf in decided_by(rule, program.policy)}
    mattering = [
        (condition, bool(found[1]))
        for condition, found in conditions_of(result)
        if condition.id in exact and (found[1] or found[2])
    ]
    if mattering:
        condition, was = data.draw(st.sampled_from(mattering))
        changed = without(program.policy, condition, not was)
        assert changed is None or not still_passes(scenario, changed, ENVIRONMENT)


@given(asked())
def test_what_is_recorded_is_plain_and_may_be_put_together_twice(result: ScenarioResult) -> None:
    data = recorded(result)
    assert merged([data]) == data
    assert merged([data, data]) == data


@cache
def shipped() -> tuple[pingan.Policy, tuple[dict[str, Any], ...]]:
    policy = pingan.load("zhangping")
    return policy, tuple(recorded(result) for result in policy.test())


def figures(coverage: ScenarioCoverage) -> list[int]:
    return [coverage.tally(measure).covered for measure in MEASURES]


@given(st.data())
def test_a_further_scenario_never_lowers_anything(data: st.DataObject) -> None:
    policy, parts = shipped()
    some = data.draw(st.lists(st.sampled_from(range(len(parts))), max_size=12))
    more = [*some, data.draw(st.sampled_from(range(len(parts))))]
    fewer = scenario_coverage_of(policy, merged(parts[n] for n in some))
    further = scenario_coverage_of(policy, merged(parts[n] for n in more))
    assert all(before <= after for before, after in zip(figures(fewer), figures(further), strict=True))
    assert [t.number for t in map(fewer.tally, MEASURES)] == [t.number for t in map(further.tally, MEASURES)]


@given(st.data())
def test_recordings_are_put_together_in_any_order(data: st.DataObject) -> None:
    _, parts = shipped()
    order = data.draw(st.permutations(parts[:8]))
    half = data.draw(st.integers(0, 8))
    assert merged(order) == merged(parts[:8])
    assert merged([merged(order[:half]), merged(order[half:])]) == merged(parts[:8])


@pytest.mark.parametrize("name", ["ankang", "zhangping"])
def test_what_is_shown_was_seen_both_ways(name: str) -> None:
    coverage = scenario_coverage_of(pingan.load(name))
    shown = [c for p in coverage.policies for c in p.conditions if c.shown]
    assert shown
    assert all(c.both and {"true", "false"} <= c.mattered <= c.seen for c in shown)
    for policy in coverage.policies:
        numbers = [policy.tally(measure) for measure in MEASURES]
        assert numbers[3].covered <= numbers[2].covered <= numbers[2].number


def test_adding_scenarios_of_another_policy_says_nothing_of_this_one() -> None:
    policy, parts = shipped()
    foreign = recorded(pingan.load("ankang").test()[0])
    assert figures(scenario_coverage_of(policy, merged([*parts, foreign]))) == figures(
        scenario_coverage_of(policy, merged(parts))
    )
