"""``pingan coverage``: every clause of a policy's document encoded, omitted with a reason, or missing."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import PolicyTarget
from pingan.cli.libraries import Language, environment, library_option
from pingan.cli.output import complain, counted, show, wants_color, write_output
from pingan.coverage.from_policy import coverages_of
from pingan.coverage.nodes import KINDS, Coverage
from pingan.coverage.to_dict import coverage_data
from pingan.coverage.to_text import coverage_text
from pingan.diagnostics.render import render
from pingan.language.dialects import spoken_language


@click.command(name="coverage")
@click.argument("policies", metavar="POLICY…", type=PolicyTarget(), nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--all", "full", is_flag=True, help="Text: list every clause.")
@click.option("--scenarios/--no-scenarios", default=True, help="Run the scenarios and say what they show (default).")
@click.option(
    "--kinds",
    metavar="KIND,…",
    help=f"The kinds of clauses that may not be omitted and want scenarios. Default: {', '.join(KINDS)}.",
)
@click.option(
    "--fail-under",
    metavar="PERCENT",
    type=click.FloatRange(0, 100),
    default=100,
    show_default=True,
    help="Exit 1 when less than PERCENT of the clauses are encoded or omitted.",
)
@click.option(
    "--strict", is_flag=True, help="Also exit 1 for a clause wrongly omitted, a scenario wanting, or an idle excuse."
)
@click.option("--language", type=Language(), help="The language of the report. Default: the policy's.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE.")
@library_option
def command(
    policies: Sequence[str],
    form: str,
    full: bool,
    scenarios: bool,
    kinds: str | None,
    fail_under: float,
    strict: bool,
    language: str | None,
    output: Path | None,
) -> int:
    """Say how policies cover the clauses of their documents: encoded, omitted with a reason, or missing.

    POLICY is a .rules file, a folder, or the name of a policy that comes with pingan (see `pingan list`).
    Exits 1 when a clause is missing (see --fail-under and --strict), 2 when no policy has a register of clauses.
    """
    policy = pingan.load(*policies, environment=environment())
    if policy.diagnostics:
        click.echo(render(policy.diagnostics, color=wants_color(sys.stderr)), err=True, nl=False, color=True)
    chosen = None if kinds is None else [k.strip() for k in kinds.split(",") if k.strip()]
    found = coverages_of(policy, kinds=chosen, scenarios=scenarios)
    if not found:
        complain('no policy given has a register of clauses (`clauses "….jsonl"` in its header)')
        return ExitCode.COULD_NOT_RUN
    spoken = spoken_language(language or policy.language, policy.environment.dialects)
    if form == "json":
        write_output(json.dumps(coverage_data(found), ensure_ascii=False, indent=2) + "\n", output)
    else:
        text = "\n".join(coverage_text(c, spoken, full=full) for c in found)
        if output is None:
            show(text.rstrip("\n"))
        else:
            write_output(text, output)
    wanting = [problem for c in found for problem in _problems(c, Fraction(str(fail_under)), strict)]
    for problem in wanting:
        complain(problem)
    return ExitCode.FINDINGS if wanting else ExitCode.FINE


def _problems(coverage: Coverage, percent: Fraction, strict: bool) -> list[str]:
    found = []
    if coverage.total.share * 100 < percent:
        found.append(f"{coverage.policy}: {counted(len(coverage.missing), 'clause')} missing")
    if strict:
        if coverage.wrongly_omitted:
            found.append(f"{coverage.policy}: {counted(len(coverage.wrongly_omitted), 'clause')} wrongly omitted")
        if coverage.lacking:
            found.append(f"{coverage.policy}: {counted(len(coverage.lacking), 'clause')} lacking a scenario")
        if coverage.idle_excuses:
            found.append(f"{coverage.policy}: {counted(len(coverage.idle_excuses), 'clause')} excused without need")
        if coverage.failed:
            found.append(f"{coverage.policy}: {counted(len(coverage.failed), 'scenario')} failed")
    return found
