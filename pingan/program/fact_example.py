"""A fact file to begin with: one value for everything that a vocabulary asks, as data or as YAML to uncomment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import assert_never

from pingan.diagnostics.plain import plain
from pingan.language.shapes import Interval
from pingan.language.to_data import interval_data, scalar_data
from pingan.language.types import (
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
from pingan.model.nodes import Field, Member, Vocabulary
from pingan.program.fact_bounds import closed, declared_range, range_text

DAY = date(2016, 1, 5)
INSTANT = "2016-01-05T10:30:00+08:00"


def example(vocabulary: Vocabulary) -> dict[str, object]:
    """Facts with one value for every fact and field, accepted by `check_facts` from 2016-01-06 on."""
    facts = (f for _, f in sorted(vocabulary.facts.items()))
    return {f.name: _field(f.field, vocabulary) for f in facts if f.field}


def template(vocabulary: Vocabulary) -> str:
    """A YAML file with every fact, commented out: a label, what it may be, and an example of each.

    Lines that begin with ``##`` are remarks; taking the ``# `` from any other line (and from those above it that
    it stands under) makes it a fact.
    """
    lines = [
        "## Uncomment what is known. What stays commented out is unknown, which is an answer, too.",
        "## Instead of a value you may write bounds, {at_least: 3, less_than: 5}; some possible members,",
        "## {one_of: [a, b]}; or a list that may be longer, {known: [a], open: true}. A plain list is complete.",
        "## null says that something is known not to exist; only where it says so.",
    ]
    for _, fact in sorted(vocabulary.facts.items()):
        if fact.field:
            lines += ["##", *(f"# {line}" for line in _lines(fact.field, vocabulary, 0))]
    return "\n".join(lines) + "\n"


# --- values --------------------------------------------------------------------------------------------------


def _field(field: Field, vocabulary: Vocabulary) -> object:
    value = _value(field.type, vocabulary)
    if field.judgement is None or not field.judgement.authorities:
        return value
    return {"value": value, "by": field.judgement.authorities[0], "at": INSTANT}


def _value(type: Type, vocabulary: Vocabulary) -> object:
    match type:
        case BooleanType():
            return True
        case NumberType() | DurationType():
            return _number(type)
        case TextType():
            return "text"
        case DateType():
            return DAY.isoformat()
        case DateTimeType():
            return INSTANT
        case PeriodType():
            return {"from": DAY.isoformat(), "until": None}
        case EnumType():
            return type.members[0]
        case ActorType():
            return min(vocabulary.actors, default="nobody")
        case RecordType():
            record = vocabulary.records[type.name]
            return {name: _field(field, vocabulary) for name, field in record.fields.items()}
        case SetType():
            known = not isinstance(type.element, ActorType) or bool(vocabulary.actors)
            return [_value(type.element, vocabulary)] if known else []
        case ListType():
            return [_value(type.element, vocabulary)]
        case UnknownType():
            return None
        case _:
            assert_never(type)


def _number(type: NumberType | DurationType) -> object:
    """A small number in the declared range."""
    duration = isinstance(type, DurationType)
    declared = declared_range(type)
    wanted = Fraction(7200) if duration else Fraction(1)
    low, high = declared.low, declared.high
    assert not isinstance(low, date) and not isinstance(high, date)
    within = Interval(wanted, wanted, False, False)
    if (low is not None and low >= wanted) or (high is not None and high <= wanted):
        if low is not None and not declared.low_open:
            within = Interval(low, low, False, False)
        elif high is not None and not declared.high_open:
            within = Interval(high, high, False, False)
        else:
            middle = (low or 0) + Fraction(1, 2) * ((high - low) if low is not None and high is not None else 2)
            within = Interval(middle, middle, False, False)
    return interval_data(closed(within, type) or within, duration=duration)


# --- the template --------------------------------------------------------------------------------------------


def _lines(field: Field, vocabulary: Vocabulary, depth: int) -> Iterator[str]:
    margin = "  " * depth
    remark = "; ".join(part for part in (_label(field), _allowed(field, vocabulary)) if part)
    fields = _record_fields(field.type, vocabulary)
    if fields is None or field.judgement is not None:
        yield f"{margin}{field.name}: {_flow(_field(field, vocabulary))}  # {remark}"
        return
    listed = isinstance(field.type, ListType)
    if not fields:
        yield f"{margin}{field.name}: {'[]' if listed else '{}'}  # {remark}"
        return
    yield f"{margin}{field.name}:" + (f"  # {remark}" if remark else "")
    mark = "  - " if listed else "  "
    for inner in fields.values():
        for line in _lines(inner, vocabulary, 0):
            yield f"{margin}{mark}{line}"
            mark = "    " if listed else "  "


def _record_fields(type: Type, vocabulary: Vocabulary) -> Mapping[str, Field] | None:
    element = type.element if isinstance(type, ListType) else type
    return vocabulary.records[element.name].fields if isinstance(element, RecordType) else None


def _label(field: Field) -> str:
    return _remark(field.label) if field.label else ""


def _remark(text: str) -> str:
    """*text* so that it stays in its comment."""
    return plain(text)


def _allowed(field: Field, vocabulary: Vocabulary) -> str:
    """What a field may be, in words."""
    text = _type_text(field.type, vocabulary)
    if field.judgement is not None:
        names = " or ".join(field.judgement.authorities) or "anybody who says so"
        text += f", as determined by {names}"
    if field.optional:
        text += ", or null" if text else "or null"
    return text


def _type_text(type: Type, vocabulary: Vocabulary) -> str:
    match type:
        case BooleanType():
            return "true or false"
        case NumberType() | DurationType():
            kind = "a length of time" if isinstance(type, DurationType) else "a number"
            kind = "a whole number" if isinstance(type, NumberType) and type.integer else kind
            duration = isinstance(type, DurationType)
            within = range_text(declared_range(type), lambda end: str(scalar_data(end, duration=duration)))
            return f"{kind} {within}".rstrip()
        case TextType():
            return "text"
        case DateType():
            return "a date"
        case DateTimeType():
            return "an instant with its offset from UTC"
        case PeriodType():
            return "a period; null: open"
        case EnumType():
            return f"one of {_members(type, vocabulary)}"
        case ActorType():
            return "an actor, or the path of a record that is one"
        case RecordType():
            return ""
        case SetType(element=EnumType() as enum):
            return f"any of {_members(enum, vocabulary)}"
        case SetType():
            return "a set of actors"
        case ListType(element=element):
            inner = _type_text(element, vocabulary)
            return f"a list, each {inner}" if inner else "a list"
        case UnknownType():
            return ""
        case _:
            assert_never(type)


def _members(type: EnumType, vocabulary: Vocabulary) -> str:
    declared = vocabulary.enums.get(type.name)
    members = declared.members if declared else tuple(Member(m) for m in type.members)
    joint = " < " if type.ordered else ", "
    return joint.join(f"{m.name} ({_remark(m.label)})" if m.label else m.name for m in members)


def _flow(value: object) -> str:
    """*value* in YAML's flow style. Texts that YAML would read as something else stand in quotes."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case str():
            return value if value.isidentifier() and value.lower() not in ("null", "true", "false") else f'"{value}"'
        case _:
            return str(value)
