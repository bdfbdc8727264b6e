"""``pingan evaluate --batch``: what follows for every record of a file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.output import complain, counted, say, write_output
from pingan.cli.progress import progress_bar

if TYPE_CHECKING:
    from pingan.batch.streaming import Summary

_OPTIONS = (
    click.option(
        "--batch",
        "batch_path",
        metavar="FILE",
        type=click.Path(dir_okay=False, exists=True),
        help="Evaluate every record of a file: .parquet, .csv, .jsonl (one fact file a line).",
    ),
    click.option(
        "--out",
        "out_path",
        metavar="FILE",
        type=click.Path(dir_okay=False),
        help="With --batch: write the answers to FILE (.parquet, .csv, .jsonl). Without it, counts of rules are told.",
    ),
    click.option(
        "--errors",
        "errors_path",
        metavar="FILE",
        type=click.Path(dir_okay=False),
        help="With --batch: write what is wrong with records to FILE.",
    ),
    click.option("--id", "id_column", metavar="COLUMN", help="With --batch: the column that names records."),
    click.option(
        "--as-of-column", metavar="COLUMN", help="With --batch: each record is asked about the instant in COLUMN."
    ),
    click.option("--facts-column", metavar="COLUMN", help="With --batch: further facts of each record, as JSON."),
    click.option(
        "--absent", metavar="COLUMN", multiple=True, help="With --batch: null means absent in COLUMN, not unknown."
    ),
    click.option("--ignore", metavar="COLUMN", multiple=True, help="With --batch: do not read COLUMN."),
    click.option(
        "--form",
        "table_form",
        type=click.Choice(["lists", "columns"]),
        help="With --batch: lists of rules for each record (default), or a column for each rule.",
    ),
    click.option("--resume", is_flag=True, help="With --batch: go on where the same evaluation was interrupted."),
)
_WITHOUT = {
    "facts_path": "--facts", "held": "--since", "rules": "--why", "fail_on": "--fail-on",
    "record_path": "--record", "key_path": "--key",
}  # fmt: skip
"""What is said about a single evaluation."""


def batch_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of `evaluate` that are about files of records."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def is_batch(given: Mapping[str, Any]) -> bool:
    """Whether a file of records is given; complains of options that make sense with one only."""
    if given["batch_path"] is not None:
        return True
    wrong = [name for name, value in given.items() if value]
    if wrong:
        name = {"out_path": "out", "errors_path": "errors", "id_column": "id", "table_form": "form"}.get(wrong[0])
        shown = name or wrong[0].replace("_", "-")
        raise click.UsageError(f"--{shown} is for many records: give --batch FILE as well")
    return False


def run_batch(policy: pingan.Policy, as_of: str | None, given: Mapping[str, Any], others: Mapping[str, Any]) -> int:
    """Evaluates the file; the exit code is 1 when the facts of some record cannot be used."""
    for name, option in _WITHOUT.items():
        if others.get(name):
            raise click.UsageError(f"{option} is for a single evaluation, not for --batch")
    if (as_of is None) == (given["as_of_column"] is None):
        raise click.UsageError("--batch needs --as-of, or --as-of-column, and not both")
    if given["resume"] and given["out_path"] is None and given["errors_path"] is None:
        raise click.UsageError("--resume is for answers that are written: give --out FILE")
    from pingan.batch.streaming import Question, Run

    question = Question(
        given["batch_path"],
        as_of,
        given["as_of_column"],
        given["id_column"],
        given["facts_column"],
        given["absent"],
        given["ignore"],
        given["table_form"] or "lists",
    )
    with progress_bar("records") as progress:
        run = Run(policy, question, given["out_path"], given["errors_path"], given["resume"], progress)
        summary = run.run()
    if others.get("form") == "json":
        write_output(json.dumps(_data(summary), ensure_ascii=False, indent=2) + "\n")
    elif given["out_path"] is None:
        _tell(summary)
    if summary.failed:
        where = "" if given["errors_path"] is None else f"; what is wrong is in {given['errors_path']}"
        complain(f"the facts of {counted(summary.failed, 'record')} of {summary.records:,} cannot be used{where}")
        return ExitCode.FINDINGS
    return ExitCode.FINE


def _data(summary: Summary) -> dict[str, object]:
    counts = zip(summary.rules, summary.applicable, summary.undecided, strict=True)
    return {
        "records": summary.records,
        "failed": summary.failed,
        "rules": {rule: {"applicable": surely, "undecided": undecided} for rule, surely, undecided in counts},
    }


def _tell(summary: Summary) -> None:
    """How often each rule applies, those first that do most often."""
    say(f"{counted(summary.records, 'record')}")
    found = sorted(
        zip(summary.applicable, summary.undecided, summary.rules, strict=True), key=lambda f: (-f[0], -f[1], f[2])
    )
    width = max((len(f"{applicable:,}") for applicable, *_ in found), default=1)
    for applicable, undecided, rule in found:
        more = f" ({undecided:,} undecided)" if undecided else ""
        say(f"{applicable:>{width},}  {rule}{more}")
