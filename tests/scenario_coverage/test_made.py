"""Conditions that clause forms make, that libraries compute, and that only settings decide."""

from __future__ import annotations

from collections import Counter

import pytest

import pingan
from pingan.language import types
from pingan.language.function import Function, Signature
from pingan.language.library import Library
from pingan.language.shapes import Range, Shape
from pingan.scenario_coverage import coverage_of_all, merged, recorded, scenario_coverage_of
from pingan.stdlib import standard_environment
from tests.scenario_coverage.samples import HEAD, conditions, coverage_of, scenario, shown


@pytest.mark.parametrize("name", ["national", "zhangping"])
def test_what_is_written_once_counts_once(name: str) -> None:
    (policy,) = scenario_coverage_of(pingan.load(name)).policies
    written = [(c.span.start, c.span.end, c.text, c.part in ("override", "missed")) for c in policy.conditions]
    assert [place for place, number in Counter(written).items() if number > 1] == []
    assert all(c.span.source.name == policy.file and c.span.text for c in policy.conditions)


def test_a_condition_of_a_ladder_is_shown_by_any_of_the_rules_made_of_it() -> None:
    ladder = """ladder alarm {
        when depth >= 3
        stage warned { then keeper must call }
        stage cleared { when children then keeper must close_pool }
    }"""
    deep = scenario("deep", "depth = 3; children = true", "cleared applies")
    shallow = scenario("shallow", "depth = 2; children = true", "cleared none")
    coverage = coverage_of(ladder, deep, shallow)
    (policy,) = coverage.policies
    assert [c.text for c in policy.conditions].count("depth ≥ 3") == 1
    assert "depth ≥ 3" in shown(coverage)


def test_what_settings_decide_is_fixed_and_not_counted() -> None:
    reading = 'interpretation sense { question "?" readings { narrow, wide } default narrow }'
    rule = "rule closing { when depth >= 3 and sense = narrow then keeper must close_pool }"
    deep = scenario("deep", "depth = 3", "closing applies")
    shallow = scenario("shallow", "depth = 2", "closing none")
    other = scenario("other", "depth = 3", "closing none").replace("as of", "set sense = wide\n    as of")
    without = coverage_of(reading, rule, deep, shallow)
    with_other = coverage_of(reading, rule, deep, shallow, other)
    assert conditions(without)["sense = narrow"].fixed
    assert without.tally("mcdc") == with_other.tally("mcdc")
    assert without.tally("mcdc").number == 1


def _answered(given: tuple[Shape, ...]) -> Shape:
    (depth,) = given
    if isinstance(depth, Range) and depth.interval is not None and depth.interval.low == 0:
        raise ValueError("no crest of nothing")
    return depth


def _checked(given: tuple[types.Type, ...], optional: tuple[bool, ...]) -> Signature | str:
    return Signature(types.INTEGER, False)


def test_code_of_a_library_that_nobody_asked_may_fail() -> None:
    floods = Library("floods", "1.0", functions=(Function("crest", _checked, _answered, ""),))
    head = HEAD.replace('zone "Asia/Shanghai"', 'zone "Asia/Shanghai"\n    needs floods')
    rule = "rule closing { when children and crest(depth) >= 3 then keeper must close_pool }"
    text = head + rule + "\n" + scenario("deep", "depth = 3; children = true", "closing applies")
    text += scenario("dry", "depth = 0; children = false", "closing none")
    policy = pingan.load(pingan.Source("pool.rules", text), environment=standard_environment(floods))
    results = policy.test()
    assert all(result.passed for result in results)
    coverage = scenario_coverage_of(policy, merged(recorded(result) for result in results))
    found = conditions(coverage)
    assert found["children"].both and found["crest(depth) ≥ 3"].seen == {"true"}


def test_policies_loaded_apart_are_told_together_and_once() -> None:
    first, again = pingan.load("ankang"), pingan.load("ankang", "opinion3")
    data = merged(recorded(result) for policy in (first, again) for result in policy.test("ankang"))
    coverage = coverage_of_all([first, again], data)
    assert [policy.name for policy in coverage.policies] == ["ankang", "opinion3"]
    assert coverage.policies[0] == scenario_coverage_of(first).policies[0]
    assert shown(coverage_of_all([first], data))


def test_data_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match="not of the form"):
        merged([{"format": "something else"}])
