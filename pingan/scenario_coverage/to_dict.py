"""What scenarios exercise as plain data, in the form that ``pingan/scenario_coverage/schema.json`` describes."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from pingan.diagnostics.plain import plain
from pingan.language.to_data import number_text
from pingan.scenario_coverage.nodes import (
    MEASURES,
    VALUES,
    ClauseExercise,
    ConditionCoverage,
    DeclarationCoverage,
    PolicyCoverage,
    ScenarioCoverage,
    Tally,
)
from pingan.scenario_coverage.places import file_in
from pingan.source import Span

SCHEMA: Final = "pingan.scenario_coverage/1"

Data = dict[str, Any]


def scenario_coverage_data(coverage: ScenarioCoverage, *, root: Path | None = None) -> Data:
    """*coverage* as plain data, files relative to *root*."""
    return {
        "schema": SCHEMA,
        "scenarios": coverage.scenarios,
        "failed_scenarios": list(coverage.failed),
        "total": {measure: _tally(coverage.tally(measure)) for measure in MEASURES},
        "policies": [_policy(policy, root) for policy in coverage.policies],
    }


def schema() -> Data:
    """The JSON Schema of `scenario_coverage_data`."""
    text = files("pingan.scenario_coverage").joinpath("schema.json").read_text(encoding="utf-8")
    found: Data = json.loads(text)
    return found


def _tally(tally: Tally) -> Data:
    return {"covered": tally.covered, "number": tally.number, "percent": number_text(tally.share * 100)}


def _policy(policy: PolicyCoverage, root: Path | None) -> Data:
    return {
        "policy": policy.name,
        "label": policy.label,
        "file": file_in(policy.file, root),
        "language": policy.language,
        "scenarios": policy.scenarios,
        "total": {measure: _tally(policy.tally(measure)) for measure in MEASURES},
        "clauses": [_clause(clause) for clause in policy.clauses],
        "declarations": [_declaration(declaration, root) for declaration in policy.declarations],
    }


def _clause(clause: ClauseExercise) -> Data:
    return {
        "id": clause.id,
        "standing": clause.standing,
        "cited_by": list(clause.cited_by),
        "exercised": list(clause.exercised),
    }


def _declaration(declaration: DeclarationCoverage, root: Path | None) -> Data:
    return {
        "kind": declaration.kind,
        "key": declaration.key,
        "label": declaration.label,
        "place": _place(declaration.span, root),
        "standing": declaration.standing,
        "exercised": declaration.exercised,
        "applied": [value for value in VALUES if value in declaration.applied],
        "clauses": list(declaration.clauses),
        "conditions": [_condition(condition, root) for condition in declaration.conditions],
    }


def _condition(condition: ConditionCoverage, root: Path | None) -> Data:
    return {
        "id": condition.id,
        "part": condition.part,
        "number": condition.number,
        "subject": condition.subject,
        "text": plain(condition.text),
        "place": _place(condition.span, root),
        "fixed": condition.fixed,
        "standing": condition.standing,
        "seen": [value for value in VALUES if value in condition.seen],
        "mattered": [value for value in VALUES if value in condition.mattered],
        "shown": condition.shown,
    }


def _place(span: Span, root: Path | None) -> Data:
    line, column = span.source.position(span.start)
    return {"file": file_in(span.source.name, root), "line": line, "column": column}
