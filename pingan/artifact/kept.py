"""What `load` makes of files, kept as an artifact in the user's cache folder for as long as the files are the same.

Light: a policy that is found here takes no more than an artifact does. It is kept when it is read for the second time
unchanged: a text that is being written is not built again and again.
"""

from __future__ import annotations

import os

from pingan.artifact.built import BuiltParts
from pingan.artifact.head import head_of
from pingan.codec.container import FORM, RefusedError, digest, opened
from pingan.codec.packed import UnpackableError, packed, unpacked
from pingan.codec.store import Store, users_store
from pingan.policy import Policy

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pingan.language.environment import Environment

_MOST_PROBES = 4096
_LONGEST = 64 << 20
"""Bytes of a file that is looked at."""
_ZONES = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")
"""Where systems have their time-zone data; `zoneinfo` looks there, too, and takes long to import."""

Probes = tuple[tuple[str, str, bytes], ...]
"""Files as they were: a path, where it leads, and the SHA-256 of what is there (both empty: there is nothing)."""


class Kept:
    """What is kept of loading *targets* with nothing else given."""

    __slots__ = ("_key", "_probes", "_store", "_targets")

    def __init__(self, store: Store, key: str, targets: tuple[str, ...]) -> None:
        self._store = store
        self._key = key
        self._targets = targets
        self._probes: Probes | None = None
        """The files as they were when nothing was kept yet."""

    @classmethod
    def of(cls, targets: tuple[object, ...], root: object, environment: Environment | None) -> Kept | None:
        """None where nothing is kept, or not for these: for folders, texts in memory, libraries of others."""
        store = users_store()
        if store is None:
            return None
        given = targets if root is None else (*targets, root)
        paths = tuple(path for path in map(_path, given) if path is not None)
        if not targets or len(paths) < len(given):
            return None
        files = paths[: len(targets)]
        if any(map(os.path.isdir, files)) or not _is_standard(environment):
            return None
        from pingan import __version__

        try:
            place = os.getcwd()
            made_with = (FORM, __version__, __file__, _zone_data())
            key = digest(packed((*made_with, place, root is None, *map(_kind, targets), *paths)))
        except (OSError, UnicodeError):
            return None
        return cls(store, key.hex(), files)

    def find(self, environment: Environment | None, again: Callable[[], Policy]) -> Policy | None:
        """The policy, if it is kept and its files are what they were. *again* reads it from them."""
        content = self._store.get(self._key)
        if content is None:
            return None
        try:
            probes, artifact = unpacked(content)
            if not isinstance(artifact, bytes) or not _are_probes(probes) or not all(map(_holds, probes)):
                return None
            if not artifact:
                self._probes = probes
                return None
            container = opened(artifact)
            return Policy(BuiltParts(container, head_of(container.head), "the cache", environment, again))
        except (UnpackableError, RefusedError, TypeError, ValueError, OSError):
            return None

    def keep(self, policy: Policy, reads: Iterable[tuple[str | None, bytes | None]]) -> None:
        """Keeps *policy*, which was made of what the files *reads* held; of a first reading only these."""
        found: dict[str, tuple[str, str, bytes]] = {}
        missing = [(target, None) for target in self._targets if not os.path.lexists(target)]
        for path, content in (*missing, *reads):
            if path is None:
                return
            absolute = os.path.abspath(path)
            leads = os.path.realpath(absolute) if content is not None else ""
            found[absolute] = absolute, leads, b"" if content is None else digest(content)
        probes = tuple(found[path] for path in sorted(found))
        if len(probes) > _MOST_PROBES:
            return
        artifact = b""
        if probes == self._probes:
            from pingan.artifact.building import artifact_of

            artifact = artifact_of(policy)
        try:
            self._store.put(self._key, packed((probes, artifact)))
        except UnicodeError:  # a path that is no text
            return


def _path(target: object) -> str | None:
    """The path that *target* is; None for anything else, and for what is no path."""
    path = os.fspath(target) if isinstance(target, os.PathLike) else target
    return path if isinstance(path, str) and path and "\0" not in path else None


def _kind(target: object) -> str:
    """What was given: only a text may be the name of a policy."""
    return "path" if isinstance(target, os.PathLike) else "text"


def _zone_data() -> str:
    """What tells the system's time-zone data from later ones: instants in tables were worked out with them."""
    for folder in _ZONES:
        try:
            status = os.stat(os.path.join(folder, "tzdata.zi"))
        except OSError:
            continue
        return f"{folder} {status.st_size} {status.st_mtime_ns}"
    return ""


def _is_standard(environment: object) -> bool:
    """Whether nothing but pingan itself says what a text means."""
    if environment is None:
        return True
    from pingan.artifact.environments import digest_of
    from pingan.language import environment as known

    return isinstance(environment, known.Environment) and not environment.problems and not digest_of(environment)


def _are_probes(value: object) -> bool:
    return (
        isinstance(value, tuple)
        and len(value) <= _MOST_PROBES
        and all(isinstance(probe, tuple) and tuple(map(type, probe)) == (str, str, bytes) for probe in value)
    )


def _holds(probe: tuple[str, str, bytes]) -> bool:
    """Whether a file is as it was: there or not, in the same place, with the same content."""
    path, leads, expected = probe
    if not leads:
        return not os.path.lexists(path)
    try:
        if os.path.realpath(path) != leads or not os.path.isfile(leads) or os.path.getsize(leads) > _LONGEST:
            return False
        with open(leads, "rb") as file:
            return digest(file.read(_LONGEST)) == expected
    except (OSError, ValueError):
        return False
