"""`untested-rule`: a rule that no scenario exercises."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for policy in looked.coverage.policies:
        if policy.name not in looked.names:
            continue
        for declared in policy.rules:
            if not declared.exercised:
                message = f"no scenario shows `{declared.key.rpartition('.')[2]}` to apply"
                remedy = "add a scenario; `pingan witness` proposes facts for one"
                yield found(message, declared.span, help=remedy)


LINT = Lint(
    code="untested-rule",
    group="scenarios",
    title="a rule that no scenario exercises",
    is_on=False,
    what="""Runs the policy's own scenarios and reports every rule that none of them shows to apply, as `pingan
        coverage --scenarios` counts it. Certain; off by default, because the scenarios are run.""",
    why="Nobody has seen the rule do what its clause says.",
    example="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm >= 30
            then warden must close_road
        }
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm >= 30
            then warden must close_road
        }
        scenario "deep water" {
            given depth_cm = 40
            as of 2016-07-01
            expect warden must close_road
        }
        """,
    check=check,
)
