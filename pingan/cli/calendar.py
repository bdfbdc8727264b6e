"""``pingan calendar``: what is due in a window of days."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

import pingan
from pingan.cli.inputs import PolicyTarget, facts, first_held, instant, settings
from pingan.cli.libraries import Language, environment, library_option
from pingan.cli.output import show, wants_color, write_atomically, write_output
from pingan.cli.question_options import set_option, since_option
from pingan.diagnostics.render import render


@click.command(name="calendar")
@click.argument("policies", metavar="POLICY…", type=PolicyTarget(), nargs=-1, required=True)
@click.option("--from", "start", metavar="DAY", required=True, help="The first day of the window (2016-01-01).")
@click.option("--to", "end", metavar="DAY", required=True, help="The last day of the window, included.")
@click.option(
    "--facts",
    "facts_path",
    metavar="FILE|-",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="JSON or YAML file of facts; - reads standard input. Without it conditions are told instead of states.",
)
@click.option("--as-of", metavar="T", help="The day or instant asked about. Default: now; without facts, --from.")
@since_option
@set_option
@click.option("--format", "form", type=click.Choice(["text", "json", "ics"]), default="text", show_default=True)
@click.option("--all", "full", is_flag=True, help="Text: show what does not apply, too.")
@click.option(
    "--domain",
    metavar="NAME",
    help="ics: what identifies this calendar among others (pool-a.example).",
)
@click.option("--show-sensitive", is_flag=True, help="Tell what sensitive facts are, to people entitled to see them.")
@click.option("--language", type=Language(), help="The language of the answer. Default: the policy's.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE.")
@library_option
def command(
    policies: Sequence[str],
    start: str,
    end: str,
    facts_path: str | None,
    as_of: str | None,
    held: Sequence[str],
    assignments: Sequence[str],
    form: str,
    full: bool,
    domain: str | None,
    show_sensitive: bool,
    language: str | None,
    output: Path | None,
) -> None:
    """List every dated and every recurring duty of a window of days: who, what, by when, how it stands.

    POLICY is a .rules file, a folder, or the name of a policy that comes with pingan (see `pingan list`);
    several are taken together.
    """
    policy = pingan.load(*policies, settings=settings(assignments), environment=environment())
    if policy.diagnostics:
        click.echo(render(policy.diagnostics, color=wants_color(sys.stderr)), err=True, nl=False, color=True)
    known = None if facts_path is None else facts(facts_path)
    asked = None if as_of is None and known is None else instant(as_of, policy.zone)
    found = policy.calendar(
        _day(start, "--from"),
        _day(end, "--to"),
        known,
        as_of=asked,
        since=first_held(policy, held) or None,
        show_sensitive=show_sensitive,
    )
    spoken = language or policy.language
    if form == "ics":
        content = found.to_ics(language=spoken, domain=domain) if domain else found.to_ics(language=spoken)
        if output is None:
            click.echo(content, nl=False)
        else:
            write_atomically(output, content)
    elif form == "json":
        write_output(json.dumps(found.to_dict(language=spoken), ensure_ascii=False, indent=2) + "\n", output)
    elif output is not None:
        write_output(found.to_text(language=spoken, full=full), output)
    else:
        show(found.to_text(language=spoken, full=full).rstrip("\n"))


def _day(text: str, option: str) -> date:
    found = instant(text, "UTC", option)
    if isinstance(found, datetime):
        raise click.BadParameter("a window goes from a day until a day; leave out the time", param_hint=option)
    return found
