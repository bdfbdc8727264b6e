"""How commands write: plain text into pipes, colours on a terminal, bytes for machines."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TextIO

import click

from pingan.diagnostics.errors import FactProblem
from pingan.diagnostics.plain import plain, width


def forgiving_streams() -> None:
    """Characters that a narrow terminal cannot show come out escaped instead of ending the command.

    A stream that the program was started without (``>&-``) swallows what is written; the exit code still tells.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # open until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def wants_color(stream: TextIO) -> bool:
    """Whether *stream* is a terminal whose owner has not declined colours (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def complain(message: str) -> None:
    """A message of the program itself, on standard error."""
    label = click.style("pingan:", fg="red", bold=True) if wants_color(sys.stderr) else "pingan:"
    click.echo(f"{label} {message}", err=True, color=True)


def say(text: str) -> None:
    """Text for people that is already safe and styled; one line end after it."""
    click.echo(text, color=True)


def show(text: str) -> None:
    """A plain answer: in colours on a terminal, as it is everywhere else."""
    if wants_color(sys.stdout):
        # Only a terminal pays for Rich.
        import_module("pingan.cli.style").show(text)
    else:
        say(text)


def write_output(text: str, path: Path | None = None) -> None:
    """*text* as UTF-8 to *path* (atomically), or to standard output whatever the terminal's encoding."""
    if path is None:
        click.echo(text.encode(), nl=False)
    else:
        write_atomically(path, text.encode())


def write_atomically(path: Path, content: bytes) -> None:
    """Replace the file at *path* (a link: what it points to) in one step: it holds the old bytes or the new ones.

    The permissions of a file that was there stay. Raises OSError and leaves nothing behind when it cannot.
    What is no ordinary file (a device, a pipe) is never replaced: it is written to.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not target.is_file():
        _write_into(target, content)
        return
    try:
        descriptor, name = tempfile.mkstemp(prefix=".pingan-", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None  # not the name of a file nobody asked for
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _write_into(target: Path, content: bytes) -> None:
    # Not waiting for a reader of a pipe that nobody reads.
    descriptor = os.open(target, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "wb") as file:
        if hasattr(os, "set_blocking"):
            os.set_blocking(file.fileno(), True)
        file.write(content)


def problems_text(problems: Sequence[FactProblem]) -> str:
    """One line a problem of the facts, and its remedy below."""
    lines = []
    for problem in problems:
        lines.append(f"  {plain(problem.path)}: {plain(problem.message)}")
        if problem.help:
            lines.append(f"    help: {plain(problem.help)}")
    return "\n".join(lines)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows (the first is the heading) as plain text, columns aligned as the screen shows them."""
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [cell + " " * (wanted - width(cell)) for cell, wanted in zip(row, widths, strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def counted(number: int, thing: str, things: str | None = None) -> str:
    """``1 finding``, ``2 findings``; *things* where an ``s`` does not do."""
    return f"{number} {thing}" if number == 1 else f"{number} {things or f'{thing}s'}"


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
