"""``pingan graph``: a picture of how facts decide norms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

import pingan
from pingan.cli.inputs import PolicyTarget, facts, instant, rule_keys, settings
from pingan.cli.libraries import Format, environment, library_option
from pingan.cli.output import write_output
from pingan.cli.question_options import set_option


@click.command(name="graph")
@click.argument("policies", metavar="POLICY…", type=PolicyTarget(), nargs=-1, required=True)
@click.option("--format", "form", type=Format(), default="svg", show_default=True, help="Libraries may bring more.")
@click.option(
    "--facts",
    "facts_path",
    metavar="FILE|-",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Highlight what these facts decide.",
)
@click.option("--as-of", metavar="T", help="The day or instant asked about. Default: now.")
@set_option
@click.option("--rule", "rules", metavar="RULE", multiple=True, help="Show only what this rule reads. May be repeated.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE.")
@library_option
def command(
    policies: Sequence[str],
    form: str,
    facts_path: str | None,
    as_of: str | None,
    assignments: Sequence[str],
    rules: Sequence[str],
    output: Path | None,
) -> None:
    """Draw the decision graph of a policy, with the deciding path highlighted when facts are given."""
    policy = pingan.load(*policies, settings=settings(assignments), environment=environment())
    shown = rule_keys(policy, rules)
    outcome = None
    if facts_path is not None:
        outcome = policy.evaluate(facts(facts_path), as_of=instant(as_of, policy.zone))
    write_output(policy.export(form, outcome, rules=shown), output)
