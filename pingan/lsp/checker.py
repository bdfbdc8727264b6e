"""Checks in the background: of the newest text, when nobody types, one at a time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Condition, Thread
from typing import TYPE_CHECKING, Final

from pingan.diagnostics.diagnostic import Diagnostic
from pingan.editor.checking import Answer, configuration_for, first_look, second_look
from pingan.editor.loaded import Result
from pingan.editor.snapshot import Snapshot

if TYPE_CHECKING:
    from pingan.lsp.server import PolicyServer

_LOGGER = logging.getLogger(__name__)
PAUSE: Final = 0.15
"""Seconds without a change after which a check begins."""

Afterwards = Callable[[str, Callable[[], bool]], None]
"""Told the path of a file that was checked, and a function that says whether there is time left."""


class Checks:
    """The results of checks, by path, and the thread that makes them."""

    def __init__(self, server: PolicyServer) -> None:
        self._server = server
        self._condition = Condition()
        self._wanted: dict[str, float] = {}
        """What is to be checked, the most urgent last, and when it was asked for."""
        self._results: dict[str, Result] = {}
        self._complaints: dict[str, frozenset[str]] = {}
        """By path, the files that set up how it is linted, as far as something is wrong with them."""
        self._waiting: dict[str, list[Future[None]]] = {}
        self._checking: str | None = None
        self._thread: Thread | None = None
        self.published: list[Callable[[str], None]] = []
        """Told the path of every file of which something new is known."""
        self.afterwards: list[Afterwards] = []
        """Work for when nothing is to be checked any more."""
        self._idle: dict[str, None] = {}
        self._cold = False

    # --- asking --------------------------------------------------------------------------------------------------

    def changed(self, path: str) -> None:
        """The file *path* was opened, changed or closed: it and the open files that use it are checked anew."""
        snapshot = self._server.snapshot()
        if path not in snapshot.open:
            with self._condition:
                self._results.pop(path, None)
                self._wanted.pop(path, None)
            self._tell(path)
            self._keep_problems(path, ())
        users = [p for p in snapshot.open if p != path and _uses(snapshot, p, path)]
        self.want(*users, *([path] if path in snapshot.open else []))

    def want(self, *paths: str) -> None:
        """Has *paths* checked soon, the last one first."""
        with self._condition:
            now = time.monotonic()
            for path in paths:
                self._wanted.pop(path, None)
                self._wanted[path] = now
            self._start()
            self._condition.notify_all()

    def warm(self) -> None:
        """Has the files of the workspace looked into when there is time, so that nobody waits for the first answer."""
        with self._condition:
            self._cold = True
            self._start()
            self._condition.notify_all()

    def _start(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._run, name="pingan-checks", daemon=True)
            self._thread.start()

    def result(self, path: str) -> Result | None:
        """What the last check of the file *path* came to."""
        return self._results.get(path)

    @property
    def results(self) -> dict[str, Result]:
        return dict(self._results)

    def done(self, path: str) -> Future[None]:
        """Done as soon as everything is known of *path* as it stands now."""
        future: Future[None] = Future()
        with self._condition:
            if path in self._wanted or self._checking == path:
                self._waiting.setdefault(path, []).append(future)
                return future
            if path in self._results:
                future.set_result(None)
                return future
            self._waiting.setdefault(path, []).append(future)
        self.want(path)
        return future

    @property
    def is_busy(self) -> bool:
        """Whether anything is to be checked."""
        return bool(self._wanted) or self._checking is not None

    # --- checking --------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            path = self._next()
            if path is None:
                self._look_into_files()
                continue
            try:
                self._check(path)
            except Exception:
                _LOGGER.exception("checking %s failed", path)
            finally:
                self._finish(path)
            self._idle_work()

    def _next(self) -> str | None:
        """The file to be checked next; None when there is time to look into the others."""
        with self._condition:
            while True:
                if not self._wanted:
                    if self._cold:
                        return None
                    self._condition.wait()
                    continue
                wait = max(self._wanted.values()) + PAUSE - time.monotonic()
                if wait > 0:
                    self._condition.wait(wait)
                    continue
                path = next(reversed(self._wanted))
                del self._wanted[path]
                self._checking = path
                return path

    def _look_into_files(self) -> None:
        snapshot = self._server.snapshot()
        for path in snapshot.paths:
            if self._wanted:
                return
            try:
                for number in range(len(document.placed) if (document := snapshot.document(path)) else 0):
                    snapshot.bound(path, number)
            except Exception:
                _LOGGER.exception("looking into %s failed", path)
        self._cold = False

    def _check(self, path: str) -> None:
        snapshot = self._server.snapshot()
        answer = first_look(snapshot, path)
        if answer.policy is not None:
            self._server.project.load(path, answer.policy)
        if not answer.is_whole and not self._is_wanted(path):
            configuration, problems = configuration_for(snapshot, path)
            answer = second_look(snapshot, path, configuration)
            self._keep_problems(path, problems)
        if answer.is_whole and not self._is_wanted(path):
            self._keep(path, answer)

    def _is_wanted(self, path: str) -> bool:
        with self._condition:
            return path in self._wanted

    def _keep(self, path: str, answer: Answer) -> None:
        before = self._results.get(path)
        self._results[path] = answer.result
        others = {p for r in (before, answer.result) if r is not None for p in places_of(r.diagnostics)}
        for one in (path, *sorted(others - {path})):
            self._tell(one)

    def _keep_problems(self, path: str, problems: tuple[Diagnostic, ...]) -> None:
        """What is wrong with the file that sets up how *path* is linted, which is no policy."""
        sources = {p.span.source.name: p.span.source for p in problems if p.span is not None}
        before = self._complaints.pop(path, frozenset())
        if sources:
            self._complaints[path] = frozenset(sources)
        for name, source in sources.items():
            self._results[name] = Result(problems, {name: source})
        mended = before.difference(*list(self._complaints.values()))
        for name in mended:
            self._results.pop(name, None)
        for name in (*sources, *sorted(mended)):
            self._tell(name)

    def _tell(self, path: str) -> None:
        for listener in self.published:
            listener(path)

    def _finish(self, path: str) -> None:
        with self._condition:
            self._checking = None
            waiting = [] if path in self._wanted else self._waiting.pop(path, [])
        for future in waiting:
            if not future.done():
                future.set_result(None)
        self._idle[path] = None

    def _idle_work(self) -> None:
        while self._idle and not self._wanted:
            path = next(iter(self._idle))
            del self._idle[path]
            for work in self.afterwards:
                try:
                    work(path, lambda: not self._wanted)
                except Exception:
                    _LOGGER.exception("work on %s failed", path)
            if self._wanted:
                self._idle[path] = None  # again, when there is time


def _uses(snapshot: Snapshot, path: str, used: str) -> bool:
    reached = snapshot.reach(path)
    return reached is not None and any(d.path == used for d in reached.modules.values())


def places_of(found: tuple[Diagnostic, ...]) -> frozenset[str]:
    """The files in which *found* has its places."""
    import os

    return frozenset(os.path.abspath(d.span.source.name) for d in found if d.span is not None)
