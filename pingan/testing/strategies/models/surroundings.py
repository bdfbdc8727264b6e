"""What an expression may read where it stands, and the small pools that constants are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final

from attrs import evolve, frozen

from pingan.language import types
from pingan.model import nodes as m
from pingan.testing.strategies.packages import st
from pingan.testing.strategies.values import inside

Draw = Callable[[st.SearchStrategy[Any]], Any]
B: Final = types.BOOLEAN

DAYS: Final = [date(2016, 1, day) for day in (4, 5, 6, 15, 31)] + [
    date(2016, 2, 5), date(2016, 2, 29), date(2016, 3, 31),
]  # fmt: skip
INSTANTS: Final = [
    datetime(2016, 1, 5, 2, 0, tzinfo=UTC),
    datetime(2016, 1, 5, 15, 59, 59, tzinfo=UTC),
    datetime(2016, 1, 5, 16, 0, tzinfo=UTC),
    datetime(2016, 1, 6, 4, 0, tzinfo=UTC),
    datetime(2016, 2, 5, 4, 0, tzinfo=UTC),
    datetime(2016, 3, 1, 4, 0, tzinfo=UTC),
]
INTEGERS: Final = list(range(6))
DECIMALS: Final = [Fraction(n, 4) for n in range(-2, 9)] + [Fraction(1, 3)]
LENGTHS: Final = [timedelta(hours=h) for h in (0, 1, 2, 24, 48, 720)]
WORDS: Final = ["", "oak", "elm"]
INTERVAL: Final = "drill_interval"
"""The parameter that only `every` may read: nothing is done with its value but counting on."""


def pool(type_: types.Type, vocabulary: m.Vocabulary) -> list[Any]:
    """The values that constants of a scalar type are drawn from; facts that meet them are drawn from here, too."""
    match type_:
        case types.BooleanType():
            return [False, True]
        case types.EnumType(members=members):
            return list(members)
        case types.NumberType(integer=integer, interval=interval):
            among = [n for n in (INTEGERS if integer else DECIMALS) if inside(n, interval)]
            return among or [end for end in (interval.low, interval.high) if end is not None]
        case types.DurationType():
            return LENGTHS
        case types.DateType():
            return DAYS
        case types.DateTimeType():
            return INSTANTS
        case types.ActorType():
            return list(vocabulary.actors)
        case _:
            return WORDS


@frozen
class Surroundings:
    """What an expression may read: variables and their types, definitions, whether a period is judged.

    *written* says that a text must be able to say it; *without* names what is not to be drawn.
    """

    vocabulary: m.Vocabulary
    module: str
    zone: str
    variables: Mapping[str, types.Type] = {}
    definitions: tuple[m.Definition, ...] = ()
    parameters: tuple[m.Parameter, ...] = ()
    interpretations: tuple[m.Interpretation, ...] = ()
    period: bool = False
    fields_only: tuple[str, ...] | None = None
    """Only these facts, each at most once (for properties about reading once)."""
    written: bool = False
    without: Set[str] = frozenset()

    def with_variable(self, name: str, type_: types.Type) -> Surroundings:
        return evolve(self, variables={**self.variables, name: type_})

    @property
    def enums(self) -> list[types.EnumType]:
        """The enums of the vocabulary, as types."""
        return [
            types.EnumType(e.name, tuple(member.name for member in e.members), ordered=e.ordered)
            for e in self.vocabulary.enums.values()
        ]

    @property
    def acting(self) -> list[str]:
        """The records whose values can bear norms."""
        return [r.name for r in self.vocabulary.records.values() if r.is_actor]


def plain(type_: types.Type) -> types.Type:
    """Without the range of its declaration."""
    match type_:
        case types.NumberType(integer=integer):
            return types.NumberType(integer=integer)
        case types.DurationType():
            return types.DURATION
    return type_


def kind_of(type_: types.Type) -> object:
    """What may stand in for each other in an expression."""
    if isinstance(type_, types.EnumType | types.RecordType):
        return type_.name
    if isinstance(type_, types.SetType | types.ListType):
        return type(type_), kind_of(type_.element)
    return type(type_)


def readable(here: Surroundings, wanted: Callable[[types.Type], bool]) -> list[m.Expression]:
    """Every path that leads to a value of a wanted type."""
    starts: list[m.Expression] = [
        m.FactValue(name, type=fact.field.type, optional=fact.field.optional)
        for name, fact in here.vocabulary.facts.items()
        if fact.field is not None and (here.fields_only is None or name in here.fields_only)
    ]
    starts += [m.ElementValue(name, type=type_) for name, type_ in here.variables.items()]
    found: list[m.Expression] = []
    while starts:
        start = starts.pop(0)
        if wanted(start.type):
            found.append(start)
        if isinstance(start.type, types.RecordType):
            starts += [
                m.FieldValue(start, f.name, type=f.type, optional=f.optional or start.optional)
                for f in here.vocabulary.records[start.type.name].fields.values()
                if not isinstance(f.type, types.ListType) or isinstance(start, m.ElementValue | m.FactValue)
            ]
    for definition in here.definitions:
        if definition.variable is None and wanted(definition.type):
            found.append(m.DefinitionValue(definition.key, type=definition.type, optional=definition.optional))
    for definition in here.definitions:
        if definition.variable is not None and wanted(definition.type):
            found += [
                m.DefinitionValue(
                    definition.key, subject, type=definition.type, optional=definition.optional or subject.optional
                )
                for subject in records_at(here, definition.record)
            ]
    found += [m.ParameterValue(p.key, type=p.type) for p in here.parameters if p.name != INTERVAL and wanted(p.type)]
    return found


def records_at(here: Surroundings, name: str | None) -> list[m.Expression]:
    """Every path that leads to a value of the record *name*."""
    return readable(evolve(here, definitions=()), lambda t: isinstance(t, types.RecordType) and t.name == name)


def actors_at(here: Surroundings) -> list[m.Expression]:
    """Every path that leads to a record that can bear norms."""
    acting = here.acting
    if not acting:
        return []
    return readable(here, lambda t: isinstance(t, types.RecordType) and t.name in acting)


def whole(type_: types.Type) -> bool:
    return isinstance(type_, types.NumberType) and type_.integer


def path(draw: Draw, here: Surroundings, like: types.Type) -> m.Expression | None:
    paths = readable(here, lambda t: kind_of(t) == kind_of(like) and not (whole(like) and not whole(t)))
    return draw(st.sampled_from(paths)) if paths else None
