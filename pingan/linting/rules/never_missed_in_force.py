"""`never-missed-in-force`: a last day after which the rule is no longer in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.timelines import Timeline


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    timeline = Timeline(looked.model)
    for rule, norm in looked.norms():
        if not isinstance(norm.deadline, m.By) or norm.modality != "must" or norm.depth:
            continue
        last, ends = timeline.day_of(norm.deadline.limit), _ends(looked, rule, timeline)
        if last is None or ends is None or last < ends[0]:
            continue
        until = "no longer" if last == ends[0] else f"since {ends[0]} no longer"
        message = f"that this was missed is never told: after the last day, {last}, the rule is {until} in force"
        remedy = "let the rule stay in force after the last day; the day itself limits the duty"
        yield found(message, norm.deadline.limit.span, Annotation(ends[1].span, "in force"), help=remedy)


def _ends(looked: Looked, rule: m.Rule, timeline: Timeline) -> tuple[date, m.Expression] | None:
    """The last day on which the question may fall where *rule* binds, and what says so; None where facts decide it."""
    header = looked.model.headers.get(rule.module)
    found: list[tuple[date, m.Expression]] = []
    for written in (rule.in_force, header.in_force if header is not None else None):
        if written is None:
            continue
        days = timeline.in_force(written)
        if days is None or written.tested is not None:
            return None
        if days.last is not None:
            found.append((days.last, written.period))
    return min(found, key=lambda each: each[0], default=None)


LINT = Lint(
    code="never-missed-in-force",
    group="norms",
    title="a last day after which the rule is no longer in force",
    what="""Reports a `must` with `by D` where D is the last day in force of the rule or its policy, or later, and
        the instant of the question is what is tested. Certain; settings and readings count as they are chosen.""",
    why="""A duty is missed on the day after its last day. By then the rule no longer binds, so its state goes from
        pending to nothing, and a miss never shows.""",
    example="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact closed_at: datetime optional
        rule closing {
            in force from 2016-01-01 until 2016-12-31
            then warden must close_road by 2016-12-31 fulfilled at closed_at
        }
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact closed_at: datetime optional
        rule closing {
            in force from 2016-01-01
            then warden must close_road by 2016-12-31 fulfilled at closed_at
        }
        """,
    check=check,
)
