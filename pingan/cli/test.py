"""``pingan test``: the scenarios that policy authors wrote."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import PolicyTarget, rule_files
from pingan.cli.libraries import Language, environment, library_option
from pingan.cli.output import complain, counted, say, wants_color
from pingan.cli.scenario_coverage import coverage_options, is_enough, report
from pingan.diagnostics.plain import plain
from pingan.language.dialects import spoken_language

if TYPE_CHECKING:
    from pingan import ScenarioResult
    from pingan.scenario_coverage.nodes import Measure


@click.command(name="test")
@click.argument("paths", metavar="PATH…", type=PolicyTarget(), nargs=-1, required=True)
@click.option("-k", "select", metavar="TEXT", help="Run only the scenarios whose name (policy: title) contains TEXT.")
@click.option("-v", "--verbose", is_flag=True, help="Name the scenarios that passed, too.")
@click.option("--language", type=Language(), help="The language of failures. Default: the policy's.")
@coverage_options
@library_option
def command(
    paths: Sequence[str],
    select: str | None,
    verbose: bool,
    language: str | None,
    wanted: bool,
    reports: Sequence[tuple[str, Path | None]],
    fail_under: float | None,
    measure: Measure,
) -> int:
    """Run the scenarios of policies and say which came out otherwise, and why.

    Exits 1 when one failed or --fail-under asks for more, 2 when a policy does not compile or -k matches no scenario.
    """
    results: dict[tuple[str, str, int], ScenarioResult] = {}
    policies: list[pingan.Policy] = []
    written = 0
    for file in [file for path in paths for file in rule_files(path)]:
        policy = pingan.load(file, environment=environment())
        policies.append(policy)
        written += len(policy.scenarios)
        for result in policy.test(select, language=language):
            # Parents' scenarios come with every policy that extends them: each is told once.
            results.setdefault((result.span.source.name, result.title, result.span.start), result)
    for result in results.values():
        if verbose or not result.passed:
            say(_report(result))
    failed = sum(not r.passed for r in results.values())
    if select is not None and written and not results:
        complain(f"no scenario's name contains `{plain(select)}`")
        return ExitCode.COULD_NOT_RUN
    complain(f"{counted(len(results), 'scenario')}: {len(results) - failed} passed, {failed} failed")
    enough = True
    if wanted or reports or fail_under is not None:
        from pingan.scenario_coverage import coverage_of_all, merged, recorded  # a plain run does without

        coverage = coverage_of_all(policies, merged(recorded(result) for result in results.values()))
        spoken = spoken_language(language or policies[0].language, policies[0].environment.dialects)
        report(coverage, spoken, full=wanted, reports=reports)
        enough = fail_under is None or is_enough(coverage, fail_under, measure)
    return ExitCode.FINDINGS if failed or not enough else ExitCode.FINE


def _report(result: ScenarioResult) -> str:
    color = wants_color(sys.stdout)

    def word(text: str, foreground: str) -> str:
        return click.style(text, fg=foreground, bold=True) if color else text

    if result.passed:
        return f"{word('passed', 'green')} {plain(result.name)}"
    lines = [f"{word('failed', 'red')} {plain(result.name)} ({plain(str(result.span))})"]
    lines += [f"    {plain(problem)}" for problem in result.problems]
    for failure in result.failures:
        lines.append(f"    line {failure.span.line}: {plain(str(failure))}")
        if failure.waits:
            lines.append(f"        {plain(failure.waits)}")
    return "\n".join(lines)
