"""One walk over the facts given, driven by the vocabulary: what each may be, and everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count
from typing import assert_never

from attrs import field, frozen

from pingan.language.shapes import ANY_NUMBER, Elements, Members, PeriodBounds, Range, Record, SetBounds, Shape
from pingan.language.to_data import scalar_data
from pingan.language.types import (
    DATE,
    ActorType,
    BooleanType,
    DateTimeType,
    DateType,
    DurationType,
    EnumType,
    ListType,
    NumberType,
    PeriodType,
    RecordType,
    SetType,
    TextType,
    Type,
    UnknownType,
)
from pingan.model.nodes import Field
from pingan.model.nodes import Record as DeclaredRecord
from pingan.program.fact_bounds import absent, unknown
from pingan.program.fact_canonical import simple_data
from pingan.program.fact_judgements import Determination, Evaluated, determination
from pingan.program.fact_names import Names
from pingan.program.fact_objects import NOT_GIVEN, fields_of, unreadable
from pingan.program.fact_places import MAXIMUM_DEPTH, Place, Problems, described, kind_of, listed, quoted, suggestion
from pingan.program.fact_scalars import Context, MemberType, given_interval, given_member, given_members, only

MAXIMUM_VALUES = 200_000
"""Values of one set of facts, elements and records among them."""
MAXIMUM_KEPT = 20_000
"""Values of which it is kept what they are checked."""
_PLAIN = frozenset({bool, int, str})
SET_FORMS = ("known", "open", "possible")


@frozen
class Given:
    """What a fact may be, and how a fact file says so in canonical form."""

    shape: Shape
    data: object


@frozen
class Checker:
    """Checks given values; what is wrong and what was determined by persons is collected as it goes."""

    context: Context
    evaluated: Evaluated
    definitions: Mapping[str, frozenset[str]]
    """Names that are defined, by record (of no record: under the empty name): nobody gives their values."""
    determinations: dict[str, Determination] = field(factory=dict)
    _values: Iterator[int] = field(factory=count, init=False)

    @property
    def problems(self) -> Problems:
        return self.context.problems

    def fields(
        self, given: Mapping[object, object], names: Names, fields: Mapping[str, Field], place: Place, owner: str = ""
    ) -> dict[str, Given]:
        """The fields given of a record (or, with *owner* empty, the facts), by canonical name."""
        written: dict[str, str] = {}
        found: dict[str, Given] = {}
        for key, value in given.items():
            if self.problems.full:
                break
            name = self._name(key, names, place, owner)
            if name is None:
                continue
            if name in written:
                message = f"given twice, as {quoted(written[name])} and {quoted(str(key))}"
                remedy = "one of the two is an alias: keep one"
                self.problems.add(place.field(name), message, help=remedy, code="duplicate-fact")
                continue
            written[name] = str(key)
            declared = fields[name]
            if type(value) in _PLAIN and place.depth < MAXIMUM_DEPTH and _is_kept(declared, place):
                checked = self._kept(value, declared, name, place)
            else:
                checked = self._field(value, declared, name, place)
            if checked is not None:
                found[name] = checked
        return found

    def _kept(self, value: object, declared: Field, name: str, place: Place) -> Given | None:
        """As `_field`, of what was checked before; that there is something wrong with a value is not kept."""
        kept = self.context.names.kept
        key = id(declared), type(value), value
        known = kept.get(key)
        if known is not None and known[0] is declared:
            return None if self._is_one_too_many() else known[1]
        before = len(self.problems.all())
        checked = self._field(value, declared, name, place)
        if len(self.problems.all()) == before and len(kept) < MAXIMUM_KEPT:
            kept[key] = declared, checked
        return checked

    def _field(self, value: object, declared: Field, name: str, place: Place) -> Given | None:
        checked = self.field(value, declared, place.field(name, sensitive=declared.sensitive))
        return None if checked is None or self._says_nothing(checked, declared) else checked

    def _name(self, key: object, names: Names, place: Place, owner: str) -> str | None:
        if not isinstance(key, str):
            self.problems.add(place, f"a name must be text, not {kind_of(key)}", code="unknown-fact")
            return None
        if name := names.find(key):
            return name
        wrong = place.field(key[:60])
        if key in self.definitions.get(owner, ()):
            remedy = "leave it out: it follows from other facts"
            what = f"{quoted(key)} is defined by the policy, not given"
        elif owner:
            what = f"the record `{owner}` has no field {quoted(key)}"
            remedy = suggestion(key, names.all, "fields")
        else:
            what = f"no vocabulary declares the fact {quoted(key)}"
            remedy = suggestion(key, names.all, "facts")
        self.problems.add(wrong, what, help=remedy, code="unknown-fact")
        return None

    def field(self, given: object, declared: Field, place: Place) -> Given | None:
        if given is NOT_GIVEN:
            return None
        if declared.judgement is None:
            return self.value(given, declared.type, place, optional=declared.optional)
        made = determination(given, declared.judgement, place, self.context, self.evaluated)
        if made is None:
            return None
        checked = self.value(made.value, declared.type, place)
        if checked is None:
            return None
        self.determinations[place.path] = made
        return Given(checked.shape, made.data(checked.data))

    def value(self, given: object, type: Type, place: Place, *, optional: bool = False) -> Given | None:
        """*given* as a value of *type*; None when something is wrong with it (and has been said)."""
        if self.problems.full:
            return None
        if self._is_one_too_many():
            return None
        if place.depth > MAXIMUM_DEPTH:
            self.problems.add(place, f"nested more than {MAXIMUM_DEPTH} deep", code="fact-limit")
            return None
        if given is None:
            return self._null(type, place, optional)
        if isinstance(given, Mapping):
            given = fields_of(given)  # plain from here on: read once
        match type:
            case RecordType():
                return self._record(given, type, place)
            case ListType():
                return self._list(given, type, place)
            case SetType():
                return _written(self._set(given, type, place), type.element)
            case PeriodType():
                return _written(self._period(given, place), type)
            case BooleanType() | EnumType() | TextType() | ActorType():
                members = given_members(given, type, place, self.context)
                return _written(Members(members) if members is not None else None, type)
            case NumberType() | DurationType() | DateType() | DateTimeType():
                interval = given_interval(given, type, place, self.context)
                return _written(Range(interval) if interval is not None else None, type)
            case UnknownType():
                return None
            case _:
                assert_never(type)

    def _is_one_too_many(self) -> bool:
        if next(self._values) < MAXIMUM_VALUES:
            return False
        message = f"more than {MAXIMUM_VALUES:,} values are given"
        self.problems.add("facts", message, help="evaluate fewer elements at a time", code="fact-limit")
        return True

    def _null(self, type: Type, place: Place, optional: bool) -> Given | None:
        if optional:
            return Given(absent(type, path=place.path), None)
        remedy = "leave it out if unknown"
        if isinstance(type, ListType | SetType):
            remedy = f"write [] for none; {remedy}"
        self.problems.add(place, f"expected {expected(type)}, not null", help=remedy)
        return None

    def _record(self, given: object, type: RecordType, place: Place) -> Given | None:
        entries = fields_of(given)
        if entries is None:
            self.problems.add(place, f"expected {expected(type)}, not {described(given, place)}")
            return None
        record = self.context.vocabulary.records[type.name]
        found = self.fields(entries, self.context.names.fields[type.name], record.fields, place, type.name)
        key = next((f.name for f in record.fields.values() if f.key), None)
        shape = Record(
            type.name,
            {name: g.shape for name, g in sorted(found.items()) if self.counts(place.field(name).path)},
            place.path,
            # What is sensitive names no element: it goes by its position.
            _key_text(found[key].shape) if key in found and not _is_hidden(record, key, place) else None,
        )
        return Given(shape, {name: g.data for name, g in sorted(found.items())})

    def counts(self, path: str) -> bool:
        made = self.determinations.get(path)
        return made is None or made.counts

    def _says_nothing(self, checked: Given, declared: Field) -> bool:
        """Whether a value given says no more than leaving it out would."""
        if isinstance(checked.shape, Record):
            return not checked.data and not declared.optional
        vocabulary = self.context.vocabulary
        everything = unknown(declared.type, optional=declared.optional, path="", vocabulary=vocabulary)
        return declared.judgement is None and checked.shape == everything

    def _list(self, given: object, type: ListType, place: Place) -> Given | None:
        items, others, possible = self._collection(given, type, place) or (None, False, None)
        if items is None:
            return None
        if possible is not None:
            self.problems.add(place, "`possible` is for sets", help='give what is known and `"open": true`')
            return None
        elements = [(place.element(n), item) for n, item in enumerate(items, start=1)]
        found = [self.value(item, type.element, at) for at, item in elements]
        self._check_keys([(at, g.shape) for (at, _), g in zip(elements, found, strict=True) if g])
        known = [g for g in found if g is not None]
        data = [g.data for g in known]
        return Given(Elements(tuple(g.shape for g in known), others), {"known": data, "open": True} if others else data)

    def _check_keys(self, elements: list[tuple[Place, Shape]]) -> None:
        keys: dict[str, Place] = {}
        for place, shape in elements:
            key = self._key_of(shape)
            if key is not None:
                if first := keys.get(key):
                    self.problems.add(place, f"has the same key as {first.path}", code="duplicate-fact")
                keys.setdefault(key, place)

    def _key_of(self, shape: Shape) -> str | None:
        """The value of its key field, whether or not it may name the element."""
        if not isinstance(shape, Record) or shape.key is not None:
            return shape.key if isinstance(shape, Record) else None
        fields = self.context.vocabulary.records[shape.name].fields.values()
        key = next((f.name for f in fields if f.key and f.name in shape.fields), None)
        return None if key is None else _key_text(shape.fields[key])

    def _set(self, given: object, type: SetType, place: Place) -> SetBounds | None:
        items, others, possible = self._collection(given, type, place) or (None, False, None)
        if items is None:
            return None
        surely = self._members(items, type.element, place)
        further = self._members(possible or (), type.element, place)
        if surely is None or further is None:
            return None
        if possible is not None:
            return SetBounds(surely, surely | further)
        if not others:
            return SetBounds(surely, surely)
        every = frozenset[object](type.element.members) if isinstance(type.element, EnumType) else None
        return SetBounds(surely, every)

    def _members(self, items: tuple[object, ...], type: Type, place: Place) -> frozenset[object] | None:
        assert isinstance(type, MemberType)
        found = [given_member(item, type, place.element(n), self.context) for n, item in enumerate(items, start=1)]
        known = frozenset(m for m in found if m is not None)
        return known if all(m is not None for m in found) else None

    def _collection(
        self, given: object, type: ListType | SetType, place: Place
    ) -> tuple[tuple[object, ...], bool, tuple[object, ...] | None] | None:
        """Items known, whether there may be others, and the other possible ones when they are listed."""
        if (items := _items(given, type)) is not None:
            return items, False, None
        if not isinstance(given, Mapping):
            remedy = "write a list, even of one" if isinstance(given, str) else None
            self.problems.add(place, f"expected {expected(type)}, not {described(given, place)}", help=remedy)
            return None
        if not only(given, SET_FORMS, place, "a list, or known with open or possible", self.context):
            return None
        known = _items(given.get("known", []), type)
        possible = _items(given["possible"], type) if "possible" in given else None
        if known is None or ("possible" in given and possible is None):
            self.problems.add(place, "`known` and `possible` are lists")
            return None
        if not isinstance(given.get("open", False), bool):
            self.problems.add(place, "`open` is true or false")
            return None
        if ("open" in given) == ("possible" in given):
            remedy = '`{"known": […], "open": true}` when there may be any others'
            self.problems.add(place, "a partly known collection says either `open` or `possible`", help=remedy)
            return None
        return known, bool(given.get("open")), possible

    def _period(self, given: object, place: Place) -> PeriodBounds | None:
        entries = fields_of(given)
        if entries is None:
            self.problems.add(place, f"expected {expected(PeriodType())}, not {described(given, place)}")
            return None
        if not only(entries, ("from", "until"), place, "from and until", self.context):
            return None
        ends: list[Range] = []
        for name in ("from", "until"):
            end = self._period_end(entries.get(name, NOT_GIVEN), place.field(name))
            if end is None:
                return None
            ends.append(end)
        first, last = (e.interval for e in ends)
        if first and last and isinstance(first.low, date) and isinstance(last.high, date) and last.high < first.low:
            self.problems.add(place, "the period ends before it begins")
            return None
        return PeriodBounds(ends[0], ends[1])

    def _period_end(self, given: object, place: Place) -> Range | None:
        if given is NOT_GIVEN:
            return Range(ANY_NUMBER, True)
        if given is None:
            return Range(None, True)
        interval = given_interval(given, DATE, place, self.context)
        return Range(interval) if interval is not None else None


def _is_kept(declared: Field, place: Place) -> bool:
    """Whether what is given may be kept: no text, which anybody may have written, and nothing sensitive."""
    kept = isinstance(declared.type, BooleanType | EnumType | NumberType)
    return kept and declared.judgement is None and not (declared.sensitive or place.sensitive)


def _items(given: object, type: ListType | SetType) -> tuple[object, ...] | None:
    try:
        if isinstance(given, list | tuple):
            return tuple(given)
        if isinstance(given, set | frozenset) and isinstance(type, SetType):
            return tuple(sorted(given, key=str))
    except Exception as error:  # of the collection's or an element's own code
        raise unreadable(given, error) from error
    return None


def _written(shape: Members | Range | SetBounds | PeriodBounds | None, type: Type) -> Given | None:
    return Given(shape, simple_data(shape, type)) if shape is not None else None


def _is_hidden(record: DeclaredRecord, key: str, place: Place) -> bool:
    return place.sensitive or record.fields[key].sensitive


def _key_text(shape: Shape) -> str | None:
    match shape:
        case Members(values=frozenset() as values) if len(values) == 1:
            return str(next(iter(values)))
        case Range(interval=interval) if interval is not None and interval.low is not None and interval.single:
            return str(scalar_data(interval.low))
        case _:
            return None


def expected(type: Type) -> str:
    """*type* as a message says it."""
    match type:
        case BooleanType():
            return "true or false"
        case NumberType(integer=True):
            return "a whole number"
        case NumberType():
            return "a number"
        case TextType():
            return "text"
        case DateType():
            return "a date"
        case DateTimeType():
            return "an instant with its offset"
        case DurationType():
            return "a length of time"
        case PeriodType():
            return "a period, `{from: …, until: …}`"
        case EnumType():
            return f"one of {listed(type.members)}"
        case ActorType():
            return "an actor"
        case RecordType():
            return f"the fields of `{type.name}`"
        case SetType():
            return "a list (a set)"
        case ListType():
            return "a list"
        case UnknownType():
            return "a value"
        case _:
            assert_never(type)
