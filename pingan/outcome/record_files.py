"""Files of decision records: one line each, written in one piece and read strictly."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pingan.diagnostics.errors import RecordError
from pingan.diagnostics.plain import plain
from pingan.outcome.record import MAXIMUM_RECORD, parse_record
from pingan.outcome.to_dict import canonical_json


def append_record(file: str | os.PathLike[str], record: Mapping[str, object]) -> None:
    """Writes *record* (of `Outcome.to_record`) as one line at the end of *file*, which need not be there yet.

    The line is handed to the system in one piece, so that the lines of several writers do not mix, and is on the disk
    when this returns. A file that ends without a line end (somebody else's half line) gets one first. Raises OSError,
    having taken back what it wrote, when the line does not fit.

    >>> pingan.append_record("decisions.jsonl", outcome.to_record())
    """
    line = canonical_json(record).encode() + b"\n"
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(file, flags, 0o600)
    try:
        found = os.fstat(descriptor)
        ordinary = stat.S_ISREG(found.st_mode)  # a device or a pipe has no end to look at and nothing to take back
        if ordinary and found.st_size and _last_byte(descriptor) != b"\n":
            line = b"\n" + line
        if os.write(descriptor, line) < len(line):
            if ordinary:
                os.ftruncate(descriptor, found.st_size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))
        if ordinary:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _last_byte(descriptor: int) -> bytes:
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1)


def read_records(file: str | os.PathLike[str]) -> Iterator[dict[str, Any]]:
    """The records in *file*, one a line, as they are come to; empty lines are passed over.

    Raises RecordError naming file and line at a record that is damaged, of another format or longer than 16 MiB.
    """
    for _, record in numbered_records(file):
        if isinstance(record, RecordError):
            raise record
        yield record


def numbered_records(file: str | os.PathLike[str]) -> Iterator[tuple[int, dict[str, Any] | RecordError]]:
    """The records in *file* with the numbers of their lines; in the place of one that cannot be read its error."""
    name = plain(str(file))
    try:
        with Path(file).open("rb") as lines:
            number = 0
            while line := lines.readline(MAXIMUM_RECORD + 2):
                number += 1
                if line.strip():
                    yield number, _one(line.strip(), f"{name}:{number}")
                if len(line) > MAXIMUM_RECORD + 1:
                    return  # what follows is the rest of a line that is too long
    except (OSError, ValueError) as wrong:  # ValueError: a NUL in the name
        reason = plain(getattr(wrong, "strerror", None) or str(wrong))
        raise RecordError((f"{name}: the file cannot be read: {reason[:1].lower()}{reason[1:]}",)) from None


def _one(line: bytes, name: str) -> dict[str, Any] | RecordError:
    try:
        return parse_record(line, name)
    except RecordError as wrong:
        return wrong
