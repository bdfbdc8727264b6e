"""Two things timed in turn over the same incidents, and what one costs in units of the other.

Machines that others use, too, run now faster and now slower. So the two take turns, a few milliseconds each, and
the ratio is taken turn by turn: whatever slows one down slows the other as well. What counts is the processor's time
for all threads of this process, not that of others who had the processor meanwhile. Times themselves are told with the
ratio, but a figure is the ratio.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

Run = Callable[[Sequence[object]], object]
"""Asks for every one of several incidents, each in the form this way of answering takes."""

TURN: Final = 0.004
"""Seconds that a turn takes, at least."""
ROUNDS: Final = (5, 400)
"""Fewest and most turns of each."""


@dataclass(frozen=True)
class Side:
    """One of the two: what it does, and the incidents in its own form, in the same order as the other's."""

    run: Run
    forms: Sequence[object]
    calls: int | None = None
    """Where it gets slower: as many calls as may be counted."""


@dataclass(frozen=True)
class Pair:
    """How long the one takes in units of the other: the median of all turns, and the quarters below and above it."""

    ratio: float
    low: float
    high: float
    one: float
    """Seconds for one incident, the median."""
    other: float
    turns: int


def pair(one: Side, other: Side, seconds: float = 1.5, *, once: bool = False) -> Pair:
    """How *one* and *other* compare, in turns of about the same length for *seconds* or so.

    *once*: no incident is met twice by the same side, so that nothing can be remembered of it.
    """
    sides = (one, other)
    speeds = [_speed(side) for side in sides]
    fewest, most = ROUNDS
    count = max(1, min(len(one.forms), int(TURN / max(speeds))))
    repeats = [1 if once else max(1, round(TURN / max(1e-7, speed * count))) for speed in speeds]
    place = CALIBRATION if once else 0
    budget = [side.calls - CALIBRATION if side.calls else None for side in sides]
    times: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.freeze()
    end = time.perf_counter() + seconds
    while len(times[0]) < fewest or (time.perf_counter() < end and len(times[0]) < most):
        for which in (0, 1) if len(times[0]) % 2 else (1, 0):
            times[which].append(_turn(sides[which], place, count, repeats[which]))
        place += count
        if place + count > len(one.forms):
            place = 0
            if once:
                break
        if any(left is not None and left < (len(times[0]) + 1) * count for left in budget):
            break
    gc.unfreeze()
    ratios = [a / b for a, b in zip(*times, strict=True)]
    low, ratio, high = _quarters(ratios)
    return Pair(ratio, low, high, statistics.median(times[0]), statistics.median(times[1]), len(ratios))


CALIBRATION: Final = 12


def _speed(side: Side) -> float:
    """Seconds a call, about: the quickest of a few."""
    best = float("inf")
    for _ in range(3):
        best = min(best, _turn(side, 0, min(4, len(side.forms)), 1))
    return best


def _turn(side: Side, place: int, count: int, repeats: int) -> float:
    """Seconds for one incident."""
    forms = side.forms[place : place + count]
    run = side.run
    if repeats > 1:
        forms = list(forms) * repeats
    begin = time.process_time()
    run(forms)
    return (time.process_time() - begin) / len(forms)


def _quarters(found: list[float]) -> tuple[float, float, float]:
    if len(found) < 2:
        return (found[0],) * 3
    low, middle, high = statistics.quantiles(found, n=4, method="inclusive")
    return low, middle, high


def best(action: Callable[[], object], repeat: int = 5) -> float:
    """Seconds that *action* takes: the median of the quicker half of *repeat* runs (the slower half met other work)."""
    times = []
    for _ in range(repeat):
        gc.collect()
        begin = time.perf_counter()
        action()
        times.append(time.perf_counter() - begin)
    return statistics.median(sorted(times)[: (repeat + 1) // 2])
