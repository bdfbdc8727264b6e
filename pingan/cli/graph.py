"""``pingan graph``: a picture of how facts decide norms."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

import pingan
from pingan.cli.inputs import PolicyTarget, facts, instant, rule_keys, settings
from pingan.cli.output import write_output


@click.command(name="graph")
@click.argument("policies", metavar="POLICY…", type=PolicyTarget(), nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(["svg", "dot", "mermaid", "json"]), default="svg", show_default=True
)
@click.option(
    "--facts",
    "facts_path",
    metavar="FILE|-",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="Highlight what these facts decide.",
)
@click.option("--as-of", metavar="T", help="The day or instant asked about. Default: now.")
@click.option("--set", "assignments", metavar="NAME=VALUE", multiple=True, help="Set a parameter, choose a reading.")
@click.option("--rule", "rules", metavar="RULE", multiple=True, help="Show only what this rule reads. May be repeated.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE.")
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
    policy = pingan.load(*policies, settings=settings(assignments))
    shown = rule_keys(policy, rules)
    outcome = None
    if facts_path is not None:
        outcome = policy.evaluate(facts(facts_path), as_of=instant(as_of, policy.zone))
    # Exporters bring networkx and the layout engine with them: only the one asked for is imported.
    exporter = import_module(f"pingan.exporters.{form}")
    write_output(exporter.export(policy.graph, outcome, title=policy.title, rules=shown), output)
