"""Memory, and growth beyond ten thousand rules: processes that load, decide, and say what they hold."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.figure import Figure, Settings, absent, duration, number
from tests.benchmarks.process import PEAK, folder, told
from tests.benchmarks.start import built
from tests.benchmarks.workload import Workload, workload
from tests.benchmarks.written import AS_OF, policy_text

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


STREAMING: Final = """
import json, resource, subprocess, sys, time
begin = time.perf_counter()
done = subprocess.run([sys.executable, "-m", "pingan", *sys.argv[1:]], capture_output=True, text=True)
took = time.perf_counter() - begin
sys.stderr.write(done.stderr[-2000:])
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
print(json.dumps({"code": done.returncode, "seconds": took, "most": most}))
"""


def figures(settings: Settings) -> Iterator[Figure]:
    sizes = settings.sizes if settings.quick else (*settings.sizes, LARGEST)
    with folder() as place:
        for size in sizes:
            yield from _of(size, place)
        for records in (10_000, 20_000) if settings.quick else (1_000_000, 10_000_000):
            yield _streamed(records, place)


def _streamed(records: int, place: Path) -> Figure:
    """A file larger than what is held of it, by the command."""
    title = f"{records:,} records by 100 rules, from a file into a file: memory held at most"
    for package in ("numpy", "pyarrow"):
        if find_spec(package) is None:
            return absent(title, f"`{package}` is not installed")
    of = workload(100)
    source, given, made = place / "made.rules", place / f"{records}.parquet", place / f"{records}.out.parquet"
    source.write_text(policy_text(of), encoding="utf-8")
    write_records(of, records, given)
    command = ("evaluate", str(built(source) or source), "--batch", str(given), "--out", str(made), "--as-of", AS_OF)
    found = told(STREAMING, *command)
    if found["code"] != 0 or not made.exists():
        return absent(title, "no `pingan evaluate --batch` yet")
    sizes = f"{megabytes(given.stat().st_size)} in, {megabytes(made.stat().st_size)} out"
    rate = f"{number(records / found['seconds'] / 1e6)} million records a second"
    note = f"{duration(found['seconds'])}, {rate}, with starting, reading and writing; {sizes}"
    given.unlink()
    made.unlink()
    return Figure(title, megabytes(found["most"]), note=note)


def write_records(of: Workload, records: int, file: Path, block: int = 500_000) -> None:
    """Incidents as a Parquet file, made block by block."""
    import pyarrow.parquet as parquet

    from tests.benchmarks.columns import arrow, columns

    with parquet.ParquetWriter(file, arrow(columns(of, 1), texts=True).schema) as writer:
        for begin in range(0, records, block):
            writer.write_table(arrow(columns(of, min(block, records - begin), seed=begin), texts=True))


def _of(size: int, place: Path) -> Iterator[Figure]:
    (place / str(size)).mkdir()
    source = place / str(size) / "made.rules"
    source.write_text(policy_text(workload(size)), encoding="utf-8")
    artifact = built(source)
    # From source so many take minutes; the artifact shows what they hold.
    for name, file in (("source", source), ("an artifact", artifact))[size == LARGEST :]:
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
