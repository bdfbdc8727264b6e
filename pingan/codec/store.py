"""A folder of the user's own in which results are kept from one process to the next. Light: next to no imports.

What is kept can be made again, and everything about it may fail: then it is made again. Nothing in it is believed
unless the folder and the file belong to the user, nobody else can write to them, and the content has the hash that was
written with it.
"""

from __future__ import annotations

import os
import stat
import sys

from pingan.codec.container import RefusedError, container, opened

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from collections.abc import Iterator

VARIABLE = "PINGAN_CACHE"
"""``off`` (or empty): nothing is kept; else the folder to keep things in."""
MAXIMUM_ENTRY = 16 << 20
MAXIMUM_TOTAL = 128 << 20
"""Bytes of all entries together; the oldest are dropped first."""
_SUFFIX = ".kept"
_CONTENT = "content"


class Store:
    """Entries in *folder*, by keys made of hexadecimal digits."""

    __slots__ = ("folder",)

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """What was kept under *key*; None where there is nothing, or nothing that may be believed."""
        try:
            if not _is_own(os.lstat(self.folder), stat.S_ISDIR):
                return None
            path = self._path(key)
            # A link is not followed, and a pipe not waited for.
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
            with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
                status = os.fstat(file.fileno())
                if not _is_own(status, stat.S_ISREG) or status.st_size > MAXIMUM_ENTRY:
                    return None
                data = file.read(MAXIMUM_ENTRY + 1)
            kept = opened(data)
            return kept.section(_CONTENT) if kept.head == ("kept", key) else None
        except (OSError, RefusedError):
            return None

    def put(self, key: str, content: bytes) -> None:
        """Keeps *content* under *key*, at once or not at all; in vain where the folder is not the user's alone."""
        data = container(("kept", key), {_CONTENT: content})
        if len(data) > MAXIMUM_ENTRY:
            return
        written = f"{self._path(key)}.{os.getpid()}.{_thread()}"
        try:
            os.makedirs(self.folder, mode=0o700, exist_ok=True)
            if not _is_own(os.lstat(self.folder), stat.S_ISDIR):
                return
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            with open(os.open(written, flags, 0o600), "wb") as file:
                file.write(data)
            os.replace(written, self._path(key))
            self._drop()
        except OSError:
            _unlink(written)

    def _path(self, key: str) -> str:
        if not key or not set("0123456789abcdef").issuperset(key):
            raise ValueError("a key is made of hexadecimal digits")
        return os.path.join(self.folder, key + _SUFFIX)

    def _drop(self) -> None:
        """Drops the oldest entries beyond the bound, and what was never finished."""
        entries = sorted(self._entries(), reverse=True)
        total = 0
        for _, size, path in entries:
            total += size
            if total > MAXIMUM_TOTAL:
                _unlink(path)

    def _entries(self) -> Iterator[tuple[float, int, str]]:
        with os.scandir(self.folder) as found:
            for entry in found:
                if _SUFFIX in entry.name and entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    yield status.st_mtime, status.st_size, entry.path


def users_store() -> Store | None:
    """The store in the user's cache folder, or in that of ``PINGAN_CACHE``; None where nothing is to be kept.

    In a checkout, where the code may change and its version does not, things are kept in a folder that is named only.
    """
    given = os.environ.get(VARIABLE)
    if given is not None:
        return None if given in ("", "off") else Store(os.path.abspath(given))
    if _is_checkout():
        return None
    folder = _cache_folder()
    return None if folder is None else Store(os.path.join(folder, "pingan"))


def _cache_folder() -> str | None:
    """Where programs of this platform keep what they can make again."""
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or None
    home = os.path.expanduser("~")
    if sys.platform == "darwin":
        folder = os.path.join(home, "Library", "Caches")
    else:
        folder = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return folder if os.path.isabs(folder) else None


def _is_checkout() -> bool:
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return os.path.isfile(os.path.join(os.path.dirname(package), "pyproject.toml"))


def _is_own(status: os.stat_result, is_kind: object) -> bool:
    """Whether this is what it should be, and the user's, and nobody else's to write."""
    assert callable(is_kind)
    if not is_kind(status.st_mode):
        return False
    if sys.platform == "win32":  # the folder is in the user's profile, which Windows keeps others out of
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _thread() -> int:
    from _thread import get_ident

    return get_ident()


def _unlink(path: str) -> None:
    try:  # noqa: SIM105  # contextlib takes longer to import than all of this
        os.unlink(path)
    except OSError:
        pass
