"""Memory, and growth beyond ten thousand rules: processes that load, decide, and say what they hold."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.figure import Figure, Settings, absent, duration, number
from tests.benchmarks.process import PEAK, folder, told
from tests.benchmarks.start import built
from tests.benchmarks.workload import workload
from tests.benchmarks.written import policy_text

LARGEST: Final = 100_000
PATIENCE: Final = 600.0

DECIDING: Final = f"""
import json, sys, time
{PEAK}
sys.path.insert(0, ".")
from tests.benchmarks.ours import INSTANT
from tests.benchmarks.workload import incidents, workload
from tests.benchmarks.written import facts_of
facts = facts_of(incidents(workload(1), 200))
import pingan
before = peak()
begin = time.perf_counter()
policy = pingan.load(sys.argv[1])
policy.evaluate(facts[0], as_of=INSTANT)
loaded = time.perf_counter() - begin
held = peak()
best = [1e9, 1e9]
for _ in range(5):
    begin = time.perf_counter()
    for each in facts:
        policy.evaluate(each, as_of=INSTANT)
    middle = time.perf_counter()
    for each in facts:
        policy.evaluate(each, as_of=INSTANT).applicable_rules
    best = [min(best[0], middle - begin), min(best[1], time.perf_counter() - middle)]
print(json.dumps({{"loaded": loaded, "held": held["now"] - before["now"], "most": held["most"],
                  "decided": best[0] / len(facts), "keys": best[1] / len(facts)}}))
"""


def figures(settings: Settings) -> Iterator[Figure]:
    sizes = settings.sizes if settings.quick else (*settings.sizes, LARGEST)
    with folder() as place:
        for size in sizes:
            yield from _of(size, place)


def _of(size: int, place: Path) -> Iterator[Figure]:
    (place / str(size)).mkdir()
    source = place / str(size) / "made.rules"
    source.write_text(policy_text(workload(size)), encoding="utf-8")
    artifact = built(source)
    for name, file in (("source", source), ("an artifact", artifact)):
        title = f"{size:,} rules from {name}: memory held, one decision"
        if file is None:
            yield absent(title, "no artifact of it could be built")
            continue
        try:
            found = told(DECIDING, str(file), timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            yield absent(title, f"not within {duration(PATIENCE)}")
            continue
        except subprocess.CalledProcessError as error:
            yield absent(title, f"refused: {(error.stderr or '').strip().splitlines()[-1:]}")
            continue
        yield Figure(title, f"{megabytes(found['held'])}, {duration(found['decided'])}", note=_more(found))


def _more(found: dict[str, Any]) -> str:
    most, loaded, keys = megabytes(found["most"]), duration(found["loaded"]), duration(found["keys"])
    return f"{keys} with keys; loaded in {loaded}; the process had at most {most}"


def megabytes(found: float) -> str:
    return f"{number(max(0.1, found / 1e6))} MB"
