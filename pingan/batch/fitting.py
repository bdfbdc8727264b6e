"""Which types of Arrow columns a fact may be given in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from pingan.batch.packages import pyarrow as pa
from pingan.language.types import (
    ActorType,
    BooleanType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    ListType,
    NumberType,
    PeriodType,
    RecordType,
    SetType,
    TextType,
    Type,
)
from pingan.model.nodes import Field, Vocabulary
from pingan.program.fact_check import expected
from pingan.program.fact_names import FactNames, Names
from pingan.program.fact_places import quoted, suggestion

Misfit = tuple[str, str, str | None]
"""Where, what is wrong there, and what to do."""

_types = pa.types
_EXACT = "binary fractions are not exact: cast the column to whole numbers, decimal128 or text"
_ZONED = "give it a zone: timestamp with tz, after converting local times to it"


@frozen
class Fitting:
    """Holds types of columns against declared types. With *cells* every value may be written as text (CSV)."""

    vocabulary: Vocabulary
    names: FactNames
    cells: bool

    def field(self, declared: Field, given: pa.DataType, where: str) -> Iterator[Misfit]:
        """What speaks against giving *declared* in a column (or a struct's field) of the type *given*."""
        if declared.judgement is not None and _types.is_struct(given):
            names = {given.field(n).name for n in range(given.num_fields)}
            if names - {"value", "by", "at"} or "value" not in names:
                yield where, f"expected the fields value, by and at, not {_listed(names)}", None
                return
            yield from self.value(declared.type, given.field("value").type, f"{where}.value")
            return
        yield from self.value(declared.type, given, where)

    def value(self, type: Type, given: pa.DataType, where: str) -> Iterator[Misfit]:
        """What speaks against values of *type* in a column of the type *given*."""
        if _types.is_null(given) or (self.cells and is_text(given)):
            return
        match type:
            case RecordType() if _types.is_struct(given):
                record = self.vocabulary.records[type.name]
                yield from self.fields(record.fields, self.names.fields[type.name], given, where, type.name)
            case ListType() | SetType() if is_list(given):
                yield from self.value(type.element, given.value_type, f"{where}[]")
            case PeriodType() if _types.is_struct(given):
                for n in range(given.num_fields):
                    end = given.field(n)
                    if end.name not in ("from", "until"):
                        yield f"{where}.{end.name}", "expected from and until", None
                    else:
                        yield from self.value(_DAY, end.type, f"{where}.{end.name}")
            case _ if not _scalar_fits(type, given):
                yield where, f"expected {expected(type)}, not a column of type {given}", _remedy(type, given)

    def fields(
        self, fields: Mapping[str, Field], names: Names, given: pa.DataType, where: str, owner: str
    ) -> Iterator[Misfit]:
        """What speaks against giving the *fields* of a record in a struct."""
        seen: dict[str, str] = {}
        for n in range(given.num_fields):
            child = given.field(n)
            name = names.find(child.name)
            place = f"{where}.{child.name}"
            if name is None:
                what = f"the record `{owner}` has no field {quoted(child.name)}"
                yield place, what, suggestion(child.name, names.all, "fields")
            elif name in seen:
                yield place, f"given twice, as {quoted(seen[name])} and {quoted(child.name)}", "keep one of the two"
            else:
                seen[name] = child.name
                yield from self.field(fields[name], child.type, place)


_DAY = DateType()


def is_text(given: pa.DataType) -> bool:
    """Whether a column of the type *given* holds text, plain or encoded by a dictionary."""
    if _types.is_dictionary(given):
        given = given.value_type
    return bool(_types.is_string(given) or _types.is_large_string(given) or _types.is_string_view(given))


def reads_cells(type: Type) -> bool:
    """Whether facts of *type* are not given as text, but in cells of text."""
    match type:
        case BooleanType() | RecordType() | ListType() | SetType() | PeriodType():
            return True
        case NumberType(integer=integer):
            return integer
        case _:
            return False


def is_list(given: pa.DataType) -> bool:
    return bool(
        _types.is_list(given)
        or _types.is_large_list(given)
        or _types.is_fixed_size_list(given)
        or _types.is_list_view(given)
        or _types.is_large_list_view(given)
    )


def _scalar_fits(type: Type, given: pa.DataType) -> bool:
    if _types.is_dictionary(given) and not is_text(given):
        given = given.value_type
    match type:
        case BooleanType():
            return bool(_types.is_boolean(given))
        case EnumType() | TextType() | ActorType():
            return is_text(given)
        case NumberType(integer=integer):
            exact = _types.is_integer(given) or _types.is_decimal(given)
            return bool(exact or (is_text(given) and not integer))
        case DateType():
            return bool(_types.is_date(given) or is_text(given))
        case DateTimeType():
            return bool((_types.is_timestamp(given) and given.tz is not None) or is_text(given))
        case DurationType():
            return bool(_types.is_duration(given) or is_text(given))
        case _:
            return False


def _remedy(type: Type, given: pa.DataType) -> str | None:
    if isinstance(type, NumberType) and _types.is_floating(given):
        return _EXACT
    if isinstance(type, NumberType) and is_text(given):
        return "cast the column to int64"
    if isinstance(type, DateTimeType) and _types.is_timestamp(given):
        return _ZONED
    if isinstance(type, DateType) and _types.is_timestamp(given):
        return "cast the column to date32, after converting instants to local time"
    if isinstance(type, BooleanType):
        return "cast the column to bool"
    if isinstance(type, RecordType):
        return "give a struct, or a column for each of its fields (`record.field`)"
    return None


def _listed(names: set[str]) -> str:
    return ", ".join(quoted(name) for name in sorted(names)) or "none"
