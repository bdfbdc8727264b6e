"""How many pairs of norms could conflict: told before anything is worked out, whatever the facts turn out to mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from attrs import field, frozen

from pingan.language.shapes import Elements, Record, SetBounds, Shape
from pingan.language.types import EnumType, ListType, SetType
from pingan.model import nodes as model
from pingan.program.facts import Facts

_PERIODS = 2
"""Periods that a recurring norm is judged for."""


@frozen(eq=False)
class Disputes:
    """The rules that demand (or allow) what others forbid: by action those of either side, with their norms' number."""

    sides: tuple[tuple[tuple[tuple[model.Rule, int], ...], tuple[tuple[model.Rule, int], ...]], ...]
    _most: dict[int, int] = field(factory=dict)

    @staticmethod
    def of(policy: model.Policy) -> Disputes:
        found: dict[str, tuple[list[tuple[model.Rule, int]], list[tuple[model.Rule, int]]]]
        found = defaultdict(lambda: ([], []))
        for rule in policy.rules.values():
            for written in rule.norms:
                for norm, count in _instances(written):
                    if isinstance(norm.duty, model.Act):
                        found[norm.duty.action][norm.modality == "must_not"].append((rule, count))
        return Disputes(tuple((tuple(one), tuple(other)) for one, other in found.values() if one and other))

    def most(self, facts: Facts | None, size: int = 1) -> int:
        """The most pairs of norms that stand against each other.

        Of *facts*; without, of any whose lists and sets have at most *size* elements.
        """
        if any(rule.each for sides in self.sides for side in sides for rule, _ in side):
            size = max(size, 1 << _largest(facts).bit_length() if facts is not None else 1)
        most = self._most.get(size)
        if most is None:
            most = self._most[size] = sum(_norms(demands, size) * _norms(bans, size) for demands, bans in self.sides)
        return most


def _instances(written: model.Norm) -> Iterator[tuple[model.Norm, int]]:
    """A norm and what follows from missing it, each with how often it is judged for one element."""
    norm: model.Norm | None = written
    count = 1
    while norm is not None:
        count *= len(norm.bearers) * (_PERIODS if isinstance(norm.deadline, model.Every) else 1)
        yield norm, count
        norm = norm.otherwise


def _norms(side: tuple[tuple[model.Rule, int], ...], size: int) -> int:
    found = 0
    for rule, count in side:
        for each in rule.each:
            count *= _elements(each.collection, size)
        found += count
    return found


def _elements(collection: model.Expression, size: int) -> int:
    if isinstance(collection, model.SetOf):
        return len(collection.elements)
    element = collection.type.element if isinstance(collection.type, ListType | SetType) else None
    members = len(element.members) if isinstance(element, EnumType) else 0
    return max(size, members) + 1  # those that are not listed


def _largest(facts: Facts) -> int:
    """The size of the largest list or set."""
    found = 0
    waiting: list[Shape] = list(facts.values.values())
    while waiting:
        match waiting.pop():
            case Record(fields=fields):
                waiting.extend(fields.values())
            case Elements(elements=elements):
                found = max(found, len(elements))
                waiting.extend(elements)
            case SetBounds(surely=surely, possibly=possibly):
                found = max(found, len(surely if possibly is None else possibly))
    return found
