"""Laws of questions back: soundness, relevance, termination, and the same answer as with everything given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pingan import Outcome, Policy, Source, load
from pingan.model import nodes as m
from pingan.policy import Policy as AnyPolicy
from tests.interview.simulated import decided, held
from tests.properties.cases import instants
from tests.properties.drawn import policy_of
from tests.strategies.facts import facts, worlds
from tests.strategies.models import models

Draw = st.DrawFn
FEW = settings(max_examples=max(10, settings.default.max_examples // 4) if settings.default else 10, deadline=None)
DAY = date(2016, 6, 1)

# --- small policies, all of whose worlds can be looked at -------------------------------------------------------------

VALUES: Mapping[str, tuple[Any, ...]] = {
    "a": (True, False),
    "b": (True, False),
    "c": (True, False),
    "k": ("x", "y", "z"),
    "n": (0, 1, 2),
}
ATOMS = ("a", "b", "c", "k = x", "k in {x, y}", "k != z", "n >= 1", "n = 2", "kind = y", "kind != x")


@st.composite
def conditions(draw: Draw, depth: int = 2) -> str:
    """A condition; facts may stand in it more than once."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(ATOMS))
    if draw(st.integers(0, 3)) == 0:
        return f"not ({draw(conditions(depth - 1))})"
    joint = draw(st.sampled_from(["and", "or"]))
    return f"({draw(conditions(depth - 1))}) {joint} ({draw(conditions(depth - 1))})"


@st.composite
def small_policies(draw: Draw) -> Policy:
    plain = st.sampled_from(ATOMS[:8])
    rules = []
    for number in range(draw(st.integers(1, 3))):
        unless = f"\n    unless {draw(conditions(1))}" if draw(st.booleans()) else ""
        duty = draw(st.sampled_from(["call", "ensure c", "call fulfilled when b"]))
        rules.append(f"rule r{number} {{\n    when {draw(conditions())}{unless}\n    then warden must {duty}\n}}")
    scope = f" applies when {draw(plain)}" if draw(st.booleans()) else ""
    text = f"""
policy small {{ zone "Asia/Shanghai"{scope} }}
enum Kind {{ x, y, z }}
fact a: boolean
fact b: boolean
fact c: boolean
fact k: Kind
fact n: integer >= 0 and <= 2
actor warden
action call
define kind: Kind {{
    is x when {draw(plain)}
    is y when {draw(plain)}
    is z otherwise
}}
{chr(10).join(rules)}
"""
    return load(Source("small.rules", text))


@st.composite
def given_facts(draw: Draw) -> dict[str, Any]:
    return {name: draw(st.sampled_from(VALUES[name])) for name in draw(st.sets(st.sampled_from(sorted(VALUES))))}


def states(policy: Policy, data: Mapping[str, Any]) -> list[frozenset[str]]:
    return [norm.states for norm in policy.evaluate(data, as_of=DAY).norms]


def all_worlds(base: Mapping[str, Any], *, apart: str = "") -> Iterator[dict[str, Any]]:
    names = [name for name in VALUES if name not in base and name != apart]
    for values in product(*(VALUES[name] for name in names)):
        yield {**base, **dict(zip(names, values, strict=True))}


def matters(policy: Policy, base: Mapping[str, Any], name: str) -> bool:
    """Whether the states of norms differ by the fact *name* in some world, or its answer alone changes them."""
    before = states(policy, base)
    if any(states(policy, {**base, name: value}) != before for value in VALUES[name]):
        return True
    return any(
        len({tuple(states(policy, {**world, name: value})) for value in VALUES[name]}) > 1
        for world in all_worlds(base, apart=name)
    )


@FEW
@given(small_policies(), given_facts())
def test_asked_for_is_what_matters_and_nothing_else(policy: Policy, base: dict[str, Any]) -> None:
    outcome = policy.evaluate(base, as_of=DAY)
    found = {question.path: question for question in outcome.next_questions()}
    for name in VALUES:
        if name in base:
            assert name not in found
        elif name in found:
            assert found[name].proven
        else:
            assert all(
                len({tuple(states(policy, {**world, name: value})) for value in VALUES[name]}) == 1
                for world in all_worlds(base, apart=name)
            )
    if not found:
        assert all(len(each) == 1 for each in states(policy, base))


@FEW
@given(small_policies(), given_facts())
def test_a_question_is_asked_because_some_answer_changes_something(policy: Policy, base: dict[str, Any]) -> None:
    for question in policy.evaluate(base, as_of=DAY).next_questions():
        assert matters_partly(policy, base, question.path)


def matters_partly(policy: Policy, base: Mapping[str, Any], name: str) -> bool:
    """As `matters`, others being known or not."""
    others = [other for other in VALUES if other not in base and other != name]
    for values in product(*((None, *VALUES[other]) for other in others)):
        world = {**base, **{other: v for other, v in zip(others, values, strict=True) if v is not None}}
        before = states(policy, world)
        if any(states(policy, {**world, name: value}) != before for value in VALUES[name]):
            return True
    return False


@FEW
@given(small_policies(), given_facts(), st.sets(st.sampled_from(sorted(VALUES))))
def test_what_an_option_settles_is_what_it_settles(policy: Policy, base: dict[str, Any], unknown: set[str]) -> None:
    before = states(policy, base)
    for question in policy.evaluate(base, as_of=DAY).next_questions(without=unknown):
        assert question.path not in unknown
        for option in question.options:
            after = states(policy, {**base, question.path: option.value})
            settled = sum(len(one) > 1 and len(other) == 1 for one, other in zip(before, after, strict=True))
            assert option.settles in (None, settled)


@FEW
@given(small_policies(), st.data())
def test_never_more_questions_than_facts(policy: Policy, data: st.DataObject) -> None:
    world = {name: data.draw(st.sampled_from(values), label=name) for name, values in VALUES.items()}
    interview = held(policy, world, DAY)
    assert interview.steps <= len(VALUES)
    assert decided(interview.outcome) == decided(policy.evaluate(world, as_of=DAY))


# --- any policy -----------------------------------------------------------------------------------------------------


@FEW
@given(st.data(), models(), instants(), st.booleans())
def test_an_interview_ends_and_decides_as_all_facts_together(
    data: st.DataObject, model: m.Policy, as_of: date | datetime, everything: bool
) -> None:
    policy: AnyPolicy = policy_of(model)
    hidden = data.draw(worlds(model) if everything else facts(model), label="facts")
    whole = policy.evaluate(hidden, as_of=as_of)
    interview = held(policy, whole._whole.facts.data, as_of)  # type: ignore[attr-defined]
    assert decided(interview.outcome) == decided(whole)


@FEW
@given(st.data(), models(), instants(), st.integers(0, 4))
def test_a_limit_takes_the_first(data: st.DataObject, model: m.Policy, as_of: date | datetime, limit: int) -> None:
    outcome: Outcome = policy_of(model).evaluate(data.draw(facts(model), label="facts"), as_of=as_of)
    found = outcome.next_questions()
    assert outcome.next_questions(limit) == found[:limit]
    waiting = {cause.cause.subject for cause in outcome.causes}
    assert {question.path for question in found} <= waiting
