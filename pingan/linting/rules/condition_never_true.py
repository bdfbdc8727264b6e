"""`condition-never-true`: a condition, or part of one, that no facts can meet."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.analysis.ranges import told_range
from pingan.linting.analysis.written import conditions, decided, is_made, is_told
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for written in conditions(looked):
        for part, value in decided(looked, written.condition):
            if not value and not is_made(looked, part) and not is_told(looked, part.span, "contradiction"):
                why = told_range(part)
                message = f"this never holds{f': {why}' if why else ', whatever the facts are'}"
                yield found(message, part.span, help=_remedy(why))


def _remedy(why: str | None) -> str:
    if why is not None and why.endswith("at most 1"):
        return "a share is written as `80%` or `0.8`"
    return "one of its parts says something else than was meant"


LINT = Lint(
    code="condition-never-true",
    group="conditions",
    title="a condition that no facts can meet",
    what="""Reports the smallest part of a condition that is false in every case: a figure outside the range of its
        fact, or parts that exclude each other once definitions are written out. Certain. What `contradiction` says
        of two limbs side by side is not said again.""",
    why="""What is guarded by it looks like a duty, and binds nobody. Mostly a unit is wrong: a share is compared
        with 80 where 80% was meant.""",
    example="""
        policy flood
        actor warden
        action close_road
        fact share_flooded: decimal >= 0 and <= 1
        rule closing {
            when share_flooded >= 80
            then warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        fact share_flooded: decimal >= 0 and <= 1
        rule closing {
            when share_flooded >= 80%
            then warden must close_road
        }
        """,
    check=check,
)
