"""What sensitive facts say is not told: only what they decide is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from attrs import evolve
from hypothesis import event, given, settings
from hypothesis import strategies as st

from pingan.graph.from_model import lower
from pingan.language import types
from pingan.model import nodes as m
from pingan.outcome.outcome import Outcome
from pingan.program.from_graph import compile_graph
from tests.properties.cases import ENVIRONMENT, instants
from tests.strategies.facts import Data, facts, field_values
from tests.strategies.models import models

Draw = Callable[[st.SearchStrategy[Any]], Any]


@st.composite
def with_sensitive_fields(draw: Draw, policy: m.Policy) -> m.Policy:
    """*policy* with some fields of its vocabulary, at any depth, called sensitive."""
    vocabulary = policy.vocabulary

    def marked(declared: m.Field) -> m.Field:
        return evolve(declared, sensitive=draw(st.integers(0, 2)) == 0)

    records = {
        name: evolve(record, fields={n: marked(f) for n, f in record.fields.items()})
        for name, record in vocabulary.records.items()
    }
    declared = {
        name: evolve(fact, field=marked(fact.field))
        for name, fact in vocabulary.facts.items()
        if fact.field is not None
    }
    return evolve(policy, vocabulary=evolve(vocabulary, records=records, facts=declared))


@st.composite
def other_secrets(draw: Draw, data: Data, fields: Mapping[str, m.Field], vocabulary: m.Vocabulary) -> Data:
    """*data* with other values for what is sensitive."""
    found: Data = {}
    for name, given_value in data.items():
        declared = fields[name]
        if declared.sensitive:
            found[name] = draw(field_values(declared, vocabulary, known=draw(st.booleans())))
            continue
        found[name] = _below(draw, given_value, declared.type, vocabulary)
    return found


def _below(draw: Draw, given_value: Any, type_: types.Type, vocabulary: m.Vocabulary) -> Any:
    match type_, given_value:
        case types.RecordType(name=name), dict():
            return draw(other_secrets(given_value, vocabulary.records[name].fields, vocabulary))
        case types.ListType(), {"known": [*items]}:
            return {**given_value, "known": [_below(draw, i, type_.element, vocabulary) for i in items]}
        case types.ListType(), [*items]:
            return [_below(draw, i, type_.element, vocabulary) for i in items]
    return given_value


def decision(outcome: Outcome) -> object:
    """Everything that a masked outcome takes from what was answered with the sensitive facts."""
    return (
        [(n.key, n.states, n.applicable, n.causes, n.overridden_by) for n in outcome.norms],
        [(f.kind, f.subject, f.message, f.causes) for f in outcome.findings],
        [(c.kind, c.left, c.right, c.holds, c.causes) for c in outcome.conflicts],
        outcome.policies,
        outcome.interpretations,
        [j.path for j in outcome.judgements],
        outcome.to_record()["masked"],
    )


@settings(deadline=None)
@given(st.data(), models(), instants())
def test_facts_that_differ_in_secrets_and_decide_the_same_are_told_alike(
    data: st.DataObject, drawn: m.Policy, as_of: date | datetime
) -> None:
    policy = data.draw(with_sensitive_fields(drawn), label="policy")
    fields = {name: fact.field for name, fact in policy.vocabulary.facts.items() if fact.field is not None}
    first = data.draw(facts(policy), label="facts")
    second = data.draw(other_secrets(first, fields, policy.vocabulary), label="other facts")
    program = compile_graph(lower(policy), ENVIRONMENT)
    one, other = (program.evaluate(each, as_of=as_of) for each in (first, second))
    if decision(one) != decision(other):
        event("decides otherwise")
        return
    event("secrets given" if one.to_record()["masked"] else "no secrets given")
    assert one.to_json() == other.to_json()
    assert repr(one) == repr(other)
    assert one.to_record() == other.to_record()
    for language in ("en", "zh"):
        assert one.to_text(language=language, full=True) == other.to_text(language=language, full=True)
        assert one.explain(language=language).to_dict() == other.explain(language=language).to_dict()
        for rule in policy.rules:
            assert one.explain(rule, language=language).to_text() == other.explain(rule, language=language).to_text()


@settings(deadline=None)
@given(st.data(), models(), instants())
def test_masking_changes_nothing_of_what_is_decided_and_nothing_twice(
    data: st.DataObject, drawn: m.Policy, as_of: date | datetime
) -> None:
    policy = data.draw(with_sensitive_fields(drawn), label="policy")
    given_facts = data.draw(facts(policy), label="facts")
    program = compile_graph(lower(policy), ENVIRONMENT)
    shown = program.evaluate(given_facts, as_of=as_of, show_sensitive=True)
    masked = program.evaluate(given_facts, as_of=as_of)
    assert [n.states for n in masked.norms] == [n.states for n in shown.norms]
    assert shown.masked().to_json() == masked.masked().to_json() == masked.to_json()
    assert shown.decision_digest == masked.decision_digest
    assert shown.to_record() == masked.to_record()
