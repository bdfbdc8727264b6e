"""A scenario that failed, in words: what was expected, what came out, what that waits for, and why."""

from __future__ import annotations

import pingan
from pingan.diagnostics.plain import plain, plain_lines
from pingan.language.dialect import in_chinese
from pingan.scenarios import Failure, ScenarioResult

_EXPLAINED = 3
"""Rules and definitions whose reasons are shown for one expectation."""
_LINES = 60
"""Lines of reasons shown for one expectation."""


def failure_lines(result: ScenarioResult) -> tuple[list[str], list[str]]:
    """What each expectation came to, a line each; and the same with the reasons, as lines to show."""
    problems = [plain(problem) for problem in result.problems]
    headlines, lines = list(problems), list(problems)
    outcome = result.outcome
    for failure in result.failures:
        where = f"第{failure.span.line}行" if in_chinese(failure.language) else f"line {failure.span.line}"
        headline = f"{where}: {plain(str(failure))}"
        headlines.append(headline)
        lines.append(headline)
        if failure.waits:
            lines.append(f"    {plain(failure.waits)}")
        if outcome is not None:
            lines += [f"    {line}".rstrip() for line in _reasons(outcome, failure)]
    return headlines, lines


def _reasons(outcome: pingan.Outcome, failure: Failure) -> list[str]:
    """Why the norms and values that *failure* is about stand as they do."""
    blocks = []
    for subject in failure.about[:_EXPLAINED]:
        try:
            blocks.append(plain_lines(outcome.explain(subject, language=failure.language).to_text()).rstrip("\n"))
        except KeyError:  # of a policy that is not told of
            continue
    lines = [line for block in blocks for line in block.splitlines()]
    left = len(lines) - _LINES
    if left > 0:
        more = f"（另有{left}行）" if in_chinese(failure.language) else f"({left} more lines)"
        lines = [*lines[:_LINES], more]
    return lines
