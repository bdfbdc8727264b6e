"""Scenarios put into files: in one step, and only what passes there."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from pathlib import Path

import click

import pingan
from pingan.cli.libraries import environment
from pingan.cli.output import write_atomically
from pingan.diagnostics.plain import plain
from pingan.modules.folders import RefusedError, read_file
from pingan.source import Source

MAXIMUM_BYTES = 16 * 1024 * 1024


def append(path: Path, texts: Sequence[str], policy: pingan.Policy | None) -> None:
    """*texts*, scenarios, behind what the file at *path* holds, which stays as it is.

    Of a *policy*'s own file the new text has to be one that loads and whose new scenarios pass: else nothing is written
    and UsageError is raised.
    """
    before = _text(path) if path.exists() else ""
    end = "\r\n" if "\r\n" in before else "\n"
    added = "\n".join(texts).replace("\n", end)
    kept = before.rstrip("\r\n")
    text = f"{kept}{end}{end}{added}" if kept else added
    if policy is not None:
        known = {scenario.title for scenario in policy.modules.modules[policy.names[0]].scenarios}
        _check(path, text, policy, lambda title: title not in known)
    write_unless_changed(path, before, text)


def rewrite(path: Path, change: Callable[[str], str], policy: pingan.Policy, titles: Set[str]) -> None:
    """What *change* makes of the policy's own file at *path*, if it loads and the scenarios called *titles* pass.

    Else nothing is written and UsageError is raised.
    """
    before = _text(path)
    text = change(before.replace("\r\n", "\n"))
    if "\r\n" in before:
        text = text.replace("\n", "\r\n")
    _check(path, text, policy, lambda title: title in titles)
    write_unless_changed(path, before, text)


def write_unless_changed(path: Path, before: str, text: str) -> None:
    """Writes *text*, unless the file no longer holds what it is made from: that somebody else wrote is not lost."""
    check_unchanged(path, before)
    write_atomically(path, text.encode())


def check_unchanged(path: Path, before: str) -> None:
    """Raises UsageError when the file no longer holds *before*."""
    if (_text(path) if path.exists() else "") != before:
        raise click.UsageError(f"{plain(str(path))} has changed meanwhile: nothing is written, try again")


def _text(path: Path) -> str:
    try:
        return read_file(path, MAXIMUM_BYTES).decode()
    except RefusedError as refused:
        raise click.UsageError(f"{plain(str(path))} is not read: {refused}") from None
    except OSError as error:  # a folder is only told of when it is read, without its name
        raise OSError(error.errno, error.strerror, str(path)) from None
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{plain(str(path))} is not UTF-8 text (byte {error.start})") from None


def _check(path: Path, text: str, policy: pingan.Policy, is_written: Callable[[str], bool]) -> None:
    """Raises UsageError when *text* in the place of the file is not the policy with scenarios that pass, those whose
    title *is_written*.
    """
    (name,) = policy.names
    folder = path.resolve().parent
    root = folder.parent if folder.name in (name, "vocabulary") else folder
    again = pingan.load(Source(str(path), text), environment=environment(), root=root)
    failed = [r for r in again.test() if is_written(r.title) and not r.passed]
    if failed:
        titles = ", ".join(f"“{plain(result.title)}”" for result in failed[:3])
        raise click.UsageError(f"nothing is written: what was found does not pass as a scenario ({titles})")
