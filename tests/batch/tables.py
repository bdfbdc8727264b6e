"""Fact files as tables: what a column can say in a column, everything else as JSON beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pyarrow as pa
from attrs import frozen
from hypothesis import strategies as st

from pingan.language import types
from pingan.language.to_data import number_text
from pingan.model import nodes as m

Draw = Callable[[st.SearchStrategy[Any]], Any]
Data = dict[str, Any]
FURTHER = "further facts"


class NoColumnError(Exception):
    """The value is not one that a column can hold."""


@frozen
class Drawn:
    """A table, and in which of its columns null means absent."""

    table: pa.Table
    absent: tuple[str, ...]

    @property
    def options(self) -> dict[str, Any]:
        """How it is to be read."""
        names = self.table.column_names
        further = FURTHER if FURTHER in names else None
        return {"facts": further, "absent": self.absent, "ignore": ("no facts",) if "no facts" in names else ()}


@st.composite
def tables(draw: Draw, records: Sequence[Data], vocabulary: m.Vocabulary) -> Drawn:
    """A table of *records* (fact files); what is no value of a column stands in the column `FURTHER`."""
    absent: list[str] = []
    columns: dict[str, list[Any]] = {}
    kinds: dict[str, pa.DataType] = {}
    further: list[Data] = [{} for _ in records]
    for name in sorted({name for record in records for name in record}):
        declared = vocabulary.facts[name].field
        assert declared is not None
        kind = _kind(draw, declared, vocabulary)
        if isinstance(declared.type, types.RecordType) and draw(st.booleans()):
            _exploded(draw, name, declared, records, vocabulary, columns, kinds, further)
            continue
        kinds[name] = kind
        columns[name] = [None] * len(records)
        for row, record in enumerate(records):
            if name in record:
                try:
                    columns[name][row] = value_in(record[name], declared, kind, vocabulary)
                except NoColumnError:
                    further[row][name] = record[name]
        lacking = [row for row in range(len(records)) if columns[name][row] is None]
        if (
            declared.optional
            and all(further[row].get(name, row) is None for row in lacking)
            and draw(st.integers(0, 3))
        ):
            absent.append(name)
            for row in lacking:
                del further[row][name]
    found = {name: array_of(draw, values, kinds[name]) for name, values in columns.items()}
    if any(further):
        texts = [json.dumps(written(data)) if data else None for data in further]
        found[FURTHER] = pa.array(texts, pa.string())
    table = pa.table(found) if found else pa.table({"no facts": pa.nulls(len(records))})
    return Drawn(table, tuple(absent))


def _exploded(
    draw: Draw,
    name: str,
    declared: m.Field,
    records: Sequence[Data],
    vocabulary: m.Vocabulary,
    columns: dict[str, list[Any]],
    kinds: dict[str, pa.DataType],
    further: list[Data],
) -> None:
    """A record as a column a field; what is said of the record itself is JSON."""
    assert isinstance(declared.type, types.RecordType)
    fields = vocabulary.records[declared.type.name].fields
    for field in fields.values():
        kinds[f"{name}.{field.name}"] = _kind(draw, field, vocabulary)
        columns[f"{name}.{field.name}"] = [None] * len(records)
    for row, record in enumerate(records):
        if name not in record:
            continue
        if not isinstance(record[name], dict) or not record[name]:
            further[row][name] = record[name]
            continue
        for inner, value in record[name].items():
            column = f"{name}.{inner}"
            try:
                columns[column][row] = value_in(value, fields[inner], kinds[column], vocabulary)
            except NoColumnError:
                further[row].setdefault(name, {})[inner] = value


def written(given: Any) -> object:
    """A value as a fact file writes it."""
    match given:
        case dict():
            return {key: written(inner) for key, inner in given.items()}
        case list() | tuple() | set() | frozenset():
            return [written(inner) for inner in given]
        case date():
            return given.isoformat()
        case timedelta():
            return _length(given)
        case Fraction():
            return number_text(given)
    return given


def _length(given: timedelta) -> str:
    return f"{number_text(Fraction(given // timedelta(microseconds=1), 1_000_000))} seconds"


# --- types and values -----------------------------------------------------------------------------------------


def _kind(draw: Draw, declared: m.Field, vocabulary: m.Vocabulary) -> pa.DataType:
    if declared.judgement is not None and draw(st.booleans()):
        value = kind_of(draw, declared.type, vocabulary)
        return pa.struct([("value", value), ("by", pa.string()), ("at", pa.timestamp("us", "UTC"))])
    return kind_of(draw, declared.type, vocabulary)


def kind_of(draw: Draw, type_: types.Type, vocabulary: m.Vocabulary) -> pa.DataType:
    """One of the types that a column of *type_* may have."""
    match type_:
        case types.BooleanType():
            return pa.bool_()
        case types.EnumType() | types.ActorType() | types.TextType():
            return draw(
                st.sampled_from(
                    [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())]
                )
            )
        case types.NumberType(integer=True):
            return draw(
                st.sampled_from([pa.int8(), pa.int16(), pa.int64(), pa.uint8(), pa.uint64(), pa.decimal128(20, 2)])
            )
        case types.NumberType():
            return draw(st.sampled_from([pa.decimal128(20, 4), pa.decimal64(12, 2), pa.decimal256(40, 3), pa.string()]))
        case types.DateType():
            return draw(st.sampled_from([pa.date32(), pa.date64(), pa.string()]))
        case types.DateTimeType():
            zoned = [pa.timestamp(unit, zone) for unit, zone in (("s", "UTC"), ("us", "Asia/Shanghai"), ("ns", "UTC"))]
            return draw(st.sampled_from([*zoned, pa.string()]))
        case types.DurationType():
            return draw(st.sampled_from([pa.duration("s"), pa.duration("us"), pa.string()]))
        case types.PeriodType():
            return pa.struct([("from", pa.date32()), ("until", pa.date32())])
        case types.SetType(element=element):
            inner = kind_of(draw, element, vocabulary)
            return draw(st.sampled_from([pa.list_(inner), pa.large_list(inner)]))
        case types.ListType(element=element):
            return pa.list_(kind_of(draw, element, vocabulary))
        case types.RecordType(name=name):
            fields = vocabulary.records[name].fields.values()
            return pa.struct([(f.name, _kind(draw, f, vocabulary)) for f in fields])
    raise AssertionError(type_)


def value_in(value: Any, declared: m.Field, kind: pa.DataType, vocabulary: m.Vocabulary) -> Any:
    """*value* as a column of *kind* holds it. Raises NoColumnError."""
    if declared.judgement is not None:
        if pa.types.is_struct(kind):
            if not isinstance(value, dict):
                return {"value": plain_in(value, declared.type, kind.field("value").type, vocabulary)}
            if "value" not in value or not isinstance(value.get("at", datetime.now(UTC)), datetime):
                raise NoColumnError
            inner = plain_in(value["value"], declared.type, kind.field("value").type, vocabulary)
            return {**value, "value": inner}
        if isinstance(value, dict):
            raise NoColumnError
    return plain_in(value, declared.type, kind, vocabulary)


def plain_in(value: Any, type_: types.Type, kind: pa.DataType, vocabulary: m.Vocabulary) -> Any:
    if value is None:
        raise NoColumnError
    match type_:
        case types.RecordType(name=name):
            fields = vocabulary.records[name].fields
            given = {f.name: f.type for f in (kind.field(n) for n in range(kind.num_fields))}
            return {key: value_in(inner, fields[key], given[key], vocabulary) for key, inner in value.items()}
        case types.PeriodType():
            if None in value.values():
                raise NoColumnError
            return value
    if isinstance(value, dict):
        raise NoColumnError
    if isinstance(type_, types.SetType | types.ListType):
        return [plain_in(item, type_.element, kind.value_type, vocabulary) for item in value]
    return _scalar(value, kind)


def _scalar(value: Any, kind: pa.DataType) -> Any:
    if pa.types.is_string(kind) and not isinstance(value, str):
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, timedelta):
            return _length(value)
        return number_text(value)
    if pa.types.is_decimal(kind):
        shifted = Fraction(value) * 10**kind.scale
        if shifted.denominator != 1:
            raise NoColumnError
        return Decimal(shifted.numerator).scaleb(-kind.scale)
    if isinstance(value, int) and pa.types.is_unsigned_integer(kind) and value < 0:
        raise NoColumnError
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def array_of(draw: Draw, values: list[Any], kind: pa.DataType) -> pa.Array:
    """An array of *values*, sometimes one that begins in the middle of another."""
    if draw(st.booleans()):
        return pa.array(values, kind)
    return pa.array([None, *values, None, None], kind).slice(1, len(values))
