"""Rules and definitions over a vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

from pingan.language import types
from pingan.model import nodes as m
from pingan.testing.strategies.models import conditions
from pingan.testing.strategies.models import expressions as e
from pingan.testing.strategies.models.norms import norms
from pingan.testing.strategies.models.surroundings import DAYS, Draw, Surroundings, readable
from pingan.testing.strategies.packages import st


@st.composite
def rules(draw: Draw, module: str, name: str, here: Surroundings, before: Sequence[m.Rule], depth: int) -> m.Rule:
    """A rule of *module*; it may override one of those *before* it."""
    overridden = draw(st.sampled_from([None, None, *(() if "overrides" in here.without else before)]))
    each = _each(draw, here)
    if overridden is not None:
        each = overridden.each if draw(st.booleans()) else ()
    inner = here
    for one in each:
        inner = inner.with_variable(one.variable, element_of(one))
    since = None
    if "since" not in here.without and draw(st.booleans()):
        since = e.instant(draw, inner, 1) if draw(st.booleans()) else e.day(draw, inner, 1)
    return m.Rule(
        module,
        name,
        zone=here.zone,
        overrides=() if overridden is None else (overridden.key,),
        in_force=None if "in force" in here.without else in_force(draw, inner),
        since=since,
        each=each,
        condition=conditions.condition(draw, inner, depth) if draw(st.integers(0, 3)) else None,
        exceptions=_exceptions(draw, inner, depth),
        calendar=None if here.written else draw(st.sampled_from([None, None, "china"])),
        soft=draw(st.integers(0, 5)) == 5,
        citations=_citations(draw, module) if here.written else (),
        notes=draw(st.sampled_from([(), (), (), ("as the text says",)])) if here.written else (),
        norms=tuple(draw(norms(place, 0, inner, depth)) for place in range(1, draw(st.integers(1, 2)) + 1)),
    )


def _citations(draw: Draw, module: str) -> tuple[m.Citation, ...]:
    clauses: list[tuple[str, ...]] = [(), (), (), ("1-a",), ("1-a", "2-b")]
    return tuple(m.Citation(module, clause) for clause in draw(st.sampled_from(clauses)))


def _exceptions(draw: Draw, here: Surroundings, depth: int) -> tuple[m.Expression, ...]:
    if "unless" in here.without:
        return ()
    return tuple(conditions.condition(draw, here, depth - 1) for _ in range(draw(st.sampled_from([0, 0, 1]))))


def element_of(each: m.Each) -> types.Type:
    assert isinstance(each.collection.type, types.ListType | types.SetType)
    return each.collection.type.element


def _each(draw: Draw, here: Surroundings) -> tuple[m.Each, ...]:
    if "each" in here.without or draw(st.integers(0, 2)) != (2 if here.written else 0):
        return ()
    collections = [
        *readable(here, lambda t: isinstance(t, types.ListType)),
        *(
            m.SetOf(tuple(m.Constant(x, type=enum) for x in enum.members), type=types.SetType(enum))
            for enum in here.enums
        ),
    ]
    if not collections:
        return ()
    first = m.Each("p", draw(st.sampled_from(collections)))
    element = element_of(first)
    nested = []
    if isinstance(element, types.RecordType):
        fields = here.vocabulary.records[element.name].fields.values()
        nested = [f for f in fields if isinstance(f.type, types.ListType)]
    if not nested or draw(st.booleans()) is here.written:
        return (first,)
    inner = draw(st.sampled_from(nested))
    return first, m.Each("q", m.FieldValue(m.ElementValue("p", type=element), inner.name, type=inner.type))


def in_force(draw: Draw, here: Surroundings) -> m.InForce | None:
    """When a rule is in force, perhaps for another day than that of the question."""
    if draw(st.integers(0, 3)) != (3 if here.written else 0):
        return None
    first, last = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    ends = [m.Constant(d, type=types.DATE) if draw(st.integers(0, 2)) else None for d in (first, last)]
    if here.written and ends == [None, None]:
        ends = [m.Constant(first, type=types.DATE), None]
    tested = None
    if draw(st.integers(0, 3)) == (3 if here.written else 0):
        tested = draw(st.sampled_from([e.instant, e.day]))(draw, here, 1)
    return m.InForce(m.PeriodOf(*ends, type=types.PERIOD), tested, here.zone)


# --- definitions ------------------------------------------------------------------------------------------------


@st.composite
def definitions(draw: Draw, name: str, here: Surroundings, depth: int) -> m.Definition:
    """Cases over the facts, or over a record that the definition belongs to."""
    record = draw(st.sampled_from([None, None, *here.vocabulary.records]))
    inner = here if record is None else here.with_variable("self", types.RecordType(record))
    type_ = draw(st.sampled_from(_defined(here)))
    cases = [draw(_cases(inner, type_, depth)) for _ in range(draw(st.integers(0, 2)))]
    if not cases or draw(st.booleans()):
        cases.append(m.Case(_value(draw, inner, type_, depth - 1), None))
    optional = cases[-1].condition is not None or any(case.value.optional for case in cases)
    return m.Definition(
        here.module, name, type=type_, optional=optional, variable=None if record is None else "self", record=record,
        cases=tuple(cases), depends_on=tuple(sorted(definitions_read(cases))),
        exclusive=draw(st.sampled_from([None, None, "exclusive", "agreeing"])) if len(cases) > 1 else None,
    )  # fmt: skip


@st.composite
def _cases(draw: Draw, here: Surroundings, type_: types.Type, depth: int) -> m.Case:
    return m.Case(_value(draw, here, type_, depth - 1), conditions.condition(draw, here, depth - 1))


def _defined(here: Surroundings) -> list[types.Type]:
    sets = [types.SetType(enum) for enum in here.enums[:1]]
    return [types.BOOLEAN, types.INTEGER, types.DECIMAL, *here.enums, types.DATE, *sets]


def _value(draw: Draw, here: Surroundings, type_: types.Type, depth: int) -> m.Expression:
    if not isinstance(type_, types.SetType) and draw(st.integers(0, 9)) == (9 if here.written else 0):
        return m.Absent(type=type_, optional=True)
    return e.value(draw, here, type_, depth)


def definitions_read(node: object) -> set[str]:
    """Keys of the definitions that *node* reads."""
    if isinstance(node, m.DefinitionValue):
        return {node.definition} | definitions_read(node.subject)
    if isinstance(node, tuple | list):
        return set().union(*map(definitions_read, node)) if node else set()
    if isinstance(node, m.Expression | m.Case):
        return set().union(*(definitions_read(getattr(node, a.name)) for a in node.__attrs_attrs__))
    return set()
