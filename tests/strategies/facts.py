"""Strategies for facts as plain data: known, unknown, bounded, open; what adds to them; and complete worlds.

Values are Python's exact ones (int, Fraction, date, datetime, timedelta), which fact checking takes as they are.
Every pool of values is small, so that facts meet the constants of drawn policies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from pingan.language import types
from pingan.language.shapes import Interval
from pingan.model import nodes as m
from tests.strategies.vocabularies import VOCABULARY

Draw = Callable[[st.SearchStrategy[Any]], Any]
Data = dict[str, Any]

DAYS = [date(2016, 1, day) for day in (4, 5, 6, 15, 31)] + [date(2016, 2, 5), date(2016, 2, 29), date(2016, 3, 31)]
INSTANTS = [
    datetime(2016, 1, 5, 2, 0, tzinfo=UTC),
    datetime(2016, 1, 5, 15, 59, 59, tzinfo=UTC),
    datetime(2016, 1, 5, 16, 0, tzinfo=UTC),
    datetime(2016, 1, 6, 4, 0, tzinfo=UTC),
    datetime(2016, 2, 5, 4, 0, tzinfo=UTC),
    datetime(2016, 3, 1, 4, 0, tzinfo=UTC),
]
INTEGERS = list(range(6))
DECIMALS = [Fraction(n, 4) for n in range(-2, 9)] + [Fraction(1, 3)]
LENGTHS = [timedelta(hours=h) for h in (0, 1, 2, 24, 48, 720)]
WORDS = ["", "oak", "elm"]
LOWER, UPPER = ("at_least", "more_than"), ("at_most", "less_than")


def pool(type_: types.Type, vocabulary: m.Vocabulary = VOCABULARY) -> list[Any]:
    """The values that facts of a scalar type are drawn from."""
    match type_:
        case types.BooleanType():
            return [False, True]
        case types.EnumType(members=members):
            return list(members)
        case types.NumberType(integer=integer, interval=interval):
            inside = [n for n in (INTEGERS if integer else DECIMALS) if _inside(n, interval)]
            return inside or [end for end in (interval.low, interval.high) if end is not None]
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


def _inside(value: Any, interval: Interval) -> bool:
    above = interval.low is None or value > interval.low or (value == interval.low and not interval.low_open)
    return above and (
        interval.high is None or value < interval.high or (value == interval.high and not interval.high_open)
    )


def is_interval(type_: types.Type) -> bool:
    return isinstance(type_, types.NumberType | types.DurationType | types.DateType | types.DateTimeType)


def read_facts(policy: m.Policy) -> list[str]:
    """The facts that *policy* reads: only these are worth drawing."""
    found: set[str] = set()

    def walk(node: object) -> None:
        if isinstance(node, m.FactValue):
            found.add(node.name)
        elif isinstance(node, tuple | list):
            for part in node:
                walk(part)
        elif isinstance(node, Mapping):
            for part in node.values():
                walk(part)
        elif hasattr(node, "__attrs_attrs__") and not isinstance(node, types.Type):
            for attribute in node.__attrs_attrs__:
                walk(getattr(node, attribute.name))

    for part in (policy.headers, policy.rules, policy.definitions):
        walk(part)
    return sorted(found)


# --- what may be given ------------------------------------------------------------------------------------------


@st.composite
def facts(draw: Draw, policy: m.Policy) -> Data:
    """A fact file for what *policy* reads: some of it known, some bounded, some open, some not given."""
    fields = {name: policy.vocabulary.facts[name].field for name in read_facts(policy)}
    return _record(draw, {name: f for name, f in fields.items() if f is not None}, policy.vocabulary, known=False)


@st.composite
def worlds(draw: Draw, policy: m.Policy) -> Data:
    """A fact file that leaves nothing open of what *policy* reads."""
    fields = {name: policy.vocabulary.facts[name].field for name in read_facts(policy)}
    return _record(draw, {name: f for name, f in fields.items() if f is not None}, policy.vocabulary, known=True)


@st.composite
def additions(draw: Draw, given: Data, policy: m.Policy) -> Data:
    """A fact file that adds to *given*: it allows fewer worlds, or the same."""
    return _more(draw, given, policy, known=False)


@st.composite
def completions(draw: Draw, given: Data, policy: m.Policy) -> Data:
    """One world that *given* allows."""
    return _more(draw, given, policy, known=True)


def _more(draw: Draw, given: Data, policy: m.Policy, *, known: bool) -> Data:
    names = sorted({*given, *read_facts(policy)})
    fields = {name: policy.vocabulary.facts[name].field for name in names}
    return _narrow_record(
        draw, given, {n: f for n, f in fields.items() if f is not None}, policy.vocabulary, known=known
    )


def _record(
    draw: Draw, fields: Mapping[str, m.Field], vocabulary: m.Vocabulary, *, known: bool, depth: int = 0
) -> Data:
    found: Data = {}
    for name, declared in fields.items():
        if not known and draw(st.integers(0, 3)) == 0:
            continue
        found[name] = _given(draw, declared, vocabulary, known=known, depth=depth)
    return found


def _given(draw: Draw, declared: m.Field, vocabulary: m.Vocabulary, *, known: bool, depth: int) -> Any:
    if declared.optional and draw(st.integers(0, 3)) == 0:
        return None
    value = _value(draw, declared.type, vocabulary, known=known, depth=depth)
    if declared.judgement is not None and draw(st.booleans()):
        authorities = declared.judgement.authorities or tuple(vocabulary.actors)
        return {"value": value, "by": draw(st.sampled_from(authorities)), "at": INSTANTS[0]}
    return value


def _value(draw: Draw, type_: types.Type, vocabulary: m.Vocabulary, *, known: bool, depth: int) -> Any:
    match type_:
        case types.RecordType(name=name):
            return _record(draw, vocabulary.records[name].fields, vocabulary, known=known, depth=depth + 1)
        case types.ListType(element=element):
            size = draw(st.integers(0, 2 if depth == 0 else 1))
            listed = [_value(draw, element, vocabulary, known=known, depth=depth + 1) for _ in range(size)]
            _name(listed, element, vocabulary)
            return {"known": listed, "open": True} if not known and draw(st.booleans()) else listed
        case types.SetType(element=element):
            members = draw(st.lists(st.sampled_from(pool(element, vocabulary)), unique=True, max_size=3))
            if known or draw(st.booleans()):
                return members
            if draw(st.booleans()):
                return {"known": members, "open": True}
            return {"known": members[:1], "possible": members}
        case types.PeriodType():
            return _period(draw, known=known)
    if known or draw(st.booleans()):
        return draw(st.sampled_from(pool(type_, vocabulary)))
    return _bounded(draw, type_, vocabulary)


def _name(listed: list[Any], element: types.Type, vocabulary: m.Vocabulary) -> None:
    """No two elements of a list have one key: where a key is given, it is the element's place."""
    fields = vocabulary.records[element.name].fields if isinstance(element, types.RecordType) else {}
    for key in (f.name for f in fields.values() if f.key and isinstance(f.type, types.TextType)):
        for place, each in enumerate(listed, start=1):
            if key in each:
                each[key] = f"no. {place}"


