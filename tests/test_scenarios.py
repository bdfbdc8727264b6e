"""Scenarios are held to what they expect, and a failure says what came out instead."""

from __future__ import annotations

from pathlib import Path

import pytest

import pingan
from pingan.scenarios import ScenarioResult

POLICY = """
policy flood {
    zone "Asia/Shanghai"
    in force from 2016-01-01
}

enum Grade ordered { low, high, extreme }

record Shelter is actor {
    name: text key
    seats: integer >= 0
}

record Case {
    depth: integer >= 0
    closed_at: datetime optional
    noticed_at: datetime
    drill: boolean
    shelters: list of Shelter
}

fact case: Case

actor warden
actor mayor
action close_road
action open_road
action warn_people

parameter limit: integer >= 0

interpretation drills_count {
    question "Does a drill count?"
    readings { counted, ignored }
}

define grade: Grade {
    is extreme when case.depth >= 100
    is high when case.depth >= 30
    is low otherwise
}

define overflow: integer {
    is max(0, case.depth - 30)
}

rule closing {
    since case.noticed_at
    when case.depth >= 30
    unless case.drill
    then warden must close_road within 2 hours fulfilled at case.closed_at,
         mayor must warn_people
}

rule keeping_open {
    when case.depth < 100
    then warden must not close_road
}

rule seats {
    for each s in case.shelters
    then s must ensure s.seats >= 40
}

rule above_limit {
    when case.depth > limit
    then mayor should warn_people
}
"""

GIVEN = """
    given case = { depth: 45, drill: false, noticed_at: 2016-06-01T10:00, closed_at: absent }
    as of 2016-06-01T13:00
"""


def scenario(title: str, body: str) -> str:
    return f'scenario "{title}" {{\n{body}\n}}\n'


def run(expectations: str, given: str = GIVEN, declarations: str = "") -> ScenarioResult:
    text = f"{POLICY}\n{declarations}\n" + scenario("s", f"{given}\n{expectations}")
    (result,) = pingan.load(pingan.Source("flood.rules", text)).test()
    return result


@pytest.mark.parametrize(
    "expectation",
    [
        "expect warden must close_road",
        "expect no mayor must close_road",
        "expect no warden should close_road",
        "expect closing breached",
        "expect closing.close_road breached",
        "expect closing.warn_people applies",
        "expect no closing fulfilled",
        "expect no closing late",
        "expect closing deadline 2016-06-01T12:00",
        "expect closing deadline 2016-06-01",
        "expect grade = high",
        "expect overflow = 15",
        "expect case.depth = 45",
        "expect undetermined seats",
        "expect undetermined above_limit because limit",
        "expect conflict closing, keeping_open",
        "expect conflict keeping_open, closing",
    ],
)
def test_what_is_so_passes(expectation: str) -> None:
    result = run(expectation)
    assert result.passed, [str(f) for f in result.failures] + list(result.problems)


@pytest.mark.parametrize(
    ("expectation", "parts"),
    [
        ("expect mayor must close_road", ["`mayor must close_road`", "there is no such norm"]),
        ("expect no warden must close_road", ["no `warden must close_road`", "is breached"]),
        ("expect closing.close_road pending", ["`closing.close_road` to be pending", "is breached"]),
        ("expect no closing breached", ["`closing` not to be breached", "is breached"]),
        ("expect closing deadline 2016-06-01T12:01", ["deadline 2016-06-01T12:01", "2016-06-01T12:00"]),
        ("expect closing.warn_people deadline 2016-06-01", ["no deadline"]),
        ("expect grade = low", ["`grade = low`", "it is high"]),
        ("expect overflow = 16", ["it is 15"]),
        ("expect undetermined closing", ["to be undetermined", "is breached"]),
        ("expect undetermined grade", ["to be undetermined", "it is high"]),
        ("expect undetermined above_limit because case.depth", ["because of case.depth", "undetermined"]),
        ("expect above_limit none", ["to be none", "undetermined (none or "]),
        ("expect no mayor should warn_people", ["no `mayor should warn_people`", "undetermined"]),
        ("expect conflict closing, above_limit", ["a conflict of `closing` and `above_limit`", "there is none"]),
    ],
)
def test_what_is_not_so_fails_and_says_what_is(expectation: str, parts: list[str]) -> None:
    (failure,) = run(expectation).failures
    assert all(part in str(failure) for part in parts), str(failure)
    assert failure.span.text == expectation.removeprefix("expect ")


