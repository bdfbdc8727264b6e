from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from pingan.language import types
from pingan.model import nodes as model
from pingan.pipeline import format_text
from tests.model.reading import complaints, spoken

RULES = """
define grade: Level { is high when drill is low otherwise }
define when_open: period { is from 2016-01-01 until 2016-12-31 }
define kinds: set of Kind { is {river} }
rule close "封路" { when drill then warden must close_road, town must warn within 2 hours otherwise council must warn }
rule open { then warden may close_road }
"""


def scenario(body: str) -> model.Scenario:
    return spoken(f'{RULES}\nscenario "s" {{ {body} }}').scenarios[0]


@pytest.mark.parametrize(
    ("given", "facts"),
    [
        ("given drill = true", {"drill": True}),
        ("given 危险 = 高", {"danger": "high"}),
        ("given gauge.level = 0.5", {"gauge": {"level": Decimal("0.5")}}),
        ("given gauge.level = at least 3 and less than 5", {"gauge": {"level": {"at_least": 3, "less_than": 5}}}),
        ("given danger = one of {low, 高}", {"danger": {"one_of": ["low", "high"]}}),
        ("given danger = more than low", {"danger": {"more_than": "low"}}),
        ("given gauge.kinds = {river, ...}", {"gauge": {"kinds": {"known": ["river"], "open": True}}}),
        ("given gauge.kinds = {}", {"gauge": {"kinds": []}}),
        ("given warned_at = absent", {"warned_at": None}),
        ("given warned_at = 2016-01-05T10:00", {"warned_at": "2016-01-05T10:00:00+08:00"}),
        (
            "given warned_at = 2016-01-05",
            {"warned_at": {"at_least": "2016-01-05T00:00:00+08:00", "less_than": "2016-01-06T00:00:00+08:00"}},
        ),
        ("given started_on = 2016-01-05", {"started_on": "2016-01-05"}),
        ("given length = 2 hours", {"length": "2 hours"}),
        ("given length = 3 days", {"length": "3 days"}),
        ("given season = from 2016-01-05", {"season": {"from": "2016-01-05", "until": None}}),
        ("given days = {2016-01-05, 2016-01-06}", {"days": ["2016-01-05", "2016-01-06"]}),
        ("given gauge.reliable = true", {"gauge": {"reliable": True}}),
        (
            "given gauge.reliable = { value: false, by: 看守, at: 2016-01-05T10:00 }",
            {"gauge": {"reliable": {"value": False, "by": "warden", "at": "2016-01-05T10:00:00+08:00"}}},
        ),
        ('given gauge = { level: 3, 名称: "a" }', {"gauge": {"level": 3, "name": "a"}}),
        (
            "given towns = { { people: 3 }, { people: unknown }, ... }",
            {"towns": {"known": [{"people": 3}, {}], "open": True}},
        ),
        ("given town = { gauges: { { level: 1 } } }", {"town": {"gauges": [{"level": 1}]}}),
        ("given town.mayor = absent", {"town": {"mayor": None}}),
        (
            'given gauge = { level: 3 } given gauge.name = "a" given gauge = { level: 4 }',
            {"gauge": {"level": 4, "name": "a"}},
        ),
        ("given drill = true given drill = unknown", {}),
    ],
)
def test_givens_are_what_a_fact_file_would_say(given: str, facts: dict[str, object]) -> None:
    assert scenario(f"{given} expect close none").facts == facts


def test_when_what_is_set_and_since_when_a_rule_held() -> None:
    found = scenario(
        "as of 2016-01-05T10:00 set promptly = 2 hours set limit = 3 set reach = far "
        "since close = 2016-01-04 expect close none"
    )
    assert found.as_of == datetime(2016, 1, 5, 10, 0, tzinfo=timezone(timedelta(hours=8)))
    assert found.settings == {"flood.promptly": "2 hours", "flood.limit": 3, "flood.reach": "far"}
    assert found.since == {"flood.close": date(2016, 1, 4)}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("expect 看守 must close_road", model.ExpectNorm("warden", "must", "close_road", False)),
        ("expect no town must warn", model.ExpectNorm("town", "must", "warn", True)),
        ("expect 封路 breached", model.ExpectState("flood.close", None, "breached", False)),
        ("expect no close.警告 due", model.ExpectState("flood.close", "warn", "due", True)),
        ("expect flood.close.warn due", model.ExpectState("flood.close", "warn", "due", False)),
        ("expect close deadline 2016-01-05", model.ExpectDeadline("flood.close", None, date(2016, 1, 5))),
        ("expect undetermined close because drill", model.ExpectUndetermined("flood.close", None, ("drill",))),
        (
            "expect undetermined grade because 水位站.水位",
            model.ExpectUndetermined("flood.grade", None, ("gauge.level",)),
        ),
        (
            "expect undetermined grade because limit, reach",
            model.ExpectUndetermined("flood.grade", None, ("flood.limit", "flood.reach")),
        ),
        (
            "expect undetermined grade because towns.people",
            model.ExpectUndetermined("flood.grade", None, ("towns.people",)),
        ),
        ("expect conflict close, open", model.ExpectConflict("flood.close", "flood.open")),
    ],
)
def test_expectations_are_bound(written: str, expected: model.Expectation) -> None:
    assert scenario(written).expectations == (expected,)


