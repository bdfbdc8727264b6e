"""A figure: what was to be reached, what was measured, and by how much it is missed."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.benchmarks.timing import Pair

MET = "met"


@dataclass(frozen=True)
class Settings:
    """How much is measured: which sizes, and for how long each pair."""

    sizes: tuple[int, ...] = (10, 100, 1000, 10_000)
    seconds: float = 1.5
    quick: bool = False
    records: int = 1_000_000


@dataclass(frozen=True)
class Figure:
    """A row of the table. *data* is what a chart is drawn from."""

    name: str
    measured: str
    target: str = ""
    verdict: str = ""
    note: str = ""
    data: dict[str, float] = field(default_factory=dict)


def at_most(name: str, target: float | None, found: float, *, unit: str = "times", note: str = "") -> Figure:
    """A figure that should be small."""
    if target is None:
        return Figure(name, amount(found, unit), note=note)
    verdict = MET if found <= target else f"missed: {number(found / target)} times the target"
    return Figure(name, amount(found, unit), f"at most {amount(target, unit)}", verdict, note)


def at_least(name: str, target: float | None, found: float, *, note: str = "") -> Figure:
    """A figure that should be large: how many times faster."""
    measured = f"{number(found)} times faster" if found >= 1 else f"{number(1 / found)} times slower"
    if target is None:
        return Figure(name, measured, note=note)
    verdict = MET if found >= target else f"missed: {number(found / target)} of the target"
    return Figure(name, measured, f"at least {number(target)} times faster", verdict, note)


def absent(name: str, why: str) -> Figure:
    """A figure that could not be measured here."""
    return Figure(name, "not measured", verdict=why)


def times(found: Pair, one: str = "pingan", other: str = "") -> str:
    """The times behind a ratio, for the last column."""
    return f"{one} {duration(found.one)}, {other} {duration(found.other)}".replace(",  ", ", ")


def amount(found: float, unit: str) -> str:
    return f"{number(found)} {unit}"


def number(found: float) -> str:
    """Three figures at most, none behind the point above a hundred."""
    if found >= 100:
        return f"{round(found):,}"
    return f"{found:.3g}"


def duration(seconds: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{number(seconds / size)} {unit}"
    return f"{number(seconds / 1e-9)} ns"
