"""Mutators of declarations: when rules bind, what they override, cases, what was set, citations."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from pingan.language import types
from pingan.model import nodes as m
from pingan.mutation.nodes import REMOVED
from pingan.mutation.of_conditions import is_in_force
from pingan.mutation.places import Place
from pingan.mutation.steps import holds, longer_and_shorter, neighbours


def override(place: Place) -> Iterator[object]:
    """An override forgotten."""
    if isinstance(place.node, m.Rule):
        for other in place.node.overrides:
            yield evolve(place.node, overrides=tuple(o for o in place.node.overrides if o != other))


def since(place: Place) -> Iterator[object]:
    """What deadlines count from forgotten: they count from when the rule first held."""
    if place.name == "since" and isinstance(place.inside and place.inside.node, m.Rule):
        yield REMOVED


def in_force(place: Place) -> Iterator[object]:
    """A rule, or a policy, that binds at any time; the day that is tested forgotten."""
    if place.inside is not None and place.inside.is_joined and is_in_force(place):
        yield REMOVED
    if not isinstance(place.node, m.InForce):
        return
    declaration = place.declaration
    if isinstance(declaration, m.Rule) or (isinstance(declaration, m.Header) and not declaration.replaces):
        yield REMOVED
    if place.node.tested is not None:
        yield evolve(place.node, tested=None)


def scope(place: Place) -> Iterator[object]:
    """A policy that applies to everybody."""
    if place.name == "scope":
        yield REMOVED


def soft(place: Place) -> Iterator[object]:
    """What can only be attested taken for what can be missed, and the other way round is no mistake people make."""
    if isinstance(place.node, m.Rule) and place.node.soft:
        yield evolve(place.node, soft=False)


def case(place: Place) -> Iterator[object]:
    """A case of a definition forgotten; two cases in the other order."""
    if not isinstance(place.node, m.Definition):
        return
    cases = place.node.cases
    if len(cases) < 2:
        return
    for index in range(len(cases)):
        yield evolve(place.node, cases=cases[:index] + cases[index + 1 :])
    for index in range(len(cases) - 1):
        if cases[index + 1].condition is not None:
            yield evolve(place.node, cases=(*cases[:index], cases[index + 1], cases[index], *cases[index + 2 :]))


def promise(place: Place) -> Iterator[object]:
    """What is promised of cases forgotten."""
    if isinstance(place.node, m.Definition) and place.node.exclusive is not None:
        yield evolve(place.node, exclusive=None)


def setting(place: Place) -> Iterator[object]:
    """A parameter set one step less, and one more, or to another member; another reading than the one that holds."""
    match place.node:
        case m.Parameter(value=m.Duration() as length):
            yield from (evolve(place.node, value=other) for other in longer_and_shorter(length))
        case m.Parameter(value=m.Constant(str() as name, type=types.EnumType(members=members)) as value):
            others = [each for each in members if each != name]
            yield from (evolve(place.node, value=evolve(value, value=other)) for other in others[:1])
        case m.Parameter(value=m.Constant(bool(value)) as constant):
            yield evolve(place.node, value=evolve(constant, value=not value))
        case m.Parameter(type=kind, value=m.Constant() as constant):
            interval = kind.interval if isinstance(kind, types.NumberType | types.DurationType) else None
            values = neighbours(constant)
            yield from (evolve(place.node, value=v) for v in values if interval is None or holds(v.value, interval))
        case m.Parameter(value=m.PeriodOf(start, end) as period):
            if isinstance(start, m.Constant):
                yield from (evolve(place.node, value=evolve(period, start=day)) for day in neighbours(start))
            if isinstance(end, m.Constant):
                yield from (evolve(place.node, value=evolve(period, end=day)) for day in neighbours(end))
        case m.Parameter(value=m.SetOf(elements) as chosen) if len(elements) > 1:
            for index in range(len(elements)):
                others_ = elements[:index] + elements[index + 1 :]
                yield evolve(place.node, value=evolve(chosen, elements=others_))
        case m.Interpretation(readings=readings) if (place.node.chosen or place.node.default) is not None:
            held = place.node.chosen or place.node.default
            for reading in [r.name for r in readings if r.name != held][:1]:
                other = evolve(place.node, chosen=reading)
                yield other if place.node.chosen else evolve(place.node, default=reading)


def cite(place: Place) -> Iterator[object]:
    """A citation forgotten, where the policy has a register."""
    match place.node:
        case m.Rule(citations=citations) | m.Definition(citations=citations):
            for citation in citations:
                header = place.policy.headers.get(place.node.module)
                if header is not None and citation.policy == header.name and citation.clause in header.clauses:
                    yield evolve(place.node, citations=tuple(c for c in citations if c != citation))
