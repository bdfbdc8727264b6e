"""Conditions about several facts: what is worked out for all records at once is what the program says of each."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import pingan
from pingan.batch import strata
from tests.batch.alone import decided

CONDITIONS = (
    "n > k",
    "n + k = 7",
    "n - k < 3 and not (k * 2 >= n)",
    "n * k > 12 or flag and n = k",
    "n / k >= 0.5",
    "0.5 > n / k",
    "n / k != 2",
    "-n < k - 10",
    "x <= y",
    "x * 3 = n",
    "x + y > 1.25",
    "ended - began > 36 hours",
    "ended - day_began = 0 days",
    "began + 2 hours >= ended",
    "closing - opening >= 3 days",
    "opening + 30 days > closing",
    "length > ended - began",
    "length * 2 < 3 hours",
    "grade >= other_grade",
    "grade = other_grade",
    "excess > 4",
    "as_of - began > 10 days",
)
TEXT = """
policy town { zone "Asia/Shanghai" }
enum Grade ordered { low, middle, high }
fact n: integer
fact k: integer
fact x: decimal
fact y: decimal
fact flag: boolean
fact began: datetime
fact ended: datetime
fact day_began: datetime
fact opening: date
fact closing: date
fact length: duration
fact grade: Grade
fact other_grade: Grade
define excess: integer { is n - 2 * k }
actor warden
action stop
""" + "\n".join(f"rule r{n} {{ when {condition} then warden must stop }}" for n, condition in enumerate(CONDITIONS))
AS_OF = datetime(2016, 3, 1, tzinfo=UTC)

_WHOLE = st.one_of(st.integers(-6, 6), st.sampled_from([2**63 - 1, -(2**63), 2**31, 10**17]))
_PART = st.sampled_from([Decimal(n) / 4 for n in range(-8, 9)])
_INSTANT = st.sampled_from([datetime(2016, 1, 5, tzinfo=UTC) + timedelta(hours=h) for h in (0, 1, 2, 36, 37, 2400)])
_DAY = st.sampled_from([date(2016, 1, 5) + timedelta(days=n) for n in (0, 2, 3, 29, 30)] + [date.max, date.min])
_GRADE = st.sampled_from(["low", "middle", "high"])
COLUMNS: dict[str, tuple[st.SearchStrategy[Any], pa.DataType]] = {
    "n": (_WHOLE, pa.int64()),
    "k": (_WHOLE, pa.int64()),
    "x": (_PART, pa.decimal128(12, 2)),
    "y": (_PART, pa.decimal128(20, 3)),
    "flag": (st.booleans(), pa.bool_()),
    "began": (_INSTANT, pa.timestamp("s", "UTC")),
    "ended": (_INSTANT, pa.timestamp("us", "UTC")),
    "day_began": (_INSTANT, pa.timestamp("ms", "UTC")),
    "opening": (_DAY, pa.date32()),
    "closing": (_DAY, pa.date32()),
    "length": (st.sampled_from([timedelta(hours=h) for h in (0, 1, 2, 40)]), pa.duration("s")),
    "grade": (_GRADE, pa.string()),
    "other_grade": (_GRADE, pa.dictionary(pa.int32(), pa.string())),
}


@pytest.fixture(scope="module")
def town() -> pingan.Policy:
    return pingan.load(pingan.Source("town.rules", TEXT))


@given(data=st.data(), count=st.integers(1, 8), lacking=st.booleans())
def test_conditions_about_several_facts(town: pingan.Policy, data: st.DataObject, count: int, lacking: bool) -> None:
    values = {
        name: data.draw(st.lists(st.none() | each if lacking else each, min_size=count, max_size=count), label=name)
        for name, (each, _) in COLUMNS.items()
    }
    table = pa.table({name: pa.array(values[name], kind) for name, (_, kind) in COLUMNS.items()})
    outcome = town.evaluate_batch(table, as_of=AS_OF)
    for row in range(count):
        facts = {name: column[row] for name, column in values.items() if column[row] is not None}
        expected = decided(town.program, facts, AS_OF, "Asia/Shanghai")
        surely = set(outcome.applicable_rules(row))
        assert (surely, surely | set(outcome.undecided_rules(row))) == expected


def test_they_are_worked_out_for_all_records_at_once(town: pingan.Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("a combination is asked about")

    monkeypatch.setattr(strata.Combinations, "_by_combination", never)
    small = {
        "n": [3, 4], "k": [1, 0], "x": [Decimal("0.5"), 2], "y": [1, 1], "flag": [True, False], "began": [AS_OF] * 2,
        "ended": [AS_OF] * 2, "day_began": [AS_OF] * 2, "opening": [date(2016, 1, 5)] * 2,
        "closing": [date(2016, 1, 9)] * 2, "length": [timedelta(hours=1)] * 2, "grade": ["low", "high"],
        "other_grade": ["middle", "low"],
    }  # fmt: skip
    table = pa.table({name: pa.array(small[name], kind) for name, (_, kind) in COLUMNS.items()})
    assert len(town.evaluate_batch(table, as_of=AS_OF)) == 2
