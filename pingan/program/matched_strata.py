"""What tables cannot know: conditions that are no atoms, asked of facts that tables have accepted.

Only the facts that a condition reads are looked at, and they are known to be right: no more is made of them than the
condition needs. What was asked of the same values before is remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from attrs import define, field

from pingan.language.shapes import Shape
from pingan.matching.nodes import Stratum
from pingan.model import nodes as model
from pingan.model.value_text import fields_along
from pingan.program.evaluator import Evaluator
from pingan.program.fact_check import Checker
from pingan.program.fact_judgements import Evaluated
from pingan.program.fact_places import Place
from pingan.program.fact_scalars import Context
from pingan.program.facts import Facts
from pingan.program.frame import Binding, Frame, Situation
from pingan.program.rules import bindings, standings
from pingan.program.times import zone_of
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, condition

_ANY_INSTANT: Final = datetime(2000, 1, 1, tzinfo=UTC)
MAXIMUM_KEPT: Final = 256
"""Combinations of strata whose facts are remembered, and combinations of values that one of them was asked of."""

Read = Mapping[str, "Read | None"]
"""Facts, or fields of a record, that are read: what of each, or None for all of it."""


def nothing_given(evaluator: Evaluator) -> Situation:
    """The question about no facts, at any instant."""
    return _asked(evaluator, {}, _ANY_INSTANT)


def any_applies(found: Iterable[Binding]) -> int:
    """Whether a rule applies for some element (bits)."""
    claims = [binding.applies for binding in found]
    can_be_true = CAN_BE_TRUE if any(claim & CAN_BE_TRUE for claim in claims) else 0
    return can_be_true | (0 if CAN_BE_TRUE in claims else CAN_BE_FALSE)


@define(eq=False)
class Strata:
    """The strata of a matching, by number. Safe to share between threads."""

    evaluator: Evaluator
    strata: Sequence[Stratum]
    _acts: Sequence[Callable[[Frame], Shape] | None]
    _paths: Sequence[tuple[str, ...]]
    """All that is read."""
    _places: Sequence[tuple[int, ...]]
    """Which of these each stratum reads."""
    _known: Sequence[dict[tuple[object, ...], int]]
    """What each was, by the values read."""
    _secret: Sequence[bool]
    """Which of them read what is sensitive: that is not kept beyond the question that it was given with."""
    _reads: dict[tuple[int, ...], Read] = field(factory=dict)

    @staticmethod
    def of(evaluator: Evaluator, strata: Sequence[Stratum]) -> Strata:
        acts = [None if s.expression is None else evaluator.act(s.expression) for s in strata]
        paths = sorted({path for stratum in strata for path in stratum.reads})
        numbers = {path: number for number, path in enumerate(paths)}
        # INVARIANT: after the values read there is once more, of each, whether it is there at all.
        beyond = [len(paths) if isinstance(stratum.expression, model.Present) else 0 for stratum in strata]
        places = [
            tuple(sorted(numbers[path] + offset for path in stratum.reads))
            for stratum, offset in zip(strata, beyond, strict=True)
        ]
        along = {path: fields_along(".".join(path), evaluator.policy) for path in paths}
        secret = [any(field.sensitive for path in stratum.reads for field in along[path]) for stratum in strata]
        return Strata(evaluator, strata, acts, paths, places, [{} for _ in strata], secret)

    def __call__(self, numbers: Sequence[int], facts: object, as_of: object) -> Sequence[int]:
        """What strata may be (bits, see `truth`), given *facts* in which nothing is wrong, in canonical names."""
        assert isinstance(facts, dict) and isinstance(as_of, date)
        keys = [tuple([self._value(place, facts) for place in self._places[number]]) for number in numbers]
        found = [self._remembered(number, key) for number, key in zip(numbers, keys, strict=True)]
        if 0 not in found:
            return found
        asked = [number for number, bits in zip(numbers, found, strict=True) if not bits]
        given = _given(self.evaluator, self._read(tuple(asked)), facts, as_of)
        answers = iter(self.values(asked, _asked(self.evaluator, given, as_of)))
        for position, number in enumerate(numbers):
            if not found[position]:
                found[position] = next(answers)
                self._remember(number, keys[position], found[position])
        return found

    def _value(self, place: int, facts: dict[str, object]) -> object:
        """What is given at a path; after all paths come the same ones, asked whether anything is there."""
        count = len(self._paths)
        value = _at(self._paths[place % count], facts)
        return _PRESENT if place >= count and isinstance(value, dict) else value

    def _remembered(self, number: int, key: tuple[object, ...]) -> int:
        """What a stratum was when it was asked of these values; 0 where it was not, or where the instant matters."""
        try:
            return self._known[number].get(key, 0)
        except TypeError:  # lists of records, say
            return 0

    def _remember(self, number: int, key: tuple[object, ...], bits: int) -> None:
        known = self._known[number]
        if self.strata[number].instant or self._secret[number]:
            return
        if len(known) >= MAXIMUM_KEPT:
            known.clear()
        try:
            known[key] = bits
        except TypeError:
            return

    def untouched(self, number: int) -> int | None:
        """What a stratum is where nothing that it reads is given; None where that depends on the instant."""
        if self.strata[number].instant:
            return None
        return self.values([number], nothing_given(self.evaluator))[0]

    def values(self, numbers: Sequence[int], situation: Situation) -> Sequence[int]:
        """What strata may be (bits) in *situation*."""
        frame = Frame(situation)
        rules = {rule for n in numbers if (rule := self.strata[n].rule) is not None}
        found = bindings(self.evaluator, frame, standings(self.evaluator, frame), rules) if rules else {}
        values = []
        for number in numbers:
            act, rule = self._acts[number], self.strata[number].rule
            if act is not None:
                values.append(condition(act(frame)))
            else:
                assert rule is not None
                values.append(any_applies(found[rule]))
        return values

    def _read(self, numbers: tuple[int, ...]) -> Read:
        found = self._reads.get(numbers)
        if found is None:
            if len(self._reads) >= MAXIMUM_KEPT:
                self._reads.clear()
            paths = {path for number in numbers for path in self.strata[number].reads}
            found = self._reads[numbers] = _tree(sorted(paths))
        return found


_PRESENT: Final = object()
_NO_FIELD: Final = tuple(object() for _ in range(64))
_NO_RECORD: Final = tuple(object() for _ in range(64))
"""What is read where there is nothing, by how far the path goes: what stands above may be known."""


def _at(path: tuple[str, ...], facts: dict[str, object]) -> object:
    """What is given at *path*, or a sign for what is missing."""
    value: object = facts
    for step, name in enumerate(path):
        if value is None:
            return _NO_RECORD[min(step, 63)]
        assert isinstance(value, dict)
        if name not in value:
            return _NO_FIELD[min(step, 63)]
        value = value[name]
    if isinstance(value, datetime) and value.fold:
        return value, value.fold  # else it would be equal to the same time of day before the clock went back
    return tuple(value) if isinstance(value, list) else value


def _tree(paths: Iterable[tuple[str, ...]]) -> Read:
    """*paths*, sorted, as what they have in common: nothing stands below a path that is read as a whole."""
    found: dict[str, dict[str, object] | None] = {}
    for path in paths:
        fields = found
        for name in path[:-1]:
            inner = fields.setdefault(name, {})
            if inner is None:
                break
            fields = inner  # type: ignore[assignment]  # what stands inside is such a thing again
        else:
            fields[path[-1]] = None
    return found  # type: ignore[return-value]


def _given(evaluator: Evaluator, read: Read, facts: Mapping[str, object], as_of: date) -> Mapping[str, Shape]:
    """The shapes of what is *read* of facts in which nothing is wrong."""
    vocabulary, names = evaluator.policy.vocabulary, evaluator.fact_names
    context = Context(vocabulary, names, dialects=evaluator.environment.dialects)
    checker = Checker(context, Evaluated.at(as_of, zone_of(_zone(evaluator))), {})
    fields = {name: f.field for name in read if (f := vocabulary.facts[name]).field}
    given = checker.fields(_pruned(facts, read), names.facts, fields, Place(""))
    assert not context.problems
    return {name: g.shape for name, g in given.items() if checker.counts(name)}


def _pruned(facts: Mapping[str, object], read: Read) -> dict[object, object]:
    found: dict[object, object] = {}
    for name, inner in read.items():
        if name in facts:
            value = facts[name]
            found[name] = _pruned(value, inner) if inner is not None and isinstance(value, Mapping) else value
    return found


def _asked(evaluator: Evaluator, given: Mapping[str, Shape], as_of: date) -> Situation:
    slots: list[Shape | None] = [None] * len(evaluator.graph.nodes)
    facts = Facts(given, {}, (), (), {})
    return Situation(facts, as_of, {}, evaluator.environment.calendar, evaluator.readings, slots)


def _zone(evaluator: Evaluator) -> str:
    return next((header.zone for header in evaluator.headers.values()), "UTC")
