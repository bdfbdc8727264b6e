"""``pingan list``: the policies that come with pingan."""

from __future__ import annotations

import json

import click

import pingan
from pingan.cli.output import say, table, write_output
from pingan.diagnostics.plain import plain


@click.command(name="list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(form: str) -> None:
    """List the policies that come with pingan: name, title, document, when they are in force, number of rules."""
    shipped = pingan.shipped_policies()
    if form == "json":
        rows = [
            {
                "name": s.name,
                "label": s.label,
                "document": s.document,
                "version": s.version,
                "in_force_from": s.first_day.isoformat() if s.first_day else None,
                "in_force_until": s.last_day.isoformat() if s.last_day else None,
                "rules": s.rules,
            }
            for s in shipped
        ]
        write_output(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    heading = ("name", "in force", "rules", "document", "title")
    say(
        table(
            [
                heading,
                *((s.name, s.in_force, str(s.rules), plain(s.document or "-"), plain(s.label or "-")) for s in shipped),
            ]
        )
    )
