"""A policy's scenarios one by one."""

from __future__ import annotations

import pytest

import pingan

TEXT = """policy flood { zone "Asia/Shanghai" }
fact depth: integer >= 0
fact closed: boolean
actor warden
action call_office
parameter limit: integer
set limit = 30
define deep: boolean { is depth >= limit }
rule close_road {
    when deep
    then warden must ensure closed
}
rule tell {
    when depth >= 50
    then warden must call_office
}
scenario "high" { given depth = 45; as of 2016-06-01 expect close_road none }
scenario "low" { given depth = 5; as of 2016-06-01 expect close_road none }
scenario "set" { set limit = 50; given depth = 45; as of 2016-06-01 expect close_road none expect deep = false }
scenario "told" { given depth = 45; as of 2016-06-01 expect warden must call_office expect deep = false }
""".replace("; ", "\n")


@pytest.fixture(scope="module")
def policy() -> pingan.Policy:
    return pingan.load(pingan.Source("flood.rules", TEXT))


def test_runs_are_those_of_the_whole_test_each_by_itself(policy: pingan.Policy) -> None:
    runs = policy.runs()
    assert [run.name for run in runs] == ["flood: high", "flood: low", "flood: set", "flood: told"]
    assert tuple(run.run() for run in runs) == policy.test()
    assert [run.run().passed for run in reversed(runs)] == [False, True, True, False]
    assert [run.span.line for run in runs] == sorted(run.span.line for run in runs)


def test_a_failure_names_what_its_expectation_is_about(policy: pingan.Policy) -> None:
    about = {run.title: [failure.about for failure in run.run().failures] for run in policy.runs()}
    assert about == {"high": [("flood.close_road",)], "low": [], "set": [], "told": [("flood.tell",), ("flood.deep",)]}


def test_failures_are_told_in_the_language_asked_for(policy: pingan.Policy) -> None:
    failed = policy.runs(language="zh")[0].run().failures[0]
    assert str(failed).startswith("预期")
    with pytest.raises(ValueError, match="fr"):
        policy.runs(language="fr")
