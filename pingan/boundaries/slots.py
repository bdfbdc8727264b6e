"""What constants are collected by: a fact, or a field of a record wherever that record stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction

from attrs import define, field

from pingan.language import types
from pingan.model import nodes as model

Slot = tuple[str, str]
"""``("", fact)``, ``(record, field)``, or ``("=", key)`` of a parameter."""

Value = bool | int | Fraction | str | date | datetime
"""As in `model.Constant.value`: durations in seconds."""

MAXIMUM_CONSTANTS = 16
"""Constants that are kept of one slot, in the order in which the policy holds it against them."""


@define(eq=False)
class Held:
    """What every slot is held against, as far as found; *sizes* of lists and sets."""

    constants: dict[Slot, list[Value]] = field(factory=dict)
    sizes: dict[Slot, list[int]] = field(factory=dict)
    instants: list[date | datetime] = field(factory=list)

    def read(self, slot: Slot) -> None:
        self.constants.setdefault(slot, [])

    def hold(self, slot: Slot, value: Value) -> None:
        found = self.constants.setdefault(slot, [])
        if len(found) < MAXIMUM_CONSTANTS and not any(type(v) is type(value) and v == value for v in found):
            found.append(value)

    def size(self, slot: Slot, value: int) -> None:
        found = self.sizes.setdefault(slot, [])
        if len(found) < MAXIMUM_CONSTANTS and value not in found:
            found.append(value)

    def instant(self, value: date | datetime) -> None:
        if value not in self.instants and len(self.instants) < 8 * MAXIMUM_CONSTANTS:
            self.instants.append(value)


def slot_of(expression: model.Expression) -> Slot | None:
    """The fact or field that *expression* reads."""
    match expression:
        case model.FactValue(name):
            return "", name
        case model.FieldValue(record, name) if isinstance(record.type, types.RecordType):
            return record.type.name, name
        case _:
            return None


def paths(vocabulary: model.Vocabulary, slots: Mapping[Slot, object]) -> Iterator[tuple[tuple[str, ...], model.Field]]:
    """Every path from a fact that is in *slots* to a fact or field in *slots*, through records and lists."""
    for name, fact in vocabulary.facts.items():
        if fact.field is not None:
            yield from _below((name,), ("", name), fact.field, vocabulary, slots, ())


def _below(
    path: tuple[str, ...],
    slot: Slot,
    declared: model.Field,
    vocabulary: model.Vocabulary,
    slots: Mapping[Slot, object],
    above: tuple[str, ...],
) -> Iterator[tuple[tuple[str, ...], model.Field]]:
    if slot not in slots:
        return
    yield path, declared
    inner = declared.type.element if isinstance(declared.type, types.ListType) else declared.type
    if isinstance(inner, types.RecordType) and above.count(inner.name) < 2:  # records may hold records like themselves
        for name, each in vocabulary.records[inner.name].fields.items():
            yield from _below((*path, name), (inner.name, name), each, vocabulary, slots, (*above, inner.name))
