"""A report about mutants as plain data: the form of `schema.json`."""

from __future__ import annotations

from typing import Final

from pingan.mutation.nodes import MutationReport, Tally, Tried

VERSION: Final = "pingan.mutation/1"


def mutation_data(report: MutationReport) -> dict[str, object]:
    """*report* as data for JSON. Shares are exact: killed of so many that are counted."""
    return {
        "format": VERSION,
        "policies": list(report.policies),
        "registers": dict(report.registers),
        "scenarios": {"run": report.scenarios, "failing": list(report.failing)},
        "made": report.made,
        "interrupted": report.interrupted,
        "total": _tally(report.total),
        "by_policy": [_tally(each) for each in report.by_policy],
        "by_rule": [_tally(each) for each in report.by_rule],
        "by_mutator": [_tally(each) for each in report.by_mutator],
        "citations": {
            "dropped": len(report.cites),
            "noticed": sum(t.verdict.kind == "register" for t in report.cites),
        },
        "mutants": [_tried(each) for each in report.tried],
    }


def _tally(tally: Tally) -> dict[str, object]:
    return {
        "name": tally.name,
        "counted": tally.counted,
        "killed": tally.killed,
        "survived": tally.survived,
        "errors": tally.errors,
        "equivalent": tally.equivalent,
        "inexpressible": tally.inexpressible,
    }


def _tried(tried: Tried) -> dict[str, object]:
    mutant, verdict = tried.mutant, tried.verdict
    line, column = mutant.span.source.position(mutant.span.start)
    found: dict[str, object] = {
        "id": mutant.id,
        "mutator": mutant.mutator,
        "policy": mutant.module,
        "kind": mutant.kind,
        "key": mutant.key,
        "place": {"file": mutant.span.source.name, "line": line, "column": column},
        "before": mutant.before,
        "after": mutant.after,
        "verdict": verdict.kind,
        "ran": verdict.ran,
    }
    further = {"by": verdict.by, "why": verdict.why, "near": list(verdict.near) or None, "witness": tried.witness}
    return found | {name: value for name, value in further.items() if value is not None}
