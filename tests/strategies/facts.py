"""Facts for drawn models, by the package's own strategies: of every fact that a policy reads all that is in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from pingan.language import types
from pingan.model import nodes as m
from pingan.testing import facts as drawn_facts
from pingan.testing.strategies import facts as package
from pingan.testing.strategies.drawing import Data, Drawing
from pingan.testing.strategies.models.surroundings import pool
from pingan.testing.strategies.narrowing import exact_scalar
from pingan.testing.strategies.plans import plan_for, plans_of

__all__ = ["Data", "additions", "completions", "facts", "field_values", "pool", "worlds"]


def read_facts(policy: m.Policy) -> list[str]:
    return sorted(plans_of(policy).facts)


def facts(policy: m.Policy) -> st.SearchStrategy[Data]:
    """A fact file for what *policy* reads: some of it known, some bounded, some open, some not given."""
    return _exactly(drawn_facts(policy, only=read_facts(policy)), policy)


def worlds(policy: m.Policy) -> st.SearchStrategy[Data]:
    """A fact file that leaves nothing open of what *policy* reads."""
    return _exactly(drawn_facts(policy, known=True, only=read_facts(policy)), policy)


def additions(given: Data, policy: m.Policy) -> st.SearchStrategy[Data]:
    """A fact file that adds to *given*: it allows fewer worlds, or the same."""
    return _exactly(package.additions(policy, given), policy)


def completions(given: Data, policy: m.Policy) -> st.SearchStrategy[Data]:
    """One world that *given* allows."""
    return _exactly(package.completions(policy, given), policy)


@st.composite
def field_values(draw: st.DrawFn, declared: m.Field, vocabulary: m.Vocabulary, *, known: bool) -> Any:
    """A value of the field or fact *declared*, whatever policy reads it."""
    plans = plan_for(declared, vocabulary)
    drawing = Drawing(plans, True if known else "partly")
    return exact_value(drawing.value(plans.facts[declared.name])(draw), declared.type, vocabulary)


# --- exact values ---------------------------------------------------------------------------------------------------


def _exactly(drawn: st.SearchStrategy[Data], policy: m.Policy) -> st.SearchStrategy[Data]:
    """Facts with Python's exact values (Fraction, date, datetime, timedelta), as programs have them."""
    fields = {name: fact.field for name, fact in policy.vocabulary.facts.items() if fact.field is not None}
    return drawn.map(lambda data: _fields(data, fields, policy.vocabulary))


def _fields(data: Data, fields: Mapping[str, m.Field], vocabulary: m.Vocabulary) -> Data:
    return {name: _field(value, fields[name], vocabulary) for name, value in data.items()}


def _field(given: Any, declared: m.Field, vocabulary: m.Vocabulary) -> Any:
    if declared.judgement is not None and isinstance(given, dict) and "value" in given:
        made = {"at": _moment(given["at"])} if "at" in given else {}
        return {**given, **made, "value": exact_value(given["value"], declared.type, vocabulary)}
    return exact_value(given, declared.type, vocabulary)


def _moment(given: str) -> date | datetime:
    return datetime.fromisoformat(given) if "T" in given else date.fromisoformat(given)


def exact_value(given: Any, type_: types.Type, vocabulary: m.Vocabulary) -> Any:
    """*given*, of a fact file, as an exact value."""
    if given is None:
        return None
    match type_, given:
        case types.RecordType(name=name), dict():
            return _fields(given, vocabulary.records[name].fields, vocabulary)
        case types.ListType(element=element), dict():
            return {**given, "known": [exact_value(x, element, vocabulary) for x in given["known"]]}
        case types.ListType(element=element), list():
            return [exact_value(x, element, vocabulary) for x in given]
        case types.SetType() | types.EnumType() | types.TextType() | types.ActorType() | types.BooleanType(), _:
            return given
        case types.PeriodType(), _:
            return {name: exact_value(end, types.DATE, vocabulary) for name, end in given.items()}
        case _, dict():
            return {name: exact_value(end, type_, vocabulary) for name, end in given.items()}
    found = exact_scalar(given, type_)
    if isinstance(type_, types.DurationType):
        return timedelta(microseconds=int(Fraction(found) * 1_000_000))
    return found
