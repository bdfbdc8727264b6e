"""``pingan facts``: what a fact file for a policy looks like."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

import pingan
from pingan.cli.inputs import PolicyTarget
from pingan.cli.libraries import environment, library_option
from pingan.cli.output import write_output


@click.command(name="facts")
@click.argument("policies", metavar="POLICY…", type=PolicyTarget(), nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(["jsonschema", "template", "example"]), default="template", show_default=True
)
@click.option("--language", type=click.Choice(["en", "zh"]), help="Of the template. Default: the policy's.")
@click.option("-o", "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write to FILE.")
@library_option
def command(policies: Sequence[str], form: str, language: str | None, output: Path | None) -> None:
    """Describe the facts that a policy asks for.

    jsonschema: for validators and editors. template: a file to fill in. example: a complete file.
    """
    policy = pingan.load(*policies, environment=environment())
    match form:
        case "jsonschema":
            text = json.dumps(policy.facts_schema(), ensure_ascii=False, indent=2) + "\n"
        case "template":
            text = policy.facts_template(language=language or ("zh" if policy.language == "zh" else "en"))
        case _:
            text = json.dumps(policy.facts_example(), ensure_ascii=False, indent=2) + "\n"
    write_output(text, output)
