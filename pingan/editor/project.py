"""The files of a workspace as they stand in the editor, over those on disk; what is made of them is kept."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import RLock
from typing import Final

from pingan.editor.documents import Document, document_of
from pingan.editor.kept import Kept, stamp_of
from pingan.editor.loaded import Loaded
from pingan.editor.reading import Readers
from pingan.editor.snapshot import Snapshot
from pingan.language.environment import Environment
from pingan.modules.folders import SUFFIX, leads_out
from pingan.policy import Policy
from pingan.stdlib import standard_environment

MAXIMUM_FILES: Final = 1_000
"""Files of a workspace that are looked through."""
MAXIMUM_FOLDERS: Final = 5_000
_OF_OTHERS: Final = frozenset({"node_modules", "__pycache__"})


class Project:
    """Open documents and the workspace around them. Safe to use from several threads; reading is of a `snapshot`."""

    def __init__(self, roots: Iterable[str | Path] = (), environment: Environment | None = None) -> None:
        self.environment = environment or standard_environment()
        self.readers = Readers(self.environment)
        self._lock = RLock()
        self._roots = tuple(os.path.abspath(root) for root in roots)
        self._open: dict[str, Document] = {}
        self._files: tuple[str, ...] | None = None
        self._kept = Kept()
        self._loaded: dict[str, Loaded] = {}
        self._snapshot: Snapshot | None = None

    def set_roots(self, roots: Iterable[str | Path]) -> None:
        """The folders of the workspace."""
        with self._lock:
            self._roots = tuple(os.path.abspath(root) for root in roots)
            self._files = self._snapshot = None

    def edit(self, path: str | Path, text: str) -> Document:
        """*text* is what the file *path* holds now in the editor."""
        name = os.path.abspath(path)
        with self._lock:
            before = self._open.get(name) or self._kept.disk.get(name)
            document = document_of(name, text, self.readers, before)
            if before is None:
                self._kept.reaches.clear()  # somebody may have missed it
            self._open[name] = document
            self._snapshot = None
            return document

    def close(self, path: str | Path) -> None:
        """The file *path* is again what it is on disk."""
        name = os.path.abspath(path)
        with self._lock:
            self._open.pop(name, None)
            self._snapshot = None
        self.refresh()

    def load(self, path: str | Path, policy: Policy) -> None:
        """*policy* is what the file *path* was last known to say."""
        sources = {os.path.abspath(m.span.source.name): m.span.source for m in policy.modules}
        with self._lock:
            self._loaded[os.path.abspath(path)] = Loaded(policy, sources)
            self._snapshot = None

    def refresh(self) -> None:
        """Looks whether files on disk have changed, appeared or gone."""
        with self._lock:
            kept = self._kept
            for path in [p for p, stamp in kept.stamps.items() if stamp_of(p) != stamp]:
                kept.disk.pop(path, None)
                kept.registers.pop(path, None)
                kept.stamps.pop(path, None)
                kept.reaches.clear()
            files = tuple(_files(self._roots))
            if files != self._files:
                kept.reaches.clear()
            self._files, self._snapshot = files, None

    def snapshot(self) -> Snapshot:
        """All of it as it is now."""
        with self._lock:
            if self._snapshot is None:
                if self._files is None:
                    self._files = tuple(_files(self._roots))
                self._snapshot = Snapshot(
                    dict(self._open),
                    self._roots,
                    self._files,
                    self.environment,
                    self.readers,
                    self._kept,
                    self._lock,
                    dict(self._loaded),
                )
            return self._snapshot


def _files(roots: tuple[str, ...]) -> Iterator[str]:
    """The policy files below *roots*, of so many folders: somebody may open a whole disk."""
    found: set[str] = set()
    folders_seen = 0
    for root in roots:
        if leads_out(Path(root)):
            continue
        for place, folders, files in os.walk(root, followlinks=False):
            folders_seen += 1
            folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _OF_OTHERS)
            for name in sorted(f for f in files if f.endswith(SUFFIX) and not f.startswith(".")):
                path = os.path.abspath(os.path.join(place, name))
                if path not in found and len(found) < MAXIMUM_FILES:
                    found.add(path)
                    yield path
            if folders_seen >= MAXIMUM_FOLDERS or len(found) >= MAXIMUM_FILES:
                return
