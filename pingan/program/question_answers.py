"""The kinds of answer that a question may get: one value of each kind that the policy's conditions tell apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import islice, pairwise
from math import floor
from typing import Final

from attrs import evolve, frozen

from pingan.language import types
from pingan.language.intervals import meet, whole
from pingan.language.shapes import (
    Elements,
    Interval,
    Members,
    PeriodBounds,
    Range,
    Record,
    Scalar,
    SetBounds,
    Shape,
    exactly,
)
from pingan.matching.atoms import Reading
from pingan.model import nodes as model
from pingan.program.evaluator import Evaluator
from pingan.program.fact_bounds import absent, declared_range
from pingan.program.question_places import Spot
from pingan.program.shapes import scalar

MAXIMUM_KINDS: Final = 7
"""Kinds of answer that are tried of one question."""
MAXIMUM_ENUMERATED: Final = 6
"""Members of an enum that are all tried; of a longer one those that conditions name, and one that none names."""
MAXIMUM_MEMBERS: Final = 2
"""Members named by conditions of which every set is tried."""

_OTHER: Final = "…"

Slot = tuple[str, str]
"""A record (empty: the facts) and the name of a field."""


@frozen
class Kind:
    """A kind of answer: as a shape, and as the options of a question know it (see `Option.value`)."""

    shape: Shape
    value: object


@frozen
class Kinds:
    """The kinds of answer to a question, and whether there are no others."""

    kinds: tuple[Kind, ...]
    are_all: bool


@frozen
class Compared:
    """What the facts of a slot are held against: *constants*, in the order of the text, and *only* those."""

    constants: tuple[object, ...] = ()
    only: bool = True


def compared(evaluator: Evaluator) -> Mapping[Slot, Compared]:
    """By slot that the policy reads, what its conditions hold it against."""
    known = evaluator.aside.get("compared")
    if known is None:
        known = evaluator.aside["compared"] = _compared(evaluator)
    found: Mapping[Slot, Compared] = known
    return found


def _compared(evaluator: Evaluator) -> Mapping[Slot, Compared]:
    reading = Reading(evaluator.policy)
    nodes = evaluator.graph.nodes
    constants: dict[Slot, dict[object, None]] = {}
    otherwise: set[Slot] = set()
    for node in nodes:
        held: set[Slot] = set()
        for one, other in _held(node.expression):
            slot, values = _slot(one), _constants(reading, other)
            if slot is not None and values is not None:
                constants.setdefault(slot, {}).update(dict.fromkeys(values))
                held.add(slot)
        if not isinstance(node.expression, model.Present | model.Not | model.And | model.Or):
            read = {_own_slot(nodes[operand].expression) for operand in node.operands}
            otherwise |= {slot for slot in read if slot is not None and slot not in held}
    for conclusion in evaluator.graph.conclusions:
        read = {_own_slot(nodes[each.node].expression) for each in conclusion.readings}
        otherwise |= {slot for slot in read if slot is not None}
    slots = constants.keys() | otherwise
    return {slot: Compared(tuple(constants.get(slot, ())), slot not in otherwise) for slot in sorted(slots)}


def _constants(reading: Reading, expression: model.Expression) -> tuple[object, ...] | None:
    members = reading.members(expression)
    if members is not None:
        return members
    value = reading.constant(expression)
    return None if value is None else (value,)


def _held(expression: model.Expression) -> Iterator[tuple[model.Expression, model.Expression]]:
    match expression:
        case model.Comparison(_, left, right):
            yield left, right
            yield right, left
        case model.In(element, collection):
            yield element, collection
            yield collection, element
        case model.Has(_, collection, members):
            yield collection, members


def _own_slot(expression: model.Expression) -> Slot | None:
    match expression:
        case model.FactValue(name):
            return "", name
        case model.FieldValue(record, name):
            return getattr(record.type, "name", ""), name
    return None


def _slot(expression: model.Expression) -> Slot | None:
    """The slot that *expression* reads, or counts from."""
    while isinstance(expression, model.DateOf | model.InstantsOf | model.Shift):
        expression = expression.operand
    return _own_slot(expression)


def kinds_of(evaluator: Evaluator, spot: Spot, as_of: date | datetime) -> Kinds:
    """The kinds of answer to what is asked at *spot*, at most seven."""
    held = Compared((), False) if spot.element else compared(evaluator).get((spot.record, spot.field.name), Compared())
    kinds = _Answers(evaluator, spot, held, as_of)
    found = [kind for kind in islice(kinds.of(spot.type), MAXIMUM_KINDS + 1) if _fits(kind.shape, spot.given)]
    if spot.optional and _fits_absent(spot.given):
        found.insert(0, Kind(absent(spot.type, path=spot.path), None))
    return Kinds(tuple(found[:MAXIMUM_KINDS]), kinds.are_all(spot.type) and len(found) <= MAXIMUM_KINDS)


def _fits(shape: Shape, given: Shape | None) -> bool:
    """Whether an answer is possible where something is known already."""
    match shape, given:
        case Members(values=values), Members(values=known) if values is not None and known is not None:
            return values <= known
        case Range(interval=interval), Range(interval=known) if interval is not None and known is not None:
            return meet(interval, known) is not None
        case SetBounds(surely=surely), SetBounds(surely=known, possibly=possibly):
            return known <= surely and (possibly is None or surely <= possibly)
    return True


def _fits_absent(given: Shape | None) -> bool:
    return given is None or given.absent


class _Answers:
    def __init__(self, evaluator: Evaluator, spot: Spot, held: Compared, as_of: date | datetime) -> None:
        self._evaluator = evaluator
        self._spot = spot
        self._constants = held.constants
        self._only = held.only
        self._as_of = as_of

    def are_all(self, type: types.Type) -> bool:
        """Whether every value is of one of the kinds: no condition tells it from all of them."""
        match type:
            case types.BooleanType() | types.RecordType():
                return True
            case types.EnumType(members=members):
                return len(members) <= MAXIMUM_ENUMERATED or self._only
            case types.NumberType() | types.DurationType() | types.TextType():
                return self._only
            case types.SetType():
                return self._only and len(self._constants) <= MAXIMUM_MEMBERS
        return False

    def of(self, type: types.Type) -> Iterator[Kind]:
        match type:
            case types.BooleanType():
                yield from (Kind(scalar(value), value) for value in (True, False))
            case types.EnumType():
                yield from (Kind(scalar(member), member) for member in self._members(type))
            case types.TextType():
                texts = [value for value in self._constants if isinstance(value, str)][: MAXIMUM_KINDS - 1]
                yield from (Kind(scalar(text), text) for text in (*texts, _OTHER))
            case types.ActorType():
                yield from (Kind(scalar(actor), actor) for actor in self._actors())
            case types.NumberType() | types.DurationType() | types.DateType() | types.DateTimeType():
                yield from (Kind(Range(exactly(value)), value) for value in self._scalars(type))
            case types.PeriodType():
                yield Kind(PeriodBounds(Range(None, True), Range(None, True)), "always")
                ended = Range(exactly(_day(self._as_of, -1)))
                yield Kind(PeriodBounds(Range(None, True), ended), "over")
            case types.RecordType(name=name):
                yield Kind(Record(name, {}, self._spot.path), {})
            case types.SetType(element=element):
                yield from self._sets(element)
            case types.ListType(element=element):
                yield from self._lists(element)

    def _members(self, type: types.EnumType) -> Sequence[str]:
        if len(type.members) <= MAXIMUM_ENUMERATED:
            return type.members
        named = [str(member) for member in self._constants if member in type.members]
        wanted = set(named[: MAXIMUM_KINDS - 1])
        if type.ordered:
            # Those beside a member that is compared with, too: on either side of it answers differ.
            places = [type.members.index(member) for member in wanted]
            near = {place + step for place in places for step in (-1, 1)}
            wanted |= {type.members[place] for place in near if 0 <= place < len(type.members)}
        wanted |= set([member for member in type.members if member not in wanted][:1])
        return [member for member in type.members if member in wanted]

    def _actors(self) -> Sequence[str]:
        actors = self._evaluator.policy.vocabulary.actors
        named = [actor for actor in self._constants if actor in actors]
        others = [actor for actor in actors if actor not in named]
        return [str(actor) for actor in (*named[: MAXIMUM_KINDS - 1], *others[:1])]

    def _scalars(
        self, type: types.NumberType | types.DurationType | types.DateType | types.DateTimeType
    ) -> list[Scalar]:
        bounds = declared_range(type)
        found: dict[Scalar, None] = {}
        for value in self._around(type):
            if meet(exactly(value), bounds) is not None:
                found[value] = None
        return list(found)[:MAXIMUM_KINDS]

    def _around(self, type: types.Type) -> Iterator[Scalar]:
        match type:
            case types.DateType():
                for day in (value for value in self._constants[:2] if isinstance(value, date)):
                    yield from (_day(day, -1), _day(day, 0))
                yield from (_day(self._as_of, days) for days in (-400, -1, 0, 1))
            case types.DateTimeType():
                now = self._as_of
                if not isinstance(now, datetime):
                    now = datetime(now.year, now.month, now.day, 12, tzinfo=UTC)
                yield from (_later(now, days) for days in (-400, -1, 0, 1))
            case types.NumberType() | types.DurationType():
                yield from self._numbers(type)

    def _numbers(self, type: types.NumberType | types.DurationType) -> Iterator[Scalar]:
        """Every constant, and a number between each two, below all and above all."""
        numbers = {v for v in self._constants if isinstance(v, int | Fraction) and not isinstance(v, bool)}
        if not numbers:
            yield from _ends(declared_range(type))
            return
        ordered = sorted(numbers)
        yield ordered[0] - 1
        for one, other in pairwise(ordered):
            yield one
            between = Fraction(one + other, 2)
            yield floor(between) if isinstance(type, types.NumberType) and type.integer else whole(between)
        yield from (ordered[-1], ordered[-1] + 1)

    def _sets(self, element: types.Type) -> Iterator[Kind]:
        surely: frozenset[object] = frozenset()
        if isinstance(self._spot.given, SetBounds):
            surely = self._spot.given.surely
        named = [value for value in self._constants if isinstance(value, str)]
        every: Sequence[str] = self._members(element) if isinstance(element, types.EnumType) else self._actors()
        members = tuple(dict.fromkeys(named or every))
        few = members[:MAXIMUM_MEMBERS] if len(members) <= MAXIMUM_MEMBERS else ()
        candidates = [surely, *(surely | {member} for member in members[:3]), *(surely | set(few),)]
        candidates.append(surely | set(element.members if isinstance(element, types.EnumType) else every))
        for chosen in dict.fromkeys(candidates):
            yield Kind(SetBounds(chosen, chosen), tuple(sorted(map(str, chosen))))

    def _lists(self, element: types.Type) -> Iterator[Kind]:
        given = self._spot.given if isinstance(self._spot.given, Elements) else Elements((), True)
        yield Kind(Elements(given.elements, False), ())
        at = f"{self._spot.path}[{len(given.elements) + 1}]"
        inner = evolve(self._spot, path=at, type=element, given=None, element=True)
        for kind in islice(_Answers(self._evaluator, inner, Compared(), self._as_of).of(element), 2):
            yield Kind(Elements((*given.elements, kind.shape), False), (kind.value,))


def _ends(interval: Interval) -> Iterator[Scalar]:
    """Values at the ends of a declared range, or about zero."""
    low, high = interval.low, interval.high
    if isinstance(low, int | Fraction):
        yield from (low, low + 1)
    if isinstance(high, int | Fraction):
        yield high
    if low is None and high is None:
        yield from (0, 1)


def _day(moment: date | datetime, days: int) -> date:
    day = moment.date() if isinstance(moment, datetime) else moment
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def _later(moment: datetime, days: int) -> datetime:
    try:
        return moment + timedelta(days=days)
    except OverflowError:
        return moment
