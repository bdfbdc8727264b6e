"""Whole processes: how long they take and how much memory they have needed at most."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[2]


@cache
def _compiled() -> str:
    """A folder for compiled modules, so that what is measured is neither the first start nor the checkout's own."""
    return tempfile.mkdtemp(prefix="pingan-bench-")


def environment(**more: str) -> dict[str, str]:
    """As a user's: modules are kept compiled, and nothing of ours is kept anywhere else."""
    found = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**found, "PYTHONPYCACHEPREFIX": _compiled(), "XDG_CACHE_HOME": f"{_compiled()}/cache", **more}


def seconds(code: str, **more: str) -> float:
    """Seconds of the processor that a fresh Python takes for *code*, from the start of the process to its end."""
    started = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environment(**more))
    _, status, usage = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    assert started.returncode == 0, code
    return usage.ru_utime + usage.ru_stime


def told(code: str, *arguments: str, timeout: float | None = None, **more: str) -> dict[str, Any]:
    """What *code* prints: one JSON object."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(
        command, check=True, cwd=ROOT, env=environment(**more), capture_output=True, text=True, timeout=timeout
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def in_turn(codes: Mapping[str, str], rounds: int, **more: str) -> dict[str, list[float]]:
    """Seconds of each of *codes*, run in turn *rounds* times after one time that does not count."""
    found: dict[str, list[float]] = {name: [] for name in codes}
    for turn in range(rounds + 1):
        for name, code in codes.items():
            took = seconds(code, **more)
            if turn:
                found[name].append(took)
    return found


def ratio(one: list[float], other: list[float]) -> float:
    """The median of the ratios, turn by turn."""
    return statistics.median(a / b for a, b in zip(one, other, strict=True))


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="pingan-bench-") as found:
        yield Path(found)


PEAK: Final = """
def peak():
    with open("/proc/self/status", encoding="ascii") as status:
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in status if line.startswith("Vm") and "kB" in line}
    return {"now": sizes["VmRSS"] * 1024, "most": sizes["VmHWM"] * 1024}
"""
"""Bytes that this process holds and has held at most (on Linux)."""
