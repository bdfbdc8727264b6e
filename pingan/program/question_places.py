"""Where facts stand that are asked for: what is declared there, and the facts with something put there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from attrs import evolve, frozen

from pingan.language import types
from pingan.language.shapes import Elements, Record, SetBounds, Shape
from pingan.model.nodes import Field, Vocabulary

_STEP: Final = re.compile(r"\w+(\[\d+\])*")


@frozen
class Spot:
    """A place of facts: the *field* declared there, or (*element*) an element of that list."""

    path: str
    field: Field
    record: str
    """The record that it is a field of; empty: it is a fact."""
    type: types.Type
    given: Shape | None
    labels: tuple[str, ...]
    element: bool = False
    sensitive: bool = False

    @property
    def optional(self) -> bool:
        return self.field.optional and self.field.judgement is None and not self.element


def spot_at(path: str, vocabulary: Vocabulary, values: Mapping[str, Shape]) -> Spot | None:
    """What is declared and given at *path*; None where facts have no such place."""
    found: Spot | None = None
    for step in path.split("."):
        if _STEP.fullmatch(step) is None:
            return None
        name, *positions = step.replace("]", "").split("[")
        found = _field(found, name, vocabulary, values)
        for position in positions:
            found = _element(found, int(position))
        if found is None:
            return None
    return found


def _field(outer: Spot | None, name: str, vocabulary: Vocabulary, values: Mapping[str, Shape]) -> Spot | None:
    if outer is None:
        fact = vocabulary.facts.get(name)
        if fact is None or fact.field is None:
            return None
        field, record, given = fact.field, "", values.get(name)
        path, sensitive = name, False
        labels: tuple[str, ...] = ()
    else:
        if not isinstance(outer.type, types.RecordType):
            return None
        record = outer.type.name
        declared = vocabulary.records[record].fields.get(name)
        if declared is None:
            return None
        field, path, labels, sensitive = declared, f"{outer.path}.{name}", outer.labels, outer.sensitive
        given = outer.given.fields.get(name) if isinstance(outer.given, Record) else None
    label = field.label or name
    return Spot(path, field, record, field.type, given, (*labels, label), sensitive=sensitive or field.sensitive)


def _element(outer: Spot | None, position: int) -> Spot | None:
    if outer is None or not isinstance(outer.type, types.ListType):
        return None
    given: Shape | None = None
    if isinstance(outer.given, Elements):
        if not 0 < position <= len(outer.given.elements):
            return None
        given = outer.given.elements[position - 1]
    name = (given.key if isinstance(given, Record) else None) or str(position)
    labels = (*outer.labels[:-1], f"{outer.labels[-1]} {name}")
    return evolve(
        outer, path=f"{outer.path}[{position}]", type=outer.type.element, given=given, labels=labels, element=True
    )


def with_given(values: Mapping[str, Shape], path: str, shape: Shape, vocabulary: Vocabulary) -> Mapping[str, Shape]:
    """*values* with *shape* at *path*; records on the way to it exist then."""
    steps = [(name, tuple(map(int, places))) for name, *places in _steps(path)]
    return _put(values, steps, shape, "", None, vocabulary)


def _steps(path: str) -> list[list[str]]:
    return [step.replace("]", "").split("[") for step in path.split(".")]


def _put(
    fields: Mapping[str, Shape],
    steps: list[tuple[str, tuple[int, ...]]],
    shape: Shape,
    before: str,
    record: str | None,
    vocabulary: Vocabulary,
) -> Mapping[str, Shape]:
    (name, positions), *rest = steps
    declared = vocabulary.facts[name].field if record is None else vocabulary.records[record].fields[name]
    assert declared is not None
    path = f"{before}.{name}" if before else name
    return {**fields, name: _within(fields.get(name), declared.type, path, positions, rest, shape, vocabulary)}


def _within(
    given: Shape | None,
    type: types.Type,
    path: str,
    positions: tuple[int, ...],
    rest: list[tuple[str, tuple[int, ...]]],
    shape: Shape,
    vocabulary: Vocabulary,
) -> Shape:
    if positions:
        position, *deeper = positions
        assert isinstance(type, types.ListType)
        elements = given if isinstance(given, Elements) else Elements((), True)
        known = list(elements.elements)
        at = f"{path}[{position}]"
        inner = known[position - 1] if position <= len(known) else None
        known[position - 1 : position] = [_within(inner, type.element, at, tuple(deeper), rest, shape, vocabulary)]
        return evolve(elements, elements=tuple(known))
    if not rest:
        return shape
    assert isinstance(type, types.RecordType)
    record = given if isinstance(given, Record) and given.present else Record(type.name, {}, path)
    return evolve(record, fields=_put(record.fields, rest, shape, path, type.name, vocabulary), absent=False)


def is_part_known(shape: Shape | None) -> bool:
    """Whether a list or a set is given that may have more."""
    return (isinstance(shape, Elements) and shape.open) or isinstance(shape, SetBounds)