def test_a_shortfall_is_compared_exactly() -> None:
    given = 'given case = { shelters: { { name: "school", seats: 30 } } }\n    as of 2016-06-01'
    assert run("expect seats breached\n    expect seats shortfall 10", given).passed
    (failure,) = run("expect seats shortfall 11", given).failures
    assert "a shortfall of 11" in str(failure)
    assert "a shortfall of 10" in str(failure)
    assert run("expect seats shortfall 4 + 6", given).passed
    closed = 'given case = { shelters: { { name: "school", seats: 50 } } }\n    as of 2016-06-01'
    assert "no shortfall" in str(run("expect seats shortfall 10", closed).failures[0])


def test_a_failure_that_waits_for_facts_names_them() -> None:
    given = "given case = { depth: at least 20, drill: false }\n    as of 2016-06-01"
    (failure,) = run("expect closing none", given).failures
    assert "case.depth" in [cause.subject for cause in failure.causes]


def test_settings_of_a_scenario_hold_for_it_alone() -> None:
    declarations = f'scenario "other" {{\n{GIVEN}\n    set limit = 10\n    expect mayor should warn_people\n}}'
    text = (
        f'{POLICY}\n{declarations}\nscenario "s" {{\n{GIVEN}\n    expect undetermined above_limit because limit\n}}\n'
    )
    results = pingan.load(pingan.Source("flood.rules", text)).test()
    assert [r.passed for r in results] == [True, True]


def test_since_says_when_a_rule_first_held() -> None:
    declarations = (
        "rule late {\n    when case.depth > 30\n    then mayor must open_road within 3 days fulfilled when false\n}"
    )
    given = "given case.depth = 45\n    since late = 2016-05-01\n    as of 2016-06-01"
    assert run("expect late breached", given, declarations).passed
    assert not run("expect late breached", given.replace("since late = 2016-05-01\n", ""), declarations).passed


def test_an_empty_list_has_no_norm_in_any_state() -> None:
    given = "given case = { shelters: {} }\n    as of 2016-06-01"
    assert run("expect no seats breached", given).passed
    assert "there is no such norm" in str(run("expect seats fulfilled", given).failures[0])


def test_a_scenario_is_selected_by_its_name() -> None:
    text = POLICY + "".join(
        f'scenario "{n}" {{\n    as of 2016-06-01\n    expect grade = low\n}}\n' for n in ("One", "two")
    )
    policy = pingan.load(pingan.Source("flood.rules", text))
    assert [r.title for r in policy.test("ONE")] == ["One"]
    assert [r.title for r in policy.test("flood")] == ["One", "two"]
    assert policy.test("three") == ()


def test_scenarios_of_a_parent_are_not_those_of_its_child(tmp_path: Path) -> None:
    parent = (
        POLICY.replace("policy flood", "policy national") + f'scenario "p" {{\n{GIVEN}\n    expect grade = high\n}}\n'
    )
    (tmp_path / "national.rules").write_text(parent, "utf-8")
    child = "policy flood {\n    extends national\n}\nset limit = 3\n"
    child += scenario("c", f"{GIVEN}\n    expect mayor should warn_people")
    (tmp_path / "flood.rules").write_text(child, "utf-8")
    assert [r.name for r in pingan.load(tmp_path / "flood.rules").test()] == ["flood: c"]
    assert [r.name for r in pingan.load(tmp_path / "national.rules").test()] == ["national: p"]


# --- policies asked along

NATION = """
policy nation { zone "Asia/Shanghai" }
actor guards
action watch
fact alarm: boolean
fact hour: integer
parameter limit: integer
define late: boolean { is hour >= limit }
rule watching { when alarm then guards must watch }
"""
TOWN = """
policy town { zone "Asia/Shanghai" }
actor guards
action watch
fact alarm: boolean
rule resting { when alarm then guards must not watch }
scenario "alone" { given alarm = true as of 2016-01-01 expect resting applies expect no guards must watch }
scenario "with the nation" {
    together with nation
    given alarm = true
    given hour = 5
    as of 2016-01-01
    set nation.limit = 4
    expect watching applies
    expect nation.watching applies
    expect nation.late = true
    expect conflict resting, nation.watching
}
"""


