"""The facts that were given, each on a line: what it is, by whom it was found, and which conclusions need it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from attrs import frozen

from pingan.diagnostics.plain import plain
from pingan.language.shapes import Elements, Range, Record, Shape
from pingan.language.types import UNKNOWN, ListType, RecordType, Type
from pingan.model import nodes as model
from pingan.model.value_text import word
from pingan.program.facts import Facts
from pingan.report.nodes import Cell, Line, Row, Table, Width
from pingan.report.telling import Telling

MAXIMUM_FACTS = 400
"""Facts told in a report: there may be a hundred thousand of them."""


@frozen
class Given:
    """A fact as it was given, by its path; *shape* is None where it is not told because it is sensitive."""

    path: str
    shape: Shape | None
    type: Type


def given_facts(facts: Facts, hidden: Collection[str], policy: model.Policy) -> tuple[Given, ...]:
    """Every fact given, those inside records one by one, and the paths of those that are *hidden*."""
    fields = {name: f.field for name, f in policy.vocabulary.facts.items() if f.field}
    found = [each for name, shape in facts.values.items() for each in _given(name, shape, fields.get(name), policy)]
    return (*found, *(Given(path, None, UNKNOWN) for path in hidden))


def _given(path: str, shape: Shape, declared: model.Field | None, policy: model.Policy) -> Iterator[Given]:
    kind: Type = declared.type if declared else UNKNOWN
    yield from _of_type(path, shape, kind, policy)


def _of_type(path: str, shape: Shape, kind: Type, policy: model.Policy) -> Iterator[Given]:
    match shape:
        case Record(fields=fields) if shape.present and not shape.absent:
            record = policy.vocabulary.records.get(kind.name if isinstance(kind, RecordType) else shape.name)
            declared = record.fields if record else {}
            if not fields:
                yield Given(path, shape, kind)
            for name, inner in fields.items():
                yield from _given(f"{path}.{name}", inner, declared.get(name), policy)
        case Elements(elements=elements) if shape.present and not shape.absent:
            yield Given(path, shape, kind)
            element = kind.element if isinstance(kind, ListType) else UNKNOWN
            for place, inner in enumerate(elements, start=1):
                if isinstance(inner, Record):
                    yield from _of_type(f"{path}[{place}]", inner, element, policy)
        case _:
            yield Given(path, shape, kind)


def moment_of(shape: Shape | None) -> date | datetime | None:
    """The day or the instant that a fact is, where it is known."""
    if not isinstance(shape, Range) or shape.interval is None or shape.absent or not shape.interval.single:
        return None
    low = shape.interval.low
    return low if isinstance(low, date) else None


@frozen
class FactRows:
    """The facts in tables: those that conclusions told here need, and the others."""

    telling: Telling
    facts: Facts
    given: tuple[Given, ...]
    used: Mapping[str, Collection[int]]
    """The norms (indexes) that need a fact, by its path; empty: only what does not apply needs it."""

    def needed(self) -> Table | None:
        say = self.telling.say
        heads = (say("Fact", "事实"), say("Value", "内容"), say("Found by", "认定"), say("Needed for", "用于"))
        rows = [self._row(g, self._needed_for(self.used[g.path])) for g in self.given if g.path in self.used]
        widths: tuple[Width, ...] = ("wide", "medium", "medium", "short")
        return Table(say("Facts used", "所用事实"), heads, widths, tuple(rows[:MAXIMUM_FACTS])) if rows else None

    def idle(self) -> Table | None:
        say = self.telling.say
        heads = (say("Fact", "事实"), say("Value", "内容"), say("Found by", "认定"))
        rows = [self._row(g) for g in self.given if g.path not in self.used]
        label = say("Facts that nothing told here needs", "未用到的事实")
        return Table(label, heads, ("wide", "medium", "medium"), tuple(rows[:MAXIMUM_FACTS])) if rows else None

    @property
    def left_out(self) -> int:
        return sum(max(0, n - MAXIMUM_FACTS) for n in (self._count(True), self._count(False)))

    def _count(self, needed: bool) -> int:
        return sum((g.path in self.used) is needed for g in self.given)

    def _needed_for(self, indexes: Collection[int]) -> Line:
        numbers = self.telling.numbered(indexes)
        return Line(numbers or self.telling.say("what does not apply", "不适用的规定"), "plain" if numbers else "note")

    def _row(self, given: Given, *further: Line) -> Row:
        words = self.telling.general
        value = word("masked", self.telling.language)
        if given.shape is not None:
            value = words.value(given.shape, given.type)
        return Row(
            (
                Cell.of(words.path(given.path)),
                Cell.of(value),
                Cell.of(*self._found(given.path)),
                *(Cell((line,)) for line in further),
            )
        )

    def _found(self, path: str) -> Iterator[Line]:
        made = self.facts.judgements.get(path)
        say = self.telling.say
        if made is not None:
            by, at = made
            yield Line(self.telling.general.party(by) if by else say("author not said", "未说明认定人"))
            if at is not None:
                yield Line(plain(self.telling.moment(at)), "note")
        if path in self.facts.discounted:
            yield Line(say("does not count: made later, or by somebody else", "不作数：作出在后，或认定人不符"), "note")
