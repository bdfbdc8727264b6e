"""``pingan list``: the policies that come with pingan."""

from __future__ import annotations

import json
from datetime import date

import click
from attrs import asdict, frozen

import pingan
from pingan.cli.libraries import library_option, list_libraries
from pingan.cli.output import show, table, write_output
from pingan.diagnostics.plain import plain
from pingan.model.nodes import Constant, DefinitionValue, Header, PeriodOf, Policy


@frozen
class _Row:
    """What is told of a policy; *error* when it does not compile."""

    name: str
    label: str | None = None
    document: str | None = None
    version: str | None = None
    in_force_from: str | None = None
    in_force_until: str | None = None
    rules: int = 0
    error: str | None = None


@click.command(name="list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--libraries", "of_libraries", is_flag=True, help="List libraries instead, and what they bring.")
@library_option
def command(form: str, of_libraries: bool) -> None:
    """List the policies that come with pingan: name, when in force, number of rules, document and title.

    With --libraries the libraries that policies may use (give those that are installed with --library).
    """
    if of_libraries:
        list_libraries(form)
        return
    rows = [_row(name) for name in pingan.shipped_policies()]
    if form == "json":
        write_output(json.dumps([asdict(r) for r in rows], ensure_ascii=False, indent=2) + "\n")
        return
    heading = ("NAME", "IN FORCE", "RULES", "DOCUMENT", "TITLE")
    show(
        table(
            [
                heading,
                *((r.name, _in_force(r), str(r.rules), r.document or "-", r.error or r.label or "-") for r in rows),
            ]
        )
    )


def _row(name: str) -> _Row:
    try:
        model = pingan.load(name).model
    except pingan.PolicyError as error:
        return _Row(name, error=plain(str(error)))
    header = model.headers[name]
    first, last = _ends(header, model)
    return _Row(
        name,
        plain(header.label) if header.label else None,
        plain(header.document) if header.document else None,
        header.version,
        first,
        last,
        sum(rule.module == name for rule in model.rules.values()),
    )


def _ends(header: Header, model: Policy) -> tuple[str | None, str | None]:
    """The first and last day in force, where they are written as days (maybe in a definition)."""
    period = header.in_force.period if header.in_force else None
    if isinstance(period, DefinitionValue):
        cases = model.definitions[period.definition].cases
        period = cases[0].value if len(cases) == 1 and cases[0].condition is None else None
    if not isinstance(period, PeriodOf):
        return None, None
    first, last = (e.value if isinstance(e, Constant) else None for e in (period.start, period.end))
    return (
        first.isoformat() if isinstance(first, date) else None,
        last.isoformat() if isinstance(last, date) else None,
    )


def _in_force(row: _Row) -> str:
    if row.in_force_from is None and row.in_force_until is None:
        return "-"
    return f"{row.in_force_from or '…'} – {row.in_force_until or '…'}"
