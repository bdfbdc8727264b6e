"""``pingan compare``: recorded questions under other policies and versions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
from attrs import asdict

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.libraries import library_option
from pingan.cli.output import complain, counted, say, write_output
from pingan.cli.recorded import Recorded, arguments_of_records, problems_of
from pingan.diagnostics.errors import PinganError
from pingan.diagnostics.plain import plain

if TYPE_CHECKING:
    from pingan.records import Comparison


@click.command(name="compare")
@arguments_of_records
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@library_option
def command(
    file: str,
    policies: Sequence[str],
    facts_path: str | None,
    key_path: str | None,
    lines: Sequence[int],
    form: str,
) -> int:
    """Ask recorded questions under other versions and say what changes.

    RECORDS is a file that `pingan evaluate --record` wrote. POLICY is what to ask now; without it the policies of the
    recorded names that come with pingan. Exits 0 when everything is decided as it was, 1 when a state, a deadline, a
    cause or a conflict is another, 2 when a record cannot be read or asked.
    """
    recorded = Recorded(file, policies, facts_path, key_path, lines)
    worst = ExitCode.FINE
    for line, record in recorded:
        where = f"{plain(file)}:{line}"
        try:
            found: Comparison = recorded.ask(pingan.compare, record)
        except PinganError as error:
            worst = ExitCode.COULD_NOT_RUN
            complain(problems_of(error, where))
            continue
        worst = max(worst, ExitCode.FINDINGS if found.changes else ExitCode.FINE)
        if form == "json":
            data = {
                "record": where,
                "differences": [asdict(difference) for difference in found.differences],
                "changes": [asdict(change) for change in found.changes],
            }
            write_output(json.dumps(data, ensure_ascii=False) + "\n")
        else:
            say(_told(where, found))
    return worst


def _told(where: str, found: Comparison) -> str:
    lines = [f"{where}: {counted(len(found.changes), 'change')}" if found.changes else f"{where}: decided as it was"]
    lines += [f"  {plain(str(change))}" for change in found.changes]
    if found.differences:
        lines.append("  made with other things than recorded:")
        lines += [f"    {difference}" for difference in found.differences]
    return "\n".join(lines)
