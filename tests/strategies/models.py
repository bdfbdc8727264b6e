"""Strategies for small well-typed policies that use every construct of the model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from pingan.language import types
from pingan.model import nodes as m
from tests.strategies import expressions as e
from tests.strategies.expressions import Surroundings, readable
from tests.strategies.facts import DAYS
from tests.strategies.showing import DrawnPolicy
from tests.strategies.vocabularies import ACTORS, GRADE, KIND, KINDS, VOCABULARY, ZONE

Draw = Callable[[st.SearchStrategy[Any]], Any]
DEFINED: tuple[types.Type, ...] = (types.BOOLEAN, types.INTEGER, types.DECIMAL, GRADE, KIND, types.DATE, KINDS)
START = date(2016, 1, 5)


@st.composite
def models(draw: Draw, max_depth: int = 2) -> m.Policy:
    """A policy of one to three modules over the small vocabulary: at several levels, one in the place of another."""
    parameters = {p.key: p for p in draw(_parameters())}
    interpretations = {i.key: i for i in draw(_interpretations())}
    here = Surroundings(parameters=tuple(parameters.values()), interpretations=tuple(interpretations.values()))
    definitions: dict[str, m.Definition] = {}
    for number in range(draw(st.integers(0, 2))):
        made = _definition(draw, f"d{number}", here, max_depth)
        definitions[made.key] = made
        here = evolve(here, definitions=(*here.definitions, made))
    headers = {"town": _header(draw, "town", here, ())}
    if draw(st.integers(0, 3)) == 0:
        headers["village"] = _header(draw, "village", here, ("town",))
    if draw(st.integers(0, 3)) == 0:
        headers = _with_older(draw, headers, here)
    rules: dict[str, m.Rule] = {}
    for number in range(draw(st.integers(1, 3))):
        module = draw(st.sampled_from(sorted(headers)))
        made_rule = _rule(draw, module, f"r{number}", here, tuple(rules.values()), max_depth)
        rules[made_rule.key] = made_rule
    return DrawnPolicy(
        headers=headers,
        vocabulary=VOCABULARY,
        parameters=dict(sorted(parameters.items())),
        interpretations=interpretations,
        definitions=definitions,
        rules=dict(sorted(rules.items())),
    )


@st.composite
def _parameters(draw: Draw) -> list[m.Parameter]:
    found = []
    if draw(st.booleans()):
        value = draw(st.sampled_from([None, 2, Fraction(1, 2)]))
        constant = None if value is None else m.Constant(value, type=types.NumberType(integer=isinstance(value, int)))
        found.append(m.Parameter("town", "limit", type=types.DECIMAL, value=constant))
    length = draw(st.sampled_from([None, m.Duration(Fraction(7200), "second"), m.Duration(Fraction(30), "day")]))
    found.append(m.Parameter("town", "promptly", type=types.DURATION, value=length))
    interval = draw(st.sampled_from([None, m.Duration(Fraction(10), "day"), m.Duration(Fraction(1), "month")]))
    found.append(m.Parameter("town", "drill_interval", type=types.DURATION, value=interval))
    return found


@st.composite
def _interpretations(draw: Draw) -> list[m.Interpretation]:
    if draw(st.booleans()):
        return []
    chosen = draw(st.sampled_from([None, "narrow", "wide"]))
    return [m.Interpretation("town", "sense", readings=(m.Member("narrow"), m.Member("wide")), chosen=chosen)]


def _header(draw: Draw, name: str, here: Surroundings, extends: tuple[str, ...]) -> m.Header:
    scope = e.condition(draw, here, 1) if draw(st.integers(0, 3)) == 0 else None
    in_force = m.InForce(m.PeriodOf(m.Constant(START, type=types.DATE), None, type=types.PERIOD), None, ZONE)
    level = draw(st.sampled_from([None, m.Level("Grade", "low", None, 1), m.Level("Grade", "high", None, 3)]))
    return m.Header(
        name, name, zone=ZONE, scope=scope, in_force=in_force if draw(st.booleans()) else None, extends=extends,
        level=level,
    )  # fmt: skip


def _with_older(draw: Draw, headers: dict[str, m.Header], here: Surroundings) -> dict[str, m.Header]:
    """*headers* and one more, whose place one of them takes from a day on."""
    newer = draw(st.sampled_from(sorted(headers)))
    first = m.Constant(draw(st.sampled_from([START, date(2016, 2, 5)])), type=types.DATE)
    tested = draw(st.sampled_from([e.instant, e.day]))(draw, here, 1) if draw(st.booleans()) else None
    in_force = m.InForce(m.PeriodOf(first, None, type=types.PERIOD), tested, ZONE)
    older = evolve(_header(draw, "hamlet", here, ()), replaced_by=(m.Replacement(newer, in_force),))
    replacing = evolve(headers[newer], in_force=in_force, replaces=("hamlet",))
    return {"hamlet": older, **headers, newer: replacing}


def _definition(draw: Draw, name: str, here: Surroundings, depth: int) -> m.Definition:
    """Cases over the facts, or over a record that the definition belongs to."""
    record = draw(st.sampled_from([None, None, "Person", "Unit"]))
    inner = here if record is None else here.with_variable("self", types.RecordType(record))
    type_ = draw(st.sampled_from(DEFINED))
    cases = [
        m.Case(_case(draw, inner, type_, depth - 1), e.condition(draw, inner, depth - 1))
        for _ in range(draw(st.integers(0, 2)))
    ]
    if not cases or draw(st.booleans()):
        cases.append(m.Case(_case(draw, inner, type_, depth - 1), None))
    optional = cases[-1].condition is not None or any(case.value.optional for case in cases)
    return m.Definition(
        "town", name, type=type_, optional=optional, variable=None if record is None else "self", record=record,
        cases=tuple(cases), depends_on=tuple(sorted(_read(cases))),
        exclusive=draw(st.sampled_from([None, None, "exclusive", "agreeing"])) if len(cases) > 1 else None,
    )  # fmt: skip


def _case(draw: Draw, here: Surroundings, type_: types.Type, depth: int) -> m.Expression:
    if not isinstance(type_, types.SetType) and draw(st.integers(0, 9)) == 0:
        return m.Absent(type=type_, optional=True)
    return e.value(draw, here, type_, depth)


def _read(node: object) -> set[str]:
    if isinstance(node, m.DefinitionValue):
        return {node.definition} | _read(node.subject)
    if isinstance(node, tuple | list):
        return set().union(*map(_read, node)) if node else set()
    if isinstance(node, m.Expression | m.Case):
        return set().union(*(_read(getattr(node, a.name)) for a in node.__attrs_attrs__))
    return set()


# --- rules ------------------------------------------------------------------------------------------------------


def _rule(draw: Draw, module: str, name: str, here: Surroundings, before: tuple[m.Rule, ...], depth: int) -> m.Rule:
    extended = ("town",) if module == "village" else ()
    overridden = draw(st.sampled_from([None, None, *(r for r in before if r.module in (module, *extended))]))
    each = _each(draw, here)
    if overridden is not None:
        each = overridden.each if draw(st.booleans()) else ()
    inner = here
    for one in each:
        inner = inner.with_variable(one.variable, _element(one))
    since = None
    if draw(st.booleans()):
        since = e.instant(draw, inner, 1) if draw(st.booleans()) else e.day(draw, inner, 1)
    return m.Rule(
        module,
        name,
        zone=ZONE,
        overrides=() if overridden is None else (overridden.key,),
        in_force=_in_force(draw, inner),
        since=since,
        each=each,
        condition=e.condition(draw, inner, depth) if draw(st.integers(0, 3)) else None,
        exceptions=tuple(e.condition(draw, inner, depth - 1) for _ in range(draw(st.sampled_from([0, 0, 1])))),
        calendar=draw(st.sampled_from([None, None, "china"])),
        soft=draw(st.integers(0, 5)) == 5,
        norms=tuple(_norm(draw, place, 0, inner, depth) for place in range(1, draw(st.integers(1, 2)) + 1)),
    )


def _element(each: m.Each) -> types.Type:
    assert isinstance(each.collection.type, types.ListType | types.SetType)
    return each.collection.type.element


def _each(draw: Draw, here: Surroundings) -> tuple[m.Each, ...]:
    if draw(st.integers(0, 2)):
        return ()
    collections = [
        *readable(here, lambda t: isinstance(t, types.ListType)),
        m.SetOf(tuple(m.Constant(x, type=KIND) for x in KIND.members), type=KINDS),
    ]
    first = m.Each("p", draw(st.sampled_from(collections)))
    if _element(first) != types.RecordType("Unit") or draw(st.booleans()):
        return (first,)
    nested = m.FieldValue(
        m.ElementValue("p", type=_element(first)), "persons", type=types.ListType(types.RecordType("Person"))
    )
    return first, m.Each("q", nested)


def _in_force(draw: Draw, here: Surroundings) -> m.InForce | None:
    if draw(st.integers(0, 3)):
        return None
    first, last = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    ends = [m.Constant(d, type=types.DATE) if draw(st.integers(0, 2)) else None for d in (first, last)]
    tested = None
    if draw(st.integers(0, 3)) == 0:
        tested = draw(st.sampled_from([e.instant, e.day]))(draw, here, 1)
    return m.InForce(m.PeriodOf(*ends, type=types.PERIOD), tested, ZONE)


def _norm(draw: Draw, place: int, depth_below: int, here: Surroundings, depth: int) -> m.Norm:
    modality = draw(st.sampled_from(["must", "must", "must", "should", "may", "must_not"]))
    deadline = draw(_deadlines(here)) if modality in ("must", "should") else None
    if modality == "must_not" and draw(st.integers(0, 4)) == 0:
        deadline = m.Every("month", 5)
    if depth_below and isinstance(deadline, m.Every):
        deadline = m.Within(m.Duration(Fraction(2), "day"))
    inner = evolve(here, period=isinstance(deadline, m.Every))
    ensures = modality != "may" and draw(st.integers(0, 3)) == 0
    duty = m.Ensure(e.condition(draw, inner, depth)) if ensures else _act(draw, here)
    parts: dict[str, Any] = {} if ensures or modality == "may" else _evidence(draw, modality, inner)
    holding: Any = None
    if ensures and deadline is not None and modality != "must_not":
        holding = draw(st.sampled_from([None, "at_end", "throughout"]))
    otherwise = None
    if modality == "must" and depth_below < 2 and draw(st.integers(0, 2)) == 0:
        otherwise = _norm(draw, place, depth_below + 1, evolve(here, period=False), depth - 1 if depth > 1 else 1)
    return m.Norm(
        place=place, depth=depth_below, bearers=_bearers(draw, here), partners=(), modality=modality, duty=duty,
        deadline=deadline, otherwise=otherwise, holding=holding, **parts,
    )  # fmt: skip


def _bearers(draw: Draw, here: Surroundings) -> tuple[m.Expression, ...]:
    records = readable(here, lambda t: isinstance(t, types.RecordType) and t.name == "Unit")
    choices = [*(m.Constant(name, type=types.ACTOR) for name in ACTORS), *records]
    return tuple(draw(st.lists(st.sampled_from(choices), min_size=1, max_size=2, unique=True)))


def _act(draw: Draw, here: Surroundings) -> m.Act:
    match draw(st.sampled_from(["stop", "report", "count_up"])):
        case "stop":
            return m.Act("stop", None)
        case "report":
            return m.Act("report", None, (("kind", e.leaf(draw, here, KIND)), ("to", e.leaf(draw, here, types.ACTOR))))
        case _:
            arguments = ("amount", e.leaf(draw, here, types.DECIMAL)), ("what", e.set_value(draw, here, KIND, 0))
            return m.Act("count_up", None, arguments)


def _evidence(draw: Draw, modality: str, here: Surroundings) -> dict[str, Any]:
    """What shows that a norm was met or broken."""
    parts: dict[str, Any] = {}

    def moment() -> m.Expression:
        return e.instant(draw, here, 1) if draw(st.booleans()) else e.day(draw, here, 1)

    if modality != "must_not":
        form = draw(st.sampled_from([None, "fulfilled_when", "fulfilled_at", "fulfilled_at"]))
        if form is not None:
            parts[form] = e.condition(draw, here, 1) if form == "fulfilled_when" else moment()
    if modality == "must_not" or (modality == "must" and draw(st.integers(0, 3)) == 0):
        form = draw(st.sampled_from(["breached_when", "breached_at"]))
        parts[form] = e.condition(draw, here, 1) if form == "breached_when" else moment()
    return parts


@st.composite
def _deadlines(draw: Draw, here: Surroundings) -> m.Deadline | None:
    rolling = draw(st.integers(0, 3)) == 0
    match draw(st.sampled_from(["none", "hours", "days", "by", "every", "promptly"])):
        case "hours":
            return m.Within(m.Duration(Fraction(draw(st.sampled_from([1800, 7200, 86400]))), "second"))
        case "days":
            amount, unit = draw(
                st.sampled_from([(3, "day"), (1, "month"), (5, "working_day"), (30, "day"), (0, "day")])
            )
            return m.Within(m.Duration(Fraction(amount), unit), rolling=rolling)
        case "by":
            limit = e.instant(draw, here, 1) if draw(st.booleans()) else e.day(draw, here, 1)
            return m.By(limit, rolling=rolling and isinstance(limit.type, types.DateType))
        case "every":
            every: m.Every = draw(_every(here))
            return every
        case "promptly":
            return m.Within(_length(here, "promptly"), "town.promptly")
        case _:
            return None


def _length(here: Surroundings, parameter: str) -> m.Duration | None:
    value = next(p.value for p in here.parameters if p.name == parameter)
    return value if isinstance(value, m.Duration) else None


@st.composite
def _every(draw: Draw, here: Surroundings) -> m.Every:
    if draw(st.integers(0, 3)) == 0:
        return m.Every(None, parameter="town.drill_interval", length=_length(here, "drill_interval"))
    unit = draw(
        st.sampled_from(["day", "week", "third_of_month", "half_month", "month", "quarter", "half_year", "year"])
    )
    days = [None, 5, 31, 90] if unit == "year" else [None, 5, 31]
    return m.Every(unit, draw(st.sampled_from(days)) if unit != "day" else None)
