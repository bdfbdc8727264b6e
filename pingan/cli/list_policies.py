"""``pingan list``: the policies that come with pingan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Final

import click
from attrs import asdict

import pingan
from pingan.catalogue.overview import Overview, overview, without_scenarios
from pingan.cli.libraries import library_option, list_libraries
from pingan.cli.output import show, table, write_output
from pingan.diagnostics.diagnostic import Diagnostics, Severity
from pingan.diagnostics.plain import plain
from pingan.language.data import data
from pingan.language.shipped import SUFFIX

_HEADING: Final = (
    "NAME", "JURISDICTION", "ISSUED", "IN FORCE", "CLAUSES", "ENCODED", "OMITTED", "RULES", "DOCUMENT", "TITLE",
)  # fmt: skip


@click.command(name="list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--libraries", "of_libraries", is_flag=True, help="List libraries instead, and what they bring.")
@library_option
def command(form: str, of_libraries: bool) -> None:
    """List the policies that come with pingan: where and when they apply, clauses, rules, document and title.

    CLAUSES are those in the register of the document: ENCODED in rules or definitions, OMITTED with a reason, or still
    missing. With --libraries the libraries that policies may use (give those that are installed with --library).
    """
    if of_libraries:
        list_libraries(form)
        return
    found, errors = _shipped()
    if form == "json":
        rows = [{**_data(policy), "error": None} for policy in found]
        rows += [{**_data(Overview(name)), "error": error} for name, error in errors.items()]
        rows.sort(key=lambda row: str(row["name"]))
        write_output(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    lines = [*map(_row, found), *((name, *("-" * 8), error) for name, error in errors.items())]
    show(table([_HEADING, *sorted(lines)]))
    for line in _remarks(found):
        show(line)


def _shipped() -> tuple[list[Overview], dict[str, str]]:
    """All policies that can be read, and what is wrong with the others. One loader: vocabularies are read once."""
    from pingan.modules.loader import load_modules  # help does without

    diagnostics = Diagnostics()
    names = pingan.shipped_policies()
    texts = [_text(name) for name in names]
    modules = load_modules(texts, diagnostics, environment=pingan.standard_environment()) if texts else None
    errors: dict[str, str] = {}
    found = []
    for name in names:
        module = modules.modules.get(name) if modules else None
        wrong = [
            d
            for d in diagnostics.sorted()
            if d.severity is Severity.ERROR and d.span is not None and d.span.source.name.endswith(f"/{name}{SUFFIX}")
        ]
        if module is None or wrong:
            errors[name] = plain(f"{wrong[0].span}: {wrong[0].message}" if wrong else "it cannot be read")
        else:
            found.append(overview(module))
    return found, errors


def _text(name: str) -> pingan.Source:
    """The text of a policy that comes with pingan: no more of it than an overview tells."""
    folder = data("policies")
    parts = (name, f"{name}{SUFFIX}")
    file = next(f for f in (folder.joinpath(*parts), folder.joinpath(parts[-1])) if f.is_file())
    return pingan.Source("/".join(("policies", *parts)), without_scenarios(file.read_text("utf-8")))


def _row(policy: Overview) -> tuple[str, ...]:
    clauses = "-" if policy.clauses is None else str(policy.clauses)
    return (
        policy.name,
        plain(policy.jurisdiction or "-"),
        _day(policy.issued) or "-",
        _in_force(policy),
        clauses,
        str(policy.encoded),
        str(policy.omitted),
        str(policy.rules),
        plain(policy.document or "-"),
        plain(policy.label or "-"),
    )


def _in_force(policy: Overview) -> str:
    if policy.first is None and policy.last is None:
        return "-"
    days = f"{_day(policy.first) or '…'} – {_day(policy.last) or '…'}"
    return f"{days} *" if policy.readings else days


def _remarks(policies: list[Overview]) -> Iterator[str]:
    """Which days in force rest on a reading."""
    read = [f"{plain(reading)} ({policy.name})" for policy in policies for reading in policy.readings]
    if read:
        yield ""
        yield f"* as the document is read unless told otherwise; other days under other readings of {', '.join(read)}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _data(policy: Overview) -> dict[str, object]:
    days = {"issued": policy.issued, "first": policy.first, "last": policy.last}
    data = {name: value for name, value in asdict(policy).items() if name not in days}
    return {
        **data,
        "issued": _day(policy.issued),
        "in_force_from": _day(policy.first),
        "in_force_until": _day(policy.last),
        "in_force_by": data.pop("readings"),
    }
