"""A question as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from pingan.language import types
from pingan.language.to_data import interval_data, number_text
from pingan.outcome.questions import Option, Question, Waiting
from pingan.outcome.to_dict import citations_data, party_data

Data = dict[str, object]


def question_data(question: Question) -> Data:
    """*question* in plain data; values are as fact files have them."""
    return {
        "path": question.path,
        "label": question.label,
        "labels": list(question.labels),
        "kind": question.kind,
        "type": type_data(question.type),
        "options": [_option_data(option) for option in question.options],
        "optional": question.optional,
        "sensitive": question.sensitive,
        "authorities": None if question.authorities is None else list(question.authorities),
        "count": question.count,
        "key": question.key,
        "conclusions": question.conclusions,
        "scopes": list(question.scopes),
        "gain": _gain(question.gain),
        "proven": question.proven,
        "weighed": question.weighed,
        "why": [_waiting_data(waiting) for waiting in question.why],
    }


def _gain(gain: Fraction) -> object:
    return gain.numerator if gain.denominator == 1 else number_text(gain)


def _option_data(option: Option) -> Data:
    value = dict(option.value) if isinstance(option.value, Mapping) else option.value
    return {"value": value, "label": option.label, "settles": option.settles}


def _waiting_data(waiting: Waiting) -> Data:
    return {
        "norm": waiting.norm,
        "rule": waiting.rule,
        "label": waiting.label,
        "bearer": party_data(waiting.bearer),
        "duty": waiting.duty,
        "citations": citations_data(waiting.citations),
    }


def type_data(type: types.Type) -> Data:
    """A type: its name, and what bounds the values."""
    match type:
        case types.NumberType(integer=integer, interval=interval):
            return {"name": "integer" if integer else "decimal", "range": interval_data(interval)}
        case types.DurationType(interval=interval):
            return {"name": "duration", "range": interval_data(interval, duration=True)}
        case types.EnumType(name=name, ordered=ordered):
            return {"name": "enum", "enum": name, "ordered": ordered}
        case types.RecordType(name=name):
            return {"name": "record", "record": name}
        case types.SetType(element=element):
            return {"name": "set", "of": type_data(element)}
        case types.ListType(element=element):
            return {"name": "list", "of": type_data(element)}
        case _:
            return {"name": type.__class__.__name__.removesuffix("Type").lower()}
