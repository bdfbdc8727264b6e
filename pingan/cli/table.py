"""``pingan table``: decision tables out to spreadsheets, and back."""

from __future__ import annotations

from importlib import import_module

import click

from pingan.cli.inputs import PolicyTarget
from pingan.cli.libraries import library_option

_dialect = click.option("--dialect", type=click.Choice(["en", "zh"]), help="The language to write in.")


@click.group(name="table")
def command() -> None:
    """Take decision tables out to spreadsheets, and back in."""


@command.command(name="export")
@click.argument("policy", metavar="POLICY", type=PolicyTarget())
@click.argument("table", metavar="TABLE")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx", "text"]), default="csv", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False), help="The file to write; without it, standard output.")
@_dialect
@library_option
def export(policy: str, table: str, form: str, output: str | None, dialect: str | None) -> int:
    """Write TABLE (its name or label) of POLICY as CSV, as an Excel workbook, or as text.

    What is written comes back unchanged with `pingan table import`. No cell is one that a spreadsheet would run.
    """
    # Only a table that is asked for pays for the parser.
    code: int = import_module("pingan.cli.sheets").export(policy, table, form, output, dialect)
    return code


@command.command(name="import")
@click.argument("file", metavar="FILE|-", type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--into", type=click.Path(exists=True, dir_okay=False), help="Put the table into this policy file.")
@click.option("--table", "name", help="What the table is called; without it, what the sheet says.")
@click.option("--output", type=click.Path(dir_okay=False), help="Write the table here, not to standard output.")
@_dialect
@library_option
def import_(file: str, into: str | None, name: str | None, output: str | None, dialect: str | None) -> int:
    """Read a table from FILE (.csv or .xlsx) and print it, or put it into a policy.

    With --into it takes the place of the table of its name, or stands at the end. Everything wrong is told at once,
    by its place in the sheet, and then nothing is written. Formulas are never run.
    """
    code: int = import_module("pingan.cli.sheets").import_(file, into, name, output, dialect)
    return code
