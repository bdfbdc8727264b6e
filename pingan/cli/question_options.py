"""The options of a question, the same in every command that asks one: facts, the instant, what is set."""

from __future__ import annotations

import click

facts_option = click.option(
    "--facts",
    "facts_path",
    metavar="FILE|-",
    type=click.Path(dir_okay=False, allow_dash=True),
    help="JSON or YAML file of facts; - reads standard input. Without it nothing is known.",
)
as_of_option = click.option(
    "--as-of", metavar="T", help="The day or instant asked about (2016-06-01, 2016-06-01T10:30). Default: now."
)
since_option = click.option(
    "--since", "held", metavar="RULE=T", multiple=True, help="When RULE first held. May be repeated."
)
set_option = click.option(
    "--set", "assignments", metavar="NAME=VALUE", multiple=True, help="Set a parameter, choose a reading."
)
