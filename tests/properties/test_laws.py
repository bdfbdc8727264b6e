"""The laws of the page "Meaning, precisely", for any small policy and any facts."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, note
from hypothesis import strategies as st

from pingan.language import types
from pingan.language.shapes import Truth
from pingan.model import nodes as m
from tests.properties.cases import INSTANTS, decided, instants
from tests.properties.containment import breaks
from tests.properties.restoring import only_others
from tests.reference import Decision
from tests.reference_values import settled
from tests.strategies.facts import additions, completions, facts, worlds
from tests.strategies.models import models

FACTS = {"missing", "bounded", "open", "judgement"}


@given(st.data(), models(), instants())
def test_facts_that_add_only_shrink_what_is_possible(
    data: st.DataObject, policy: m.Policy, as_of: date | datetime
) -> None:
    given_facts = data.draw(facts(policy), label="facts")
    added = data.draw(additions(given_facts, policy), label="added")
    wide, narrow = decided(policy, given_facts, as_of), decided(policy, added, as_of)
    assert breaks(narrow, wide) == []


@given(st.data(), models(), instants())
def test_what_is_so_in_a_world_was_held_possible(data: st.DataObject, policy: m.Policy, as_of: date | datetime) -> None:
    given_facts = data.draw(facts(policy), label="facts")
    world = data.draw(completions(given_facts, policy), label="world")
    wide, narrow = decided(policy, given_facts, as_of), decided(policy, world, as_of)
    assert breaks(narrow, wide) == []


@given(st.data(), models(), st.sampled_from(INSTANTS))
def test_with_every_fact_given_nothing_waits_for_a_fact(data: st.DataObject, policy: m.Policy, as_of: datetime) -> None:
    world = data.draw(worlds(policy), label="world")
    decision = decided(policy, world, as_of)
    waiting = {cause for _, causes in open_conclusions(decision) for cause in causes if cause.kind in FACTS}
    assert waiting == set()


@given(st.data(), models(), st.sampled_from(INSTANTS))
def test_with_everything_given_every_conclusion_is_settled(
    data: st.DataObject, policy: m.Policy, as_of: datetime
) -> None:
    world = data.draw(worlds(policy), label="world")
    policy = with_everything_set(policy)
    since = dict.fromkeys(policy.rules, as_of)
    for norm in decided(policy, world, as_of, since).norms:
        # A time of day that a date does not have, days past the calendar, and `fulfilled when` after the deadline
        # (which says that it was done and not when) stay open whatever is given.
        beyond = {cause.kind for cause in norm.causes} & {"time_of_day", "calendar", "first_held"}
        timeless = {"fulfilled", "late"} <= norm.states
        follows = norm.depth > 0
        assert len(norm.states) == 1 or beyond or timeless or follows, norm


def with_everything_set(policy: m.Policy) -> m.Policy:
    """*policy* with its parameters set and its readings chosen."""
    lengths = m.Duration(Fraction(7200), "second")
    parameters = {
        key: p
        if p.value is not None
        else evolve(p, value=m.Constant(2, type=types.INTEGER) if p.name == "limit" else lengths)
        for key, p in policy.parameters.items()
    }
    chosen = {key: evolve(i, chosen="narrow") for key, i in policy.interpretations.items()}
    rules = {key: evolve(r, norms=tuple(map(_with_length, r.norms))) for key, r in policy.rules.items()}
    return evolve(policy, parameters=parameters, interpretations=chosen, rules=rules)


def _with_length(norm: m.Norm) -> m.Norm:
    """*norm* with a length for stretches whose parameter was not set."""
    deadline = norm.deadline
    if isinstance(deadline, m.Every) and deadline.unit is None and deadline.length is None:
        deadline = evolve(deadline, length=m.Duration(Fraction(2), "day"))
    return evolve(norm, deadline=deadline, otherwise=norm.otherwise and _with_length(norm.otherwise))


def open_conclusions(decision: Decision) -> list[tuple[Any, Any]]:
    """Every undetermined norm and definition, and the causes that it lists."""
    found: list[tuple[Any, Any]] = [(norm, norm.causes) for norm in decision.norms if len(norm.states) > 1]
    found += [(key, causes) for key, (shape, causes) in decision.definitions.items() if not settled(shape)]
    return found


@given(st.data(), models(), instants())
def test_every_undetermined_conclusion_says_what_it_waits_for(
    data: st.DataObject, policy: m.Policy, as_of: date | datetime
) -> None:
    decision = decided(policy, data.draw(facts(policy), label="facts"), as_of)
    policies = [causes for *standing, causes in decision.policies.values() if Truth.UNDETERMINED in standing]
    for conclusion, causes in open_conclusions(decision):
        # Causes of scope and in force are listed with the policy; `fulfilled when` after the deadline says no time.
        elsewhere = any(policies)
        timeless = not isinstance(conclusion, str) and {"fulfilled", "late"} <= conclusion.states
        assert causes or elsewhere or timeless or getattr(conclusion, "depth", 0), conclusion


@given(st.data(), models(), instants())
def test_facts_that_no_conclusion_waits_for_change_none(
    data: st.DataObject, policy: m.Policy, as_of: date | datetime
) -> None:
    before = data.draw(facts(policy), label="facts")
    added = data.draw(additions(before, policy), label="added")
    decision = decided(policy, before, as_of)
    scopes = frozenset(cause.subject for _, _, causes in decision.policies.values() for cause in causes)
    for conclusion, causes in open_conclusions(decision)[:3]:
        listed = frozenset(cause.subject for cause in causes) | scopes
        others = only_others(before, added, listed, policy)
        note(f"waiting for {sorted(listed)}, adding {others}")
        after = decided(policy, others, as_of)
        if isinstance(conclusion, str):
            assert after.definitions[conclusion][0] == decision.definitions[conclusion][0]
            continue
        same = [norm.states for norm in after.norms if norm.key == conclusion.key]
        assert same == [conclusion.states] * len(same) and same, conclusion


@pytest.mark.parametrize("reverse", [False, True])
@given(st.data(), models(), instants())
def test_the_order_of_declarations_and_keys_means_nothing(
    reverse: bool, data: st.DataObject, policy: m.Policy, as_of: date | datetime
) -> None:
    given_facts = data.draw(facts(policy), label="facts")
    names = sorted(policy.rules, reverse=reverse)
    shuffled = evolve(policy, rules={name: policy.rules[name] for name in names})
    turned = dict(reversed(given_facts.items()))
    ours, theirs = decided(policy, given_facts, as_of), decided(shuffled, turned, as_of)
    assert sorted(map(repr, ours.norms)) == sorted(map(repr, theirs.norms))
    assert ours.conflicts == theirs.conflicts and ours.definitions == theirs.definitions
