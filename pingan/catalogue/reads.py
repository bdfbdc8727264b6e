"""What a rule or a definition reads: definitions, interpretations, parameters, and judgements of persons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs
from attrs import frozen

from pingan.language.types import RecordType
from pingan.model import nodes as model
from pingan.model.walk import walk

_HOLDERS: Final = (
    model.Act,
    model.By,
    model.Case,
    model.Definition,
    model.Each,
    model.Ensure,
    model.InForce,
    model.Norm,
    model.Rule,
)
"""Nodes that are no expressions and hold some."""


@frozen
class Judged:
    """A fact, or a field of a record (*record*), that a person determines."""

    record: str | None
    name: str


@frozen
class Reads:
    """Keys, each once, in the order in which they are read; directly, not through definitions."""

    definitions: tuple[str, ...] = ()
    interpretations: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    judgements: tuple[Judged, ...] = ()


def reads(node: object, policy: model.Policy) -> Reads:
    """What *node* (a rule, a definition, an expression, or what holds some) reads."""
    definitions: dict[str, None] = {}
    interpretations: dict[str, None] = {}
    parameters: dict[str, None] = {}
    judgements: dict[Judged, None] = {}
    for held in _held(node):
        match held:
            case model.DefinitionValue(definition=key):
                definitions[key] = None
            case model.ReadingValue(interpretation=key):
                interpretations[key] = None
            case model.ParameterValue(parameter=key):
                parameters[key] = None
            case model.Within(parameter=str(key)) | model.Every(parameter=str(key)):
                parameters[key] = None
            case model.FactValue() | model.FieldValue():
                judged = _judged(held, policy)
                if judged is not None:
                    judgements[judged] = None
    return Reads(tuple(definitions), tuple(interpretations), tuple(parameters), tuple(judgements))


def judgement_field(judged: Judged, policy: model.Policy) -> model.Field:
    """How the vocabulary declares *judged*."""
    if judged.record is None:
        fact = policy.vocabulary.facts[judged.name].field
        assert fact is not None
        return fact
    return policy.vocabulary.records[judged.record].fields[judged.name]


def _judged(value: model.FactValue | model.FieldValue, policy: model.Policy) -> Judged | None:
    fields: Mapping[str, model.Field | None]
    if isinstance(value, model.FactValue):
        record, fields = None, {name: fact.field for name, fact in policy.vocabulary.facts.items()}
    elif isinstance(value.record.type, RecordType):
        record = value.record.type.name
        declared = policy.vocabulary.records.get(record)
        fields = declared.fields if declared else {}
    else:
        return None
    field = fields.get(value.name)
    return Judged(record, value.name) if field is not None and field.judgement is not None else None


def _held(node: object) -> Iterator[object]:
    """Every expression in *node*, and every deadline, in the order in which they are written."""
    match node:
        case model.Expression():
            yield from walk(node)
        case tuple():
            for part in node:
                yield from _held(part)
        case model.Within() | model.Every():
            yield node
        case _ if isinstance(node, _HOLDERS):
            for attribute in attrs.fields(type(node)):
                yield from _held(getattr(node, attribute.name))
        case _:
            return
