"""Measures pingan beside other engines and beside plain Python, and writes the table of `docs/performance.md`.

Times on a shared machine mean little; ratios within one run mean more, so every figure is one: see `timing.py`.
Peers that are not installed are named and left out: `pip install -e '.[bench]'` brings them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from importlib import import_module
from typing import Final

from tests.benchmarks import report
from tests.benchmarks.chart import chart
from tests.benchmarks.figure import Figure, Settings

GROUPS: Final = ("one", "explained", "shipped", "start", "load", "threads", "batch", "spark", "memory")
CHART: Final = report.ROOT / "docs/images/performance.svg"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--only", default=",".join(GROUPS), help=f"some of {','.join(GROUPS)}")
    parser.add_argument("--sizes", default="10,100,1000,10000", help="numbers of rules")
    parser.add_argument("--records", type=int, default=1_000_000, help="of a batch")
    parser.add_argument("--seconds", type=float, default=1.5, help="for each pair of things")
    parser.add_argument("--quick", action="store_true", help="small sizes, short turns; the page is left alone")
    parser.add_argument("--dry", action="store_true", help="leave the page alone")
    parser.add_argument("--json", action="store_true", help="print JSON Lines instead of a table")
    options = parser.parse_args()
    settings = Settings(tuple(int(size) for size in options.sizes.split(",")), options.seconds, records=options.records)
    if options.quick:
        sizes = tuple(size for size in settings.sizes if size <= 100) or settings.sizes
        settings = Settings(sizes, 0.3, quick=True, records=min(options.records, 20_000))
    chosen = options.only.split(",")
    unknown = set(chosen) - set(GROUPS)
    if unknown:
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    for group in GROUPS:
        if group in chosen:
            measure(group, settings, write=not (options.quick or options.dry), as_json=options.json)


def measure(group: str, settings: Settings, *, write: bool, as_json: bool) -> None:
    begin = time.perf_counter()
    if not as_json:
        print(f"\n{group}\n\n{report.HEAD}", end="")
    found: list[Figure] = []
    for figure in figures(group, settings):
        found.append(figure)
        print(json.dumps({"group": group, **asdict(figure)}, ensure_ascii=False) if as_json else report.row(figure))
        sys.stdout.flush()
    if write:
        report.write(group, found)
        if group == "one":
            CHART.write_text(chart(lines(found)), encoding="utf-8", newline="\n")
    if not as_json:
        print(f"\n({time.perf_counter() - begin:.0f} s)")


def figures(group: str, settings: Settings) -> Iterator[Figure]:
    found: Iterator[Figure] = import_module(f"tests.benchmarks.{group}").figures(settings)
    return found


def lines(found: list[Figure]) -> dict[str, list[tuple[float, float]]]:
    """What the chart draws, by engine."""
    made: dict[str, list[tuple[float, float]]] = {}
    for figure in found:
        if figure.data:
            engine = figure.name.rpartition(": ")[2]
            made.setdefault(engine, []).append((figure.data["rules"], figure.data["slower"]))
    return made


if __name__ == "__main__":
    main()