def _period(draw: Draw, *, known: bool) -> Data:
    first, last = sorted(draw(st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS))))
    ends = {"from": first, "until": last}
    match draw(st.sampled_from(["both", "open", "unknown"])):
        case "open":
            return {**ends, draw(st.sampled_from(["from", "until"])): None}
        case "unknown" if not known:
            return {name: ends[name] for name in [draw(st.sampled_from(["from", "until"]))]}
    return ends


def _bounded(draw: Draw, type_: types.Type, vocabulary: m.Vocabulary) -> Any:
    values = pool(type_, vocabulary)
    if isinstance(type_, types.BooleanType):
        return draw(st.sampled_from(values))
    if not is_interval(type_):
        return {"one_of": draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True))}
    least, greatest = sorted(draw(st.lists(st.sampled_from(values), min_size=2, max_size=2)))
    bounds = {draw(st.sampled_from(LOWER)): least, draw(st.sampled_from(UPPER)): greatest}
    bounds = dict(list(bounds.items())[slice(*draw(st.sampled_from([(0, 2), (0, 1), (1, 2)])))])
    return bounds if _choices(type_, bounds) else greatest


# --- what adds to it --------------------------------------------------------------------------------------------


def _narrow_record(
    draw: Draw, given: Data, fields: Mapping[str, m.Field], vocabulary: m.Vocabulary, *, known: bool, depth: int = 0
) -> Data:
    found: Data = {}
    for name, declared in fields.items():
        if name not in given:
            if known or draw(st.booleans()):
                found[name] = _given(draw, declared, vocabulary, known=known, depth=depth)
            continue
        value = given[name]
        if value is None or (not known and draw(st.booleans())):
            found[name] = value
        elif declared.judgement is not None and isinstance(value, dict) and "value" in value:
            found[name] = {
                **value,
                "value": _narrow(draw, value["value"], declared.type, vocabulary, known=known, depth=depth),
            }
        else:
            found[name] = _narrow(draw, value, declared.type, vocabulary, known=known, depth=depth)
    return found


