"""A decision with all its explanations, beside the only engine here that can tell why: ZEN, with its trace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from tests.benchmarks import ours
from tests.benchmarks.figure import Figure, Settings, absent, at_least, times
from tests.benchmarks.one import POOL, agrees, side
from tests.benchmarks.peers import missing
from tests.benchmarks.peers.zen_engine import traced
from tests.benchmarks.timing import pair
from tests.benchmarks.workload import incidents, workload

TARGET: Final = 11.0


def figures(settings: Settings) -> Iterator[Figure]:
    size = 1000 if 1000 in settings.sizes else settings.sizes[-1]
    title = f"one decision, {size:,} rules, every rule that applies explained: ZEN engine with its trace"
    needed = missing("zen_engine")
    if needed is not None:
        yield absent(title, f"`{needed}` is not installed")
        return
    of = workload(size)
    found = incidents(of, POOL)
    ours.check(of, found[:20])
    peer = traced(of)
    agrees(peer, of, found[:20])
    for name, question, target in ((title, explained, TARGET), (f"{title}; ours as text", texts, None)):
        measured = pair(ours.asked(of, found, question), side(peer, found), settings.seconds)
        yield at_least(name, target, 1 / measured.ratio, note=times(measured, "pingan", "ZEN"))


def explained(outcome: Any) -> object:
    """Why each rule that applies does: conditions, values, citations."""
    return [outcome.explain(key) for key in ours.rules(outcome)]


def texts(outcome: Any) -> object:
    return [outcome.explain(key).to_text() for key in ours.rules(outcome)]
