"""What a vocabulary asks for, described: the schema agrees with the checker, template and example are fact files."""

from __future__ import annotations

from datetime import date

import jsonschema
import pytest
from hypothesis import given

from pingan.diagnostics.errors import FactError
from pingan.program.fact_example import example
from pingan.program.fact_files import parse_facts
from pingan.program.fact_schema import json_schema
from pingan.program.fact_template import template
from pingan.program.facts import check_facts
from tests.facts.test_check_facts import incidents
from tests.facts.vocabulary import a_vocabulary

WORDS = a_vocabulary()
SCHEMA = json_schema(WORDS)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def accepted(data: object) -> bool:
    try:
        check_facts(data, WORDS, as_of=date(2016, 6, 1))
    except FactError:
        return False
    return True


def test_the_schema_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "incident",
    [
        {},
        {"people": 3},
        {"人数": 3},
        {"people": {"at_least": 3, "less_than": 5}},
        {"people": {"atleast": 3}},
        {"people": {}},
        {"people": True},
        {"people": "3"},
        {"people": -1},
        {"people": None},
        {"people": 3, "人数": 3},
        {"peple": 3},
        {"depth": None},
        {"depth": "0.5"},
        {"depth": "half"},
        {"share": 1},
        {"share": 2},
        {"closed": True},
        {"closed": "true"},
        {"kind": "洪水"},
        {"kind": "fload"},
        {"kind": {"one_of": ["flood"]}},
        {"kind": {"one_of": []}},
        {"kind": {"at_least": "flood"}},
        {"level": {"at_least": "low"}},
        {"also": ["flood"]},
        {"also": "flood"},
        {"also": {"known": [], "open": True}},
        {"also": {"known": [], "open": True, "possible": []}},
        {"also": {"known": ["flood"], "possible": ["storm"]}},
        {"also": {"known": ["flood"]}},
        {"readings": {"known": [1], "open": False}},
        {"readings": {"known": [1], "possible": [2]}},
        {"day": "2016-01-05"},
        {"day": "05.01.2016"},
        {"at": "2016-01-05T10:30:00.5Z"},
        {"at": "2016-01-05T10:30"},
        {"lasted": "2 hours"},
        {"lasted": "long"},
        {"season": {"from": "2016-01-01", "until": None}},
        {"season": {}},
        {"dangerous": True},
        {"dangerous": {"value": True, "by": "engineer", "at": "2016-01-05"}},
        {"dangerous": {"value": True, "by": " "}},
        {"dangerous": {"by": "engineer"}},
        {"dangerous": None},
        {"stations": [{"code": "A"}, {}]},
        {"stations": {"known": [{"站号": "A"}], "open": True}},
        {"stations": [{"codes": "A"}]},
        {"main": None},
        {"main": 3},
    ],
)
def test_the_schema_agrees_with_the_checker(incident: dict[str, object]) -> None:
    data = {"incident": incident}
    assert VALIDATOR.is_valid(data) == accepted(data)


@given(incidents)
def test_the_schema_takes_every_canonical_fact_file(incident: dict[str, object]) -> None:
    VALIDATOR.validate(check_facts({"incident": incident}, WORDS, as_of=date(2016, 6, 1)).data)


def test_the_example_is_a_fact_file_with_everything_in_it() -> None:
    data = example(WORDS)
    VALIDATOR.validate(data)
    facts = check_facts(data, WORDS, as_of=date(2016, 6, 1))
    assert set(facts.values) == set(WORDS.facts)
    assert facts.discounted == ()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_template_says_nothing_until_it_is_uncommented(language: str) -> None:
    text = template(WORDS, language)
    assert parse_facts(text, format="yaml") == {}
    assert parse_facts("", format="yaml") is None, "a pipe that brought nothing is no template"
    uncommented = "\n".join(line.removeprefix("# ") for line in text.splitlines() if not line.startswith("##"))
    data = parse_facts(uncommented, format="yaml")
    assert (
        check_facts(data, WORDS, as_of=date(2016, 6, 1)).data
        == check_facts(example(WORDS), WORDS, as_of=date(2016, 6, 1)).data
    )


def test_the_template_tells_labels_members_and_ranges() -> None:
    text = template(WORDS)
    assert "people: 1  # 人数; a whole number >= 0" in text
    assert "level: low  # 等级; one of low < middle < high (高)" in text
    assert "as determined by engineer" in text


def test_the_template_goes_by_labels_in_chinese() -> None:
    text = template(WORDS, "zh")
    assert "人数: 1  # 整数 >= 0" in text
    assert "等级: low  # 以下之一：low < middle < 高" in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_template_has_no_remark_without_words(language: str) -> None:
    assert not any(line.rstrip().endswith("#") for line in template(WORDS, language).splitlines() if line.strip("# "))
