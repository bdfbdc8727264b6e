"""Exact when read once: a condition that reads each fact at most once holds possible what some world makes so."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, combinations, product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pingan.language import types
from pingan.model import nodes as m
from tests.properties.cases import ENVIRONMENT, INSTANTS, checked
from tests.reference_expressions import Expressions
from tests.strategies.vocabularies import KIND, KINDS, VOCABULARY

Draw = Callable[[st.SearchStrategy[Any]], Any]
B = types.BOOLEAN
POLICY = m.Policy({}, VOCABULARY, {}, {}, {}, {})
FACTS = ("flag", "lamp", "maybe", "kind", "other_kind", "grade", "n", "kinds", "found", "graded")


def _atom(draw: Draw, name: str) -> m.Expression:
    """A test of one fact against constants."""
    declared = VOCABULARY.facts[name].field
    assert declared is not None
    fact = m.FactValue(name, type=declared.type, optional=declared.optional)
    if declared.optional and draw(st.integers(0, 3)) == 0:
        return m.Present(fact, type=B)
    match declared.type:
        case types.BooleanType():
            return fact
        case types.SetType():
            members = draw(st.lists(st.sampled_from(KIND.members), unique=True))
            written = m.SetOf(tuple(m.Constant(x, type=KIND) for x in members), type=KINDS)
            return m.Has(draw(st.sampled_from(["any", "all"])), fact, written, type=B)
        case types.EnumType(members=members) if draw(st.booleans()):
            chosen = draw(st.lists(st.sampled_from(members), unique=True))
            element = tuple(m.Constant(x, type=declared.type) for x in chosen)
            return m.In(fact, m.SetOf(element, type=types.SetType(declared.type)), type=B)
        case types.EnumType(members=members):
            constant = m.Constant(draw(st.sampled_from(members)), type=declared.type)
        case _:
            constant = m.Constant(draw(st.integers(0, 5)), type=types.INTEGER)
    operators = ["=", "!="] if declared.type == KIND else ["=", "!=", "<", "<=", ">", ">="]
    return m.Comparison(draw(st.sampled_from(operators)), fact, constant, type=B)


@st.composite
def conditions(draw: Draw) -> m.Expression:
    """A condition in which no fact stands twice."""
    atoms = [_atom(draw, name) for name in draw(st.lists(st.sampled_from(FACTS), min_size=1, max_size=5, unique=True))]
    while len(atoms) > 1:
        left, right = atoms.pop(0), atoms.pop(draw(st.integers(0, len(atoms) - 1)))
        joined: m.Expression = draw(st.sampled_from([m.And, m.Or]))((left, right), type=B)
        atoms.append(m.Not(joined, type=B) if draw(st.booleans()) else joined)
    return atoms[0]


@st.composite
def possibilities(draw: Draw) -> dict[str, tuple[Any, list[Any]]]:
    """For each fact what is given of it (None: nothing), and the values that leaves."""
    found: dict[str, tuple[Any, list[Any]]] = {}
    for name in FACTS:
        declared = VOCABULARY.facts[name].field
        assert declared is not None
        every = _domain(declared)
        if draw(st.booleans()) and name != "n":
            found[name] = (None, every)
        elif isinstance(declared.type, types.SetType):
            known, possible = draw(st.sets(st.sampled_from(KIND.members))), draw(st.sets(st.sampled_from(KIND.members)))
            subsets = [sorted({*known, *extra}) for extra in _subsets(sorted(possible - known))]
            found[name] = ({"known": sorted(known), "possible": sorted(known | possible)}, subsets)
        elif name == "n":
            low, high = sorted(draw(st.tuples(st.integers(0, 5), st.integers(0, 5))))
            found[name] = ({"at_least": low, "at_most": high}, list(range(low, high + 1)))
        elif isinstance(declared.type, types.EnumType):
            left = draw(st.lists(st.sampled_from(declared.type.members), min_size=1, unique=True))
            found[name] = ({"one_of": left}, left)
        else:
            value = draw(st.sampled_from(every))
            found[name] = ("absent" if value is None else value, [value])
    return found


def _domain(declared: m.Field) -> list[Any]:
    match declared.type:
        case types.BooleanType():
            values: list[Any] = [False, True]
        case types.SetType():
            values = [sorted(x) for x in _subsets(KIND.members)]
        case types.EnumType(members=members):
            values = list(members)
        case _:
            values = list(range(6))
    return [*values, None] if declared.optional else values


def _subsets(members: Any) -> list[tuple[Any, ...]]:
    return list(chain.from_iterable(combinations(members, size) for size in range(len(members) + 1)))


def _read(condition: m.Expression) -> list[str]:
    if isinstance(condition, m.FactValue):
        return [condition.name]
    parts = (getattr(condition, a.name) for a in type(condition).__attrs_attrs__)
    each = chain.from_iterable(part if isinstance(part, tuple) else (part,) for part in parts)
    return [name for part in each if isinstance(part, m.Expression) for name in _read(part)]


def _held(condition: m.Expression, data: dict[str, Any]) -> frozenset[bool]:
    facts = checked(data, POLICY, INSTANTS[0])
    return Expressions(POLICY, facts.values, INSTANTS[0], ENVIRONMENT, {}).holds(condition, {})


@given(conditions(), possibilities())
def test_a_condition_that_reads_each_fact_once_is_exact(condition: m.Expression, possible: dict[str, Any]) -> None:
    given_facts = {
        name: None if given == "absent" else given for name, (given, _) in possible.items() if given is not None
    }
    names = _read(condition)
    in_worlds = frozenset[bool]()
    for values in product(*(possible[name][1] for name in names)):
        in_worlds |= _held(condition, dict(zip(names, values, strict=True)))
    assert _held(condition, given_facts) == in_worlds
