"""``pingan check``: what is wrong with policy files, and what was probably not meant."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import frozen

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import PolicyTarget, rule_files
from pingan.cli.libraries import environment, library_option
from pingan.cli.linting import Chosen, rules_option, tell_fixes, write_fixed
from pingan.cli.output import complain, counted, say, wants_color, write_output
from pingan.diagnostics.diagnostic import Diagnostic, Severity
from pingan.diagnostics.plain import aligned, plain
from pingan.diagnostics.render import render
from pingan.diagnostics.reports import to_github, to_json, to_sarif
from pingan.diagnostics.reports_for_ci import to_gitlab, to_junit

if TYPE_CHECKING:
    from pingan.linting.checked import Checked

FORMATS = ["text", "json", "sarif", "github", "gitlab", "junit"]


@frozen
class _Run:
    """The files of one call, checked one by one; those that change are known by their new texts."""

    files: Sequence[str]
    chosen: Chosen
    used: pingan.Environment

    def check(self, file: str, texts: Mapping[str, str]) -> Checked:
        from pingan.linting.checked import Checked, checked

        if file.endswith(".pgb"):
            return Checked(pingan.check(file, environment=self.used))
        return checked(file, configuration=self.chosen.configuration(file), environment=self.used, texts=texts)


@click.command(name="check")
@click.argument("paths", metavar="PATH…", type=PolicyTarget(), nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@rules_option("--select", help="Run these rules only: codes, groups of them, or `all`.")
@rules_option("--extend-select", help="Run these rules, too.")
@rules_option("--ignore", help="Leave these rules out.")
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read this file instead of the nearest pyproject.toml or pingan.toml.",
)
@click.option("--no-config", is_flag=True, help="Read no configuration.")
@click.option("--fix", is_flag=True, help="Apply fixes that are safe, and report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="Apply (or show) fixes that somebody has to look at, too.")
@click.option("--diff", is_flag=True, help="Write nothing; show what --fix would change and exit 1 when it would.")
@click.option("--show-fixes", is_flag=True, help="List the fixes that were applied.")
@click.option("--statistics", is_flag=True, help="Count the findings of each code instead of showing them.")
@click.option("--strict", is_flag=True, help="Warnings count as findings, too.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@library_option
def command(
    paths: Sequence[str],
    form: str,
    select: Sequence[str] | None,
    extend_select: Sequence[str] | None,
    ignore: Sequence[str] | None,
    config: Path | None,
    no_config: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    show_fixes: bool,
    statistics: bool,
    strict: bool,
    exit_zero: bool,
) -> int:
    """Read policies and report every error, every warning, and what was probably not meant.

    PATH is a .rules file, a folder (every policy in it, each with what it uses), or a shipped policy.
    `pingan explain` lists the rules. Exits 1 when there are errors (with --strict also when there are warnings).
    """
    from pingan.linting.checked import merged
    from pingan.linting.fixing import fixed

    if config is not None and no_config:
        raise click.UsageError("--config and --no-config: which of the two?")
    chosen = Chosen(config, no_config, select, extend_select or (), ignore or ())
    named = [file.removeprefix(f".{os.sep}") for path in paths for file in rule_files(path)]
    files = list({os.path.abspath(file): file for file in reversed(named)}.values())[::-1]
    try:
        for file in files:
            chosen.configuration(file)
    except pingan.PolicyError as error:
        click.echo(render(error.diagnostics, color=wants_color(sys.stderr)), err=True, nl=False, color=True)
        complain(f"the configuration cannot be used: {counted(len(error.diagnostics), 'finding')}")
        return ExitCode.COULD_NOT_RUN
    run = _Run(files, chosen, environment())
    if not (fix or diff):
        diagnostics = merged([run.check(file, {}) for file in files])
        return _reported(diagnostics, files, form, statistics, strict, exit_zero, unsafe_fixes)
    done = fixed(files, run.check, unsafe=unsafe_fixes)
    if diff:
        return write_fixed(done, diff=True, exit_zero=exit_zero)
    write_fixed(done, diff=False, exit_zero=exit_zero)
    tell_fixes(done, show_fixes)
    return _reported(merged(done.left.values()), files, form, statistics, strict, exit_zero, unsafe_fixes)


def _reported(
    diagnostics: Sequence[Diagnostic],
    files: Sequence[str],
    form: str,
    statistics: bool,
    strict: bool,
    exit_zero: bool,
    unsafe: bool,
) -> int:
    """Shows what was found; the exit code says whether anything of it is grave."""
    from pingan.linting.known import ALL_CODES

    match form:
        case "json":
            write_output(to_json(diagnostics))
        case "sarif":
            write_output(to_sarif(diagnostics, version=pingan.__version__, codes=ALL_CODES))
        case "github":
            write_output(to_github(diagnostics))
        case "gitlab":
            write_output(to_gitlab(diagnostics))
        case "junit":
            write_output(to_junit(diagnostics, files))
        case _:
            if statistics:
                _show_statistics(diagnostics)
            else:
                click.echo(render(diagnostics, color=wants_color(sys.stdout)), nl=False, color=True)
            complain(_summary(diagnostics, len(files), unsafe))
    least = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    grave = any(d.severity in least for d in diagnostics) and not exit_zero
    return ExitCode.FINDINGS if grave else ExitCode.FINE


def _show_statistics(diagnostics: Sequence[Diagnostic]) -> None:
    """A line a code, the most frequent first."""
    counts = Counter(d.code for d in diagnostics)
    fixable = {d.code for d in diagnostics if d.fixes}
    rows = [
        (f"{plain(code)}{' [*]' if code in fixable else ''}", str(number))
        for code, number in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    ]
    if rows:
        say(aligned([("CODE", "FOUND"), *rows]))


def _summary(diagnostics: Sequence[Diagnostic], files: int, unsafe: bool) -> str:
    errors = sum(d.severity is Severity.ERROR for d in diagnostics)
    notes = sum(d.severity is Severity.NOTE for d in diagnostics)
    told = f", {counted(notes, 'note')}" if notes else ""
    warnings = len(diagnostics) - errors - notes
    places = counted(files, "file")
    if not diagnostics:
        return f"{places} checked, nothing found"
    safe = sum(any(f.safe for f in d.fixes) for d in diagnostics)
    more = sum(bool(d.fixes) and not any(f.safe for f in d.fixes) for d in diagnostics)
    remedy = f"; {safe} can be fixed with --fix" if safe else ""
    remedy += f"; {more}{' more' if safe else ''} with --fix --unsafe-fixes" if more else ""
    return f"{places} checked: {counted(errors, 'error')}, {counted(warnings, 'warning')}{told}{remedy}"
