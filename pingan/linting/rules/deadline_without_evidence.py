"""`deadline-without-evidence`: a deadline that nothing can meet."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.analysis.written import is_of_form, node_at
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.syntax import nodes as syntax


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for _, norm in looked.norms():
        evidence = any((norm.fulfilled_when, norm.fulfilled_at, norm.breached_when, norm.breached_at))
        if norm.deadline is None or evidence or not isinstance(norm.duty, m.Act) or norm.modality != "must":
            continue
        if isinstance(norm.deadline, m.Within) and norm.deadline.duration is None:
            continue  # a vague word that nobody has given a number: there is nothing to miss
        if is_of_form(looked, norm.span) and node_at(looked, norm.span, syntax.Norm) is None:
            continue  # a clause form made the norm of something else: its author has nowhere to say so
        message = f"nothing says when `{norm.duty.action}` has been done: the deadline is never met and never missed"
        yield found(message, norm.span, help="add `fulfilled at …` or `fulfilled when …`")


LINT = Lint(
    code="deadline-without-evidence",
    group="norms",
    title="a deadline of a duty that nothing shows to be fulfilled",
    what="""Reports a `must` of an action with a deadline (a number, not a vague word) and without `fulfilled` or
        `breached`. Certain: such a norm only says that it applies, whatever the day is. Norms that a clause form made
        of something else are left alone.""",
    why="The deadline looks as if it were watched. It stands in the calendar of duties and nowhere else.",
    example="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact seen_at: datetime
        fact closed_at: datetime optional
        rule closing {
            since seen_at
            then warden must close_road within 2 hours
        }
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact seen_at: datetime
        fact closed_at: datetime optional
        rule closing {
            since seen_at
            then warden must close_road within 2 hours fulfilled at closed_at
        }
        """,
    check=check,
)
