"""``pingan report``: what follows from the facts, as a document to print and file."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

import pingan
from pingan.cli.inputs import PolicyTarget, facts, first_held, instant, rule_keys, settings
from pingan.cli.libraries import Language, environment, library_option
from pingan.cli.output import wants_color, write_atomically, write_output
from pingan.cli.question_options import as_of_option, facts_option, set_option, since_option
from pingan.diagnostics.render import render


@click.command(name="report")
@click.argument("policies", metavar="POLICY…", type=PolicyTarget(), nargs=-1, required=True)
@facts_option
@as_of_option
@since_option
@set_option
@click.option(
    "--rule",
    "rules",
    metavar="RULE",
    multiple=True,
    help="Tell only of this rule: its norms, also where they do not apply, why, and its picture. May be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "docx"]),
    default="html",
    show_default=True,
    help="html: one page for screens, that prints on A4 (and so to PDF). docx: needs the extra `report`.",
)
@click.option("--title", metavar="TEXT", help="The title. Default: the titles of the policies.")
@click.option("--show-sensitive", is_flag=True, help="Tell what sensitive facts are, to people entitled to see them.")
@click.option("--language", type=Language(), help="The language of the document. Default: the policy's.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE.")
@library_option
def command(
    policies: Sequence[str],
    facts_path: str | None,
    as_of: str | None,
    held: Sequence[str],
    assignments: Sequence[str],
    rules: Sequence[str],
    form: str,
    title: str | None,
    show_sensitive: bool,
    language: str | None,
    output: Path | None,
) -> None:
    """Write what follows from the facts as a document: who must do what by when, why, and what is still open.

    POLICY is a .rules file, a folder, or the name of a policy that comes with pingan (see `pingan list`);
    several are taken together.
    """
    if form == "docx" and output is None and sys.stdout.isatty():
        raise click.UsageError("a Word document is no text for a terminal: give --output FILE")
    policy = pingan.load(*policies, settings=settings(assignments), environment=environment())
    if policy.diagnostics:
        click.echo(render(policy.diagnostics, color=wants_color(sys.stderr)), err=True, nl=False, color=True)
    outcome = policy.evaluate(
        facts(facts_path),
        as_of=instant(as_of, policy.zone),
        since=first_held(policy, held) or None,
        show_sensitive=show_sensitive,
    )
    report = pingan.report_of(policy, outcome, rules=rule_keys(policy, rules), title=title, language=language)
    if form == "html":
        write_output(report.to_html(), output)
        return
    content = report.to_docx()
    if output is None:
        click.echo(content, nl=False)
    else:
        write_atomically(output, content)
