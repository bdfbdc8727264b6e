"""What scenarios exercise as a tracefile of LCOV, for the viewers that there are of those.

Lines are those of declarations and conditions, functions are rules, branches are what conditions were seen to be, and
MC/DC records (LCOV 2) say which of true and false mattered. The conditions of one line are one group of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pingan.diagnostics.plain import plain
from pingan.scenario_coverage.nodes import (
    ConditionCoverage,
    DeclarationCoverage,
    PolicyCoverage,
    ScenarioCoverage,
    Value,
)
from pingan.scenario_coverage.places import file_in


def scenario_coverage_lcov(coverage: ScenarioCoverage, *, root: Path | None = None) -> str:
    """A tracefile, one record a policy; files are relative to *root*."""
    return "".join(f"{line}\n" for policy in coverage.policies for line in _record(policy, root))


def _record(policy: PolicyCoverage, root: Path | None) -> Iterator[str]:
    by_line: dict[int, list[ConditionCoverage]] = {}
    for condition in policy.conditions:
        if condition.span.source.name == policy.file:
            by_line.setdefault(condition.span.line, []).append(condition)
    lines = sorted(by_line)
    yield "TN:scenarios"
    yield f"SF:{file_in(policy.file, root)}"
    yield from _functions(policy.rules)
    for line in lines:
        yield from _branches(line, by_line[line])
    counted = [condition for line in lines for condition in by_line[line]]
    yield f"BRF:{2 * len(counted)}"
    yield f"BRH:{sum(v in c.seen for c in counted for v in _senses())}"
    for line in lines:
        yield from _mcdc(line, by_line[line])
    yield f"MCF:{2 * len(counted)}"
    yield f"MCH:{sum(_mattered(c, v) for c in counted for v in _senses())}"
    hits = _hits(policy, by_line)
    for line in sorted(hits):
        yield f"DA:{line},{int(hits[line])}"
    yield f"LF:{len(hits)}"
    yield f"LH:{sum(hits.values())}"
    yield "end_of_record"


def _senses() -> tuple[Value, ...]:
    return "true", "false"


def _functions(rules: Sequence[DeclarationCoverage]) -> Iterator[str]:
    for rule in rules:
        yield f"FN:{rule.span.line},{_name(rule)}"
    for rule in rules:
        yield f"FNDA:{int(rule.exercised)},{_name(rule)}"
    yield f"FNF:{len(rules)}"
    yield f"FNH:{sum(rule.exercised for rule in rules)}"


def _name(rule: DeclarationCoverage) -> str:
    return plain(rule.key)


def _branches(line: int, conditions: Sequence[ConditionCoverage]) -> Iterator[str]:
    for block, condition in enumerate(conditions):
        for branch, value in enumerate(_senses()):
            taken = str(int(value in condition.seen)) if condition.seen else "-"
            yield f"BRDA:{line},{block},{branch},{taken}"


def _mcdc(line: int, conditions: Sequence[ConditionCoverage]) -> Iterator[str]:
    for index, condition in enumerate(conditions):
        for value in _senses():
            taken, text = int(_mattered(condition, value)), plain(condition.text) or condition.part
            yield f"MCDC:{line},{len(conditions)},{value[0]},{taken},{index},{text}"


def _mattered(condition: ConditionCoverage, value: Value) -> bool:
    """Whether *value* is shown. Of a condition that mattered both ways, but never apart, the one way is left out."""
    return value in condition.mattered and (condition.shown or value == "true" or "true" not in condition.mattered)


def _hits(policy: PolicyCoverage, by_line: dict[int, list[ConditionCoverage]]) -> dict[int, bool]:
    """By line, whether something on it was exercised."""
    found = {line: any(c.seen for c in conditions) for line, conditions in by_line.items()}
    for declaration in policy.declarations:
        if declaration.kind != "policy" and declaration.span.source.name == policy.file:
            line = declaration.span.line
            found[line] = found.get(line, False) or declaration.exercised
    return found
