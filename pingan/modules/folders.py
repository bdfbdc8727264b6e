"""Folders that modules are read from, and nothing outside them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, Protocol

from attrs import frozen

from pingan.language.installed import told
from pingan.language.names import NAME_REST, NAME_START

SUFFIX: Final = ".rules"

_FILE_NAME: Final = re.compile(f"[{NAME_START}][{NAME_REST}-]*(?:\\.[{NAME_START}][{NAME_REST}-]*)*")
_DEVICES: Final = frozenset({"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))})


class RefusedError(Exception):
    """A file that is there but must not, or cannot, be read; the message says why."""


def is_file_name(name: str) -> bool:
    """Whether *name* is a plain file name: no folder, drive, host, parent, device or hidden file in it.

    >>> is_file_name("jilin.jsonl"), is_file_name("../jilin.jsonl"), is_file_name("\\\\\\\\host\\\\x")
    (True, False, False)
    """
    plain = len(name) <= 255 and _FILE_NAME.fullmatch(name) is not None
    return plain and name.partition(".")[0].casefold() not in _DEVICES


class Folder(Protocol):
    """A root that files are found in by the names of the folders below it."""

    def read(self, parts: tuple[str, ...], limit: int) -> bytes | None:
        """The content of a file; None when there is none. Raises RefusedError."""

    def shown(self, parts: tuple[str, ...]) -> str:
        """The name under which a file is reported."""


@frozen
class Directory:
    """A directory of the file system. What a link in it points to outside it is not read."""

    path: Path

    def read(self, parts: tuple[str, ...], limit: int) -> bytes | None:
        path = self.path.joinpath(*parts)
        try:
            resolved = path.resolve(strict=True)
            if not resolved.is_relative_to(self.path.resolve(strict=True)):
                raise RefusedError("it lies outside the folder that modules are read from")
            return read_file(resolved, limit)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError, RuntimeError) as error:
            raise RefusedError(getattr(error, "strerror", None) or "it cannot be opened") from error

    def shown(self, parts: tuple[str, ...]) -> str:
        return str(self.path.joinpath(*parts))


@frozen
class Packaged:
    """A folder inside the package (which may be a zip)."""

    folder: Traversable

    def read(self, parts: tuple[str, ...], limit: int) -> bytes | None:
        file = self.folder.joinpath(*parts)
        try:
            if not file.is_file():
                return None
            with file.open("rb") as stream:
                return stream.read(limit + 1)
        except OSError as error:
            raise RefusedError(error.strerror or "it cannot be opened") from error

    def shown(self, parts: tuple[str, ...]) -> str:
        return "/".join(("policies", *parts))


@frozen
class Brought:
    """The folder of modules that a library brings."""

    library: str
    place: Traversable

    def read(self, parts: tuple[str, ...], limit: int) -> bytes | None:
        try:
            return folder(self.place).read(parts, limit)
        except RefusedError:
            raise
        except (Exception, SystemExit) as problem:
            raise RefusedError(f"the library `{self.library}` fails: {told(problem)}") from problem

    def shown(self, parts: tuple[str, ...]) -> str:
        return "/".join((self.library, *parts))


@frozen
class Below:
    """A folder below *root*, still bounded by it."""

    root: Folder
    prefix: tuple[str, ...]

    def read(self, parts: tuple[str, ...], limit: int) -> bytes | None:
        return self.root.read((*self.prefix, *parts), limit)

    def shown(self, parts: tuple[str, ...]) -> str:
        return self.root.shown((*self.prefix, *parts))


def path_of(place: Folder, parts: tuple[str, ...]) -> str | None:
    """Where the file *parts* of *place* stands, if the file system knows it."""
    while isinstance(place, Below):
        parts = (*place.prefix, *parts)
        place = place.root
    return str(place.path.joinpath(*parts)) if isinstance(place, Directory) else None


def folder(place: Traversable) -> Folder:
    """*place* as a folder to read from."""
    return Directory(place) if isinstance(place, Path) else Packaged(place)


def leads_out(path: Path) -> bool:
    """Whether *path*, named like a file, is a link to a folder elsewhere: a pattern (``*.rules``) may have named it."""
    is_such = path.suffix == SUFFIX and path.is_symlink() and path.is_dir()
    return is_such and not path.resolve().is_relative_to(path.parent.resolve())


def rules_files(path: Path, limit: int) -> Iterator[Path]:
    """The ``.rules`` files in and below *path*, at most *limit*, in order of path; no links to folders.

    Raises ValueError where *path* itself `leads_out`.
    """
    if leads_out(path):
        raise ValueError("it is a link to a folder elsewhere")
    count = 0
    for place, folders, files in os.walk(path, followlinks=False):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            if name.endswith(SUFFIX) and not name.startswith("."):
                count += 1
                if count > limit:
                    return
                yield Path(place, name)


def read_file(path: Path, limit: int) -> bytes:
    """The first *limit* bytes of an ordinary file, and one more if there are more. Raises RefusedError, OSError."""
    # Opened first and looked at then: what is looked at is what is read. Not waiting for the other end of a pipe.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise RefusedError("it is no ordinary file")
        return stream.read(limit + 1)
