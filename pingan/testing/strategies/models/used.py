"""A policy without the words that it never uses, so that what fails is short."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from pingan.language import types
from pingan.model import nodes as m


def with_what_it_uses(policy: m.Policy) -> m.Policy:
    """*policy* with those parameters, interpretations and words of its vocabulary that it speaks of."""
    used = _Used(policy.vocabulary)
    for part in (policy.headers, policy.definitions, policy.rules):
        used.read(part)
    parameters = {key: p for key, p in policy.parameters.items() if key in used.keys}
    interpretations = {key: i for key, i in policy.interpretations.items() if key in used.keys}
    return evolve(policy, vocabulary=used.words(), parameters=parameters, interpretations=interpretations)


@frozen
class _Used:
    vocabulary: m.Vocabulary
    facts: set[str] = field(factory=set)
    fields: set[tuple[str, str]] = field(factory=set)
    kinds: set[str] = field(factory=set)
    actors: set[str] = field(factory=set)
    actions: set[str] = field(factory=set)
    keys: set[str] = field(factory=set)

    def read(self, node: Any) -> None:
        match node:
            case m.FactValue(name):
                self.facts.add(name)
                declared = self.vocabulary.facts[name].field
                assert declared is not None
                self.declared(declared)
            case m.FieldValue(record, name) if isinstance(record.type, types.RecordType):
                self.field_of(record.type.name, name)
            case m.ParameterValue(key) | m.ReadingValue(key):
                self.keys.add(key)
            case m.Act(action=name):
                self.action(name)
            case m.Within(parameter=str(key)) | m.Every(parameter=str(key)):
                self.keys.add(key)
            case m.Constant(str(value)) if isinstance(node.type, types.ActorType):
                self.actors.add(value)
            case m.Definition(type=type_, record=name):
                self.of_type(type_)
                if name is not None:
                    self.of_type(types.RecordType(name))
        if isinstance(node, m.Expression):
            self.of_type(node.type)
        for part in _parts(node):
            self.read(part)

    def field_of(self, record: str, name: str) -> None:
        if (record, name) not in self.fields:
            self.fields.add((record, name))
            self.of_type(types.RecordType(record))
            self.declared(self.vocabulary.records[record].fields[name])

    def declared(self, declared: m.Field) -> None:
        self.of_type(declared.type)
        if declared.judgement is not None:
            self.actors.update(declared.judgement.authorities)

    def action(self, name: str) -> None:
        self.actions.add(name)
        for parameter in self.vocabulary.actions[name].parameters:
            self.of_type(parameter.type)

    def of_type(self, type_: types.Type) -> None:
        match type_:
            case types.ListType(element=element) | types.SetType(element=element):
                self.of_type(element)
            case types.EnumType(name=name) | types.RecordType(name=name):
                self.kinds.add(name)

    def words(self) -> m.Vocabulary:
        words = self.vocabulary
        return m.Vocabulary(
            enums={name: e for name, e in words.enums.items() if name in self.kinds},
            records={name: self._record(r) for name, r in words.records.items() if name in self.kinds},
            facts={name: f for name, f in words.facts.items() if name in self.facts},
            actors={name: a for name, a in words.actors.items() if name in self.actors},
            actions={name: a for name, a in words.actions.items() if name in self.actions},
        )

    def _record(self, record: m.Record) -> m.Record:
        return evolve(record, fields={n: f for n, f in record.fields.items() if (record.name, n) in self.fields})


def _parts(node: Any) -> Iterable[Any]:
    if isinstance(node, Mapping):
        return node.values()
    if isinstance(node, tuple | list):
        return node
    if hasattr(node, "__attrs_attrs__") and not isinstance(node, types.Type):
        return [getattr(node, a.name) for a in node.__attrs_attrs__ if a.name != "span"]
    return ()
