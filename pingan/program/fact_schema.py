"""The JSON Schema (2020-12) of the fact files of a vocabulary, for editors and validators.

It says everything that a schema can say. `check_facts` is stricter where values depend on one another:
bounds that leave nothing, records named as actors, keys of list elements.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from math import inf, nextafter
from typing import assert_never

from pingan.language.names import is_name
from pingan.language.shapes import Scalar
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
    UnknownType,
)
from pingan.model.nodes import Field, Vocabulary
from pingan.program.fact_bounds import declared_range
from pingan.program.fact_names import Names
from pingan.program.fact_places import MAXIMUM_TEXT
from pingan.program.fact_scalars import BOUNDS

Schema = dict[str, object]

_DAY: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_INSTANT: Schema = {
    "type": "string",
    "pattern": ("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"),
}
_LENGTH: Schema = {"type": "string", "pattern": "^\\s*-?[0-9]{1,28}(\\.[0-9]{1,28})?\\s*[^\\s0-9].*$", "maxLength": 80}
_DECIMAL_TEXT: Schema = {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+|/[0-9]+)?$", "maxLength": 80}
_TEXT: Schema = {"type": "string", "maxLength": MAXIMUM_TEXT}


def json_schema(vocabulary: Vocabulary) -> Schema:
    """The schema of fact files: ``$defs`` holds one for each record and enum."""
    definitions: Schema = {}
    for name, record in sorted(vocabulary.records.items()):
        definitions[f"record-{name}"] = _titled(_object(record.fields.values()), record.label)
    for name, enum in sorted(vocabulary.enums.items()):
        names = Names.of((m.name, m.label) for m in enum.members)
        definitions[f"enum-{name}"] = _titled({"enum": list(names.all)}, enum.label)
    fields = [f.field for _, f in sorted(vocabulary.facts.items()) if f.field]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "facts",
        **_object(fields),
        "$defs": definitions,
    }


def _titled(schema: Schema, label: str | None) -> Schema:
    return {"title": label, **schema} if label else schema


def _object(fields: Iterable[Field]) -> Schema:
    """An object whose fields go by name or alias, but not by both."""
    properties: Schema = {}
    twice: list[Schema] = []
    listed = tuple(fields)
    names = Names.of((f.name, f.label) for f in listed)
    for field in listed:
        properties[field.name] = _titled(_field(field), field.label)
        alias = field.label
        if alias and is_name(alias) and alias != field.name and names.find(alias) == field.name:
            properties[alias] = properties[field.name]
            twice.append({"not": {"required": [field.name, alias]}})
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "allOf": twice} if twice else schema


def _field(field: Field) -> Schema:
    forms = _forms(field.type)
    if field.judgement is not None:
        by: Schema = {"type": "string", "pattern": "\\S", "maxLength": MAXIMUM_TEXT}
        if field.judgement.authorities:
            by = {**by, "examples": list(field.judgement.authorities)}
        entry: Schema = {"value": {"anyOf": forms}, "by": by, "at": {"anyOf": [_DAY, _INSTANT]}}
        forms = [*forms, _closed(entry, "value")]
    if field.optional:
        forms = [*forms, {"type": "null"}]
    return forms[0] if len(forms) == 1 else {"anyOf": forms}


def _closed(properties: Schema, *required: str, at_least: int = 1) -> Schema:
    """An object of these names and no others."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": list(required)} if required else {**schema, "minProperties": at_least}


def _forms(type: Type) -> list[Schema]:
    """The ways in which a fact of *type* may be written."""
    match type:
        case BooleanType():
            return [{"type": "boolean"}]
        case NumberType() | DurationType() | DateType() | DateTimeType():
            return _scalar_forms(type)
        case TextType() | ActorType():
            return [_TEXT, _one_of(_TEXT)]
        case EnumType():
            member: Schema = {"$ref": f"#/$defs/enum-{type.name}"}
            bounds = [_closed(dict.fromkeys(BOUNDS, member))] if type.ordered else []
            return [member, _one_of(member), *bounds]
        case PeriodType():
            end: Schema = {"anyOf": [*_scalar_forms(DateType()), {"type": "null"}]}
            return [_closed({"from": end, "until": end})]
        case RecordType():
            return [{"$ref": f"#/$defs/record-{type.name}"}]
        case SetType():
            return _collection_forms(_forms(type.element)[0], possible=True)
        case ListType():
            forms = _forms(type.element)
            return _collection_forms(forms[0] if len(forms) == 1 else {"anyOf": forms}, possible=False)
        case UnknownType():
            return [{}]
        case _:
            assert_never(type)


def _one_of(member: Schema) -> Schema:
    return _closed({"one_of": {"type": "array", "items": member, "minItems": 1}}, "one_of")


def _collection_forms(item: Schema, *, possible: bool) -> list[Schema]:
    items: Schema = {"type": "array", "items": item}
    forms = [items, _closed({"known": items, "open": {"type": "boolean"}}, "open")]
    return [*forms, _closed({"known": items, "possible": items}, "possible")] if possible else forms


def _scalar_forms(type: NumberType | DurationType | DateType | DateTimeType) -> list[Schema]:
    match type:
        case NumberType(integer=True):
            plain: Schema = {"type": "integer"}
            return [{**plain, **_range(type)}, _closed(dict.fromkeys(BOUNDS, plain))]
        case NumberType():
            either: Schema = {"anyOf": [{"type": "number"}, _DECIMAL_TEXT]}
            ranged: Schema = {"type": "number", **_range(type)}
            return [ranged, _DECIMAL_TEXT, _closed(dict.fromkeys(BOUNDS, either))]
        case DurationType():
            return [_LENGTH, _closed(dict.fromkeys(BOUNDS, _LENGTH))]
        case DateType():
            return [_DAY, _closed(dict.fromkeys(BOUNDS, _DAY))]
        case DateTimeType():
            return [_INSTANT, _closed(dict.fromkeys(BOUNDS, _INSTANT))]
        case _:
            assert_never(type)


def _range(type: NumberType) -> Schema:
    declared = declared_range(type)
    schema: Schema = {}
    if declared.low is not None:
        schema["exclusiveMinimum" if declared.low_open else "minimum"] = _json_number(declared.low, -inf)
    if declared.high is not None:
        schema["exclusiveMaximum" if declared.high_open else "maximum"] = _json_number(declared.high, inf)
    return schema


def _json_number(end: Scalar, outwards: float) -> int | float:
    """A bound of a declaration as JSON can write it: where that is not exact, the next number *outwards*."""
    assert not isinstance(end, date)
    if isinstance(end, int):
        return end
    number = float(end)
    inwards = number > end if outwards < 0 else number < end
    return nextafter(number, outwards) if inwards else number
