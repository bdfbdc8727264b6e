"""Single values of a column, each checked once as a fact is; what they are is kept for further blocks."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from pingan.batch.data import data_of
from pingan.batch.packages import pyarrow as pa
from pingan.batch.schema import Leaf
from pingan.diagnostics.errors import FactError
from pingan.language.dialects import Dialects
from pingan.language.shapes import Shape
from pingan.language.types import (
    BooleanType,
    EnumType,
    ListType,
    NumberType,
    PeriodType,
    RecordType,
    SetType,
    Type,
)
from pingan.model.nodes import Vocabulary
from pingan.program.fact_check import Checker
from pingan.program.fact_files import parse_facts
from pingan.program.fact_judgements import Evaluated
from pingan.program.fact_names import FactNames
from pingan.program.fact_places import Place
from pingan.program.fact_scalars import Context

_KEPT = 100_000
"""Values of one column that are remembered."""


@define(eq=False)
class Values:
    """What the values of one leaf are.

    Nothing whose meaning depends on another fact or on the instant is taken: not an actor that is a record, not a
    judgement that says when it was made.
    """

    leaf: Leaf
    vocabulary: Vocabulary
    names: FactNames
    dialects: Dialects
    zone: Any
    most: int
    _shapes: dict[object, Shape | None] = field(factory=dict, init=False)

    def members(self, type: Type) -> tuple[str, ...]:
        """The names that codes stand for, of an enum, of actors, or of the elements of a set."""
        element = type.element if isinstance(type, SetType) else type
        return element.members if isinstance(element, EnumType) else tuple(sorted(self.vocabulary.actors))

    def codes(self, texts: pa.Array) -> NDArray[np.int64]:
        """The code of every text, -1 for one that is no name."""
        declared = self.leaf.declared.type
        element = declared.element if isinstance(declared, SetType) else declared
        names = self.names.members[element.name] if isinstance(element, EnumType) else self.names.actors
        numbers = {name: n for n, name in enumerate(self.members(declared))}
        found = [names.find(text) if isinstance(text, str) else None for text in data_of(texts)]
        return np.array([-1 if name is None else numbers[name] for name in found], np.int64)

    # --- each value as it is checked ----------------------------------------------------------------------------

    def shapes(self, array: pa.Array) -> list[Shape | None]:
        """The shape of every value; None where it is not surely fine."""
        return [self.shape(value) for value in data_of(array)]

    def shape(self, given: object) -> Shape | None:
        hashable = isinstance(given, str)
        if hashable and given in self._shapes:
            return self._shapes[given]
        if self.leaf.cell and isinstance(given, str) and len(given) > 2 * self.most:
            return None  # it may have more elements than are surely fine
        found = self._checked(cell_value(given, self.leaf.declared.type) if self.leaf.cell else given)
        if hashable and len(self._shapes) < _KEPT:
            self._shapes[given] = found
        return found

    def _checked(self, given: object) -> Shape | None:
        place = Place("")
        for name in self.leaf.path:
            place = place.field(name)
        context = Context(self.vocabulary, self.names, dialects=self.dialects)
        checker = Checker(context, Evaluated.at(_ANY_DAY, self.zone), {})
        try:
            found = checker.field(given, self.leaf.declared, place)
        except FactError:
            return None
        made = checker.determinations.values()
        if found is None or context.problems or context.references or any(d.at or not d.counts for d in made):
            return None
        return found.shape


_ANY_DAY = date(2000, 1, 1)


def cell_value(text: object, type: Type) -> object:
    """What a cell of text says; the text itself where it does not say it well."""
    if not isinstance(text, str):
        return text
    match type:
        case BooleanType():
            return {"true": True, "false": False}.get(text, text)
        case NumberType(integer=True):
            digits = text.removeprefix("-")
            return int(text) if digits.isascii() and digits.isdecimal() and len(digits) <= 40 else text
        case SetType() | ListType() | PeriodType() | RecordType():
            try:
                return parse_facts(text, format="json")
            except FactError:
                return text
        case _:
            return text
