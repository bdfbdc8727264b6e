"""Mutants tried one after the other, or by several processes."""

from __future__ import annotations

import signal
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Final

from pingan.mutation.mutants import mutants_of
from pingan.mutation.nodes import Mutant, Verdict
from pingan.mutation.stages import stages_of
from pingan.mutation.trying import Found, Trier
from pingan.policy import Policy

Load = Callable[[], Policy]
"""Loads the policy again, in another process: a function of a module, perhaps with arguments (`functools.partial`)."""

_CHUNK: Final = 12
"""Mutants that are given to a process together: of one declaration, for which much is worked out once."""

_PATIENCE: Final = 5.0
"""Seconds to wait for what looks after the processes, once they were told to end."""

_trier: Trier | None = None
"""Of this process, where it is one that was started to try mutants."""


def one_by_one(trier: Trier, mutants: Sequence[Mutant]) -> Generator[tuple[Mutant, Found], None, None]:
    """What becomes of *mutants*, one after the other."""
    for chunk in chunks(mutants):
        yield from zip(chunk, trier.tried(chunk), strict=True)


def by_processes(
    load: Load, known: dict[str, bool], mutants: Sequence[Mutant], jobs: int, seeks: bool
) -> Generator[tuple[Mutant, Found], None, None]:
    """What becomes of *mutants*, as soon as it is known, tried by *jobs* processes that load the policy themselves.

    Where a process ends unexpectedly, those that it was given are tried again alone; one that ends its process even
    then is an error, told as such.
    """
    left: list[list[Mutant]] = []
    yield from _in_pool(load, known, list(chunks(mutants)), jobs, seeks, left)
    for chunk in left:
        for mutant in chunk:
            again: list[list[Mutant]] = []
            yield from _in_pool(load, known, [[mutant]], 1, seeks, again)
            if again:
                why = "the process that tried it ended unexpectedly"
                yield mutant, Found(Verdict("error", why=why))


def _in_pool(
    load: Load,
    known: dict[str, bool],
    given: list[list[Mutant]],
    jobs: int,
    seeks: bool,
    left: list[list[Mutant]],
) -> Iterator[tuple[Mutant, Found]]:
    """Puts into *left* what was given to a process that ended unexpectedly, and what nobody could be given any more."""
    pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(load, known, seeks))
    waiting: dict[Future[list[Found]], list[Mutant]] = {}
    try:
        for chunk in given:
            try:
                waiting[pool.submit(_try, [mutant.id for mutant in chunk])] = chunk
            except BrokenProcessPool:
                left.append(chunk)
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                chunk = waiting.pop(future)
                try:
                    found = future.result()
                except BrokenProcessPool:
                    left.append(chunk)
                    continue
                yield from zip(chunk, found, strict=True)
    except BaseException:
        _end(pool)
        raise
    pool.shutdown()


def _end(pool: ProcessPoolExecutor) -> None:
    """Ends the processes of *pool* at once: what they are at is not wanted any more."""
    processes: dict[int, Any] = dict(getattr(pool, "_processes", None) or {})
    manager: Any = getattr(pool, "_executor_manager_thread", None)
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes.values():
        process.terminate()
    if manager is not None:  # Else the interpreter, ending, may wake it by a pipe that it is just closing.
        manager.join(_PATIENCE)


def _begin(load: Load, known: dict[str, bool], seeks: bool) -> None:
    """What a process does first. An interruption is for the one that started it."""
    global _trier
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    policy = load()
    _trier = Trier(policy, stages_of(policy, dict(known)), mutants_of(policy), seeks)


def _try(ids: list[str]) -> list[Found]:
    assert _trier is not None
    by_id = {mutant.id: mutant for mutant in _trier.mutants}
    if not set(ids) <= by_id.keys():
        changed = Found(Verdict("error", why="the policy changed while its mutants were tried"))
        return [changed for _ in ids]
    return _trier.tried([by_id[each] for each in ids])


def chunks(mutants: Sequence[Mutant]) -> Iterator[list[Mutant]]:
    """*mutants* in groups of one declaration each, as long as that is not too many."""
    chunk: list[Mutant] = []
    for mutant in mutants:
        if chunk and (len(chunk) >= _CHUNK or mutant.key != chunk[0].key):
            yield chunk
            chunk = []
        chunk.append(mutant)
    if chunk:
        yield chunk
