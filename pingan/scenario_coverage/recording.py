"""What one scenario exercises, as plain data."""

from __future__ import annotations

from typing import Any

from pingan.diagnostics.errors import PolicyError
from pingan.language.stack import with_room
from pingan.model.asked import rules_asked
from pingan.model.nodes import Scenario
from pingan.program.answers import answers
from pingan.program.program import Program
from pingan.program.statuses import policy_statuses
from pingan.scenario_coverage.looks import looks
from pingan.scenario_coverage.seen import Seen
from pingan.scenario_coverage.trees import Trees
from pingan.scenario_coverage.visits import Visits
from pingan.scenarios import ScenarioResult, definitions_asked

_ASIDE = "scenario_coverage"


def recorded(result: ScenarioResult) -> dict[str, Any]:
    """What the scenario of *result* exercises: plain JSON data for `merged` and `scenario_coverage_of`.

    A scenario that failed exercises nothing; it is only named.
    """
    seen = Seen({f"{result.span} {result.name}": result.passed})
    scenario, program = result.scenario, result.program
    if not result.passed or scenario is None or program is None or scenario.as_of is None:
        return seen.to_data()
    given = scenario, program
    try:
        return with_room(lambda: _visited(*given, Seen(dict(seen.scenarios)))).to_data()
    except PolicyError:  # code of a library that fails where nobody asked for its answer
        return seen.to_data()


def _visited(scenario: Scenario, program: Program, seen: Seen) -> Seen:
    assert scenario.as_of is not None
    policy = program.policy
    situation = program.situation(scenario.facts, scenario.as_of, scenario.since or None)
    found = answers(program, situation, rules_asked(scenario, policy))
    visits = Visits(program, _trees(program), found.frame, seen)
    looked = looks(scenario, policy, found.norms, policy_statuses(program, found))
    for look in looked.alone:
        visits.look(look)
    for group in looked.together:
        visits.together(group)
    for key in sorted(definitions_asked(scenario, policy)):
        visits.value(key)
    return seen


def _trees(program: Program) -> Trees:
    # INVARIANT: two threads make equal trees; either may be kept.
    found = program.aside.get(_ASIDE)
    if not isinstance(found, Trees):
        found = program.aside[_ASIDE] = Trees(program.policy)
    return found
