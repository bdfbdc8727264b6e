"""Whatever is found is so by the reference; its scenario is read back, in form, and passes."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

import pingan
from pingan.program.facts import check_facts
from pingan.testing.strategies.facts import facts
from pingan.testing.strategies.policies import policies
from pingan.witnesses import NotWritableError, candidates
from pingan.witnesses.candidates import shown_case
from pingan.witnesses.finding import search
from pingan.witnesses.kit import Kit
from pingan.witnesses.nodes import RULE_KINDS, STATE_KINDS, Case
from pingan.witnesses.observing import observed_with
from pingan.witnesses.proving import cannot_be
from pingan.witnesses.scenario_text import text_with
from tests.reference import Decision, decide

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
DRAWN = policies(dialect=None)


def decided(policy: pingan.Policy, case: Case) -> Decision:
    """What the reference says of *case*."""
    under = policy.with_settings(case.settings) if case.settings else policy
    zone = next(header.zone for header in under.model.headers.values())
    facts = check_facts(case.facts, under.model.vocabulary, as_of=case.as_of, zone=zone)
    return decide(under.model, facts, case.as_of, under.environment, case.since)


def states_of(policy: pingan.Policy, key: str, case: Case) -> list[frozenset[str]]:
    return [norm.states for norm in decided(policy, case).norms if key in (norm.rule, f"{norm.policy}.{norm.rule}")]


def is_so(kind: str, states: list[frozenset[str]]) -> bool:
    match kind:
        case "applies":
            return any("none" not in each for each in states)
        case "none":
            return all(each == {"none"} for each in states)
        case "undetermined":
            return any("none" in each and len(each) > 1 for each in states)
        case _:
            return any(each == {kind} for each in states)


@SLOW
@given(DRAWN, st.sampled_from((*RULE_KINDS, *STATE_KINDS)))
def test_what_is_found_is_so_by_the_reference(policy: pingan.Policy, kind: str) -> None:
    kit = Kit.of(policy)
    for key in policy.model.rules:
        found = search(kit, key, kind, evaluations=300).witness
        if found is not None:
            note(f"{key} {kind}: {found.case}")
            assert is_so(kind, states_of(policy, key, found.case))


@SLOW
@given(DRAWN)
def test_the_case_beside_one_in_which_it_does_not_apply_differs_in_one_thing_and_has_it_apply(
    policy: pingan.Policy,
) -> None:
    kit = Kit.of(policy)
    for key in policy.model.rules:
        found = search(kit, key, "none", evaluations=300).witness
        if found is not None and found.beside is not None:
            note(f"{key}: {found}")
            assert is_so("applies", states_of(policy, key, found.beside))
            assert _differences(found.case, found.beside) == 1


@SLOW
@given(st.data(), policies(dialect=None, most_definitions=1, depth=1))
def test_what_cannot_be_is_not_so_of_any_facts(data: st.DataObject, policy: pingan.Policy) -> None:
    kit = Kit.of(policy)
    for key in policy.model.rules:
        for kind in RULE_KINDS:
            if not cannot_be(kit, key, kind):
                continue
            drawn = data.draw(facts(policy), label="facts")
            moment = data.draw(st.sampled_from(kit.boundaries.instants), label="as_of")
            note(f"{key} {kind}")
            assert not is_so(kind, states_of(policy, key, Case(drawn, moment)) or [frozenset({"none"})])


@SLOW
@given(DRAWN)
def test_scenarios_of_what_is_found_are_read_in_form_and_pass(policy: pingan.Policy) -> None:
    kit = Kit.of(policy)
    texts = []
    for number, key in enumerate((*policy.model.rules, *_plain_definitions(policy))):
        cases = islice(candidates(policy, (key,), kit=kit), 6)
        for place, case in enumerate(cases):
            try:
                texts.append(
                    text_with(kit, case, observed_with(kit, case, (key,)), f"t {number} {place}", None, policy.names[0])
                )
            except NotWritableError as error:
                note(f"{case}: {error}")
    text = policy.text + "\n" + "\n".join(texts)  # type: ignore[attr-defined]
    again = pingan.load(pingan.Source("drawn.rules", text), environment=policy.environment)
    assert [(r.title, [str(f) for f in r.failures], r.problems) for r in again.test() if not r.passed] == []
    if pingan.format_text(policy.text) == policy.text:  # type: ignore[attr-defined]
        assert pingan.format_text(text) == text


@SLOW
@given(DRAWN)
def test_candidates_are_the_same_every_time(policy: pingan.Policy) -> None:
    keys = tuple(policy.model.rules)
    first, second = (
        [shown_case(case) for case in islice(candidates(pingan_again, keys), 60)] for pingan_again in (policy, policy)
    )
    assert first == second
    assert len(first) == len(set(first))


def _plain_definitions(policy: pingan.Policy) -> list[str]:
    return [key for key, d in policy.model.definitions.items() if d.variable is None]


def _differences(one: Case, other: Case) -> int:
    return (
        _different(one.facts, other.facts)
        + (one.as_of != other.as_of)
        + (one.settings != other.settings)
        + (one.since != other.since)
    )


def _different(one: object, other: object) -> int:
    """In how many places two pieces of facts differ."""
    if isinstance(one, dict) and isinstance(other, dict) and not {*one, *other} <= {"from", "until"}:  # no period
        names = {*one, *other}
        return sum(_different(one.get(name, ...), other.get(name, ...)) for name in names)
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return sum(_different(a, b) for a, b in zip(one, other, strict=True))
    same = type(one) is type(other) or (isinstance(one, date) and isinstance(other, date | datetime))
    return 0 if same and one == other else 1
