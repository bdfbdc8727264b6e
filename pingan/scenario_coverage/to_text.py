"""What scenarios exercise, as text for people."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.plain import aligned, plain
from pingan.language.dialect import Language
from pingan.scenario_coverage.nodes import (
    MEASURES,
    DeclarationCoverage,
    PolicyCoverage,
    ScenarioCoverage,
)
from pingan.scenario_coverage.words import Words


def scenario_coverage_text(coverage: ScenarioCoverage, language: Language, *, full: bool = True) -> str:
    """A table by policy and, unless *full* is false, what is wanting: where, which condition, and which way."""
    words = Words(language)
    parts = [plain(words.scenarios(coverage)), _tallies(coverage, words)]
    if full:
        parts += [text for policy in coverage.policies if (text := _wanting(policy, words))]
    if coverage.failed:
        title = words.say("Scenarios that failed (see `pingan test`)", "未通过的情景（见 `pingan test`）")
        parts.append("\n".join([title, *(f"  {plain(name)}" for name in coverage.failed)]))
    return "\n\n".join(parts) + "\n"


def _tallies(coverage: ScenarioCoverage, words: Words) -> str:
    heads = [words.measure(measure).upper() for measure in MEASURES]
    rows = [[words.say("POLICY", "政策"), words.say("SCENARIOS", "情景"), *heads]]
    for policy in coverage.policies:
        figures = [words.figure(policy.tally(measure)) for measure in MEASURES]
        rows.append([plain(policy.name), str(policy.scenarios), *figures])
    if len(coverage.policies) != 1:
        figures = [words.figure(coverage.tally(measure)) for measure in MEASURES]
        rows.append([words.say("all", "合计"), str(coverage.scenarios), *figures])
    return aligned(rows)


def _wanting(policy: PolicyCoverage, words: Words) -> str:
    lines = [line for declaration in policy.declarations for line in _declaration(declaration, words)]
    if not lines:
        return ""
    title = words.say(f"Wanting in {policy.name} ({policy.file})", f"{policy.name}的不足（{policy.file}）")
    return "\n".join([plain(title), *lines])


def _declaration(declaration: DeclarationCoverage, words: Words) -> Iterator[str]:
    whole = words.declaration(declaration)
    conditions = [c for c in declaration.conditions if words.wanting(c)]
    if not whole and not conditions:
        return
    about = words.say(": ", "：").join(t for t in (words.name(declaration), whole) if t)
    yield f"  {_line(declaration.span.line, words)}  {plain(about)}"
    if not declaration.exercised and not declaration.applied and whole:
        return  # nothing of it was looked at: its conditions need not say so one by one
    for condition in conditions:
        yield f"    {_line(condition.span.line, words)}  {plain(words.condition(condition))}"
        yield f"        {plain(words.wanting(condition))}"


def _line(number: int, words: Words) -> str:
    return words.say(f"line {number}", f"第{number}行")
