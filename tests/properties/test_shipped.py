"""The policies that ship, held against the reference on facts that nobody thought of."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pingan import pipeline
from pingan.stdlib import standard_environment
from pingan.testing.laws import MONOTONE, Trial
from pingan.testing.laws.checking import look
from pingan.testing.laws.conclusions import Conclusions
from pingan.testing.laws.law import Data
from tests.properties.agreement import differences
from tests.properties.cases import checked
from tests.properties.drawn import conclusions_of
from tests.reference import decide
from tests.strategies.facts import facts

SHIPPED = ("national", "jilin")
MOMENTS = [
    datetime.fromisoformat("2016-06-01T10:00+08:00"),
    date(2018, 12, 31),
    datetime.fromisoformat("2020-07-01T00:00Z"),
]
FEW = settings(max_examples=max(5, settings.default.max_examples // 5) if settings.default else 5)


@cache
def loaded(name: str) -> pipeline.Policy:
    return pipeline.load(name)


@pytest.mark.parametrize("name", SHIPPED)
@FEW
@given(st.data(), st.sampled_from(MOMENTS))
def test_a_shipped_policy_decides_as_the_reference_reads(
    name: str, data: st.DataObject, as_of: date | datetime
) -> None:
    policy = loaded(name)
    given_facts = checked(data.draw(facts(policy.model), label="facts"), policy.model, as_of)
    expected = decide(policy.model, given_facts, as_of, standard_environment())
    assert differences(expected, policy.program.evaluate(given_facts, as_of=as_of)) == []


@pytest.mark.parametrize("name", SHIPPED)
@FEW
@given(st.data(), st.sampled_from(MOMENTS))
def test_knowing_more_never_widens_what_a_shipped_policy_says(
    name: str, data: st.DataObject, as_of: date | datetime
) -> None:
    def by_reference(trial: Trial, given: Data) -> Conclusions:
        model = trial.policy.model
        return conclusions_of(decide(model, checked(given, model, as_of), as_of, standard_environment()))

    look(MONOTONE, Trial(loaded(name), data.draw, as_of, conclude=by_reference))
