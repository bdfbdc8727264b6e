"""Reading facts by path: fields of records, and the elements of collections with their names and paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pingan.language import types
from pingan.language.shapes import Elements, PeriodBounds, Record, SetBounds, Shape
from pingan.model import nodes as model
from pingan.program.facts import unknown
from pingan.program.frame import Item
from pingan.program.shapes import OTHERS, absent_of, maybe_absent, scalar, single_value

_COMPOUND = (types.RecordType, types.ListType)


class Places:
    """How facts of a vocabulary are read; what is not given is unknown."""

    def __init__(self, vocabulary: model.Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._missing: dict[tuple[str, str], Shape] = {}
        for record in vocabulary.records.values():
            for field in record.fields.values():
                self._remember(record.name, field)
        for fact in vocabulary.facts.values():
            if fact.field:
                self._remember("", fact.field)

    def _remember(self, record: str, field: model.Field) -> None:
        if not isinstance(field.type, _COMPOUND):
            self._missing[record, field.name] = self._unknown(field, "")

    def _unknown(self, field: model.Field, path: str) -> Shape:
        optional = field.optional and field.judgement is None
        return unknown(field.type, optional=optional, path=path, vocabulary=self._vocabulary)

    def fact(self, name: str, given: Shape | None) -> Shape:
        if given is not None:
            return given
        missing = self._missing.get(("", name))
        return missing if missing is not None else self._unknown(self.declared(None, name), name)

    def declared(self, record: str | None, name: str) -> model.Field:
        """The field *name* of a record, or of a fact (*record* None)."""
        if record is not None:
            return self._vocabulary.records[record].fields[name]
        field = self._vocabulary.facts[name].field
        assert field is not None
        return field

    def field(self, record: Shape, name: str, type: types.Type) -> Shape:
        """The field *name*; through an absent record it is absent."""
        if not isinstance(record, Record) or not record.present:
            return absent_of(type)
        found = record.fields.get(name)
        if found is None:
            found = self._missing.get((record.name, name))
        if found is None:
            declared = self._vocabulary.records[record.name].fields[name]
            found = self._unknown(declared, f"{record.path}.{name}")
        return maybe_absent(found) if record.absent else found

    def unlisted(self, type: types.Type, path: str) -> Item:
        """The element that stands for every unlisted one."""
        where = path + OTHERS
        shape = unknown(type, optional=False, path=where, vocabulary=self._vocabulary)
        return Item(shape, "others", where, sure=False, others=True)

    def items(self, collection: Shape, type: types.Type, path: str, key_field: str | None = None) -> Iterator[Item]:
        """The elements of a list or a set of *type*; none of one that is absent."""
        element_type = type.element if isinstance(type, types.ListType | types.SetType) else type
        if isinstance(collection, Elements) and collection.present:
            values = _values(collection.elements)
            for position, shape in enumerate(collection.elements, 1):
                name = values[position - 1] if values else self._name(shape, key_field, position)
                yield Item(shape, name, f"{path}[{position}]", not collection.absent)
            if collection.open:
                yield self.unlisted(element_type, path)
        elif isinstance(collection, SetBounds) and collection.present:
            for value in sorted(collection.surely | (collection.possibly or frozenset()), key=_printed):
                sure = value in collection.surely and not collection.absent
                yield Item(scalar(value), _printed(value), _printed(value), sure)
            if collection.possibly is None:
                yield self.unlisted(element_type, path)

    def _name(self, shape: Shape, key_field: str | None, position: int) -> str:
        if isinstance(shape, Record):
            key = shape.key
            if key is None and key_field and not self.declared(shape.name, key_field).sensitive:
                given = shape.fields.get(key_field)
                value = None if given is None else single_value(given)
                key = None if value is None else _printed(value)
            if key is not None:
                return key
        return str(position)


def written_item(shape: Shape, position: int, written: model.Expression) -> Item:
    """An element of a set *written* out: it may be missing where it may be absent."""
    if isinstance(shape, Record):
        return Item(shape, shape.key or shape.path, shape.path, not shape.absent, written=written)
    if isinstance(shape, PeriodBounds):
        name = _period(shape) or str(position)
        return Item(shape, name, name, not shape.absent, written=written)
    value = single_value(shape)
    name = str(position) if value is None else _printed(value)
    return Item(shape, name, name, not shape.absent, written=written)


def _values(elements: Sequence[Shape]) -> list[str]:
    """The values of simple elements, by which they are known; none where one is open, or two are the same."""
    if any(isinstance(shape, Record) for shape in elements):
        return []
    found = [single_value(shape) for shape in elements]
    names = [_printed(value) for value in found if value is not None]
    return names if len(set(names)) == len(elements) else []


def _period(shape: PeriodBounds) -> str | None:
    """``2021-08-01/2021-09-20``, where both days are known."""
    first, last = single_value(shape.start), single_value(shape.end)
    return None if first is None or last is None else f"{_printed(first)}/{_printed(last)}"


def _printed(value: object) -> str:
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat() if isoformat else value)


def given_at(path: str, values: Mapping[str, Shape]) -> tuple[str, str, Shape | None]:
    """The record that the last step of *path* is a field of (empty: a fact), the field, and what is given there."""
    record, name, shape = "", "", None
    fields = values
    for step in path.split("."):
        record = shape.name if isinstance(shape, Record) else ""
        name, *positions = step.replace("]", "").split("[")
        shape = fields.get(name)
        for position in positions:
            shape = shape.elements[int(position) - 1] if isinstance(shape, Elements) else None
        fields = shape.fields if isinstance(shape, Record) else {}
    return record, name, shape
