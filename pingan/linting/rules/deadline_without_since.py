"""`deadline-without-since`: a length of time that counts from an instant nobody wrote."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for rule in looked.rules:
        if rule.since is not None:
            continue
        for norm in rule.norms:
            timed = isinstance(norm.deadline, m.Within) and norm.deadline.duration is not None
            shown = any((norm.fulfilled_when, norm.fulfilled_at)) or isinstance(norm.duty, m.Ensure)
            if timed and shown:
                message = f"`{rule.name}` has no `since`: from when the time counts, only the question can say"
                yield found(message, norm.span, help="add `since` with the instant or day that starts the time")


LINT = Lint(
    code="deadline-without-since",
    group="norms",
    title="a deadline that counts from nothing that is written",
    what="""Reports `within` a number in a rule without `since`, where something shows the duty to be fulfilled.
        Certain; whether it is meant only the author knows: a question may say since when (`--since`).""",
    why="""Without `since` the time began at some instant between coming into force and now. Whether the duty is
        pending or missed stays open unless every question tells when the rule first held.""",
    example="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        fact closed_at: datetime optional
        rule closing {
            when depth_cm >= 30
            then warden must close_road within 2 hours fulfilled at closed_at
        }
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        fact seen_at: datetime
        fact closed_at: datetime optional
        rule closing {
            since seen_at
            when depth_cm >= 30
            then warden must close_road within 2 hours fulfilled at closed_at
        }
        """,
    check=check,
)