@pytest.mark.parametrize(
    ("written", "arguments"),
    [
        ("expect council must 警告(level: 高, 对象: 看守)", [("whom", "warden"), ("level", "high")]),
        ("expect no council must warn(warden)", [("whom", "warden")]),
        ("expect council must warn(at: 2016-01-05T10:00)", [("at", datetime(2016, 1, 5, 2, tzinfo=UTC))]),
    ],
)
def test_arguments_are_expected_by_the_names_of_the_action(written: str, arguments: list[tuple[str, object]]) -> None:
    (expected,) = scenario(written).expectations
    assert isinstance(expected, model.ExpectNorm)
    assert [(name, value.value) for name, value in expected.arguments] == arguments


@pytest.mark.parametrize(
    ("argument", "complaint"),
    [
        ("danger", ("type-mismatch", "danger")),
        ("whom: mayors", ("unknown-name", "mayors")),
        ("level: middle, middle", ("wrong-arguments", "middle")),
        ("level: danger", ("wrong-arguments", "danger")),
    ],
)
def test_only_values_written_out_are_expected_of_arguments(argument: str, complaint: tuple[str, str]) -> None:
    assert complaints(f'{RULES} scenario "s" {{ expect council must warn({argument}) }}') == [complaint]


def test_a_value_is_expected_of_a_definition() -> None:
    (found,) = scenario("expect grade = 高").expectations
    assert isinstance(found, model.ExpectValue)
    assert isinstance(found.subject, model.DefinitionValue)
    assert isinstance(found.value, model.Constant) and found.value.value == "high"


@pytest.mark.parametrize(
    "written", ["expect kinds = {river}", "expect when_open = from 2016-01-01", "expect warned_at = absent"]
)
def test_what_equals_does_not_compare_is_expected_as_a_condition(written: str) -> None:
    (found,) = scenario(written).expectations
    assert isinstance(found, model.ExpectValue)
    assert (found.subject.type, found.value) == (types.BOOLEAN, model.TRUE)


WRONG = [
    ("given drlil = true", "unknown-name", "drlil"),
    ("given gauge.levle = 3", "unknown-name", "levle"),
    ("given gauge = { levle: 3 }", "unknown-name", "levle"),
    ("given towns.people = 3", "type-mismatch", "people"),
    ("given drill = 3", "type-mismatch", "3"),
    ("given drill = absent", "type-mismatch", "absent"),
    ("given drill = at least true", "type-mismatch", None),
    ("given gauge.level = one of {1, 2}", "type-mismatch", None),
    ("given gauge.kinds = river", "type-mismatch", None),
    ("given drill = { a: true }", "type-mismatch", None),
    ("given gauge.level = gauge.level", "not-constant", None),
    ("given length = 2 months", "calendar-duration", "2 months"),
    ("given gauge.reliable = { value: true, for: warden }", "unknown-name", "for"),
    ("expect warden must fly", "unknown-name", "fly"),
    ("expect gauge must close_road", "not-an-actor", "gauge"),
    ("expect cloes breached", "unknown-name", "cloes"),
    ("expect open.warn breached", "unknown-name", "warn"),
    ("expect undetermined nothing", "unknown-name", "nothing"),
    ("expect undetermined grade because nothing", "unknown-name", "nothing"),
    ("expect undetermined grade because gauge.nothing", "unknown-name", "nothing"),
    ("expect grade = 3", "type-mismatch", "3"),
    ("expect gauge = 3", "type-mismatch", None),
    ("expect close shortfall drill", "type-mismatch", "drill"),
    ("since nothing = 2016-01-01", "unknown-name", "nothing"),
    ("since close = started_on", "not-constant", "started_on"),
    ("set limit = 101", "out-of-range", "limit"),
]


@pytest.mark.parametrize(("written", "code", "fault"), WRONG)
def test_a_mistake_in_a_scenario(written: str, code: str, fault: str | None) -> None:
    said = complaints(f'{RULES}\nscenario "s" {{ {written} expect open applies }}')
    assert [c for c, _ in said][:1] == [code], said
    assert fault is None or said[0][1] == fault


def test_two_scenarios_of_one_title_are_reported() -> None:
    said = complaints(f'{RULES}\nscenario "s" {{ expect open applies }}\nscenario "s" {{ expect open applies }}')
    assert [c for c, _ in said] == ["duplicate-name"]


def test_a_judgement_reads_the_same_with_chinese_keys() -> None:
    english = scenario("given gauge.reliable = { value: true, by: warden, at: 2016-01-05T10:00 }")
    chinese = scenario("given gauge.reliable = { 认定: true, 认定人: warden, 认定时间: 2016-01-05T10:00 }")
    assert english.facts == chinese.facts


def test_a_judgement_may_be_made_on_a_day_as_in_a_fact_file() -> None:
    given = scenario("given gauge.reliable = { value: true, by: warden, at: 2016-01-05 }").facts
    assert given == {"gauge": {"reliable": {"value": True, "by": "warden", "at": "2016-01-05"}}}


def test_a_record_whose_fields_bear_the_names_of_those_keys_is_given_by_either() -> None:
    for key in ("value", "认定"):
        written = f'record R {{ {key}: integer }}\nfact r: R\nscenario "s" {{ given r = {{ {key}: 3 }} }}'
        assert spoken(f"{RULES}\n{written}").scenarios[0].facts == {"r": {key: 3}}


def test_the_keys_of_a_judgement_are_printed_in_the_dialect() -> None:
    text = 'policy p\n\nscenario "s" {\n    given a.b = { value: true, by: c, at: 2016-01-05T10:00 }\n}\n'
    chinese = format_text(text, dialect="zh")
    assert "{ 认定：真，认定人：c，认定时间：2016年1月5日10时0分 }" in chinese
    assert format_text(chinese, dialect="en") == text
