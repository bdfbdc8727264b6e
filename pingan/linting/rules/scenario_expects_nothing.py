"""`scenario-expects-nothing`: a scenario that expects nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for module in looked.modules:
        for scenario in module.scenarios:
            if not scenario.expectations:
                message = f"“{scenario.title}” expects nothing: it passes whatever the policy says"
                yield found(message, scenario.span, help="add `expect …`")


LINT = Lint(
    code="scenario-expects-nothing",
    group="scenarios",
    title="a scenario that expects nothing",
    what="Reports a scenario without `expect`. Certain.",
    why="It counts as a test that passed, and can never fail.",
    example="""
        policy flood { zone "Asia/Shanghai" }
        fact depth_cm: integer >= 0
        define deep: boolean { is depth_cm >= 30 }
        scenario "deep water" {
            given depth_cm = 40
            as of 2016-07-01
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
        """,
    check=check,
)
