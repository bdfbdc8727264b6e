"""Small policies, and what of their conditions is shown."""

from __future__ import annotations

import pingan
from pingan.scenario_coverage import ConditionCoverage, ScenarioCoverage, scenario_coverage_of

HEAD = """policy pool "Pools" {
    zone "Asia/Shanghai"
}
fact depth "水深": integer >= 0
fact children "有儿童": boolean
fact watched "有人看护": boolean
fact drill "演练": boolean
actor keeper "管理员"
actor guard "保安"
action close_pool "关闭"
action call "呼叫"
"""


def scenario(title: str, given: str, *expected: str, as_of: str = "2016-06-01") -> str:
    """The text of a scenario; *given* is ``depth = 3; watched = true``."""
    facts = "\n".join(f"    given {each.strip()}" for each in given.split(";") if each.strip())
    expectations = "\n".join(f"    expect {each}" for each in expected)
    return f'scenario "{title}" {{\n{facts}\n    as of {as_of}\n{expectations}\n}}\n'


def coverage_of(*parts: str, head: str = HEAD) -> ScenarioCoverage:
    """What the scenarios among *parts* exercise of the policy that they are."""
    policy = pingan.load(pingan.Source("pool.rules", "\n".join([head, *parts])))
    for result in policy.test():
        assert result.passed, [str(failure) for failure in result.failures] + list(result.problems)
    return scenario_coverage_of(policy)


def conditions(coverage: ScenarioCoverage) -> dict[str, ConditionCoverage]:
    """All conditions of the only policy, by what they say."""
    (policy,) = coverage.policies
    return {c.text or c.part: c for d in policy.declarations for c in d.conditions}


def shown(coverage: ScenarioCoverage) -> set[str]:
    """What is shown to matter."""
    return {text for text, condition in conditions(coverage).items() if condition.shown}
