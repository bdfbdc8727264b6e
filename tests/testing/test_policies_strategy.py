"""Drawn policies: read by the real pipeline, of every construct, short where they fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, find, given, seed, settings

import pingan
from pingan.model import nodes as m
from pingan.program.facts import check_facts
from pingan.testing import DrawnPolicy, facts, policies
from pingan.testing.strategies.policies import Construct

QUICK = settings(max_examples=3000, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=120, derandomize=True, database=None, deadline=None, phases=[Phase.generate])


@given(policies(dialect=None))
def test_a_drawn_policy_is_what_its_text_says(policy: DrawnPolicy) -> None:
    again = pingan.load(pingan.Source("again.rules", policy.text))
    assert again.model == policy.model
    assert pingan.format_text(policy.text) == policy.text
    assert repr(policy) == policy.text


@settings(max_examples=15)
@given(policies().flatmap(lambda policy: facts(policy).map(lambda found: (policy, found))))
def test_facts_of_drawn_policies_are_accepted_and_answered(drawn: tuple[DrawnPolicy, dict[str, Any]]) -> None:
    policy, found = drawn
    check_facts(found, policy.model.vocabulary, as_of=MOMENT, zone=policy.zone)
    assert len(policy.evaluate(found, as_of=MOMENT).policies) == 1


MOMENT = date(2016, 6, 1)


def test_every_construct_is_drawn() -> None:
    seen: Counter[str] = Counter()

    @MANY
    @given(policies())
    def drawn(policy: DrawnPolicy) -> None:
        seen.update(name for name, holds in CONSTRUCTS.items() if holds(policy))

    # What 120 policies happen to hold changes with every line of code that Hypothesis takes constants from.
    for number in range(5):
        seed(number)(drawn)()
        rare = {name: seen[name] for name in CONSTRUCTS if seen[name] < 2}
        if not rare:
            break
    assert rare == {}


def _norms(policy: DrawnPolicy) -> list[m.Norm]:
    found = [norm for rule in policy.model.rules.values() for norm in rule.norms]
    return found + [norm.otherwise for norm in found if norm.otherwise]


def _some(of: Callable[[m.Rule], object]) -> Callable[[DrawnPolicy], bool]:
    return lambda policy: any(of(rule) for rule in policy.model.rules.values())


def _norm(of: Callable[[m.Norm], object]) -> Callable[[DrawnPolicy], bool]:
    return lambda policy: any(of(norm) for norm in _norms(policy))


def _says(words: str) -> Callable[[DrawnPolicy], bool]:
    return lambda policy: words in policy.text


CONSTRUCTS: dict[str, Callable[[DrawnPolicy], bool]] = {
    "a condition": _some(lambda r: r.condition),
    "unless": _some(lambda r: r.exceptions),
    "overrides": _some(lambda r: r.overrides),
    "for each": _some(lambda r: r.each),
    "since": _some(lambda r: r.since),
    "in force": _some(lambda r: r.in_force),
    "soft": _some(lambda r: r.soft),
    "a citation": _some(lambda r: r.citations),
    "a note": _some(lambda r: r.notes),
    "scope": lambda p: any(h.scope for h in p.model.headers.values()),
    "within": _norm(lambda n: isinstance(n.deadline, m.Within) and n.deadline.parameter is None),
    "promptly": _norm(lambda n: isinstance(n.deadline, m.Within) and n.deadline.parameter),
    "by": _norm(lambda n: isinstance(n.deadline, m.By)),
    "rolling": _norm(lambda n: getattr(n.deadline, "rolling", False)),
    "every": _norm(lambda n: isinstance(n.deadline, m.Every)),
    "otherwise": _norm(lambda n: n.otherwise),
    "ensure": _norm(lambda n: isinstance(n.duty, m.Ensure)),
    "holding": _norm(lambda n: n.holding),
    "with": _norm(lambda n: n.partners),
    "several bearers": _norm(lambda n: len(n.bearers) > 1),
    **{modality: _norm(lambda n, m=modality: n.modality == m) for modality in get_args(m.Modality)},  # type: ignore[misc]
    "fulfilled when": _norm(lambda n: n.fulfilled_when),
    "fulfilled at": _norm(lambda n: n.fulfilled_at),
    "breached when": _norm(lambda n: n.breached_when),
    "a definition": lambda p: bool(p.model.definitions),
    "of a record": lambda p: any(d.record for d in p.model.definitions.values()),
    "exclusive": lambda p: any(d.exclusive for d in p.model.definitions.values()),
    "an interpretation": lambda p: bool(p.model.interpretations),
    "a parameter": lambda p: bool(p.model.parameters),
    "a judgement": _says("judgement"),
    "an enum": _says("enum "),
    "a record": _says("record "),
    "and": _says(" and "),
    "or": _says(" or "),
    "not": _says("not "),
    "has": _says(" has "),
    "in": _says(" in "),
    "any": _says("any("),
    "all": _says("all("),
    "present": _says("present("),
    "arithmetic": _says(" * "),
}


@pytest.mark.parametrize("construct", get_args(Construct))
def test_what_is_left_out_is_not_drawn(construct: Construct) -> None:
    held: dict[str, Callable[[DrawnPolicy], bool]] = {
        "deadlines": lambda p: CONSTRUCTS["within"](p) or CONSTRUCTS["by"](p),
        "definitions": CONSTRUCTS["a definition"],
        "each": CONSTRUCTS["for each"],
        "evidence": lambda p: CONSTRUCTS["fulfilled at"](p) or CONSTRUCTS["fulfilled when"](p),
        "in force": _says("in force"),
        "interpretations": CONSTRUCTS["an interpretation"],
        "otherwise": CONSTRUCTS["otherwise"],
        "overrides": CONSTRUCTS["overrides"],
        "parameters": CONSTRUCTS["a parameter"],
        "recurring": CONSTRUCTS["every"],
        "scope": CONSTRUCTS["scope"],
        "since": CONSTRUCTS["since"],
        "unless": CONSTRUCTS["unless"],
    }

    @settings(max_examples=20, derandomize=True, database=None, phases=[Phase.generate])
    @given(policies(without=[construct]))
    def drawn(policy: DrawnPolicy) -> None:
        assert not held[construct](policy)

    drawn()


def test_a_construct_that_there_is_not_cannot_be_left_out() -> None:
    with pytest.raises(ValueError, match="policies\\(\\) draws no 'gotos'; there are deadlines, definitions"):
        policies(without=["gotos"])  # type: ignore[list-item]


SMALLEST = """\
policy drawn

actor warden

action stop

rule r1 {
    then warden must stop
}
"""
FOLLOWED = """\
policy drawn

actor warden

action stop

rule r1 {
    then warden must stop
             otherwise warden may stop
}
"""


@pytest.mark.parametrize(
    ("holds", "text"),
    [(lambda p: True, SMALLEST), (CONSTRUCTS["otherwise"], FOLLOWED)],
    ids=["anything", "otherwise"],
)
def test_a_failure_shrinks_to_a_short_text(holds: Callable[[DrawnPolicy], bool], text: str) -> None:
    assert find(policies(), holds, settings=QUICK).text == text


def test_policies_are_drawn_in_chinese() -> None:
    assert find(policies(dialect="zh"), lambda p: True, settings=QUICK).text.startswith("政策 drawn")
