"""`fulfilled-by-trigger`: a duty fulfilled by what brings it about."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for rule in looked.rules:
        if rule.since is None:
            continue
        for norm in rule.norms:
            if norm.fulfilled_at is not None and norm.fulfilled_at == rule.since:
                message = "this is fulfilled at the instant from which its time counts: it is never open"
                remark = Annotation(rule.since.span, "the time counts from here")
                yield found(message, norm.fulfilled_at.span, remark, help="one of the two is another instant")


LINT = Lint(
    code="fulfilled-by-trigger",
    group="norms",
    title="a duty that is fulfilled by what starts its time",
    what="Reports `fulfilled at T` in a rule with `since T`. Certain.",
    why="The duty is done as soon as it exists, and can be neither late nor missed.",
    example="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact seen_at: datetime
        fact closed_at: datetime optional
        rule closing {
            since seen_at
            then warden must close_road within 2 hours fulfilled at seen_at
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
