"""`deadline-before-start`: a last day before there is any duty."""

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
        if not isinstance(norm.deadline, m.By):
            continue
        limit = norm.deadline.limit
        if norm.depth == 0 and rule.since is not None and _is_before(limit, rule.since):
            remark = Annotation(rule.since.span, "the duty begins here")
            yield found("the last day lies before the day from which the duty counts", limit.span, remark, help=_REMEDY)
            continue
        last, begins = timeline.day_of(limit), _begins(looked, rule, timeline)
        if last is not None and begins is not None and last < begins[0]:
            remark = Annotation(begins[1].span, f"in force from {begins[0]}")
            message = f"the last day, {last}, is over before the rule is in force"
            yield found(message, limit.span, remark, help=_REMEDY)


_REMEDY = "one of the two days is wrong"


def _begins(looked: Looked, rule: m.Rule, timeline: Timeline) -> tuple[date, m.Expression] | None:
    """The first day on which the question may fall where *rule* binds, and what says so."""
    header = looked.model.headers.get(rule.module)
    found: list[tuple[date, m.Expression]] = []
    for written in (rule.in_force, header.in_force if header is not None else None):
        # Where a fact's day is tested, the question may be asked at any time.
        days = timeline.in_force(written) if written is not None and written.tested is None else None
        if written is not None and days is not None and days.first is not None:
            found.append((days.first, written.period))
    return max(found, key=lambda each: each[0], default=None)


def _is_before(limit: m.Expression, since: m.Expression) -> bool:
    """Whether *limit* is written as so long before *since*."""
    match limit:
        case m.Shift(operand, amount):
            return amount < 0 and _day(operand) == _day(since)
        case m.Arithmetic("-", left, m.Constant(int(length))):
            return length > 0 and _day(left) == _day(since)
    return False


def _day(expression: m.Expression) -> m.Expression:
    return expression.operand if isinstance(expression, m.DateOf | m.InstantsOf) else expression


LINT = Lint(
    code="deadline-before-start",
    group="norms",
    title="a last day that is over before the duty begins",
    what="""Reports `by D` where D lies before the first day on which the rule or its policy is in force, or is
        written as so long before the rule's `since`. Certain; settings and readings count as they are chosen.""",
    why="The duty is missed from its first day on, whoever does whatever. Mostly the year is wrong.",
    example="""
        policy flood {
            zone "Asia/Shanghai"
            in force from 2016-03-01
        }
        actor warden
        action close_road
        fact closed_at: datetime optional
        rule closing {
            then warden must close_road by 2015-12-31 fulfilled at closed_at
        }
        """,
    better="""
        policy flood {
            zone "Asia/Shanghai"
            in force from 2016-03-01
        }
        actor warden
        action close_road
        fact closed_at: datetime optional
        rule closing {
            then warden must close_road by 2016-12-31 fulfilled at closed_at
        }
        """,
    check=check,
)
