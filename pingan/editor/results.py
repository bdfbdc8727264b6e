"""What a policy's scenarios came to, and what they exercise: worked out beside the editor, one scenario at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from pingan.coverage.from_policy import coverages_of
from pingan.coverage.nodes import Tally
from pingan.diagnostics.errors import PinganError
from pingan.language.dialect import Language
from pingan.policy import Policy
from pingan.scenario_coverage.from_policy import coverage_of_all
from pingan.scenario_coverage.recording import recorded
from pingan.scenario_coverage.seen import merged
from pingan.scenarios import ScenarioResult


@frozen
class Ran:
    """What one scenario came to: whether it passed; if not, what was expected and what came out."""

    passed: bool
    told: tuple[str, ...] = ()


@frozen
class Exercised:
    """How many *scenarios* exercise a rule; how many of its *conditions* none of them decides both ways."""

    scenarios: int = 0
    conditions: int = 0
    undecided: int = 0


@frozen(eq=False)
class Results:
    """What the scenarios of *policy* came to, by module and title; and what they exercise, by key of a rule.

    *clauses* says, by policy, how many clauses of its register are encoded, omitted or missing.
    """

    policy: Policy
    scenarios: Mapping[tuple[str, str], Ran] = field(repr=False)
    rules: Mapping[str, Exercised] = field(factory=dict, repr=False)
    clauses: Mapping[str, Tally] = field(factory=dict, repr=False)

    @property
    def failed(self) -> int:
        return sum(not ran.passed for ran in self.scenarios.values())


def results_of(policy: Policy, language: Language, *, is_wanted: Callable[[], bool] = lambda: True) -> Results | None:
    """Runs the scenarios of the policies that *policy* was asked for; None as soon as nobody wants to know any more."""
    ran: dict[tuple[str, str], Ran] = {}
    seen: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    for run in policy.runs(language=language):
        if not is_wanted():
            return None
        result = run.run()
        ran[run.module, run.title] = _ran(result)
        found = recorded(result)
        seen.append(found)
        for key in found.get("rules", {}):
            counts[key] = counts.get(key, 0) + 1
    if not is_wanted():
        return None
    return Results(policy, ran, _exercised(policy, seen, counts), _clauses(policy))


def _ran(result: ScenarioResult) -> Ran:
    return Ran(result.passed, (*(str(failure) for failure in result.failures), *result.problems))


def _exercised(policy: Policy, seen: list[dict[str, Any]], counts: Mapping[str, int]) -> dict[str, Exercised]:
    found: dict[str, Exercised] = {}
    for covered in coverage_of_all((policy,), merged(seen)).policies:
        for rule in covered.rules:
            conditions = [c for c in rule.conditions if not c.fixed]
            undecided = sum(not c.both for c in conditions)
            found[rule.key] = Exercised(counts.get(rule.key, 0), len(conditions), undecided)
    return found


def _clauses(policy: Policy) -> dict[str, Tally]:
    try:
        return {c.policy: c.total for c in coverages_of(policy, scenarios=False)}
    except PinganError:
        return {}
