"""``pingan build``: policies as one file to run from."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

import pingan
from pingan.artifact.loading import SUFFIX
from pingan.cli.inputs import PolicyTarget, settings
from pingan.cli.libraries import environment, library_option
from pingan.cli.output import complain, wants_color, write_atomically
from pingan.cli.question_options import set_option
from pingan.diagnostics.plain import plain
from pingan.diagnostics.render import render


def _named(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    if not str(value).endswith(SUFFIX):
        raise click.BadParameter(f"{plain(str(value))} does not end in {SUFFIX}", ctx, param)
    return value


@click.command(name="build")
@click.argument("policies", metavar="POLICY…", type=PolicyTarget(), nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    metavar="FILE.pgb",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_named,
    required=True,
    help="The artifact to write.",
)
@set_option
@library_option
def command(policies: Sequence[str], output: Path, assignments: Sequence[str]) -> None:
    """Build an artifact: policies, checked and with settings in them, as one file that loads without reading text.

    POLICY is a .rules file, a folder, or the name of a policy that comes with pingan (see `pingan list`);
    several are taken together. Every command takes the artifact in place of the policies. It is data, never code,
    and is loaded by the version of pingan that built it.
    """
    policy = pingan.load(*policies, settings=settings(assignments), environment=environment())
    if policy.diagnostics:
        click.echo(render(policy.diagnostics, color=wants_color(sys.stderr)), err=True, nl=False, color=True)
    content = pingan.build(policy)
    write_atomically(output, content)
    complain(f"{plain(str(output))}: {plain(', '.join(policy.names))}, {len(content):,} bytes")
