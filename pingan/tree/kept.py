"""Modules that this process has read: equal text with equal libraries is parsed once, within a bound."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Final

from attrs import field, frozen

from pingan.diagnostics.diagnostic import Diagnostic
from pingan.language.library import Library
from pingan.source import Source
from pingan.syntax.nodes import Module

MAXIMUM_KEPT: Final = 2 * 1024 * 1024
"""Characters of all texts whose modules are kept; those not asked for longest go first."""
MAXIMUM_TEXTS: Final = 256
"""Texts whose modules are kept: as many as may be loaded together."""

_Key = tuple[Source, tuple[int, ...]]


@frozen
class Read:
    """A module that nothing is wrong with, and the warnings about it."""

    module: Module
    warnings: tuple[Diagnostic, ...]
    _libraries: tuple[Library, ...]
    """INVARIANT: held, so that no other library gets the identity that is in the key."""


@frozen(eq=False)
class KeptModules:
    """What was read, by name, text and libraries; safe to share between threads. Nothing of it outlives the process."""

    limit: int = MAXIMUM_KEPT
    _found: OrderedDict[_Key, Read] = field(factory=OrderedDict, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def find(self, source: Source, libraries: tuple[Library, ...]) -> Read | None:
        """What became of *source* when it was read with *libraries* (the same ones, not equal ones)."""
        key = _key(source, libraries)
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
            return found

    def keep(
        self, source: Source, libraries: tuple[Library, ...], module: Module, warnings: tuple[Diagnostic, ...]
    ) -> None:
        with self._lock:
            self._found[_key(source, libraries)] = Read(module, warnings, libraries)
            size = sum(len(kept.text) for kept, _ in self._found)
            while size > self.limit or len(self._found) > MAXIMUM_TEXTS:
                (dropped, _), _ = self._found.popitem(last=False)
                size -= len(dropped.text)


def _key(source: Source, libraries: tuple[Library, ...]) -> _Key:
    return source, tuple(id(library) for library in libraries)
