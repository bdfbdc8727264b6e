"""Keys of decision records: read from a file, never from the command line, where others could see them."""

from __future__ import annotations

from pathlib import Path

import click

from pingan.diagnostics.plain import plain

_LONGEST = 4096

key_option = click.option(
    "--key",
    "key_path",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="File with a secret (16 bytes or more) by which masked facts can be checked when the record is replayed.",
)


def read_key(path: str | None) -> bytes | None:
    """The key in the file *path*, without a line end after it; None without a path."""
    if path is None:
        return None
    from pingan.outcome.record import check_key  # only who gives a key needs it

    with Path(path).open("rb") as file:
        key = file.read(_LONGEST + 1).rstrip(b"\r\n")
    try:
        check_key(key)
        if len(key) > _LONGEST:
            raise ValueError(f"the key of a record has at most {_LONGEST:,} bytes")
    except ValueError as wrong:
        raise click.BadParameter(f"{plain(path)}: {wrong}", param_hint="--key") from None
    return key