def folder(place: Path, **texts: str) -> Path:
    for name, text in texts.items():
        place.joinpath(f"{name}.rules").write_text(text, encoding="utf-8")
    return place


def test_policies_are_asked_along_in_the_scenarios_that_say_so(tmp_path: Path) -> None:
    policy = pingan.load(folder(tmp_path, nation=NATION, town=TOWN) / "town.rules")
    assert list(policy.model.headers) == ["town"]
    assert [s.title for s in policy.scenarios] == ["alone"]
    results = policy.test()
    assert [(r.name, r.problems, [str(f) for f in r.failures]) for r in results] == [
        ("town: alone", (), []),
        ("town: with the nation", (), []),
    ]
    outcome = results[1].outcome
    assert outcome is not None
    assert {n.policy for n in outcome.norms} == {"town", "nation"}
    assert pingan.check(tmp_path / "town.rules") == ()


def test_where_all_are_loaded_they_are_asked_as_they_are(tmp_path: Path) -> None:
    place = folder(tmp_path, nation=NATION, town=TOWN)
    policy = pingan.load(place / "town.rules", place / "nation.rules")
    assert [s.title for s in policy.scenarios] == ["alone", "with the nation"]
    assert [r.passed for r in policy.test("nation")] == [True]


def test_what_is_wrong_with_them_is_told_by_check_and_by_test(tmp_path: Path) -> None:
    text = TOWN.replace("nation.watching applies", "nation.waiting applies")
    (told,) = pingan.check(folder(tmp_path, nation=NATION, town=text) / "town.rules")
    assert told.code == "unknown-name"
    assert [r.problems for r in pingan.load(tmp_path / "town.rules").test()] == [(), (told.message,)]
    (told,) = pingan.check(folder(tmp_path, town=TOWN.replace("with nation", "with nobody")) / "town.rules")
    assert told.code == "unknown-module"
    text = TOWN.replace("    together with nation\n", "").replace("expect watching applies", "")
    helps = {d.help for d in pingan.check(folder(tmp_path, town=text) / "town.rules")}
    assert any(h is not None and "together with nation" in h for h in helps)


def test_only_policies_are_asked_along(tmp_path: Path) -> None:
    place = folder(
        tmp_path, words="vocabulary words\nfact wet: boolean\n", town=TOWN.replace("with nation", "with words")
    )
    assert "wrong-module" in {d.code for d in pingan.check(place / "town.rules")}


ARGUMENTS = """
policy told {
    zone "Asia/Shanghai"
}

enum Topic { fire, flood }

fact topic: Topic
actor desk
actor police "公安机关"
actor mayor
action tell (whom "对象": actor, about: Topic)

rule r {
    then desk must tell(whom: police, about: topic)
}
"""


@pytest.mark.parametrize(
    ("topic", "expectation", "passes"),
    [
        ("fire", "desk must tell(police)", True),
        ("fire", "desk must tell(police, fire)", True),
        ("fire", "desk must tell(about: fire)", True),
        ("fire", "desk must tell(mayor)", False),
        ("fire", "desk must tell(police, flood)", False),
        ("fire", "no desk must tell(mayor)", True),
        ("fire", "no desk must tell(police)", False),
        ("unknown", "desk must tell(police)", True),
        ("unknown", "desk must tell(about: fire)", False),
        ("unknown", "no desk must tell(about: fire)", False),
        ("unknown", "no desk must tell(mayor, fire)", True),
    ],
)
def test_arguments_are_expected_to_be_surely_so(topic: str, expectation: str, passes: bool) -> None:
    text = f'{ARGUMENTS}\nscenario "s" {{ given topic = {topic}  as of 2016-01-05  expect {expectation} }}'
    (result,) = pingan.load(pingan.Source("told.rules", text)).test()
    assert result.passed is passes, result.failures


def test_a_failure_says_which_arguments_there_are() -> None:
    text = f'{ARGUMENTS}\nscenario "s" {{ as of 2016-01-05  expect desk must tell(mayor, fire) }}'
    policy = pingan.load(pingan.Source("told.rules", text))
    (failure,) = policy.test()[0].failures
    assert str(failure) == (
        "expected `desk must tell(whom: mayor, about: fire)`, "
        "but `desk … tell(whom: police, about: fire or flood)` is applies"
    )
    assert "预期`desk 应当 tell（对象：mayor，about：fire）`" in str(policy.test(language="zh")[0].failures[0])
