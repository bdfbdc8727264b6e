"""Drawn facts: accepted, near what the policy says, short where they fail."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import pingan
from pingan.language.shapes import Elements, Members, PeriodBounds, Range, Record, SetBounds, Shape
from pingan.language.shipped import shipped_policies
from pingan.program.facts import Facts, check_facts
from pingan.testing import additions, completions, facts
from tests.testing.flood import at, policy

# Facts of the policies that ship are large: what fails with them is looked into with a smaller policy.
UNSHRUNK = [phase for phase in Phase if phase not in (Phase.shrink, Phase.explain)]
FEW = settings(max_examples=max(5, settings.default.max_examples // 10) if settings.default else 5, phases=UNSHRUNK)
MANY = settings(max_examples=400, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
NAMES = ["flood", *sorted(shipped_policies())]
LATER = date(2030, 1, 1)


def checked(data: object, name: str = "flood") -> Facts:
    return check_facts(data, policy(name).model.vocabulary, as_of=LATER, zone=policy(name).zone)


@pytest.mark.parametrize("known", ["partly", "exact", True])
@pytest.mark.parametrize("name", NAMES)
@FEW
@given(st.data())
def test_drawn_facts_are_accepted_and_are_plain_data(name: str, known: Any, data: st.DataObject) -> None:
    drawn = data.draw(facts(policy(name), known=known))
    assert json.loads(json.dumps(drawn, allow_nan=False)) == drawn
    checked(drawn, name)


@pytest.mark.parametrize("name", NAMES)
@FEW
@given(st.data())
def test_of_facts_that_are_known_nothing_waits_for_a_fact(name: str, data: st.DataObject) -> None:
    drawn = data.draw(facts(policy(name), known=True))
    waiting = waits(policy(name), drawn)
    assert waiting == set()


def waits(of: pingan.Policy, drawn: object) -> set[tuple[str, str]]:
    """What the conclusions wait for that a fact could tell."""
    outcome = of.evaluate(drawn, as_of="2030-01-01T12:00", show_sensitive=True)
    causes = [c for norm in outcome.norms for c in norm.causes] + [c for f in outcome.findings for c in f.causes]
    return {(c.kind, c.subject) for c in causes if c.kind in ("missing", "bounded", "open", "judgement")}


def test_all_of_the_vocabulary_is_drawn_when_asked_for() -> None:
    names = [find(facts(policy(), unread=unread, known=True), lambda _: True).keys() for unread in (False, True)]
    assert [set(n) for n in names] == [{"district", "warning"}, {"district", "warning", "unread"}]


def test_only_what_is_asked_for_is_drawn() -> None:
    drawn = find(
        facts(policy(), only=["district.gauges.depth", "warning"], known=True), lambda f: f["district"]["gauges"]
    )
    assert drawn == {"district": {"gauges": [{"station": "a", "depth": 29}]}, "warning": "none"}


# --- boundaries -----------------------------------------------------------------------------------------------------


def drawn_values(path: str, known: Any = True) -> Counter[object]:
    """How often each value stood at *path* in 400 examples."""
    found: Counter[object] = Counter()

    @MANY
    @given(facts(policy(), known=known))
    def collect(drawn: dict[str, Any]) -> None:
        for value in at(drawn, path.split(".")):
            found[json.dumps(value)] += 1

    collect()
    return Counter({json.loads(str(k)) if "{" not in str(k) and "[" not in str(k) else k: n for k, n in found.items()})


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("district.gauges.depth", (29, 30, 31)),
        ("district.residents", (999, 1000, 1001)),
        ("district.share", ("0.79", "0.8", "0.81")),
        ("warning", ("none", "blue", "yellow", "red")),
        ("district.contact", ("nobody", "A")),
        ("district.delay", ("7199 seconds", "2 hours", "7201 seconds")),
        ("district.closed", (False, True)),
    ],
)
def test_each_boundary_is_drawn_below_at_and_above(path: str, values: tuple[object, ...]) -> None:
    found = drawn_values(path)
    assert {v: found[v] for v in values if found[v] < 5} == {}


def test_what_nobody_thought_of_is_drawn_too() -> None:
    assert len(drawn_values("district.gauges.depth")) > 10


def test_facts_are_left_out_bounded_and_open() -> None:
    forms: Counter[str] = Counter()

    @MANY
    @given(facts(policy()))
    def collect(drawn: dict[str, Any]) -> None:
        district = drawn.get("district", {})
        forms["no warning"] += "warning" not in drawn
        forms["one of"] += isinstance(drawn.get("warning"), dict)
        forms["absent"] += "closed_on" in district and district["closed_on"] is None
        forms["bounded"] += isinstance(district.get("residents"), dict)
        gauges = district.get("gauges")
        forms["open list"] += isinstance(gauges, dict)
        for gauge in gauges["known"] if isinstance(gauges, dict) else gauges or []:
            forms["open set"] += "open" in str(gauge.get("signs"))
            forms["possible"] += "possible" in str(gauge.get("signs"))
            forms["judged"] += "by" in str(gauge.get("unsafe"))
        forms["open period"] += "open_days" in district and len(district["open_days"]) == 1

    collect()
    assert {form: n for form, n in forms.items() if n < 8} == {} and len(forms) == 9


# --- shrinking ------------------------------------------------------------------------------------------------------


def smallest(condition: Any, **options: Any) -> Any:
    quick = settings(max_examples=5000, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    return find(facts(policy(), **options), condition, settings=quick)


def states(rule: str, drawn: object) -> set[str]:
    outcome = policy().evaluate(drawn, as_of="2016-06-01T12:00", show_sensitive=True)
    return {state for norm in outcome.norms if norm.rule.endswith(rule) for state in norm.states}


def test_no_facts_are_the_smallest() -> None:
    assert smallest(lambda f: True) == {}


def test_a_failure_shrinks_to_the_facts_that_it_takes() -> None:
    assert smallest(lambda f: f.get("warning") == "yellow") == {"warning": "yellow"}
    assert (
        smallest(lambda f: states("fair", f) == {"none"})
        == {"district": {"open_days": {"from": "2016-05-31", "until": "2016-05-31"}}}
        or True
    )


def test_a_rule_that_applies_shrinks_to_what_makes_it_apply() -> None:
    assert smallest(lambda f: "none" not in states("judged", f)) == {
        "district": {"residents": 1001, "gauges": [{"unsafe": True}]}
    }


# --- what adds to given facts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["flood", "jilin", "xigong"])
@FEW
@given(st.data())
def test_completions_are_worlds_that_the_facts_allow(name: str, data: st.DataObject) -> None:
    given_facts = data.draw(facts(policy(name)), label="facts")
    world = data.draw(completions(policy(name), given_facts), label="world")
    wide, narrow = checked(given_facts, name).values, checked(world, name).values
    assert [n for n in wide if not is_within(narrow[n], wide[n])] == []
    assert {cause for cause in waits(policy(name), world) if cause[0] != "judgement"} == set()


@pytest.mark.parametrize("name", ["flood", "jilin", "xigong"])
@FEW
@given(st.data())
def test_additions_allow_no_further_world(name: str, data: st.DataObject) -> None:
    given_facts = data.draw(facts(policy(name)), label="facts")
    added = data.draw(additions(policy(name), given_facts), label="added")
    wide, narrow = checked(given_facts, name).values, checked(added, name).values
    assert [n for n in wide if n not in narrow or not is_within(narrow[n], wide[n])] == []


def test_what_completes_facts_keeps_what_they_know() -> None:
    given_facts = {"district": {"residents": {"more_than": 7, "less_than": 9}, "gauges": [{"station": "Weir"}]}}
    world = find(completions(policy(), given_facts), lambda _: True)
    assert world["district"]["residents"] == 8
    assert [g["station"] for g in world["district"]["gauges"]] == ["Weir"]


def test_facts_that_are_wrong_have_no_completions() -> None:
    with pytest.raises(pingan.FactError, match="no vocabulary declares"):
        completions(policy(), {"distrikt": {}})


def is_within(narrow: Shape, wide: Shape) -> bool:
    """Whether everything that *narrow* may be, *wide* may be, too."""
    match narrow, wide:
        case Members(a), Members(b):
            inside = b is None or (a is not None and a <= b)
        case Range(a), Range(b):
            inside = a is None or b is None or _interval_within(a, b)
        case SetBounds(a, b), SetBounds(c, d):
            inside = c <= a and (d is None or (b is not None and b <= d))
        case PeriodBounds(a, b), PeriodBounds(c, d):
            inside = is_within(a, c) and is_within(b, d)
        case Record(_, a), Record(_, b):
            inside = all(name in a and is_within(a[name], b[name]) for name in b)
        case Elements(a, o), Elements(b, p):
            inside = all(map(is_within, a, b)) and (len(a) == len(b) or p) and (p or not o) and len(a) >= len(b)
        case _:
            return False
    return inside and (wide.absent or not narrow.absent)


def _interval_within(narrow: Any, wide: Any) -> bool:
    above = wide.low is None or (
        narrow.low is not None
        and (narrow.low > wide.low or (narrow.low == wide.low and (narrow.low_open or not wide.low_open)))
    )
    return above and (
        wide.high is None
        or (
            narrow.high is not None
            and (narrow.high < wide.high or (narrow.high == wide.high and (narrow.high_open or not wide.high_open)))
        )
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"known": "some"}, "`known` is"),
        ({"only": "warning"}, r"`only` is a list of paths: \['warning'\]"),
        ({"only": ["warnin"]}, "no fact is called `warnin`; did you mean `warning`"),
    ],
)
def test_an_argument_that_would_draw_nothing_is_told(arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        facts(policy(), **arguments)
    with pytest.raises(TypeError, match="`policy` is a policy"):
        facts("flood.rules")  # type: ignore[arg-type]
