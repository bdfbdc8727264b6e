"""Witnesses of small policies: what an author would expect to be shown."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

import pingan
from pingan.witnesses import Case, NotWritableError, candidates, find_witness, observed, scenario_text
from pingan.witnesses.finding import search
from pingan.witnesses.kit import Kit

HEAD = """
policy town "Town" {
    zone "Asia/Shanghai"
    in force from 2020-03-01 until 2020-12-31
}
enum Warning ordered { none, blue, yellow, red }
enum Sign { seepage, crack, sand_boil }
record Gauge { name: text key  depth: integer >= 0  signs: set of Sign  grave: judgement by engineer }
record House { storeys: integer >= 0 optional }
fact warning: Warning
fact beds: integer >= 0
fact guards: integer >= 0
fact gauges: list of Gauge
fact house: House optional
fact seen_at: datetime
fact closed_at: datetime optional
fact flooded_on: date optional
fact stay: duration
actor engineer
actor keeper
action close
interpretation sense { question "?" readings { narrow, wide } default narrow }
parameter least: integer
define spring: period { is from 2020-05-01 until 2020-05-31 }
"""


def town(rules: str) -> pingan.Policy:
    return pingan.load(pingan.Source("town.rules", f"{HEAD}{rules}"))


def facts_of(rules: str, kind: str = "applies", key: str = "town.r") -> object:
    found = find_witness(town(rules), key, kind)
    assert found is not None
    return found.case.facts


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("warning >= yellow", {"warning": "yellow"}),
        ("beds / 20 >= 2", {"beds": 40}),
        ("beds + guards >= 20 and guards = 5", {"beds": 15, "guards": 5}),
        ("any(g in gauges: g.depth >= 30 and g.signs has crack)", {"gauges": [{"depth": 30, "signs": ["crack"]}]}),
        ("count(g in gauges where g.depth = 0) >= 2", {"gauges": [{"depth": 0}, {"depth": 0}]}),
        ("any(g in gauges: g.grave)", {"gauges": [{"grave": True}]}),
        ("present(house) and not present(house.storeys)", {"house": {"storeys": None}}),
        ("share(g in gauges: g.depth >= 3) = 50%", {"gauges": [{"depth": 3}, {"depth": 2}]}),
        ("stay >= 2 days", {"stay": "2 days"}),
        ("flooded_on in spring", {"flooded_on": "2020-05-01"}),
    ],
)
def test_the_smallest_facts_of_each_kind_of_condition(condition: str, expected: object) -> None:
    policy = town(f"rule r {{ when {condition} then keeper must close }}")
    found = find_witness(policy, "town.r")
    assert found is not None
    assert policy.program.checked(found.case.facts, found.case.as_of).data == expected


def test_a_near_miss_changes_one_thing_and_lies_right_beside() -> None:
    policy = town("rule r { when beds >= 20 and warning = red then keeper must close }")
    found = find_witness(policy, "town.r", "none")
    assert found is not None and found.beside is not None
    assert found.changed == "beds"
    assert found.case.facts == {"beds": 19, "warning": "red"}
    assert found.beside.facts == {"beds": 20, "warning": "red"}


def test_undetermined_leaves_one_fact_out() -> None:
    policy = town("rule r { when beds >= 20 and warning = red then keeper must close }")
    found = find_witness(policy, "town.r", "undetermined")
    assert found is not None
    assert (found.changed, found.case.facts) == ("beds", {"warning": "red"})


def test_a_rule_without_condition_is_shown_on_a_day_on_which_it_is_not_in_force() -> None:
    found = find_witness(town("rule r { then keeper must close }"), "town.r", "none")
    assert found is not None
    assert (found.case.facts, found.changed) == ({}, "as_of")
    assert found.case.as_of in (date(2020, 2, 29), date(2021, 1, 1))


def test_exceptions_and_overriding_rules_do_not_hold() -> None:
    rules = "rule r { when beds >= 20 unless guards > 3 then keeper must close }\n"
    rules += "rule other { overrides r when warning = red then keeper may close }"
    facts = facts_of(rules)
    assert facts == {"beds": 20, "guards": 3, "warning": "none"}


def test_states_around_a_deadline() -> None:
    policy = town("rule r { since seen_at then keeper must close within 2 hours fulfilled at closed_at }")
    for state in ("pending", "fulfilled", "late", "breached"):
        found = find_witness(policy, "town.r", state)
        assert found is not None, state
        outcome = policy.evaluate(found.case.facts, as_of=found.case.as_of)
        assert [set(norm.states) for norm in outcome.norms] == [{state}]
    assert find_witness(policy, "town.r", "due") is None


def test_a_rule_of_another_reading_is_found_under_it() -> None:
    found = find_witness(town("rule r { when sense = wide and beds > 3 then keeper must close }"), "town.r")
    assert found is not None
    assert (found.case.facts, found.case.settings) == ({"beds": 4}, {"town.sense": "wide"})


def test_a_parameter_that_is_not_set_is_set() -> None:
    found = find_witness(town("rule r { when beds >= least then keeper must close }"), "town.r")
    assert found is not None
    assert "town.least" in found.case.settings


def test_one_element_for_each() -> None:
    facts = facts_of("rule r { for each g in gauges when g.depth > 5 then keeper must close }")
    assert facts == {"gauges": [{"depth": 6}]}


def test_values_of_definitions() -> None:
    policy = town("define grade: Warning { is red when beds > 50  is yellow when beds > 20  is none otherwise }")
    for member, beds in (("red", 51), ("yellow", 21), ("none", 20)):
        found = find_witness(policy, "town.grade", member)
        assert found is not None
        assert found.case.facts["beds"] in (beds, beds + 29, 50)
    assert find_witness(policy, "town.grade", "blue") is None
    assert find_witness(policy, "town.grade", "undetermined") is not None


@pytest.mark.parametrize(
    ("rules", "kind"),
    [
        ("rule r { when beds >= 3 and beds < 3 then keeper must close }", "applies"),
        ("rule r { when warning = red and warning in {none, blue} then keeper must close }", "applies"),
        ("rule r { when beds > 3 unless beds > 2 then keeper must close }", "applies"),
    ],
)
def test_what_cannot_be_is_proved(rules: str, kind: str) -> None:
    assert search(Kit.of(town(rules)), "town.r", kind).impossible


def test_what_may_be_is_not_called_impossible_because_it_was_not_found() -> None:
    policy = town("rule r { when beds * guards = 143 and beds > 11 and guards > 9 then keeper must close }")
    found = search(Kit.of(policy), "town.r", "applies", evaluations=50)
    assert not found.impossible


def test_a_search_ends_after_its_questions() -> None:
    rules = "rule r { when beds * guards = 143 and beds > 11 and guards > 10 then keeper must close }"
    assert search(Kit.of(town(rules)), "town.r", "applies", evaluations=40).evaluations <= 60


def test_unknown_keys_and_kinds_are_refused() -> None:
    policy = town("rule r { then keeper must close }")
    with pytest.raises(LookupError, match="no rule or definition"):
        find_witness(policy, "town.nothing")
    with pytest.raises(LookupError, match="never"):
        find_witness(policy, "town.r", "wonderful")


# --- candidates -----------------------------------------------------------------------------------------------------


def test_candidates_make_each_test_matter_either_way() -> None:
    policy = town("rule r { when (beds >= 20 or guards >= 5) and warning = red then keeper must close }")
    seen = set()
    for case in candidates(policy, ["town.r"]):
        facts = case.facts
        if {"beds", "guards", "warning"} <= facts.keys():
            seen.add((facts["beds"] >= 20, facts["guards"] >= 5, facts["warning"] == "red"))  # type: ignore[operator]
    # Each alone decides: masking pairs of all three.
    assert {(True, False, True), (False, True, True), (False, False, True)} <= seen
    assert any(not red and (beds or guards) for beds, guards, red in seen)


def test_candidates_stand_at_thresholds_and_beside_them() -> None:
    policy = town("rule r { when beds >= 20 then keeper must close }")
    assert {19, 20, 21} <= {case.facts.get("beds") for case in candidates(policy, ["town.r"])}


# --- scenarios ------------------------------------------------------------------------------------------------------


def test_everything_that_facts_may_be_is_written_and_read_back() -> None:
    policy = town("rule r { when beds >= least and warning >= yellow then keeper must close }")
    facts = {
        "beds": {"at_least": 3, "less_than": 9},
        "warning": {"one_of": ["yellow", "red"]},
        "gauges": {"known": [{"signs": {"known": ["crack"], "open": True}, "depth": 3}, {}], "open": True},
        "house": None,
        "seen_at": datetime.fromisoformat("2020-05-01T10:30:15+08:00"),
        "stay": "90 minutes",
        "flooded_on": date(2020, 5, 1),
    }
    case = Case(facts, date(2020, 6, 1), {"town.least": 3, "town.sense": "wide"}, {"town.r": date(2020, 5, 30)})
    for dialect in ("en", "zh"):
        text = scenario_text(policy, case, observed(policy, case, ["town.r"]), "all of it", dialect)
        source = pingan.format_text(HEAD + "rule r { when beds >= least and warning >= yellow then keeper must close }")
        whole = pingan.format_text(source, dialect=dialect) + "\n" + text  # type: ignore[arg-type]
        again = pingan.load(pingan.Source("town.rules", whole))
        (scenario,) = again.scenarios
        assert (
            again.program.checked(scenario.facts, scenario.as_of).data == policy.program.checked(facts, case.as_of).data
        )
        assert scenario.since == case.since
        assert [r.failures for r in again.test()] == [()]
        assert pingan.format_text(whole) == whole


@pytest.mark.parametrize(
    "facts", [{"stay": "7 seconds"}, {"gauges": [{"signs": {"known": [], "possible": ["crack"]}}]}]
)
def test_what_no_scenario_can_write_is_refused(facts: dict[str, object]) -> None:
    policy = town("rule r { when stay > 1 hours then keeper must close }")
    with pytest.raises(NotWritableError):
        scenario_text(policy, Case(facts, date(2020, 6, 1)), (), "t")


def test_a_library_of_somebody_else_with_its_own_dialect_forms_and_functions(plugin: Path) -> None:
    from pingan_floods import LIBRARY

    environment = pingan.standard_environment(LIBRARY)
    english = (plugin / "examples" / "dike_watch.rules").read_text("utf-8")
    german = pingan.format_text(pingan.Source("dike_watch.rules", english), dialect="de", environment=environment)
    policy = pingan.load(pingan.Source("dike_watch.rules", german), environment=environment)
    texts = []
    for key in policy.model.rules:
        found = find_witness(policy, key)
        assert found is not None, key
        texts.append(scenario_text(policy, found.case, observed(policy, found.case, [key]), f": W {key}"))
    assert texts[0].startswith("Szenario")
    whole = german + "\n" + "\n".join(texts)
    again = pingan.load(pingan.Source("dike_watch.rules", whole), environment=environment)
    assert [r.name for r in again.test(": W ") if not r.passed] == []
    assert len(again.test(": W ")) == len(policy.model.rules)


def test_where_a_dialect_calls_things_by_their_labels_so_do_its_scenarios() -> None:
    english = """
    policy pool "泳池" { zone "Asia/Shanghai" }
    enum Kind "种类" { deep "深水", flat "浅水", other "其他 种类" }
    record Basin "池" { kind "种类": Kind  depth "水深": integer >= 0 }
    fact basin "泳池": Basin
    actor keeper "管理员"
    action close "关闭泳池"
    rule closing "关闭" { when basin.kind = deep and basin.depth > 2 then keeper must close }
    """
    chinese = pingan.format_text(pingan.Source("pool.rules", english), dialect="zh")
    for text, given in ((english, "{ depth: 3, kind: deep }"), (chinese, "{ 水深：3，种类：深水 }")):
        policy = pingan.load(pingan.Source("pool.rules", text))
        found = find_witness(policy, "pool.closing")
        assert found is not None
        written = scenario_text(policy, found.case, observed(policy, found.case, ["pool.closing"]), "t")
        assert given in written
        again = pingan.load(pingan.Source("pool.rules", f"{text}\n{written}"))
        assert [r.failures for r in again.test()] == [()]


def test_a_definition_that_has_one_value_is_never_another() -> None:
    policy = town("define first: date { is 2020-05-01 }")
    found = search(Kit.of(policy), "town.first", "undetermined")
    assert (found.witness, found.impossible) == (None, True)
