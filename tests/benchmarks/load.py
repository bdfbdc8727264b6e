"""Loading many rules: from source and from an artifact, beside Python compiling the same as plain `if`s."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.benchmarks.figure import Figure, Settings, absent, at_most, duration
from tests.benchmarks.peers import plain_ifs
from tests.benchmarks.process import folder, told
from tests.benchmarks.start import built, uncached
from tests.benchmarks.workload import workload
from tests.benchmarks.written import policy_text

SOURCE: Final = 1.5
ARTIFACT: Final = 0.015
PATIENCE: Final = 300.0
"""Seconds, after which a size is given up."""

LOADING: Final = """
import json, sys, time
import pingan
begin = time.process_time()
policy = pingan.load(sys.argv[1])
policy.evaluate({}, as_of="2016-06-01T12:00+08:00")
print(json.dumps({"seconds": time.process_time() - begin}))
"""
COMPILING: Final = """
import json, sys, time
text = open(sys.argv[1], encoding="utf-8").read()
begin = time.process_time()
exec(compile(text, "plain", "exec"), {})
print(json.dumps({"seconds": time.process_time() - begin}))
"""


def figures(settings: Settings) -> Iterator[Figure]:
    for size in [size for size in settings.sizes if size >= 1000] or settings.sizes[-1:]:
        yield from _of(size, 1 if settings.quick else 3)


def _of(size: int, rounds: int) -> Iterator[Figure]:
    of = workload(size)
    title = f"loading {size:,} rules, ready to decide"
    with folder() as place:
        source, plain = place / "made.rules", place / "plain.txt"
        source.write_text(policy_text(of), encoding="utf-8")
        plain.write_text(plain_ifs.source(of), encoding="utf-8")
        pairs = [(_seconds(LOADING, source, place), _seconds(COMPILING, plain, place)) for _ in range(rounds)]
        loads, compiled = min(one for one, _ in pairs), min(other for _, other in pairs)
        if loads is None or compiled is None:
            yield absent(f"{title}, from source", f"not within {duration(PATIENCE)}")
        else:
            note = f"{loads / compiled:.2g} times Python compiling plain `if`s, which takes {duration(compiled)}"
            target = SOURCE if size == 10_000 else None
            yield at_most(f"{title}, from source", target, loads, unit="s", note=note)
        artifact = built(source)
        if artifact is None:
            yield absent(f"{title}, from an artifact", "no `pingan build` yet")
            return
        quick = min(_seconds(LOADING, artifact, place) for _ in range(rounds + 2))
        note = f"{artifact.stat().st_size / 1e6:.2g} MB"
        target = ARTIFACT * 1e3 if size == 10_000 else None
        yield at_most(f"{title}, from an artifact", target, quick * 1e3, unit="ms", note=note)


def _seconds(code: str, file: Path, place: Path) -> float:
    try:
        found = told(code, str(file), timeout=PATIENCE, **uncached(place))
    except subprocess.TimeoutExpired:
        return float("inf")
    return float(found["seconds"])
