"""Sensitive facts: which of those given are, and the facts as they may be shown and told without them.

A field is sensitive when the vocabulary marks it, or when it stands below one that is marked. Of a sensitive fact
only this is told: that it was given. Neither its value nor, of a list, its length, nor who determined it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import evolve, field, frozen

from pingan.language.shapes import Elements, Record, Shape
from pingan.language.types import ListType, RecordType
from pingan.model.nodes import Field, Vocabulary

MASKED: Final[Mapping[str, object]] = {"masked": True}
"""What stands in a record of facts where a sensitive value was given."""


@frozen
class Masks:
    """What is left of facts without the sensitive ones: *values*, and *data* with `MASKED` in their places.

    *paths* are those places, sorted.
    """

    values: Mapping[str, Shape] = field(repr=False)
    data: Mapping[str, object] = field(repr=False)
    paths: tuple[str, ...]


def masks(values: Mapping[str, Shape], data: Mapping[str, object], vocabulary: Vocabulary) -> Masks:
    """The facts *values*, whose canonical form is *data*, without what is sensitive."""
    declared = {name: fact.field for name, fact in vocabulary.facts.items() if fact.field}
    if not any(_holds_sensitive(f, vocabulary, set()) for f in declared.values()):
        return Masks(values, data, ())
    walk = _Walk(vocabulary)
    left = walk.values(values, declared)
    shown = walk.data(data, declared, "")
    return Masks(left, shown, tuple(sorted(walk.paths)))


def is_below(path: str, places: tuple[str, ...]) -> bool:
    """Whether *path* is one of *places*, or stands below one."""
    return any(path == place or path.startswith((f"{place}.", f"{place}[")) for place in places)


def _holds_sensitive(declared: Field, vocabulary: Vocabulary, seen: set[str]) -> bool:
    if declared.sensitive:
        return True
    record = _record(declared)
    if record is None or record in seen:
        return False
    seen.add(record)
    return any(_holds_sensitive(f, vocabulary, seen) for f in vocabulary.records[record].fields.values())


def _record(declared: Field) -> str | None:
    kind = declared.type
    while isinstance(kind, ListType):
        kind = kind.element
    return kind.name if isinstance(kind, RecordType) else None


@frozen
class _Walk:
    vocabulary: Vocabulary
    paths: list[str] = field(factory=list)

    def fields(self, declared: Field) -> Mapping[str, Field]:
        record = _record(declared)
        return self.vocabulary.records[record].fields if record is not None else {}

    def values(self, values: Mapping[str, Shape], fields: Mapping[str, Field]) -> dict[str, Shape]:
        return {
            name: self.value(shape, self.fields(fields[name]))
            for name, shape in values.items()
            if not fields[name].sensitive
        }

    def value(self, shape: Shape, fields: Mapping[str, Field]) -> Shape:
        if isinstance(shape, Record) and fields:
            return evolve(shape, fields=self.values(shape.fields, fields))
        if isinstance(shape, Elements):
            return evolve(shape, elements=tuple(self.value(element, fields) for element in shape.elements))
        return shape

    def data(self, data: Mapping[str, object], fields: Mapping[str, Field], place: str) -> dict[str, object]:
        shown: dict[str, object] = {}
        for name, given in data.items():
            path = f"{place}.{name}" if place else name
            if fields[name].sensitive:
                self.paths.append(path)
                shown[name] = MASKED
            else:
                shown[name] = self._below(given, fields[name], path)
        return shown

    def _below(self, given: object, declared: Field, path: str) -> object:
        fields = self.fields(declared)
        if not fields:
            return given
        if isinstance(declared.type, ListType) and isinstance(given, Mapping):
            return {**given, "known": self._below(given["known"], declared, path)}
        if isinstance(given, list):
            return [self._below_element(item, fields, f"{path}[{n}]") for n, item in enumerate(given, start=1)]
        return self._below_element(given, fields, path)

    def _below_element(self, given: object, fields: Mapping[str, Field], path: str) -> object:
        return self.data(given, fields, path) if isinstance(given, Mapping) else given
