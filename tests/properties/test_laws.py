"""The laws of the page "Meaning, precisely", for small policies, of the program and of the reference."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from pingan.language import types
from pingan.model import nodes as m
from pingan.testing import DrawnPolicy, policies
from pingan.testing.laws import LAWS, SAME_EVERYWHERE, Law, Trial, look
from pingan.testing.laws.conclusions import FACTS, Conclusions
from pingan.testing.laws.law import Data
from pingan.testing.laws.places import Places
from tests.properties.cases import INSTANTS, decided, instants
from tests.properties.drawn import by_reference, conclusions_of, policy_of
from tests.strategies.facts import worlds
from tests.strategies.models import models

Conclude = Callable[[Trial, Data], Conclusions]


TRIED = [pytest.param(law, None, id=f"{law.name}-program") for law in LAWS]
TRIED += [pytest.param(law, by_reference, id=f"{law.name}-reference") for law in LAWS if law is not SAME_EVERYWHERE]


@pytest.mark.parametrize(("law", "conclude"), TRIED)
@settings(deadline=None)
@given(st.data(), models(), instants(), st.booleans())
def test_the_laws_hold_of_any_policy(
    law: Law, conclude: Conclude | None, data: st.DataObject, model: m.Policy, as_of: date | datetime, supplied: bool
) -> None:
    since = dict.fromkeys(model.rules, as_of) if supplied else {}
    look(law, Trial(policy_of(model), data.draw, as_of, since, conclude=conclude, thorough=True))


@pytest.mark.parametrize("law", [pytest.param(law, id=law.name) for law in LAWS])
@settings(deadline=None)
@given(st.data(), policies(dialect=None), instants())
def test_the_laws_hold_of_any_policy_in_text(
    law: Law, data: st.DataObject, policy: DrawnPolicy, as_of: date | datetime
) -> None:
    look(law, Trial(policy, data.draw, as_of, places=Places(policy), thorough=True))


@given(st.data(), models(), st.sampled_from(INSTANTS))
def test_with_every_fact_given_nothing_waits_for_a_fact(data: st.DataObject, policy: m.Policy, as_of: datetime) -> None:
    world = data.draw(worlds(policy), label="world")
    found = conclusions_of(decided(policy, world, as_of))
    assert {cause for each in found.open for cause in each.causes if cause.kind in FACTS} == set()


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


@pytest.mark.parametrize("reverse", [False, True])
@given(st.data(), models(), instants())
def test_the_order_of_declarations_means_nothing(
    reverse: bool, data: st.DataObject, policy: m.Policy, as_of: date | datetime
) -> None:
    trial = Trial(policy_of(policy), data.draw, as_of)
    given_facts = trial.facts()
    names = sorted(policy.rules, reverse=reverse)
    shuffled = evolve(policy, rules={name: policy.rules[name] for name in names})
    ours, theirs = (conclusions_of(decided(p, given_facts, as_of)) for p in (policy, shuffled))
    assert sorted(map(repr, ours.norms)) == sorted(map(repr, theirs.norms))
    assert ours.conflicts == theirs.conflicts and ours.definitions == theirs.definitions