def _narrow(draw: Draw, given: Any, type_: types.Type, vocabulary: m.Vocabulary, *, known: bool, depth: int) -> Any:
    match type_:
        case types.RecordType(name=name):
            return _narrow_record(
                draw, given, vocabulary.records[name].fields, vocabulary, known=known, depth=depth + 1
            )
        case types.ListType(element=element):
            listed = given["known"] if isinstance(given, dict) else given
            still = [_narrow(draw, x, element, vocabulary, known=known, depth=depth + 1) for x in listed]
            if not isinstance(given, dict):
                return still
            more = draw(st.integers(0, 1))
            still += [_value(draw, element, vocabulary, known=known, depth=depth + 1) for _ in range(more)]
            _name(still, element, vocabulary)
            return {"known": still, "open": True} if not known and draw(st.booleans()) else still
        case types.SetType(element=element):
            return _narrow_set(draw, given, pool(element, vocabulary), known=known)
    if isinstance(type_, types.PeriodType):
        unknown = [name for name in ("from", "until") if name not in given]
        return {**given, **{name: None for name in unknown if known or draw(st.booleans())}}
    if not isinstance(given, dict):
        return given
    if known or draw(st.booleans()):
        return draw(st.sampled_from(given["one_of"] if "one_of" in given else _choices(type_, given)))
    if "one_of" in given:
        return {"one_of": draw(st.lists(st.sampled_from(given["one_of"]), min_size=1, unique=True))}
    tighter = {**given, "at_least": draw(st.sampled_from(_choices(type_, given)))}
    return tighter if _choices(type_, tighter) else given


def _narrow_set(draw: Draw, given: Any, members: list[Any], *, known: bool) -> Any:
    if not isinstance(given, dict):
        return given
    possible = given.get("possible", members)
    surely = list(given["known"])
    surely += [x for x in possible if x not in surely and draw(st.booleans())]
    if known or draw(st.booleans()):
        return surely
    return {"known": surely, "possible": [x for x in possible if x in surely or draw(st.booleans())]}


def _choices(type_: types.Type, bounds: Data) -> list[Any]:
    """Some values within *bounds*: those of the pool, and one in the middle where there is room."""

    def fits(value: Any) -> bool:
        return (
            ("at_least" not in bounds or value >= bounds["at_least"])
            and ("more_than" not in bounds or value > bounds["more_than"])
            and ("at_most" not in bounds or value <= bounds["at_most"])
            and ("less_than" not in bounds or value < bounds["less_than"])
        )

    lowest = max((bounds[name] for name in LOWER if name in bounds), default=None)
    highest = min((bounds[name] for name in UPPER if name in bounds), default=None)
    between = []
    whole = isinstance(type_, types.DateType) or (isinstance(type_, types.NumberType) and type_.integer)
    if lowest is not None and highest is not None and not whole:
        between.append(lowest + (highest - lowest) / 2)
    return sorted({value for value in [*pool(type_), *between] if fits(value)})
