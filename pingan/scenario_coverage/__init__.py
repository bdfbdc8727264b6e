"""What the scenarios of a policy exercise of it: clauses, rules, conditions, and conditions that matter (MC/DC)."""

from __future__ import annotations

from pingan.scenario_coverage.from_policy import coverage_of_all, scenario_coverage_of
from pingan.scenario_coverage.nodes import (
    MEASURES,
    ClauseExercise,
    ConditionCoverage,
    DeclarationCoverage,
    Measure,
    PolicyCoverage,
    ScenarioCoverage,
    Tally,
)
from pingan.scenario_coverage.recording import recorded
from pingan.scenario_coverage.seen import merged

__all__ = [
    "MEASURES",
    "ClauseExercise",
    "ConditionCoverage",
    "DeclarationCoverage",
    "Measure",
    "PolicyCoverage",
    "ScenarioCoverage",
    "Tally",
    "coverage_of_all",
    "merged",
    "recorded",
    "scenario_coverage_of",
]
