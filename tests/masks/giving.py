"""Strategies for facts as programs hold them: single values, some missing, some null, some that are nearly values."""

from __future__ import annotations

import decimal
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from pingan.language import types
from pingan.language.to_data import length_text, number_text
from pingan.model import nodes as m
from tests.strategies.facts import Data, pool

Draw = Callable[[st.SearchStrategy[Any]], Any]
_SHANGHAI = ZoneInfo("Asia/Shanghai")


class Text(str):
    """Text of another class."""


class Day(date):
    """A day of another class."""


class Fields(dict[str, Any]):
    """A dictionary of another class."""


class Colour(Enum):
    red = "red"


class Unhashable(str):
    __hash__ = None  # type: ignore[assignment]


class Raising:
    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no")

    def __hash__(self) -> int:
        return hash("red")


def cyclic() -> dict[str, Any]:
    found: dict[str, Any] = {}
    found["i"] = found
    return found


NASTY: list[Any] = [
    *(True, False, 0, 1, -1, 1.0, 0.5, float("nan"), 10**27, 10**28, -(10**28), 2**70, 3),
    *(Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1E+999999"), Decimal("0." + "5" * 30)),
    *(Decimal("0.5" + "0" * 40), Decimal("0.5"), Decimal("-0.0"), Decimal("1E-40"), Decimal("5E-1"), Decimal(1)),
    *("0.50", ".5", "0.", " 1", "1 ", "１", "1/2", "1/0", "-1/3", "1e3", "+1", "--1", "0" * 90, "9" * 28, "9" * 29),
    *("0." + "0" * 27 + "1", "0." + "0" * 28 + "1", "-0", "1/" + "3" * 28, "1/" + "3" * 29, "true", "red", ""),
    *("2016-01-05", "2016-1-5", "2016-02-30", "20160105", "2016-W01-1", "２０１６-01-05", "2016-01-05 "),
    *("2016-01-05T10:30", "2016-01-05T10:30Z", "2016-01-05T10:30+08:00", "2016-01-05 10:30Z", "2016-01-05T10:30:00.5Z"),
    *(
        "2016-01-05T10:30+24:00",
        "2016-01-05T10:30:61Z",
        "2016-01-05T24:00Z",
        "0001-01-01T00:00+08:00",
        "2016-01-05T10Z",
    ),
    *("2016-01-05T10:30:00.1234567Z", "2016-01-05T10:30z", "2016-01-05T10:30+0800", "2016-01-05T10:30:00,5Z"),
    *("2 hours", "2  hours", " 2 hours", "2hours", "1.5 days", "2 months", "-1 hour", "2 seconds", "2 小时", "2小时"),
    *("1/2 hours", "2\thours", "1e3 hours", "2 个 小时", "9" * 29 + " hours", "2 hours\n", "2016-01-05T10:30:00.Z"),
    *(date(2016, 1, 5), Day(2016, 1, 5), datetime(2016, 1, 5), datetime(2016, 1, 5, tzinfo=_SHANGHAI), date.max),
    *(
        datetime(1, 1, 1, tzinfo=_SHANGHAI),
        datetime(2016, 1, 5, tzinfo=timezone(timedelta(hours=8))),
        timedelta(hours=2),
    ),
    *(timedelta(microseconds=1), timedelta(days=-1), Fraction(1, 2), Fraction(3), b"red", Text("red"), Text("0.5")),
    *(Colour.red, Unhashable("red"), Raising(), None, [], {}, [[]], [None], (), {"value": True}, {"one_of": ["red"]}),
    *(
        {"at_least": 1},
        {"at_least": 1, "at_most": 1},
        {"known": [], "open": True},
        cyclic(),
        Fields(),
        OrderedDict(),
        2j,
    ),
    *({"red"}, frozenset(), ["red", "red"], ["red", 1], "\ud800", "x" * 5000, "好" * 2000, object(), decimal.Context()),
]


@st.composite
def plain(draw: Draw, given: Data, policy: m.Policy) -> Data:
    """*given* as far as it says single values, written one way or another."""
    fields = {name: fact.field for name, fact in policy.vocabulary.facts.items() if fact.field}
    return _record(draw, given, fields, policy.vocabulary)


def _record(draw: Draw, given: Mapping[str, Any], fields: Mapping[str, m.Field], vocabulary: m.Vocabulary) -> Data:
    found: Data = {}
    for name, value in given.items():
        field = fields[name]
        kind = field.type
        label = field.label
        key = label if label and label.isidentifier() and draw(st.integers(0, 19)) == 0 else name
        if isinstance(kind, types.RecordType) and field.judgement is None:
            if isinstance(value, Mapping):
                found[key] = _record(draw, value, vocabulary.records[kind.name].fields, vocabulary)
            elif value is None:
                found[key] = value
        elif isinstance(value, Mapping):
            if "value" in value and not isinstance(value["value"], Mapping):
                found[key] = value["value"]
        elif not isinstance(kind, types.ListType):
            found[key] = draw(_written(value, kind))
    return found


def _written(value: Any, kind: types.Type) -> st.SearchStrategy[Any]:
    """*value* in the ways that it may be given in."""
    ways = [value]
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        fraction = Fraction(value)
        ways = [fraction.numerator, Decimal(fraction.numerator)] if fraction.denominator == 1 else []
        if fraction.denominator in (2, 4):
            ways += [Decimal(fraction.numerator) / Decimal(fraction.denominator)]
        if not (isinstance(kind, types.NumberType) and kind.integer):
            ways += [number_text(fraction), f"{fraction.numerator}/{fraction.denominator}"]
    elif isinstance(value, timedelta):
        ways = [value, length_text(Fraction(value // timedelta(microseconds=1), 1_000_000))]
    elif isinstance(value, datetime):
        ways = [value, value.isoformat(), value.astimezone(_SHANGHAI)]
    elif isinstance(value, date):
        ways = [value, value.isoformat()]
    elif isinstance(value, list | tuple | set | frozenset):
        ways = [list(value), tuple(value), frozenset(value)]
    return st.sampled_from(ways)


@st.composite
def full(draw: Draw, policy: m.Policy) -> Data:
    """Most of what can be given, whether *policy* reads it or not."""
    fields = {name: fact.field for name, fact in policy.vocabulary.facts.items() if fact.field}
    return _full(draw, fields, policy.vocabulary, 0)


def _full(draw: Draw, fields: Mapping[str, m.Field], vocabulary: m.Vocabulary, depth: int) -> Data:
    found: Data = {}
    missing = draw(st.sampled_from([0, 0, 1, 3, 8]))
    for name, field in fields.items():
        kind = field.type
        if missing and draw(st.integers(0, 9)) < missing:
            continue
        if field.optional and field.judgement is None and draw(st.integers(0, 5)) == 0:
            found[name] = None
        elif isinstance(kind, types.RecordType):
            if depth < 3:
                found[name] = _full(draw, vocabulary.records[kind.name].fields, vocabulary, depth + 1)
        elif isinstance(kind, types.SetType):
            found[name] = draw(st.lists(st.sampled_from(pool(kind.element, vocabulary)), max_size=3))
        elif not isinstance(kind, types.ListType | types.PeriodType):
            found[name] = draw(_written(draw(st.sampled_from(pool(kind, vocabulary))), kind))
    return found


@st.composite
def spoilt(draw: Draw, given: Data) -> Any:
    """*given* with something in it that may be no value."""
    found: Any = dict(given)
    records = [found]
    for name, value in found.items():
        if isinstance(value, dict):
            found[name] = dict(value)
            records.append(found[name])
    record = draw(st.sampled_from(records))
    way = draw(st.integers(0, 9))
    if way == 0:
        record[draw(st.sampled_from([1, None, ("i",), b"i", "", "unknown", True, Text("i")]))] = 1
    elif way == 1:
        return draw(st.sampled_from([Fields(found), OrderedDict(found), [found], None, cyclic(), 7]))
    elif record:
        record[draw(st.sampled_from(sorted(record, key=str)))] = draw(st.sampled_from(NASTY))
    return found
