"""`scenario-twice`: a scenario that asks what another one asks."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.syntax import nodes as syntax


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for module in looked.modules:
        seen: dict[object, list[syntax.Scenario]] = {}
        for scenario in module.scenarios:
            others = seen.setdefault(_question(scenario), [])
            same = next((other for other in others if {*scenario.expectations} <= {*other.expectations}), None)
            if same is not None and scenario.expectations:
                message = f"“{scenario.title}” asks what “{same.title}” asks, and expects nothing else"
                remark = Annotation(same.span, "the same facts, instant and settings")
                yield found(message, scenario.span, remark, help="remove it, or change the fact that was to differ")
            others.append(scenario)


def _question(scenario: syntax.Scenario) -> object:
    """What *scenario* gives and asks about, whatever the order."""
    return (
        frozenset(scenario.givens),
        scenario.as_of,
        frozenset(scenario.settings),
        frozenset(scenario.since),
        frozenset(name.text for name in scenario.along_with),
    )


LINT = Lint(
    code="scenario-twice",
    group="scenarios",
    title="a scenario that asks and expects what another one does",
    what="""Reports a scenario with the facts, instant, settings and companions of an earlier one of its file that
        expects nothing which that one does not expect as well. Certain.""",
    why="""Mostly one was copied, and the fact that was to differ never changed: then the case in its title is not
        tested.""",
    example="""
        policy flood { zone "Asia/Shanghai" }
        fact depth_cm: integer >= 0
        define deep: boolean { is depth_cm >= 30 }
        scenario "deep water" {
            given depth_cm = 40
            as of 2016-07-01
            expect deep = true
        }
        scenario "water to the ankles" {
            given depth_cm = 40
            as of 2016-07-01
            expect deep = true
        }
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        fact depth_cm: integer >= 0
        define deep: boolean { is depth_cm >= 30 }
        scenario "deep water" {
            given depth_cm = 40
            as of 2016-07-01
            expect deep = true
        }
        scenario "water to the ankles" {
            given depth_cm = 8
            as of 2016-07-01
            expect deep = false
        }
        """,
    check=check,
)
