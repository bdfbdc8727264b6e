"""``pingan replay``: recorded questions asked again."""

from __future__ import annotations

from collections.abc import Sequence

import click

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.libraries import library_option
from pingan.cli.output import complain, say, write_output
from pingan.cli.recorded import Recorded, arguments_of_records, problems_of
from pingan.diagnostics.errors import PinganError, ReplayError
from pingan.diagnostics.plain import plain


@click.command(name="replay")
@arguments_of_records
@click.option(
    "--format",
    "form",
    type=click.Choice(["summary", "text", "json"]),
    default="summary",
    show_default=True,
    help="A line for each record, or the answers themselves; json: the recorded bytes.",
)
@library_option
def command(
    file: str,
    policies: Sequence[str],
    facts_path: str | None,
    key_path: str | None,
    lines: Sequence[int],
    form: str,
) -> int:
    """Ask recorded questions again: the same bytes, or every difference.

    RECORDS is a file that `pingan evaluate --record` wrote. POLICY is what the questions were put to; without it the
    policies of that name that come with pingan. Exits 0 when every answer is the recorded one to the byte, 1 when
    something is not as it was recorded (each such thing is named), 2 when a record cannot be read or asked.
    """
    recorded = Recorded(file, policies, facts_path, key_path, lines)
    worst = ExitCode.FINE
    for line, record in recorded:
        where = f"{plain(file)}:{line}"
        try:
            outcome = recorded.ask(pingan.replay, record)
        except ReplayError as error:
            worst = max(worst, ExitCode.FINDINGS)
            complain("\n".join([f"{where}: not as it was recorded", *(f"  {d}" for d in error.differences)]))
            if facts_path is not None and key_path is None and any("outcome" in d.path for d in error.differences):
                complain("the masked facts were not checked (by --key): they may be other ones")
            continue
        except PinganError as error:
            worst = ExitCode.COULD_NOT_RUN
            complain(problems_of(error, where))
            continue
        if form == "summary":
            say(f"{where}: the same answer, decision {outcome.decision_digest[:16]}")
        elif form == "text":
            say(outcome.to_text().rstrip("\n"))
        else:
            write_output(outcome.to_json() + "\n")
    return worst
