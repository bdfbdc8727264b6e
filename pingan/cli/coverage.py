"""``pingan coverage``: every clause of a policy's document encoded, omitted with a reason, or missing."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import PolicyTarget
from pingan.cli.libraries import Language, environment, library_option
from pingan.cli.output import complain, counted, show, wants_color, write_output
from pingan.coverage.nodes import KINDS, Coverage
from pingan.coverage.to_dict import coverage_data
from pingan.coverage.to_html import coverage_html
from pingan.coverage.to_text import coverage_text
from pingan.diagnostics.plain import plain
from pingan.diagnostics.render import render
from pingan.language.dialects import spoken_language

MAXIMUM_BYTES: Final = 48 * 1024 * 1024
"""Bytes of a document."""


@click.command(name="coverage")
@click.argument("policies", metavar="POLICY…", type=PolicyTarget(), nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("--all", "full", is_flag=True, help="Text: list every clause.")
@click.option("--scenarios/--no-scenarios", default=True, help="Run the scenarios and say what they show (default).")
@click.option(
    "--kinds",
    metavar="KIND,…",
    help=f"The kinds of clauses that may not be omitted and want scenarios. Default: {', '.join(KINDS)}.",
)
@click.option(
    "--document",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Hold the register against the document's text: are its anchors and locators there, which text has no clause?",
)
@click.option(
    "--encoding",
    type=click.Choice(["utf-8", "gb18030", "gbk", "big5", "utf-16"]),
    default="utf-8",
    show_default=True,
    help="How FILE is encoded.",
)
@click.option("--from", "start", metavar="TEXT", help="Read the document from these words. Default: the first clause.")
@click.option("--until", metavar="TEXT", help="Read the document up to these words. Default: the last clause.")
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
    document: Path | None,
    encoding: str,
    start: str | None,
    until: str | None,
    fail_under: float,
    strict: bool,
    language: str | None,
    output: Path | None,
) -> int:
    """Say how policies cover the clauses of their documents: encoded, omitted with a reason, or missing.

    POLICY is a .rules file, a folder, or the name of a policy that comes with pingan (see `pingan list`).
    Exits 1 when a clause is missing (see --fail-under and --strict), 2 when no policy has a register of clauses.
    """
    from pingan.coverage.from_policy import coverages_of, with_text  # help does without

    policy = pingan.load(*policies, environment=environment())
    if policy.diagnostics:
        click.echo(render(policy.diagnostics, color=wants_color(sys.stderr)), err=True, nl=False, color=True)
    chosen = None if kinds is None else [k.strip() for k in kinds.split(",") if k.strip()]
    found = coverages_of(policy, kinds=chosen, scenarios=scenarios)
    if not found:
        complain('no policy given has a register of clauses (`clauses "….jsonl"` in its header)')
        return ExitCode.COULD_NOT_RUN
    if document is not None:
        if len(found) > 1:
            raise click.UsageError("--document is that of one policy: name one")
        try:
            found = (with_text(found[0], _read(document, encoding), start, until),)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
    elif start is not None or until is not None:
        raise click.UsageError("--from and --until are about the document: give --document FILE as well")
    spoken = spoken_language(language or policy.language, policy.environment.dialects)
    if form == "json":
        write_output(json.dumps(coverage_data(found), ensure_ascii=False, indent=2) + "\n", output)
    elif form == "html":
        write_output(coverage_html(found, spoken), output)
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


def _read(path: Path, encoding: str) -> pingan.Source:
    """The document's text. Raises UsageError when it is none in *encoding*."""
    if path.exists() and not path.is_file():
        raise click.UsageError(f"{plain(str(path))} is no file")
    with path.open("rb") as file:
        raw = file.read(MAXIMUM_BYTES + 1)
    if len(raw) > MAXIMUM_BYTES:
        raise click.UsageError(f"{plain(str(path))} is longer than {MAXIMUM_BYTES:,} bytes")
    try:
        text = raw.decode(encoding)
    except UnicodeError as error:
        at = f"byte {error.start}" if isinstance(error, UnicodeDecodeError) else "its first bytes"
        hint = "; is it GBK? (--encoding gb18030)" if encoding == "utf-8" else ""
        raise click.UsageError(f"{plain(str(path))} is not encoded as {encoding}: see {at}{hint}") from None
    return pingan.Source(plain(str(path)), text.removeprefix("\ufeff"))


def _problems(coverage: Coverage, percent: Fraction, strict: bool) -> list[str]:
    found = []
    if coverage.total.share * 100 < percent:
        found.append(f"{coverage.policy}: {counted(len(coverage.missing), 'clause')} missing")
    if coverage.text is not None and coverage.text.wrong:
        found.append(f"{coverage.policy}: {counted(len(coverage.text.wrong), 'clause')} not where the register says")
    if strict:
        uncovered = 0 if coverage.text is None else len(coverage.text.uncovered)
        if uncovered:
            stretches = "1 stretch" if uncovered == 1 else f"{uncovered} stretches"
            found.append(f"{coverage.policy}: {stretches} of text with no clause")
        if coverage.wrongly_omitted:
            found.append(f"{coverage.policy}: {counted(len(coverage.wrongly_omitted), 'clause')} wrongly omitted")
        if coverage.lacking:
            found.append(f"{coverage.policy}: {counted(len(coverage.lacking), 'clause')} lacking a scenario")
        if coverage.idle_excuses:
            found.append(f"{coverage.policy}: {counted(len(coverage.idle_excuses), 'clause')} excused without need")
        if coverage.failed:
            found.append(f"{coverage.policy}: {counted(len(coverage.failed), 'scenario')} failed")
    return found
