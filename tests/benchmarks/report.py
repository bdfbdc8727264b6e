"""Figures as a table, in the terminal and between the marks of `docs/performance.md`."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from tests.benchmarks.figure import Figure

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs/performance.md"
HEAD: Final = "| what, and what it is held against | target | measured | | times |\n|---|---|---|---|---|\n"
PACKAGES: Final = (
    "zen-engine",
    "common-expression-language",
    "clipspy",
    "cedarpy",
    "rule-engine",
    "panzi-json-logic",
    "numpy",
    "pyarrow",
    "polars",
    "pyspark",
)


def row(figure: Figure) -> str:
    cells = (figure.name, figure.target, figure.measured, figure.verdict, figure.note)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def table(figures: Iterable[Figure]) -> str:
    return HEAD + "\n".join(row(figure) for figure in figures) + "\n"


def machine(group: str) -> str:
    """What was measured on and with, as far as it matters and no further."""
    used = [f"{name} {found}" for name in PACKAGES if (found := _version(name))]
    python = f"{platform.python_implementation()} {platform.python_version()}"
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count()
    command = f"`python -m tests.benchmarks --only {group}`"
    return f"*{cores} cores that others use, too; {python}; {', '.join(used)}. {command}*\n"


def write(group: str, figures: Iterable[Figure]) -> bool:
    """Puts the figures of *group* into the page; whether the page has a place for them."""
    text = PAGE.read_text(encoding="utf-8")
    place = re.compile(rf"(<!-- figures: {re.escape(group)} -->\n).*?(<!-- end -->)", re.S)
    if not place.search(text):
        return False
    made = f"\n{table(figures)}\n{machine(group)}\n"
    changed = place.sub(lambda found: found[1] + made + found[2], text)
    PAGE.write_text(changed, encoding="utf-8", newline="\n")
    return True


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
