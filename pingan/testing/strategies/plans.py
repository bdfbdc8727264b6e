"""What may be drawn for each fact of a policy: a tree of plans, made once, that every example is drawn by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Set
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from pingan.boundaries.from_policy import boundaries_of_model
from pingan.boundaries.nodes import Boundaries, FactPath
from pingan.language import types
from pingan.model import nodes as model
from pingan.testing.strategies.values import exact, simplest_first, usual

MAXIMUM_DEPTH: Final = 8
"""Records within records, where a vocabulary has records of themselves."""


@frozen(eq=False)
class Plan:
    """A fact, a field of a record or an element of a list: what it is, and what it is worth being.

    *values* are exact ones, the simplest first: of single values and of sets (as tuples) what the policy holds them
    against with its neighbours, of a period the days at which it may begin and end. *fields* are those of a record;
    *element* what a list is made of, *sizes* the lengths that are drawn.
    """

    path: FactPath
    type: types.Type
    optional: bool = False
    judgement: model.Judgement | None = None
    key: bool = False
    values: tuple[Any, ...] = ()
    fields: Mapping[str, Plan] = {}
    element: Plan | None = None
    sizes: tuple[int, ...] = ()


@frozen(eq=False)
class Plans:
    """The plans of all facts that are drawn, by name, and what they have in common."""

    facts: Mapping[str, Plan]
    zone: ZoneInfo
    actors: tuple[str, ...]
    instants: tuple[date | datetime, ...]
    """When the policy is worth being asked, an ordinary day first."""
    made_at: tuple[date, ...]
    """When judgements were made: before everything else."""


@frozen(eq=False)
class _Making:
    vocabulary: model.Vocabulary
    boundaries: Boundaries
    zone: ZoneInfo
    wanted: tuple[FactPath, ...] | None
    unread: bool
    read: Set[FactPath]
    """What the policy reads, and the records on the way to it."""

    def is_drawn(self, path: FactPath) -> bool:
        if self.wanted is not None:
            return any(path[: len(w)] == w or w[: len(path)] == path for w in self.wanted)
        return self.unread or path in self.read

    def plan(self, declared: model.Field, path: FactPath, depth: int = 0) -> Plan:
        plan = Plan(path, declared.type, declared.optional, declared.judgement, declared.key)
        return self.filled(plan, depth)

    def filled(self, plan: Plan, depth: int, *, of_list: bool = False) -> Plan:
        match plan.type:
            case types.RecordType(name=name):
                return evolve(plan, fields=self.fields(name, plan.path, depth + 1, of_list=of_list))
            case types.ListType(element=element):
                inner = self.filled(Plan(plan.path, element), depth + 1, of_list=True)
                return evolve(plan, element=inner, sizes=self.sizes(plan.path, depth))
            case types.SetType(element=element):
                return evolve(plan, values=self.sets(plan.path, element))
            case types.PeriodType():
                return evolve(plan, values=self.days(plan.path))
        return evolve(plan, values=self.scalars(plan.path, plan.type))

    def fields(self, record: str, path: FactPath, depth: int, *, of_list: bool) -> dict[str, Plan]:
        """What is drawn of a record. Elements of a list have their keys, which tell them apart where people read."""
        if depth > MAXIMUM_DEPTH or (self.unread and path[:-1].count(path[-1]) > 1):
            return {}
        declared = self.vocabulary.records[record].fields
        drawn = [n for n, f in declared.items() if self.is_drawn((*path, n)) or (of_list and f.key)]
        return {name: self.plan(declared[name], (*path, name), depth) for name in drawn}

    def sizes(self, path: FactPath, depth: int) -> tuple[int, ...]:
        """Lengths, and the more of them the fewer elements there are: those within lists are many soon enough."""
        held = sorted(self.boundaries.sizes.get(path, (0, 1, 2)))
        usual = [n for n in held if n <= (2 if depth < 3 else 1)]
        return tuple(sorted([*usual, *usual, *(n for n in held if n not in usual)]))

    def found(self, path: FactPath) -> list[Any]:
        return [v for v in self.boundaries.values.get(path, ()) if v is not None]

    def scalars(self, path: FactPath, type_: types.Type) -> tuple[Any, ...]:
        found = [exact(v, type_) for v in self.found(path)]
        if isinstance(type_, types.ActorType):
            return simplest_first([*found, *self.vocabulary.actors][: len(found) + 1], type_)
        return simplest_first(found or usual(type_, self.zone), type_)

    def sets(self, path: FactPath, element: types.Type) -> tuple[tuple[str, ...], ...]:
        members = members_of(element, self.vocabulary)
        held: Iterable[tuple[str, ...]] = [exact(v, element) for v in self.found(path)]
        found = dict.fromkeys(tuple(m for m in members if m in v) for v in held)
        return tuple(sorted(found or {(): None, members[:1]: None, members: None}, key=len))

    def days(self, path: FactPath) -> tuple[date, ...]:
        found = {day for period in self.found(path) for day in period.values() if day is not None}
        return tuple(sorted(found)) or usual(types.DATE, self.zone)


def members_of(element: types.Type, vocabulary: model.Vocabulary) -> tuple[str, ...]:
    """What a set may hold."""
    return element.members if isinstance(element, types.EnumType) else tuple(vocabulary.actors)


def plans_of(policy: model.Policy, *, only: Collection[FactPath] | None = None, unread: bool = False) -> Plans:
    """The plans for the facts that *policy* reads; for those at or below the paths *only*; for all (*unread*)."""
    boundaries = boundaries_of_model(policy)
    zone = ZoneInfo(next((header.zone for header in policy.headers.values()), "UTC"))
    wanted = None if only is None else tuple(only)
    making = _Making(policy.vocabulary, boundaries, zone, wanted, unread, _read(boundaries))
    facts = {
        name: making.plan(fact.field, (name,))
        for name, fact in policy.vocabulary.facts.items()
        if fact.field is not None and making.is_drawn((name,))
    }
    return Plans(facts, zone, tuple(policy.vocabulary.actors), boundaries.instants, _before(boundaries.instants))


def plan_for(declared: model.Field, vocabulary: model.Vocabulary) -> Plans:
    """The plan for *declared* alone, whatever any policy says about it."""
    nothing = Boundaries(values={}, sizes={}, settings={}, instants=())
    zone = ZoneInfo("UTC")
    plan = _Making(vocabulary, nothing, zone, None, True, frozenset()).plan(declared, (declared.name,))
    return Plans({declared.name: plan}, zone, tuple(vocabulary.actors), (), _before(()))


def _read(boundaries: Boundaries) -> Set[FactPath]:
    found = (*boundaries.values, *boundaries.sizes)
    return {path[:length] for path in found for length in range(1, len(path) + 1)}


def _before(instants: Iterable[date | datetime]) -> tuple[date, ...]:
    """A day on which judgements were made that count at each of *instants*."""
    days = [moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment for moment in instants]
    first = min(days, default=date(2016, 1, 5))
    return (first - timedelta(days=2) if first > date(1, 1, 3) else first,)
