"""Which rules apply, and the norms of those alone, are what the reference and the whole outcome have of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

from hypothesis import event, given, settings
from hypothesis import strategies as st

from pingan.graph.from_model import lower
from pingan.model import nodes as m
from pingan.program.from_graph import compile_graph
from tests.properties.cases import ENVIRONMENT, checked, instants
from tests.properties.test_masking import with_sensitive_fields
from tests.properties.test_quick_reasons import told_quickly
from tests.reference import Rules
from tests.reference_expressions import Listed
from tests.strategies.facts import Data, facts, worlds
from tests.strategies.models import models

BOUNDS = {"at_least", "more_than", "at_most", "less_than", "from", "until", "includes", "within"}


def claims(policy: m.Policy, data: Data, as_of: date | datetime) -> dict[str, list[frozenset[bool]]]:
    """Whether each rule applies, for every element, says the reference."""
    reading = Rules(policy, checked(data, policy, as_of).values, as_of, ENVIRONMENT, {})

    def of_rule(rule: m.Rule) -> Iterator[frozenset[bool]]:
        for b in reading.each(rule):
            applies: m.Expression = reading.applicability(rule, b)
            if not all(x.surely for x in b.values()):
                why = [reading.in_list(each, b) for each in rule.each if not b[each.variable].surely]
                applies = m.And((applies, *(Listed(causes) for causes in why)))
            yield reading.holds(applies, b)

    return {key: list(of_rule(rule)) for key, rule in policy.rules.items()}


def plain(data: Data) -> Data:
    """*data* without what tables do not know: bounds, what is partly known, lists of records; numbers as text."""
    found: Data = {}
    for name, value in data.items():
        match value:
            case Fraction():
                found[name] = str(value)
            case dict() if not value.keys() & {"known", "one_of", "value", *BOUNDS}:
                found[name] = plain(value)
            case [*items] if all(isinstance(item, str) for item in items):
                found[name] = items
            case dict() | list():
                pass
            case _:
                found[name] = value
    return found


@given(st.data(), models(), instants())
def test_rules_apply_as_the_reference_says(data: st.DataObject, policy: m.Policy, as_of: date | datetime) -> None:
    given_facts = data.draw(facts(policy), label="facts")
    program = compile_graph(lower(policy), ENVIRONMENT)
    expected = claims(policy, given_facts, as_of)
    surely = {key for key, found in expected.items() if {True} in found}
    perhaps = {key for key, found in expected.items() if any(True in claim for claim in found)}
    for _ in range(3):  # rule by rule, then test by test
        outcome = program.evaluate(given_facts, as_of=as_of)
        assert outcome.applicable_rules == tuple(sorted(surely))
        assert outcome.undecided_rules == tuple(sorted(perhaps - surely))


@settings(deadline=None)
@given(st.data(), models(), instants(), st.booleans())
def test_the_norms_of_rules_that_may_apply_are_those_of_the_whole(
    data: st.DataObject, drawn: m.Policy, as_of: date | datetime, show: bool
) -> None:
    policy = data.draw(with_sensitive_fields(drawn), label="policy")
    given_facts = data.draw(facts(policy), label="facts")
    program = compile_graph(lower(policy), ENVIRONMENT)
    early, late = (program.evaluate(given_facts, as_of=as_of, show_sensitive=show) for _ in range(2))
    first = early.applicable_norms  # before all norms are known
    rules = {*early.applicable_rules, *early.undecided_rules}
    whole = late.norms
    assert first == early.applicable_norms == late.applicable_norms
    assert first == tuple(n for n in whole if f"{n.policy}.{n.rule}" in rules)
    assert early.norms == whole


@settings(deadline=None)
@given(st.data(), models(), instants(), st.booleans())
def test_a_rule_is_explained_alike_whatever_was_asked_before(
    data: st.DataObject, drawn: m.Policy, as_of: date | datetime, show: bool
) -> None:
    policy = data.draw(with_sensitive_fields(drawn), label="policy")
    given_facts = data.draw(facts(policy), label="facts")
    program = compile_graph(lower(policy), ENVIRONMENT)
    early, late = (program.evaluate(given_facts, as_of=as_of, show_sensitive=show) for _ in range(2))
    told = {rule: early.explain(rule) for rule in policy.rules}
    assert late.explain().reasons == early.explain().reasons
    for rule, explanation in told.items():
        assert explanation.reasons == late.explain(rule).reasons
        assert str(explanation) == str(late.explain(rule))


@settings(deadline=None)
@given(st.data(), models(), instants(), st.booleans())
def test_what_tables_decide_is_what_is_worked_out_from_checked_facts(
    data: st.DataObject, drawn: m.Policy, as_of: date | datetime, show: bool
) -> None:
    policy = data.draw(with_sensitive_fields(drawn), label="policy")
    program = compile_graph(lower(policy), ENVIRONMENT)
    given_facts = data.draw(facts(policy) | worlds(policy), label="facts")
    if data.draw(st.booleans(), label="plain"):
        given_facts = plain(given_facts)
    slow, *fast = (program.evaluate(given_facts, as_of=as_of, show_sensitive=show) for _ in range(3))
    event("by tables" if fast[0]._decision is not None else "from checked facts")
    for outcome in fast:
        assert outcome.applicable_rules == slow.applicable_rules
        assert outcome.undecided_rules == slow.undecided_rules
        assert outcome.applicable_norms == slow.applicable_norms
        assert outcome.facts_digest == slow.facts_digest
        assert outcome.to_json() == slow.to_json()
        assert outcome.to_record() == slow.to_record()


@settings(deadline=None)
@given(st.data(), models(), instants(), instants())
def test_what_was_said_of_other_facts_is_not_said_of_these(
    data: st.DataObject, drawn: m.Policy, earlier: date | datetime, as_of: date | datetime
) -> None:
    policy = data.draw(with_sensitive_fields(drawn), label="policy")
    program, fresh = (compile_graph(lower(policy), ENVIRONMENT) for _ in range(2))
    given_facts = data.draw(facts(policy) | worlds(policy), label="facts")
    for other in data.draw(st.lists(facts(policy) | worlds(policy), max_size=3), label="other facts"):
        program.evaluate(other, as_of=earlier, show_sensitive=True).explain()
        program.evaluate(other, as_of=as_of).explain(language="zh")
    for language in ("en", "zh"):
        found = program.evaluate(given_facts, as_of=as_of).explain(language=language)
        expected = fresh.evaluate(given_facts, as_of=as_of).explain(language=language)
        assert found == expected
        assert found.to_dict() == expected.to_dict()


@settings(deadline=None)
@given(st.data(), models(), instants())
def test_rules_that_apply_are_explained_alike_from_tables_and_from_checked_facts(
    data: st.DataObject, drawn: m.Policy, as_of: date | datetime
) -> None:
    policy = data.draw(with_sensitive_fields(drawn), label="policy")
    program = compile_graph(lower(policy), ENVIRONMENT)
    several = data.draw(st.lists(worlds(policy) | facts(policy), min_size=1, max_size=3), label="facts")
    for given_facts in map(plain, several * 2):
        outcome = program.evaluate(given_facts, as_of=as_of)
        fresh = compile_graph(lower(policy), ENVIRONMENT).evaluate(given_facts, as_of=as_of)
        for rule in outcome.applicable_rules:
            for language in ("en", "zh"):
                found = outcome.explain(rule, language=language)
                assert found.to_dict() == fresh.explain(rule, language=language).to_dict()
                assert found.to_text() == fresh.explain(rule, language=language).to_text()
    event("some told quickly" if told_quickly(program) else "none told quickly")
