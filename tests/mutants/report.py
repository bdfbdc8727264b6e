"""What was found, in figures."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from math import sqrt
from pathlib import Path
from typing import Any

NOTICED = ("killed", "timeout")


def interval(noticed: int, tried: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson's)."""
    if not tried:
        return 0.0, 1.0
    z, share = 1.96, noticed / tried
    middle = share + z * z / (2 * tried)
    reach = z * sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return (middle - reach) / (1 + z * z / tried), (middle + reach) / (1 + z * z / tried)


def fates(work: Path) -> list[dict[str, Any]]:
    """What became of each mutant: noticed if any tests noticed it, else what is surest."""
    said = [json.loads(line) for path in work.glob("fates-*.jsonl") for line in path.read_text("utf-8").splitlines()]
    surest = ("uncovered", "guessed", "survived", *NOTICED)
    return list({fate["name"]: fate for fate in sorted(said, key=lambda f: surest.index(f["fate"]))}.values())


def asked_by(files: Iterable[Path]) -> list[str]:
    """The mutants that any test was asked about."""
    said = (json.loads(line) for path in files for line in path.read_text("utf-8").splitlines())
    return [fate["name"] for fate in said if fate["seconds"]]


def report(work: Path) -> str:
    """A table of the packages, each mutant weighing the same in the last row however the sample was spread."""
    found = fates(work)
    head = ("package", "mutants", "tried", "killed", "timeouts", "survived", "survived so far", "never run")
    lines = [f"| {' | '.join((*head, 'noticed', '95 % interval'))} |"]
    lines.append("|---" * 10 + "|")
    weighted = variance = every = 0.0
    for package in dict.fromkeys(fate["package"] for fate in found):
        of_package = Counter(fate["fate"] for fate in found if fate["package"] == package)
        tried, noticed = of_package.total(), sum(of_package[name] for name in NOTICED)
        count = int((work / f"{package}.count").read_text())
        low, high = interval(noticed, tried)
        row = (package, count, tried, *(of_package[name] for name in ("killed", "timeout", "survived", "guessed")))
        shares = (f"{noticed / tried:.1%}", f"{low:.1%} – {high:.1%}")
        lines.append(f"| {' | '.join(map(str, (*row, of_package['uncovered'], *shares)))} |")
        weighted += count * noticed / tried
        variance += count * count * noticed / tried * (1 - noticed / tried) / tried
        every += count
    if every:
        share, reach = weighted / every, 1.96 * sqrt(variance) / every
        lines.append(f"| all | {every:.0f} | {len(found)} | | | | | | {share:.1%} | ± {reach:.1%} |")
    kinds = Counter(fate["kind"] for fate in found if fate["fate"] not in NOTICED)
    tried_kinds = Counter(fate["kind"] for fate in found)
    lines += ["", "Not noticed, by kind: " + ", ".join(f"{k} {n} of {tried_kinds[k]}" for k, n in kinds.most_common())]
    lines += ["", *sorted(f"{fate['fate']}: {fate['name']}" for fate in found if fate["fate"] not in NOTICED)]
    return "\n".join(lines)
