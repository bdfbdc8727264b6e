"""Tables as users have them: every kind of frame, what columns may be called and hold, and what comes of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import pingan
from pingan.batch.outcome import BatchOutcome, RuleCount
from tests.batch.flood import flood

AS_OF = "2016-06-01"
ROWS: dict[str, list[Any]] = {
    "site.depth": [45, 3, None, 30, 31],
    "site.kind": ["river", "rain", None, "river", "mud"],
    "site.closed": [False, True, None, None, False],
}


@pytest.fixture(scope="module")
def policy() -> pingan.Policy:
    return flood()


def table() -> pa.Table:
    return pa.table(ROWS)


def _polars() -> Any:
    return pytest.importorskip("polars").DataFrame(ROWS)


def _polars_categories() -> Any:
    polars = pytest.importorskip("polars")
    return polars.DataFrame(ROWS).with_columns(polars.col("site.kind").cast(polars.Categorical))


def _pandas() -> Any:
    pandas = pytest.importorskip("pandas")
    found = pandas.DataFrame({"site.kind": ROWS["site.kind"]})
    found["site.depth"] = pandas.array(ROWS["site.depth"], dtype="Int64")
    found["site.closed"] = pandas.array(ROWS["site.closed"], dtype="boolean")
    return found.set_index(pandas.Index(["a", "b", "c", "d", "e"]))


def _duckdb() -> Any:
    duckdb = pytest.importorskip("duckdb")
    return duckdb.connect().from_arrow(table())


FRAMES: dict[str, Callable[[], Any]] = {
    "table": table,
    "batches": lambda: table().to_batches(),
    "iterator": lambda: iter(table().to_batches(max_chunksize=2)),
    "reader": lambda: table().to_reader(),
    "columns": lambda: ROWS,
    "polars": _polars,
    "polars categories": _polars_categories,
    "pandas": _pandas,
    "duckdb": _duckdb,
}


@pytest.mark.parametrize("kind", FRAMES)
@pytest.mark.parametrize("rows", [1, 2, 1000])
def test_every_kind_of_table_gives_the_same_bits(policy: pingan.Policy, kind: str, rows: int) -> None:
    expected = policy.evaluate_batch(table(), as_of=AS_OF)
    found = policy.evaluate_batch(FRAMES[kind](), as_of=AS_OF, block_rows=rows)
    assert len(found) == len(expected) == 5
    assert found.surely.tobytes() == expected.surely.tobytes()
    assert found.possibly.tobytes() == expected.possibly.tobytes()
    assert found.to_arrow().to_pylist() == expected.to_arrow().to_pylist()
    assert found.to_arrow("lists").to_pylist() == expected.to_arrow("lists").to_pylist()
    assert found.pairs().to_pylist() == expected.pairs().to_pylist()
    assert found.errors.to_pylist() == expected.errors.to_pylist()
    assert found.counts() == expected.counts()


def test_what_comes_of_it(policy: pingan.Policy) -> None:
    named = table().append_column("number", pa.array(["a", "b", "c", "d", "e"]))
    outcome = policy.evaluate_batch(named, as_of=AS_OF, id_column="number")
    assert outcome.counts()["flood.close_road"] == RuleCount(applicable=1, undecided=2)
    columns = outcome.to_arrow()
    assert columns["number"].to_pylist() == ["a", "b", "c", "d", "e"]
    assert columns["flood.close_road"].to_pylist() == [True, False, None, None, None]
    lists = outcome.to_arrow("lists").to_pylist()
    assert lists[0]["applicable"] == ["flood.close_road"]
    assert lists[1] == {
        "number": "b", "applicable": [], "undecided": ["flood.ended", "flood.over", "flood.tagged"], "errors": [],
    }  # fmt: skip
    assert (lists[4]["applicable"], lists[4]["undecided"]) == (None, None)
    assert outcome.pairs().to_pylist() == [
        {
            "record": "a", "rule": "flood.close_road", "place": 1, "bearer": "warden", "modality": "must",
            "action": "close_road",
        }
    ]  # fmt: skip
    assert outcome.pairs(undecided=True).num_rows == 3 + 3 + 4 + 4
    (problem,) = outcome.errors.to_pylist()
    assert (problem["record"], problem["path"], problem["help"]) == ("e", "site.kind", "members: `rain`, `river`, `河`")


def test_one_record_has_its_whole_outcome(policy: pingan.Policy) -> None:
    outcome = policy.evaluate_batch(table(), as_of=AS_OF, block_rows=2)
    single = policy.evaluate({"site": {"depth": 30, "kind": "river"}}, as_of=AS_OF)
    assert outcome.outcome(3).to_dict() == single.to_dict()
    assert outcome.applicable_rules(0) == ("flood.close_road",)
    assert outcome.undecided_rules(3) == single.undecided_rules
    assert outcome.outcome(-5).applicable_rules == ("flood.close_road",)
    with pytest.raises(pingan.FactError, match="`mud`"):
        outcome.outcome(4)
    with pytest.raises(IndexError):
        outcome.outcome(5)


def one(policy: pingan.Policy, columns: dict[str, Any], **options: Any) -> BatchOutcome:
    return policy.evaluate_batch(pa.table(columns), **{"as_of": AS_OF, **options})


def test_names_and_records(policy: pingan.Policy) -> None:
    """A column goes by names or labels; a record may be one column of structs."""
    for columns in (
        {"地点.水深": [45], "site.kind": ["河"], "site.closed": [False]},
        {"site": [{"水深": 45, "kind": "river", "closed": False}]},
        {"site": [{"depth": 45, "kind": "river"}], "site.closed": [False]},
    ):
        assert one(policy, columns).applicable_rules(0) == ("flood.close_road",)


@pytest.mark.parametrize(
    ("columns", "path", "message"),
    [
        ({"sites": [1]}, "sites", "no vocabulary declares the fact `sites`"),
        ({"site.deep": [1]}, "site.deep", "the record `Site` has no field `deep`"),
        ({"limit.x": [1]}, "limit.x", "only records have fields that are columns of their own"),
        ({"limit": [1.5]}, "limit", "expected a whole number, not a column of type double"),
        ({"limit": ["1"]}, "limit", "expected a whole number, not a column of type string"),
        ({"site.share": [0.5]}, "site.share", "expected a number, not a column of type double"),
        ({"site.closed": [1]}, "site.closed", "expected true or false, not a column of type int64"),
        ({"site.kind": [1]}, "site.kind", "expected one of `river`, `rain`, not a column of type int64"),
        ({"site.tags": ["rain"]}, "site.tags", "expected a list (a set), not a column of type string"),
        ({"site.tags": [[1]]}, "site.tags[]", "expected one of `river`, `rain`, not a column of type int64"),
        ({"site.gone": [datetime(2016, 1, 1)]}, "site.gone", "expected a date, not a column of type timestamp[us]"),
        ({"site": [1]}, "site", "expected the fields of `Site`, not a column of type int64"),
        ({"site": [{"deep": 1}]}, "site.deep", "the record `Site` has no field `deep`"),
        ({"limit": [1], "site.depth": [1], "地点.水深": [1]}, "地点.水深", "given twice"),
        ({"site": [{"depth": 1}], "site.depth": [1]}, "site.depth", "given twice"),
        ({"site": [{"depth": 1, "水深": 1}]}, "site.水深", "given twice"),
    ],
)
def test_columns_that_cannot_be_read(policy: pingan.Policy, columns: Any, path: str, message: str) -> None:
    with pytest.raises(pingan.FactError) as raised:
        one(policy, columns)
    assert any(p.path == path and p.message.startswith(message) for p in raised.value.problems), raised.value.problems


def test_all_columns_that_cannot_be_read_are_told_at_once(policy: pingan.Policy) -> None:
    with pytest.raises(pingan.FactError) as raised:
        one(policy, {"limit": [1.5], "sites": [1], "site.closed": ["x"]}, id_column="name", absent=["site.depth"])
    paths = {problem.path for problem in raised.value.problems}
    assert paths == {"limit", "sites", "site.closed", "name", "site.depth"}


@pytest.mark.parametrize(
    ("column", "values", "message"),
    [
        ("site.depth", pa.array([-1]), "outside the declared range: expected >= 0 and <= 1000"),
        ("site.depth", pa.array([Decimal("1.5")]), "expected a whole number, not 1.5"),
        ("site.depth", pa.array([2**64 - 1], pa.uint64()), "outside the declared range"),
        ("site.share", pa.array(["0.5x"]), "expected a number, not the text `0.5x`"),
        ("site.share", pa.array([Decimal("1e30")], pa.decimal128(38, 0)), "the number is longer than 28 digits"),
        ("site.kind", pa.array(["Rain"]), "`Kind` has no member `Rain`"),
        ("site.tags", pa.array([["rain", None]]), "expected one of `river`, `rain`, not null"),
        ("site.gone", pa.array(["2016-02-30"]), "there is no such day as `2016-02-30`"),
        (
            "site.gone",
            pa.array([10**8], pa.int32()).cast(pa.date32()),
            "expected a date, not a day outside",
        ),
        ("site.code", pa.array(["x" * 5000]), "the text is longer than 4096 bytes"),
    ],
)
def test_a_wrong_value_is_the_result_of_its_record(
    policy: pingan.Policy, column: str, values: pa.Array, message: str
) -> None:
    nulls = pa.nulls(1, values.type)
    outcome = one(policy, {column: pa.concat_arrays([nulls, values, nulls])})
    (problem,) = outcome.errors.to_pylist()
    assert problem["record"] == 1
    assert problem["message"].startswith(message)
    assert all(column.to_pylist()[1] is None for column in outcome.to_arrow().columns)
    assert outcome.possibly[0].tolist() == [0b101]


def test_null_is_unknown_or_absent(policy: pingan.Policy) -> None:
    columns = {"site.gone": pa.array([date(2016, 1, 2), None])}
    unknown, absent = (one(policy, columns, absent=names) for names in ((), ("site.gone",)))
    assert unknown.to_arrow()["flood.ended"].to_pylist() == [True, None]
    assert absent.to_arrow()["flood.ended"].to_pylist() == [True, False]
    with pytest.raises(pingan.FactError, match="the fact is not optional"):
        one(policy, {"limit": pa.array([None], pa.int64())}, absent=("limit",))


def test_what_no_column_says_is_written_as_json(policy: pingan.Policy) -> None:
    columns = {
        "site.kind": ["river", "river", "river", "river"],
        "more": ['{"地点": {"depth": {"at_least": 30}, "closed": false}}', None, '{"site": {"kind": "rain"}}', "{"],
    }
    outcome = one(policy, columns, facts_column="more")
    assert outcome.applicable_rules(0) == ("flood.close_road",)
    assert outcome.applicable_rules(1) == ()
    first, second = outcome.errors.to_pylist()
    assert (first["record"], first["path"], first["code"]) == (2, "site.kind", "duplicate-fact")
    assert (second["record"], second["code"]) == (3, "bad-fact-file")
    assert outcome.outcome(0).applicable_rules == ("flood.close_road",)


def test_each_record_may_say_the_instant_asked_about(policy: pingan.Policy) -> None:
    columns = {
        "limit": [1, 1, 1, 1],
        "site.depth": [5, 5, 5, 5],
        "asked": ["2015-12-31T23:59+08:00", "2016-01-01", None, "yesterday"],
    }
    outcome = one(policy, columns, as_of=None, as_of_column="asked")
    assert outcome.to_arrow()["flood.over"].to_pylist() == [False, True, None, None]
    assert [problem["path"] for problem in outcome.errors.to_pylist()] == ["as_of", "as_of"]
    assert str(outcome.outcome(0).as_of) == "2015-12-31 23:59:00+08:00"


def test_what_is_sensitive_is_in_no_message(policy: pingan.Policy) -> None:
    outcome = one(policy, {"site.code": pa.array(["secret" * 800])})
    assert "secret" not in str(outcome.errors.to_pylist())


def test_what_else_may_be_wrong(policy: pingan.Policy) -> None:
    with pytest.raises(TypeError, match="expected a table"):
        policy.evaluate_batch(3, as_of=AS_OF)
    with pytest.raises(TypeError, match="record batches"):
        policy.evaluate_batch([{"limit": 1}], as_of=AS_OF)
    with pytest.raises(ValueError, match="at least one record"):
        one(policy, {"limit": [1]}, block_rows=0)
    for options in ({"as_of": None}, {"as_of_column": "limit"}, {"as_of": datetime(2016, 1, 1)}, {"as_of": 3}):
        with pytest.raises(pingan.FactError):
            one(policy, {"limit": [1]}, **options)


def test_nothing_at_all(policy: pingan.Policy) -> None:
    for given in ([], pa.table({}), pa.table({"limit": pa.array([], pa.int64())})):
        outcome = policy.evaluate_batch(given, as_of=datetime(2016, 6, 1, tzinfo=UTC))
        assert len(outcome) == 0
        assert outcome.surely.shape == (4, 0)
        assert outcome.to_arrow().num_rows == outcome.pairs().num_rows == outcome.errors.num_rows == 0
        assert set(outcome.counts().values()) == {RuleCount(0, 0)}


def test_settings_are_for_this_question_alone() -> None:
    text = "policy p parameter least: integer fact n: integer actor a action b rule r { when n >= least then a must b }"
    policy = pingan.load(pingan.Source("p.rules", text))
    assert policy.evaluate_batch({"n": [4]}, as_of=AS_OF).undecided_rules(0) == ("p.r",)
    assert policy.evaluate_batch({"n": [4]}, as_of=AS_OF, settings={"least": 4}).applicable_rules(0) == ("p.r",)
    assert policy.evaluate_batch({"n": [4]}, as_of=AS_OF, settings={"least": 5}).undecided_rules(0) == ()


def test_without_the_packages_it_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "import pingan\n"
        "policy = pingan.load(pingan.Source('p.rules', 'policy p fact n: integer'))\n"
        "try: policy.evaluate_batch({'n': [1]}, as_of='2016-06-01')\n"
        "except pingan.MissingPackage as missing: print(missing)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 'pip install "pingan[batch]"' in done.stdout


def test_nothing_depends_on_the_order_of_sets() -> None:
    code = (
        "import hashlib\n"
        "from tests.batch.flood import flood\n"
        "from tests.batch.test_tables import AS_OF, table\n"
        "outcome = flood().evaluate_batch(table(), as_of=AS_OF)\n"
        "told = outcome.to_arrow().to_pylist(), outcome.pairs(undecided=True).to_pylist(), outcome.errors.to_pylist()\n"
        "bits = outcome.surely.tobytes(), outcome.possibly.tobytes()\n"
        "print(hashlib.sha256(repr((told, bits)).encode()).hexdigest())\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


def test_texts_are_compared_whatever_their_dictionary() -> None:
    text = "policy p fact t: text actor a action b rule r { when t in {'x', 'y'} then a must b }".replace("'", '"')
    policy = pingan.load(pingan.Source("p.rules", text))
    twice = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, 3, None], pa.int8()), pa.array(["x", "z", "x", "y"]))
    offsets, content = pa.array([0, 1, 2], pa.int32()).buffers()[1], pa.py_buffer(b"x\xff")
    broken = pa.Array.from_buffers(pa.string(), 2, [None, offsets, content])
    for column, expected in ((twice, [True, False, True, True, None]), (broken, [True, None])):
        outcome = policy.evaluate_batch({"t": column}, as_of=AS_OF, block_rows=2)
        assert outcome.to_arrow()["p.r"].to_pylist() == expected
    assert outcome.errors["message"].to_pylist() == ["expected text, not bytes that are no UTF-8"]


def test_a_dictionary_may_have_more_than_this_column_uses(policy: pingan.Policy) -> None:
    names = [f"other {n}" for n in range(600)] + ["rain", "河", "river"]
    kinds = pa.DictionaryArray.from_arrays(pa.array([601, 602, 600, 5], pa.int32()), pa.array(names))
    outcome = policy.evaluate_batch(
        {"site.kind": kinds, "site.depth": [40] * 4, "site.closed": [False] * 4}, as_of=AS_OF
    )
    assert outcome.to_arrow()["flood.close_road"].to_pylist() == [True, True, False, None]
    assert outcome.errors["record"].to_pylist() == [3]
