"""Laws about several policies in one evaluation: none changes another's norms, and what is stricter stays so."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from pingan.graph.from_model import lower
from pingan.language.shapes import Truth
from pingan.model import nodes as m
from pingan.outcome.nodes import Deadline
from pingan.outcome.outcome import Outcome
from pingan.program.from_graph import compile_graph
from tests.properties.agreement import key_of
from tests.properties.cases import ENVIRONMENT, decided, instants
from tests.strategies.facts import additions, completions, facts
from tests.strategies.models import models

Marks = dict[tuple[object, object, str], Truth]


def evaluated(policy: m.Policy, data: Any, as_of: date | datetime) -> Outcome:
    return compile_graph(lower(policy), ENVIRONMENT).evaluate(data, as_of=as_of)


def marks(outcome: Outcome) -> Marks:
    """What is said of which norm asking more, by the norms' keys; keys that several norms share are left out."""
    keys = [key_of(norm) for norm in outcome.norms]
    return {
        (keys[mark.norm], keys[mark.than], mark.kind): mark.holds
        for group in outcome.groups
        for mark in group.stricter
        if keys.count(keys[mark.norm]) == 1 and keys.count(keys[mark.than]) == 1
    }


def together(outcome: Outcome) -> set[tuple[object, object]]:
    """The pairs of norms that are in one group."""
    keys = [key_of(norm) for norm in outcome.norms]
    return {(keys[i], keys[k]) for group in outcome.groups for i in group.norms for k in group.norms if i != k}


@given(st.data(), models(), instants())
def test_no_norm_is_surely_stricter_than_one_that_may_be_stricter_than_it(
    data: st.DataObject, policy: m.Policy, as_of: date | datetime
) -> None:
    found = marks(evaluated(policy, data.draw(facts(policy), label="facts"), as_of))
    for (one, other, kind), holds in found.items():
        if holds is Truth.TRUE:
            assert (other, one, kind) not in found


@given(st.data(), models(), instants())
def test_facts_that_add_settle_what_is_stricter_and_never_turn_it(
    data: st.DataObject, policy: m.Policy, as_of: date | datetime
) -> None:
    before = data.draw(facts(policy), label="facts")
    added = data.draw(additions(before, policy), label="added")
    wide, narrow = evaluated(policy, before, as_of), evaluated(policy, added, as_of)
    earlier, later = marks(wide), marks(narrow)
    for one, other in together(wide) & together(narrow):
        for kind in ("deadline", "standard"):
            if earlier.get((one, other, kind)) is Truth.TRUE:
                assert later.get((one, other, kind)) is Truth.TRUE
            if (one, other, kind) not in earlier:
                assert (one, other, kind) not in later


@given(st.data(), models(), instants())
def test_the_stricter_deadline_is_the_earlier_one(
    data: st.DataObject, policy: m.Policy, as_of: date | datetime
) -> None:
    before = data.draw(facts(policy), label="facts")
    world = data.draw(completions(before, policy), label="world")
    found = marks(evaluated(policy, before, as_of))
    sure = {(one, other) for (one, other, kind), holds in found.items() if holds is Truth.TRUE and kind == "deadline"}
    outcome = evaluated(policy, world, as_of)
    ends = {key_of(norm): norm.deadline for norm in outcome.norms}
    for one, other in sure & together(outcome):
        mine, theirs = ends[one], ends[other]
        if mine is not None and theirs is not None:
            assert not _before(theirs.latest, theirs, mine.earliest, mine)


def _before(end: date | datetime | None, mine: Deadline, start: date | datetime | None, theirs: Deadline) -> bool:
    if end is None or start is None:
        return False
    return _instant(end, mine.zone) < _instant(start, theirs.zone)


def _instant(end: date | datetime, zone: str) -> datetime:
    if isinstance(end, datetime):
        return end.astimezone(UTC)
    return datetime.combine(end, time.max, ZoneInfo(zone)).astimezone(UTC)


@given(st.data(), models(), instants())
def test_a_policy_beside_others_changes_none_of_their_norms(
    data: st.DataObject, policy: m.Policy, as_of: date | datetime
) -> None:
    given_facts = data.draw(facts(policy), label="facts")
    name = data.draw(st.sampled_from(sorted(policy.headers)), label="taken away")
    if touches_others(name, policy):
        return
    less = without(name, policy)
    ours, theirs = decided(policy, given_facts, as_of), decided(less, given_facts, as_of)
    assert [norm for norm in ours.norms if norm.policy != name] == list(theirs.norms)
    assert {key: status for key, status in ours.policies.items() if key != name} == dict(theirs.policies)


def touches_others(name: str, policy: m.Policy) -> bool:
    """Whether a policy overrides, replaces or is extended: then the others are not the same without it."""
    overrides = {key for rule in policy.rules.values() if rule.module == name for key in rule.overrides}
    return (
        any(policy.rules[key].module != name for key in overrides)
        or bool(policy.headers[name].replaces)
        or any(name in header.extends for header in policy.headers.values())
    )


def without(name: str, policy: m.Policy) -> m.Policy:
    headers = {key: evolve(h, replaces=()) for key, h in policy.headers.items() if key != name}
    rules = {key: rule for key, rule in policy.rules.items() if rule.module != name}
    return evolve(policy, headers=headers, rules=rules)


@given(st.data(), models(), instants())
def test_a_policy_and_what_replaces_it_never_apply_to_the_same(
    data: st.DataObject, policy: m.Policy, as_of: date | datetime
) -> None:
    given_facts = data.draw(facts(policy), label="facts")
    found = decided(policy, data.draw(completions(given_facts, policy), label="world"), as_of).policies
    for name, header in policy.headers.items():
        for later in header.replaced_by:
            assert not found[name][1] is found[later.policy][1] is Truth.TRUE
