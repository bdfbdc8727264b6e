"""Many decisions: columns in, one bit a record and rule out, beside Polars and beside reading and writing alone."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from tests.benchmarks import ours
from tests.benchmarks.figure import Figure, Settings, absent, at_least, at_most, duration
from tests.benchmarks.peers import missing
from tests.benchmarks.workload import Workload, fired, workload
from tests.benchmarks.written import names

AGAINST_TUNED: Final = 2.0
AGAINST_BOUND: Final = 6.0
CHECKED: Final = 60
"""Records whose answers are compared with the naive reading."""


def figures(settings: Settings) -> Iterator[Figure]:
    for package in ("numpy", "pyarrow"):
        if not _installed(package):
            yield absent("batches", f"`{package}` is not installed")
            return
    if not hasattr(ours.policy(workload(10)), "evaluate_batch"):
        yield absent("batches", "no `evaluate_batch` yet")
        return
    for size in [size for size in settings.sizes if size <= 1000]:
        yield from _of(workload(size), settings)
    if 10_000 in settings.sizes:
        yield from _of(workload(10_000), settings, settings.records // 10)


def _of(of: Workload, settings: Settings, records: int | None = None) -> Iterator[Figure]:
    from tests.benchmarks.columns import arrow, columns

    count = settings.records if records is None else records
    found = columns(of, count)
    table = arrow(found)
    policy = ours.policy(of)

    def decide() -> Any:
        return policy.evaluate_batch(table, as_of=ours.INSTANT)

    check(of, decide(), found)
    title = f"{count:,} records by {len(of.rules):,} rules"
    judged = count == 1_000_000 and len(of.rules) == 1000
    rounds = 3 if settings.quick else 7
    needed = missing("polars_columns")
    if needed is not None:
        yield absent(f"{title}: Polars", f"`{needed}` is not installed")
    else:
        yield from _polars(of, found, table, decide, title, rounds, judged=judged)
    if missing("zen_engine") is None and not settings.quick:
        yield _zen(of, found, decide, title)
    ratio, one, other = in_turn(decide, lambda: bound(found, len(of.rules)), rounds)
    target = AGAINST_BOUND if judged else None
    note = f"{_rate(one, count)}; {duration(one)}, bound {duration(other)}"
    yield at_most(f"{title}: reading the columns and writing the bits", target, ratio, note=note)


def _polars(
    of: Workload, found: Any, table: Any, decide: Callable[[], Any], title: str, rounds: int, *, judged: bool
) -> Iterator[Figure]:
    from tests.benchmarks.peers.polars_columns import frame, from_arrow, plain, tuned

    given = frame(found)
    for label, query, target in (
        ("Polars, an expression a rule", plain(of, found), None),
        ("Polars, hand-tuned", tuned(of, found), AGAINST_TUNED),
    ):
        agrees(of, query(given), found)
        ratio, one, other = in_turn(decide, lambda query=query: query(given), rounds)  # type: ignore[misc]
        note = f"pingan {duration(one)}, Polars {duration(other)}"
        yield at_least(f"{title}: {label}", target if judged else None, 1 / ratio, note=note)
    agrees(of, query(from_arrow(table, found.digits)), found)
    ratio, one, other = in_turn(decide, lambda: query(from_arrow(table, found.digits)), rounds)
    note = f"pingan {duration(one)}, Polars {duration(other)}"
    yield at_least(f"{title}: Polars, hand-tuned, from the same Arrow table", None, 1 / ratio, note=note)


def _zen(of: Workload, found: Any, decide: Callable[[], Any], title: str) -> Figure:
    """ZEN's own call for several: each takes as long as the one before, so a few tell."""
    from tests.benchmarks.peers import floating
    from tests.benchmarks.peers.zen_engine import engine, table

    few = min(len(found), 2000)
    requests = [{"key": "rules", "context": floating(found.incident(place))} for place in range(few)]
    made = engine(table(of))
    ratio, one, other = in_turn(decide, lambda: made.evaluate_batch(requests), 3)
    faster = len(found) / few / ratio
    note = f"pingan {duration(one)}, ZEN {duration(other)} for {few:,} records"
    return at_least(f"{title}: ZEN engine's `evaluate_batch`, a record", None, faster, note=note)


def agrees(of: Workload, answers: Any, found: Any) -> None:
    for place in range(0, len(found), max(1, len(found) // CHECKED)):
        row = answers.row(place, named=True)
        assert {name for name, held in row.items() if held} == fired(of, found.incident(place)), place


def check(of: Workload, result: Any, found: Any) -> None:
    """The same rules as a naive reading, for some records spread over all of them."""
    for place in range(0, len(found), max(1, len(found) // CHECKED)):
        assert applying(result, place) == fired(of, found.incident(place)), place


def applying(result: Any, place: int) -> frozenset[str]:
    """The rules that apply to one record of a batch."""
    return names(result.applicable_rules(place))


def bound(found: Any, rules: int) -> object:
    """What nothing can undercut: every column read once, as many bits written as there are answers."""
    import numpy as np

    seen = [column.max() for column in found.by_name.values()]
    return seen, np.full((rules, (len(found) + 7) // 8), 255, np.uint8)


def in_turn(one: Callable[[], object], other: Callable[[], object], rounds: int) -> tuple[float, float, float]:
    """The median of the ratios, and of the seconds of each."""
    times: list[tuple[float, float]] = []
    one(), other()
    for _ in range(rounds):
        gc.collect()
        times.append((_seconds(one), _seconds(other)))
    ratios = [a / b for a, b in times]
    return statistics.median(ratios), *(statistics.median(side) for side in zip(*times, strict=True))  # type: ignore[return-value]


def _seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    kept = action()
    took = time.perf_counter() - begin
    del kept
    return took


def _rate(seconds: float, count: int) -> str:
    return f"{count / seconds / 1e6:.2g} million records a second"


def _installed(package: str) -> bool:
    from importlib.util import find_spec

    return find_spec(package) is not None
