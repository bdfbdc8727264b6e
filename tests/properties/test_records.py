"""A record asks the same question again and gets the same bytes, whatever was asked."""

from __future__ import annotations

import json
from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from pingan.model import nodes as m
from pingan.model.loaded import Modules
from pingan.outcome.record import parse_record
from pingan.outcome.to_dict import canonical_json
from pingan.parts import Parts
from pingan.policy import Policy
from pingan.records import compare, replay
from tests.properties.cases import ENVIRONMENT, instants
from tests.properties.test_masking import with_sensitive_fields
from tests.strategies.facts import facts
from tests.strategies.models import models

KEY = b"0123456789abcdef"


@settings(deadline=None)
@given(st.data(), models(), instants(), st.booleans())
def test_a_record_replays_to_the_same_bytes(
    data: st.DataObject, drawn: m.Policy, as_of: date | datetime, supplied: bool
) -> None:
    model = data.draw(with_sensitive_fields(drawn), label="policy")
    given_facts = data.draw(facts(model), label="facts")
    policy = Policy(Parts(model, ENVIRONMENT, (), {}, Modules({}, tuple(model.headers))))
    since = dict.fromkeys(model.rules, as_of) if supplied else {}
    outcome = policy.evaluate(given_facts, as_of=as_of, since=since)
    line = canonical_json(outcome.to_record(KEY))
    record = parse_record(line)
    assert json.loads(line) == record
    again = replay(record, policy, facts=given_facts, key=KEY)
    assert again.to_json() == outcome.to_json()
    assert canonical_json(again.to_record(KEY)) == line
    assert compare(record, policy, facts=given_facts).changes == ()
