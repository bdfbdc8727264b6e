"""A file of data: a head that says what it is, and sections, each with its own hash. Light: next to no imports.

    ``pgb`` and five bytes that no text has, the version of the form and the length of the head (four bytes each,
    little-endian), the head (`pingan.codec.packed`), its SHA-256, then the sections, deflated, one after the other.

Whatever is wrong with the bytes is a `RefusedError`; nothing is used before all hashes are right.
"""

from __future__ import annotations

import sys

from pingan.codec.packed import UnpackableError, packed, unpacked

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

MAGIC = b"pgb\r\n\x1a\x00\xff"
FORM = 1
"""The version of all that is told here; a reader knows one."""
MAXIMUM_HEAD = 1 << 20
MAXIMUM_SECTION = 1 << 30
"""Bytes of a section, inflated. What is not needed is not inflated."""
_FIXED = len(MAGIC) + 8
_HASH = 32
_LARGE = 1 << 18
"""Bytes from which on it pays to import OpenSSL's SHA-256, which takes 3 ms and is four times as fast."""


class RefusedError(Exception):
    """Bytes that are no artifact that can be used: what is wrong, and what to do about it; *code* of the diagnostic."""

    def __init__(self, message: str, help: str = "build it again with `pingan build`", code: str = "bad-artifact"):
        super().__init__(message)
        self.message = message
        self.help = help
        self.code = code


class Container:
    """The head and the sections of an artifact, checked."""

    __slots__ = ("_data", "_places", "head", "sections")

    def __init__(self, data: bytes, head: tuple[Any, ...], places: Mapping[str, tuple[int, int, int]]) -> None:
        self._data = data
        self._places = places
        self.head = head
        self.sections = tuple(places)

    def section(self, name: str) -> bytes:
        """The content of the section *name*. Raises RefusedError when it is not there or not as long as it says."""
        if name not in self._places:
            raise RefusedError(f"the artifact has no section `{name}`")
        start, stored, length = self._places[name]
        return _inflated(self._data[start : start + stored], length)


def container(head: tuple[object, ...], sections: Mapping[str, bytes]) -> bytes:
    """The bytes of an artifact; the same head and sections always give the same."""
    import zlib

    stored = {name: zlib.compress(content, 6) for name, content in sections.items()}
    listed = tuple((name, len(stored[name]), len(content), digest(stored[name])) for name, content in sections.items())
    told = packed((head, listed))
    start = MAGIC + FORM.to_bytes(4, "little") + len(told).to_bytes(4, "little") + told
    return b"".join((start, digest(start), *stored.values()))


def opened(data: bytes) -> Container:
    """The artifact that *data* are. Raises RefusedError unless they are whole, unchanged and of this version's form."""
    if not data.startswith(MAGIC):
        raise RefusedError("this is no artifact of pingan", "give a file that `pingan build` wrote")
    if len(data) < _FIXED:
        raise RefusedError("the artifact is cut off")
    form = int.from_bytes(data[len(MAGIC) : len(MAGIC) + 4], "little")
    if form != FORM:
        other = "a later" if form > FORM else "an earlier"
        raise RefusedError(f"the artifact is of {other} version of pingan", code="other-version")
    length = int.from_bytes(data[_FIXED - 4 : _FIXED], "little")
    behind = _FIXED + length + _HASH
    if length > MAXIMUM_HEAD or len(data) < behind:
        raise RefusedError("the artifact is cut off")
    if digest(data[: behind - _HASH]) != data[behind - _HASH : behind]:
        raise RefusedError("the artifact is damaged: its head is not what was written")
    try:
        told = unpacked(data[_FIXED : behind - _HASH])
    except UnpackableError as error:
        raise RefusedError(f"the artifact is damaged: {error}") from None
    if not isinstance(told, tuple) or len(told) != 2 or not isinstance(told[0], tuple):
        raise RefusedError("the artifact is damaged: its head tells something else")
    return Container(data, told[0], _places(data, told[1], behind))


def _places(data: bytes, listed: object, start: int) -> dict[str, tuple[int, int, int]]:
    """Where each section stands; each is there and has the hash that the head says."""
    found: dict[str, tuple[int, int, int]] = {}
    for entry in listed if isinstance(listed, tuple) else (None,):
        if not isinstance(entry, tuple) or tuple(map(type, entry)) != (str, int, int, bytes):
            raise RefusedError("the artifact is damaged: its head tells something else")
        name, stored, length, expected = entry
        if not 0 <= stored <= len(data) - start:
            raise RefusedError("the artifact is cut off")
        if name in found or not 0 <= length <= MAXIMUM_SECTION:
            raise RefusedError("the artifact is damaged: its head tells something else")
        if digest(data[start : start + stored]) != expected:
            raise RefusedError(f"the artifact is damaged: the section `{name}` is not what was written")
        found[name] = start, stored, length
        start += stored
    if start != len(data):
        raise RefusedError("the artifact is damaged: something follows its end")
    return found


def _inflated(stored: bytes, length: int) -> bytes:
    """*stored* inflated, never to more than the *length* that it should have."""
    import zlib

    inflater = zlib.decompressobj()
    try:
        # One byte more than expected is as far as it goes, however much more there would be.
        content = inflater.decompress(stored, length + 1)
    except zlib.error:
        raise RefusedError("the artifact is damaged: a section cannot be inflated") from None
    if len(content) != length or not inflater.eof or inflater.unused_data:
        raise RefusedError("the artifact is damaged: a section is not as long as its head says")
    return content


def digest(content: bytes) -> bytes:
    """SHA-256 of *content*."""
    if len(content) < _LARGE:
        try:
            return _own_sha256(content)
        except ImportError:
            pass
    import hashlib

    return hashlib.sha256(content).digest()


def _own_sha256(content: bytes) -> bytes:
    """SHA-256 by the module that `hashlib` itself falls back on; ImportError where Python was built without it."""
    if sys.version_info >= (3, 12):
        from _sha2 import sha256  # type: ignore[import-not-found]
    else:
        from _sha256 import sha256  # type: ignore[import-not-found]
    found: bytes = sha256(content).digest()
    return found
