"""Threads of one process that share a policy: the same answers, and how many of them in a second."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from tests.benchmarks import ours
from tests.benchmarks.figure import Figure, Settings, at_most, duration
from tests.benchmarks.timing import Side
from tests.benchmarks.workload import incidents, without, workload

THREADS: Final = (2, 4, 8)
ROUNDS: Final = 7


def figures(settings: Settings) -> Iterator[Figure]:
    size = 1000 if 1000 in settings.sizes else settings.sizes[-1]
    of = workload(size)
    known = incidents(of, 100)
    mixed = [*known, *without(known)]
    side = ours.with_rules(of, mixed)
    policy = ours.policy(of)

    def answers(forms: Sequence[object]) -> list[tuple[str, ...]]:
        return [tuple(ours.rules(policy.evaluate(facts, as_of=ours.INSTANT))) for facts in forms]

    expected = answers(side.forms)
    repeats = max(1, round((0.02 if settings.quick else 0.1) / _seconds(side, side.forms)))
    work = list(side.forms) * repeats
    for count in THREADS:
        with ThreadPoolExecutor(count) as pool:
            for found in pool.map(answers, [side.forms] * count * 2):
                assert found == expected, "threads disagree"
            ratios, times = _in_turn(side, work, pool, count)
        title = f"{count} threads of one process, {size:,} rules, the same answers: one thread, for as many decisions"
        note = (
            f"{duration(statistics.median(times) / len(work))} a decision; {os.cpu_count()} cores, one interpreter lock"
        )
        yield at_most(title, None, statistics.median(ratios), note=note)


def _in_turn(side: Side, work: list[object], pool: ThreadPoolExecutor, count: int) -> tuple[list[float], list[float]]:
    """The same work by all threads together and by one, in turn: how many times as long, and seconds."""
    parts = [work[place::count] for place in range(count)]
    ratios, times = [], []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        list(pool.map(side.run, parts))
        together = time.perf_counter() - begin
        alone = _seconds(side, work)
        ratios.append(together / alone)
        times.append(together)
    return ratios, times


def _seconds(side: Side, work: Sequence[object]) -> float:
    begin = time.perf_counter()
    side.run(work)
    return time.perf_counter() - begin
