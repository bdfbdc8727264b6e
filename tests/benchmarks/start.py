"""From the start of a process to a decision: from an artifact, from source, beside a Python that does nothing."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.benchmarks.figure import Figure, Settings, absent, at_most, duration
from tests.benchmarks.process import environment, folder, in_turn, ratio
from tests.benchmarks.workload import incidents, workload
from tests.benchmarks.written import AS_OF, policy_text

RULES: Final = 50
ARTIFACT: Final = 2.0
SOURCE: Final = 90.0
IMPORT: Final = 60.0
PATIENCE: Final = 600.0
"""Seconds, after which an artifact is given up."""
BARE: Final = "bare Python"


def figures(settings: Settings) -> Iterator[Figure]:
    of = workload(RULES)
    facts = {"i": {name: plain(value) for name, value in incidents(of, 1)[0].items()}}
    with folder() as place:
        source = place / "made.rules"
        source.write_text(policy_text(of), encoding="utf-8")
        codes = {BARE: "pass", "import": "import pingan", "source": deciding(source, facts)}
        artifact = built(source)
        if artifact is not None:
            codes["artifact"] = deciding(artifact, facts)
        kept = str(place / "kept")
        found = in_turn(codes, 3 if settings.quick else 15, PINGAN_CACHE=kept)
        fresh = in_turn(
            {BARE: "pass", "source": deciding(source, facts)}, 2 if settings.quick else 8, **uncached(place)
        )
    title = f"start to the first decision, {RULES} rules, whole process"
    if artifact is None:
        yield absent(f"{title}, from an artifact", "no `pingan build` yet")
    else:
        yield _beside(f"{title}, from an artifact: a Python that does nothing", ARTIFACT, found, "artifact")
    yield _milliseconds(f"{title}, from source", SOURCE, fresh["source"], fresh[BARE])
    yield _milliseconds(
        f"{title}, from source that was loaded before (kept by itself as an artifact)",
        None,
        found["source"],
        found[BARE],
    )
    yield _milliseconds("`import pingan` alone, less bare Python", IMPORT, found["import"], found[BARE], less=True)


def deciding(file: Path, facts: object) -> str:
    """A program that loads *file*, decides once and asks for the rules that apply."""
    asked = f"pingan.load({str(file)!r}).evaluate({facts!r}, as_of={AS_OF!r})"
    return f"import pingan; {asked}.applicable_rules"


def plain(value: object) -> object:
    """As in a fact file."""
    return value if isinstance(value, bool | int | str | list) else str(value)


def built(source: Path) -> Path | None:
    """The artifact of a policy file, if artifacts can be made."""
    made = source.with_suffix(".pgb")
    command = [sys.executable, "-m", "pingan", "build", str(source), "-o", str(made)]
    try:
        done = subprocess.run(command, capture_output=True, env=environment(), check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return None
    return made if done.returncode == 0 and made.exists() else None


def uncached(place: Path) -> dict[str, str]:
    """As if the policy had never been read before."""
    return {"PINGAN_CACHE": "off", "XDG_CACHE_HOME": str(place / "nothing")}


def _beside(title: str, target: float, found: dict[str, list[float]], name: str) -> Figure:
    note = f"{duration(statistics.median(found[name]))}, {BARE} {duration(statistics.median(found[BARE]))}"
    return at_most(title, target, ratio(found[name], found[BARE]), note=note)


def _milliseconds(
    title: str, target: float | None, one: list[float], bare: list[float], *, less: bool = False
) -> Figure:
    took = [a - b for a, b in zip(one, bare, strict=True)] if less else one
    note = f"{ratio(one, bare):.1f} times bare Python, which takes {duration(statistics.median(bare))}"
    return at_most(title, target, statistics.median(took) * 1e3, unit="ms", note=note)
