"""``pingan check``: what is wrong with policy files."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import PolicyTarget, rule_files
from pingan.cli.libraries import environment, library_option
from pingan.cli.output import complain, counted, wants_color, write_output
from pingan.diagnostics.diagnostic import Diagnostic, Severity, sorted_diagnostics
from pingan.diagnostics.render import render
from pingan.diagnostics.reports import to_github, to_json, to_sarif


@click.command(name="check")
@click.argument("paths", metavar="PATH…", type=PolicyTarget(), nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "sarif", "github"]), default="text", show_default=True
)
@click.option("--strict", is_flag=True, help="Warnings count as findings, too.")
@library_option
def command(paths: Sequence[str], form: str, strict: bool) -> int:
    """Read policies and report every error and warning.

    PATH is a .rules file, a folder (every policy in it, each with what it uses), or a shipped policy.
    Exits 1 when there are errors (with --strict also when there are warnings).
    """
    files = [file for path in paths for file in rule_files(path)]
    found: dict[Diagnostic, None] = {}
    used = environment()
    for file in files:
        found.update(dict.fromkeys(pingan.check(file, environment=used)))
    diagnostics = sorted_diagnostics(found)
    match form:
        case "json":
            write_output(to_json(diagnostics))
        case "sarif":
            write_output(to_sarif(diagnostics, version=pingan.__version__))
        case "github":
            write_output(to_github(diagnostics))
        case _:
            click.echo(render(diagnostics, color=wants_color(sys.stdout)), nl=False, color=True)
            complain(_summary(diagnostics, len(files)))
    least = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    grave = any(d.severity in least for d in diagnostics)
    return ExitCode.FINDINGS if grave else ExitCode.FINE


def _summary(diagnostics: Sequence[Diagnostic], files: int) -> str:
    errors = sum(d.severity is Severity.ERROR for d in diagnostics)
    notes = sum(d.severity is Severity.NOTE for d in diagnostics)
    told = f", {counted(notes, 'note')}" if notes else ""
    warnings = len(diagnostics) - errors - notes
    places = counted(files, "file")
    if not diagnostics:
        return f"{places} checked, nothing found"
    return f"{places} checked: {counted(errors, 'error')}, {counted(warnings, 'warning')}{told}"
