"""``pingan fmt``: policy files in the one form that the printer knows."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from attrs import frozen

import pingan
from pingan.cli.exit_codes import ExitCode
from pingan.cli.inputs import rule_files, standard_input
from pingan.cli.libraries import Language, environment, library_option
from pingan.cli.output import complain, counted, wants_color, write_atomically, write_output
from pingan.diagnostics.plain import plain, plain_lines
from pingan.diagnostics.render import render
from pingan.modules.folders import RefusedError, read_file
from pingan.source import Source

MAXIMUM_BYTES = 1024 * 1024 + 3
"""What is read of a file: one MiB and a byte order mark. The parser says what is wrong with a longer one."""


@frozen
class _Formatted:
    """A file (None: standard input) with the text it holds and the text it should hold."""

    name: str
    path: Path | None
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


@click.command(name="fmt")
@click.argument("paths", metavar="PATH…", type=click.Path(exists=True, allow_dash=True), nargs=-1, required=True)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a file is not in form.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change and exit 1 when something would.")
@click.option("--to", "dialect", type=Language(), help="Print in this dialect, whatever it was written in.")
@library_option
def command(paths: Sequence[str], check: bool, diff: bool, dialect: str | None) -> int:
    """Print policy files in form: same meaning, comments kept.

    PATH is a file, a folder (every .rules file in it) or - (standard input to standard output). A file that does
    not parse is reported and left alone; every other one is replaced in one step or not at all.
    """
    formatted, failed = [], False
    for name in [file for path in paths for file in ([path] if path == "-" else rule_files(path))]:
        try:
            formatted.append(_format(name, dialect))
        except pingan.PolicyError as error:
            failed = True
            click.echo(render(error.diagnostics, color=wants_color(sys.stderr)), err=True, nl=False, color=True)
            complain(f"{plain(name)} does not parse and is left as it is")
    changed = [f for f in formatted if f.changed]
    if diff:
        for file in changed:
            click.echo(_difference(file), nl=False)
    elif check:
        for file in changed:
            click.echo(f"{plain(file.name)} is not in form")
    else:
        for file in formatted:
            _write(file)
    if all(file.path is None for file in formatted) and formatted and not (check or diff):
        return ExitCode.COULD_NOT_RUN if failed else ExitCode.FINE  # standard input is printed, not changed
    what = "would change" if check or diff else "changed"
    complain(f"{counted(len(changed), 'file')} {what}, {len(formatted) - len(changed)} in form")
    if failed:
        return ExitCode.COULD_NOT_RUN
    return ExitCode.FINDINGS if changed and (check or diff) else ExitCode.FINE


def _format(name: str, dialect: str | None) -> _Formatted:
    path = None if name == "-" else Path(name)
    if path is None:
        content = standard_input().read(MAXIMUM_BYTES)
    else:
        try:
            content = read_file(path, MAXIMUM_BYTES - 1)
        except RefusedError as refused:
            raise click.UsageError(f"{plain(name)} is not read: {refused}") from None
    shown = "<stdin>" if path is None else name
    try:
        before = content.decode()
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{plain(shown)} is not UTF-8 text (byte {error.start})") from None
    after = pingan.format_text(Source(shown, before), dialect=dialect, environment=environment())
    return _Formatted(shown, path, before, after)


def _write(file: _Formatted) -> None:
    if file.path is None:
        write_output(file.after)
    elif file.changed:
        write_atomically(file.path, file.after.encode())


def _difference(file: _Formatted) -> str:
    before, after = (text.splitlines() for text in (file.before, file.after))
    name = plain(file.name)
    lines = list(difflib.unified_diff(before, after, name, f"{name} (in form)", lineterm=""))
    if not lines:
        return f"{name}: only its line ends would change\n"
    return plain_lines("\n".join(lines)) + "\n"
