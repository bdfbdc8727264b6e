"""Spark: the batch kernel inside `mapInArrow`, beside a column expression for each rule, in one local session."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any, Final

from tests.benchmarks import ours
from tests.benchmarks.figure import Figure, Settings, absent, at_least, duration
from tests.benchmarks.workload import And, Atom, Condition, Not, Or, Workload, workload

RULES: Final = 500
RECORDS: Final = 20_000
TARGET: Final = 20.0
TITLE: Final = f"Spark, {RECORDS:,} records by {RULES} rules, warm: a column expression a rule"


def figures(settings: Settings) -> Iterator[Figure]:
    for package in ("pyspark", "numpy", "pyarrow"):
        if find_spec(package) is None:
            yield absent(TITLE, f"`{package}` is not installed")
            return
    yield from _measured(workload(50 if settings.quick else RULES), 1 if settings.quick else 2)


def _measured(of: Workload, rounds: int) -> Iterator[Figure]:
    from tests.benchmarks.columns import arrow, columns

    found = columns(of, RECORDS)
    session = _session()
    try:
        frame = session.createDataFrame(arrow(found, texts=True)).repartition(2).cache()
        frame.count()
        policy = ours.policy(of)
        ratios, times = [], []
        mapped, expressed = _mapped(policy, frame), _expressed(of, frame)
        assert mapped() == expressed(), "Spark's own columns and the kernel disagree"
        for _ in range(rounds):
            mapped()  # Python workers that were idle for a minute are gone: this call starts them again
            one, other = min(_seconds(mapped) for _ in range(3)), _seconds(expressed)
            ratios.append(other / one)
            times.append((one, other))
        one, other = (statistics.median(side) for side in zip(*times, strict=True))
        note = f"pingan {duration(one)}, column expressions {duration(other)}"
        title = TITLE.replace(str(RULES), str(len(of.rules)))
        yield at_least(title, TARGET if len(of.rules) == RULES else None, statistics.median(ratios), note=note)
    finally:
        session.stop()


def _session() -> Any:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    made = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made


def _mapped(policy: Any, frame: Any) -> Callable[[], int]:
    """How many rules apply in all records together, by the kernel."""
    from pyspark.sql import functions as f

    from pingan.batch.spark import evaluate

    told = evaluate(policy, frame, as_of=ours.INSTANT).agg(f.sum(f.size("applicable")))
    return lambda: int(told.first()[0])


def _expressed(of: Workload, frame: Any) -> Callable[[], int]:
    """The same by a column a rule."""
    from pyspark.sql import functions as f

    def tested(test: Atom) -> Any:
        column = f.col(f"i.{test.field}")
        match test.operator:
            case "is":
                return column
            case "has":
                return f.array_contains(column, test.value)
            case "in":
                return column.isin(*test.value)  # type: ignore[misc]
            case "=":
                return column == test.value
            case "!=":
                return column != test.value
            case ">=":
                return column >= test.value
            case _:
                return column < test.value

    def written(condition: Condition) -> Any:
        match condition:
            case Atom():
                return tested(condition)
            case Not(part):
                return ~written(part)
            case And(parts) | Or(parts):
                first, *rest = (written(part) for part in parts)
                for part in rest:
                    first = first & part if isinstance(condition, And) else first | part
                return first
        raise AssertionError(condition)

    counts = [f.sum(written(rule.condition).cast("int")).alias(rule.name) for rule in of.rules]
    return lambda: sum(frame.agg(*counts).first())


def _seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin
