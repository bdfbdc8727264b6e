"""A fact file to begin with: one value for everything that a vocabulary asks, as data."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import assert_never

from pingan.language.shapes import Interval
from pingan.language.to_data import interval_data
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
from pingan.model.nodes import Field, Vocabulary
from pingan.program.fact_bounds import closed, declared_range

DAY = date(2016, 1, 5)
INSTANT = "2016-01-05T10:30:00+08:00"


def example(vocabulary: Vocabulary) -> dict[str, object]:
    """Facts with one value for every fact and field, accepted by `check_facts` from 2016-01-06 on."""
    facts = (f for _, f in sorted(vocabulary.facts.items()))
    return {f.name: field_example(f.field, vocabulary) for f in facts if f.field}


# --- values --------------------------------------------------------------------------------------------------


def field_example(field: Field, vocabulary: Vocabulary) -> object:
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
            return {name: field_example(field, vocabulary) for name, field in record.fields.items()}
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
