"""`never-missed-in-force`: a last day after which the rule is no longer in force."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.timelines import Days, Timeline


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    timeline = Timeline(looked.model)
    for rule, norm in looked.norms():
        if not isinstance(norm.deadline, m.By) or norm.modality != "must" or norm.depth:
            continue
        last, days = timeline.day_of(norm.deadline.limit), _in_force(looked, rule, timeline)
        if last is None or days is None or days.last is None or last < days.last:
            continue
        until = "no longer" if last == days.last else f"since {days.last} no longer"
        message = f"that this was missed is never told: after the last day, {last}, the rule is {until} in force"
        place = rule.in_force.period.span if rule.in_force is not None else looked.model.headers[rule.module].span
        remedy = "let the rule stay in force after the last day; the day itself limits the duty"
        yield found(message, norm.deadline.limit.span, Annotation(place, "in force"), help=remedy)


def _in_force(looked: Looked, rule: m.Rule, timeline: Timeline) -> Days | None:
    """The days on which the question may fall where *rule* binds; None where facts decide it."""
    header = looked.model.headers.get(rule.module)
    written = [w for w in (rule.in_force, header.in_force if header is not None else None) if w is not None]
    if any(each.tested is not None for each in written):
        return None
    found = Days()
    for each in written:
        days = timeline.in_force(each)
        if days is None:
            return None
        found = found.meet(days)
    return found


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
