"""Some conclusions of an evaluation alone, each as the whole outcome would have it."""

from __future__ import annotations

from collections.abc import Sequence, Set

from attrs import frozen

from pingan.model.layers import apart
from pingan.outcome.nodes import Conflict, Finding, Norm, PolicyStatus
from pingan.program.answers import answers
from pingan.program.conflicts import conflicts
from pingan.program.evaluator import Evaluator
from pingan.program.findings import values
from pingan.program.frame import Situation
from pingan.program.statuses import policy_statuses


@frozen(eq=False)
class Part:
    """The norms of some rules and the conflicts between them, the values of some definitions, and every policy."""

    policies: Sequence[PolicyStatus]
    norms: Sequence[Norm]
    findings: Sequence[Finding]
    conflicts: Sequence[Conflict]


def part(evaluator: Evaluator, situation: Situation, rules: Set[str], definitions: Set[str]) -> Part:
    """What follows for *rules* and *definitions* (without a record), by key."""
    found = answers(evaluator, situation, rules)
    norms = tuple(judged.norm for judged in found.norms)
    return Part(
        policies=policy_statuses(evaluator, found),
        norms=norms,
        findings=tuple(values(evaluator, found.frame, sorted(definitions))),
        conflicts=conflicts(norms, apart(evaluator.headers)),
    )
