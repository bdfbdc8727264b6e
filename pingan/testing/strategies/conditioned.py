"""Which facts make a condition true: a conjunction of tests at a time, each fact among the values that pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from attrs import evolve

from pingan.graph.from_model import lower
from pingan.language import types
from pingan.matching.from_graph import matching_of
from pingan.matching.nodes import Atom, Matching
from pingan.model import nodes as model
from pingan.testing.strategies.plans import Plan
from pingan.testing.strategies.values import declared, inside, simplest_first

Path = tuple[str, ...]
Demand = tuple[Atom, bool]
"""A test that must pass, or (True) must not."""
Way = Mapping[Path, tuple[Demand, ...]]
"""What is asked of which facts, so that one conjunction holds as far as single facts can make it."""


def ways(policy: model.Policy, key: str) -> tuple[Way, ...]:
    """The ways in which the definition *key* of *policy* may be true; those that ask for least first."""
    definition = policy.definitions[key]
    value = model.DefinitionValue(key, type=types.BOOLEAN, optional=definition.optional)
    header = policy.headers[definition.module]
    rule = model.Rule(definition.module, definition.name, condition=value)
    asked = evolve(policy, rules={rule.key: rule}, headers={**policy.headers, header.name: header})
    matching = matching_of(lower(asked))
    output = matching.output_of[rule.key]
    found = [_way(matching, c.limbs) for c in matching.conjunctions if c.output == output]
    return tuple(sorted(found, key=lambda way: sum(map(len, way.values()))))


def _way(matching: Matching, limbs: Iterable[Any]) -> Way:
    demands: dict[Path, list[Demand]] = {}
    for limb in limbs:
        test = matching.tests[limb.test]
        if isinstance(test, Atom) and (place := matching.fields[test.field]).path:
            demands.setdefault(place.path, []).append((test, limb.negated))
    return {path: tuple(asked) for path, asked in demands.items()}


def fitting(plan: Plan, demands: Iterable[Demand]) -> tuple[Any, ...]:
    """The values of *plan*, and others not far from what is asked, that meet all *demands*; the simplest first."""
    asked = tuple(demands)
    if isinstance(plan.type, types.SetType):
        return tuple(dict.fromkeys(v for v in _sets(plan, asked) if _meets(v, plan.type, asked)))
    values = [*plan.values, *(near for test, _ in asked for c in test.constants for near in _near(c, plan.type))]
    if isinstance(plan.type, types.EnumType):
        values = list(plan.type.members)
    interval = declared(plan.type)
    allowed = (v for v in values if _is_bounded(plan.type) is False or inside(v, interval))
    found = simplest_first((v for v in allowed if _meets(v, plan.type, asked)), plan.type)
    if plan.optional and _meets(None, plan.type, asked):
        return (*found, None)
    return found


def _is_bounded(type_: types.Type) -> bool:
    return isinstance(type_, types.NumberType | types.DurationType)


def _near(constant: Any, type_: types.Type) -> Iterator[Any]:
    """Values at a constant and at some distance from it."""
    if constant is None:
        return
    yield constant
    for size in (1, 2, 10, 100):
        for sign in (1, -1):
            try:
                match type_:
                    case types.NumberType() | types.DurationType():
                        yield constant + sign * size
                    case types.DateType():
                        yield constant + timedelta(days=sign * size)
                    case types.DateTimeType():
                        yield constant + timedelta(hours=sign * size)
            except OverflowError:
                continue
    if isinstance(type_, types.TextType):
        yield f"{constant} 2"


def _sets(plan: Plan, asked: tuple[Demand, ...]) -> Iterator[tuple[str, ...]]:
    yield from plan.values
    wanted = [c for test, negated in asked if not negated for c in test.constants if isinstance(c, str)]
    unwanted = {c for test, negated in asked if negated for c in test.constants}
    yield tuple(dict.fromkeys(c for c in wanted if c not in unwanted))
    for value in plan.values:
        yield tuple(dict.fromkeys([*value, *(c for c in wanted if c not in unwanted)]))


def _meets(value: Any, type_: types.Type, asked: Iterable[Demand]) -> bool:
    return all(_passes(value, type_, test) is not negated for test, negated in asked)


def _passes(value: Any, type_: types.Type, test: Atom) -> bool:
    """Whether *value* (None: absent) passes *test*; a comparison with what is absent does not hold."""
    if test.operator == "present":
        return value is not None
    if value is None:
        return False
    constants: tuple[Any, ...] = test.constants
    match test.operator:
        case "is":
            return value is True
        case "in":
            return value in constants
        case "has":
            return constants[0] in value
        case "has_any":
            return any(c in value for c in constants)
        case "has_all":
            return all(c in value for c in constants)
        case "within":
            first, last = constants
            return (first is None or value >= first) and (last is None or value <= last)
    return _compared(value, constants[0], type_, test.operator)


def _compared(value: Any, constant: Any, type_: types.Type, operator: str) -> bool:
    if isinstance(type_, types.EnumType):
        value, constant = type_.members.index(value), type_.members.index(constant)
    if isinstance(value, date) and isinstance(value, datetime) is not isinstance(constant, datetime):
        return False
    match operator:
        case "=":
            return bool(value == constant)
        case "<":
            return bool(value < constant)
        case "<=":
            return bool(value <= constant)
        case ">":
            return bool(value > constant)
    return bool(value >= constant)
