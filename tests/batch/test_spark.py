"""Rows of a Spark DataFrame are answered as they are in this process. Skipped where there is no Java."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

import pingan
from pingan.batch.shipped import Shipped
from pingan.batch.spark import evaluate
from tests.batch.flood import flood

pytestmark = pytest.mark.spark

AS_OF = date(2016, 6, 1)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """One local Spark for all tests: it takes some seconds to start."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java (17 or later), which this machine does not have")
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not there: pip install 'pingan[spark]'")
    before = os.environ.get("PYSPARK_PYTHON")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").appName("pingan")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "localhost",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
    }.items():
        builder = builder.config(key, value)
    errors = pytest.importorskip("pyspark.errors")
    try:
        session = builder.getOrCreate()
    except errors.PySparkRuntimeError as error:
        if "JAVA_GATEWAY_EXITED" not in str(error):
            raise
        pytest.skip("Spark needs Java 17 or later, which this machine does not have")
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
    if before is None:
        del os.environ["PYSPARK_PYTHON"]
    else:
        os.environ["PYSPARK_PYTHON"] = before


def rows() -> pa.Table:
    """Sites: known, partly known, wrong; each with a name that is no fact."""
    count = 200
    depth = [None if n % 7 == 0 else n * 5 % 1000 for n in range(count)]
    depth[17] = 5000
    return pa.table({
        "name": [f"site {n}" for n in range(count)],
        "site.depth": depth,
        "site.kind": pa.array([(None, "river", "rain")[n % 3] for n in range(count)]),
        "site.tags": pa.array([["rain"] if n % 4 == 0 else [] for n in range(count)], pa.list_(pa.string())),
        "site.closed": [n % 5 == 0 for n in range(count)],
        "site.share": pa.array([Decimal(n % 100) / 100 for n in range(count)], pa.decimal128(3, 2)),
        "site.gone": pa.array([date(2016, 1, 1) if n % 2 else None for n in range(count)]),
        "limit": pa.array([500 + n % 2 for n in range(count)], pa.int32()),
        "ward": [n % 9 for n in range(count)],
    })  # fmt: skip


def frame(spark: Any) -> Any:
    """`rows` in several partitions, whose order says nothing."""
    return spark.createDataFrame(rows()).repartition(3)


def by_name(table: pa.Table) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in table.to_pylist()}


def test_rows_are_answered_as_in_this_process(spark: Any) -> None:
    found = evaluate(flood(), frame(spark), as_of=AS_OF, id_column="name", absent=["site.gone"], ignore=["ward"])
    table = found.toArrow()
    expected = flood().evaluate_batch(
        rows(), as_of=AS_OF, id_column="name", absent=["site.gone"], ignore=["ward"]
    )  # fmt: skip
    assert table.column_names == ["name", "applicable", "undecided", "errors"]
    assert by_name(table) == by_name(expected.to_arrow(form="lists"))


def test_what_is_wrong_with_a_row_is_told_beside_the_others(spark: Any) -> None:
    table = evaluate(flood(), frame(spark), as_of=AS_OF, id_column="name", ignore=["ward"]).toArrow()
    wrong = [row for row in table.to_pylist() if row["errors"]]
    assert [row["name"] for row in wrong] == ["site 17"]
    assert wrong[0]["applicable"] is wrong[0]["undecided"] is None
    assert [problem["path"] for problem in wrong[0]["errors"]] == ["site.depth"]


def test_a_column_a_rule_and_columns_that_are_kept(spark: Any) -> None:
    found = evaluate(
        flood(), frame(spark), as_of=AS_OF, ignore=["ward", "name"], keep=["name", "ward", "site.depth"], form="columns"
    )
    table = found.toArrow()
    rules = [name for name in table.column_names if name.startswith("flood.")]
    assert table.column_names == ["name", "ward", "site.depth", *rules, "errors"]
    listed = by_name(evaluate(flood(), frame(spark), as_of=AS_OF, id_column="name", ignore=["ward"]).toArrow())
    for name, row in by_name(table).items():
        if name == "site 17":
            assert all(row[rule] is None for rule in rules)
            assert row["errors"] == listed[name]["errors"]
            continue
        assert {rule for rule in rules if row[rule]} == set(listed[name]["applicable"])
        assert {rule for rule in rules if row[rule] is None} == set(listed[name]["undecided"])
        assert row["errors"] == []


def test_each_row_may_say_its_instant_and_settings_go_along(spark: Any) -> None:
    text = "policy p { zone \"UTC\" in force from 2016-01-01 } parameter most: integer fact n: integer " \
        "actor a action act rule r { when n > most then a must act }"  # fmt: skip
    policy = pingan.load(pingan.Source("p.rules", text), settings={"most": 3})
    moments = [datetime(2015, 12, 31, 23, tzinfo=UTC), datetime(2016, 1, 1, tzinfo=UTC)] * 2
    table = pa.table({"n": [9, 9, 1, 1], "at": pa.array(moments, pa.timestamp("us", "UTC")), "id": [1, 2, 3, 4]})
    found = evaluate(policy, spark.createDataFrame(table), as_of_column="at", id_column="id").toArrow()
    assert {row["id"]: row["applicable"] for row in found.to_pylist()} == {1: [], 2: ["p.r"], 3: [], 4: []}


def test_columns_that_cannot_be_read_are_told_before_anything_runs(spark: Any) -> None:
    with pytest.raises(pingan.FactError) as told:
        evaluate(flood(), frame(spark), as_of=AS_OF, id_column="name")
    assert [problem.path for problem in told.value.problems] == ["ward"]
    with pytest.raises(pingan.FactError) as told:
        evaluate(flood(), frame(spark), as_of=AS_OF, ignore=["ward", "name"], keep=["nmae"])
    assert [(problem.path, problem.help) for problem in told.value.problems] == [("nmae", "did you mean `name`?")]


def test_a_policy_is_made_once_a_process() -> None:
    first, second = Shipped.of(flood()), Shipped.of(flood())
    assert first == second
    assert first.policy is second.policy
