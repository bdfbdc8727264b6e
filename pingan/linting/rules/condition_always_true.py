"""`condition-always-true`: a condition, or part of one, that holds whatever the facts are."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.analysis.ranges import told_range
from pingan.linting.analysis.written import conditions, decided, is_made
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for written in conditions(looked):
        for part, value in decided(looked, written.condition):
            if value and not is_made(looked, part):
                why = told_range(part)
                message = f"this always holds{f': {why}' if why else ', whatever the facts are'}"
                yield found(message, part.span, help="leave it out, or say what it was to ask")


LINT = Lint(
    code="condition-always-true",
    group="conditions",
    title="a condition that holds whatever the facts are",
    what="""Reports the smallest part of a condition that is true in every case: by the range of a fact, because a
        set names every member, or because what it puts together leaves nothing out (definitions written out).
        Certain. What parameters and readings are set to is left open.""",
    why="""It reads like a test, and somebody will look for the fact. Mostly another figure, another fact or the
        other operator was meant.""",
    example="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm >= 0
            then warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm >= 30
            then warden must close_road
        }
        """,
    check=check,
)
