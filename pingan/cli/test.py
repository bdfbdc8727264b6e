"""``pingan test``: the scenarios that policy authors wrote."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import PolicyTarget, rule_files
from pingan.cli.libraries import Language, environment, library_option
from pingan.cli.output import complain, counted, say, wants_color
from pingan.diagnostics.plain import plain

if TYPE_CHECKING:
    from pingan import ScenarioResult


@click.command(name="test")
@click.argument("paths", metavar="PATH…", type=PolicyTarget(), nargs=-1, required=True)
@click.option("-k", "select", metavar="TEXT", help="Run only the scenarios whose name (policy: title) contains TEXT.")
@click.option("-v", "--verbose", is_flag=True, help="Name the scenarios that passed, too.")
@click.option("--language", type=Language(), help="The language of failures. Default: the policy's.")
@library_option
def command(paths: Sequence[str], select: str | None, verbose: bool, language: str | None) -> int:
    """Run the scenarios of policies and say which came out otherwise, and why.

    Exits 1 when one failed, 2 when a policy does not compile or -k matches no scenario.
    """
    results: dict[tuple[str, str, int], ScenarioResult] = {}
    written = 0
    for file in [file for path in paths for file in rule_files(path)]:
        policy = pingan.load(file, environment=environment())
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
    return ExitCode.FINDINGS if failed else ExitCode.FINE


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
