"""Laws of ladders: what they mean in words, they mean when lowered; unknown facts leave open what they must."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from attrs import evolve
from hypothesis import given, note
from hypothesis import strategies as st

from pingan import pipeline
from pingan.language.shapes import Members
from pingan.outcome.outcome import Outcome
from pingan.source import Source
from pingan.stdlib import standard_environment
from tests.clauses.ladders import DrawnLadder, ladders
from tests.properties.agreement import differences
from tests.properties.cases import checked
from tests.reference import decide
from tests.strategies.facts import additions, completions, facts

AS_OF = datetime(2016, 2, 5, 4, 0, tzinfo=UTC)
ENVIRONMENT = standard_environment(calendar=None)


@lru_cache(maxsize=256)
def loaded(text: str) -> pipeline.Policy:
    return pipeline.load(Source("story.rules", text), environment=ENVIRONMENT)


def possible(outcome: Outcome) -> frozenset[str | None]:
    """The stages that the outcome holds possible; None: none of them."""
    finding = next(f for f in outcome.findings if f.subject == "story.way")
    assert isinstance(finding.value, Members) and finding.value.values is not None
    return frozenset([*map(str, finding.value.values), *([None] if finding.value.absent else [])])


def applying(outcome: Outcome) -> dict[tuple[str, tuple[str, ...]], frozenset[bool]]:
    """Whether each stage's norm applies, by rule and element."""
    return {
        (norm.rule, tuple(e.name for e in norm.elements)): frozenset(state != "none" for state in norm.states)
        for norm in outcome.norms
    }


@given(st.data(), ladders())
def test_in_a_world_the_stage_reached_and_the_norms_are_those_of_the_description(
    data: st.DataObject, ladder: DrawnLadder
) -> None:
    policy = loaded(ladder.text())
    world: dict[str, Any] = data.draw(completions({}, policy.model), label="world")["m"]
    world = {"people": [], **world}
    note(ladder.text())
    outcome = policy.evaluate({"m": world}, as_of=AS_OF)
    assert possible(outcome) == {ladder.highest(world)}
    for (rule, element), told in applying(outcome).items():
        person = next((p for p in world["people"] if element and p.get("name") == element[0]), None)
        if not element or person is not None:
            assert told == {ladder.applies(int(rule[1:]), world, person)}, (rule, element)


@given(st.data(), ladders())
def test_the_program_reads_ladders_as_the_reference_does(data: st.DataObject, ladder: DrawnLadder) -> None:
    policy = loaded(ladder.text())
    given_facts = data.draw(facts(policy.model), label="facts")
    expected = decide(policy.model, checked(given_facts, policy.model, AS_OF), AS_OF, ENVIRONMENT, {})
    assert differences(expected, policy.evaluate(given_facts, as_of=AS_OF)) == []


@given(st.data(), ladders())
def test_more_facts_only_narrow_the_stages_and_the_true_one_stays_among_them(
    data: st.DataObject, ladder: DrawnLadder
) -> None:
    policy = loaded(ladder.text())
    first = data.draw(facts(policy.model), label="first")
    more = data.draw(additions(first, policy.model), label="more")
    world = data.draw(completions(more, policy.model), label="world")
    wide, narrow = (policy.evaluate(given, as_of=AS_OF) for given in (first, more))
    assert possible(narrow) <= possible(wide)
    assert {ladder.highest({"people": [], **world["m"]})} <= possible(narrow)


@given(st.data(), ladders())
def test_the_stage_runs_from_what_is_surely_reached_to_what_may_be(data: st.DataObject, ladder: DrawnLadder) -> None:
    policy = loaded(ladder.text())
    outcome = policy.evaluate(data.draw(facts(policy.model), label="facts"), as_of=AS_OF)
    order = [None, *(f"s{n}" for n in range(len(ladder.stages)))]
    stages = sorted(possible(outcome), key=order.index)
    (reached,) = outcome.reached
    assert (reached.surely, reached.possibly) == (stages[0], stages[-1])
    assert bool(reached.causes) == (len(stages) > 1)


@given(st.data(), ladders())
def test_what_stands_above_takes_nothing_away_unless_it_says_so(data: st.DataObject, ladder: DrawnLadder) -> None:
    modest = tuple(evolve(stage, replaces=(), replaces_all=False, stays=False) for stage in ladder.stages)
    whole = DrawnLadder(modest, ladder.in_order)
    shorter = DrawnLadder(modest[:-1], ladder.in_order)
    if sum(not stage.beside for stage in shorter.stages) < 2:
        return
    policy, fewer = loaded(whole.text()), loaded(shorter.text())
    given_facts = data.draw(facts(policy.model), label="facts")
    before = applying(fewer.evaluate(given_facts, as_of=AS_OF))
    after = applying(policy.evaluate(given_facts, as_of=AS_OF))
    assert {key: told for key, told in after.items() if key in before} == before


@given(ladders())
def test_a_ladder_printed_in_either_dialect_is_the_same_ladder(ladder: DrawnLadder) -> None:
    text = pipeline.format_text(ladder.text())
    chinese = pipeline.format_text(text, dialect="zh")
    assert pipeline.format_text(text) == text
    assert pipeline.format_text(chinese, dialect="en") == text
    assert loaded(chinese).model.rules == loaded(text).model.rules
    assert loaded(chinese).model.definitions == loaded(text).model.definitions
