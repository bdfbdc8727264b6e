"""`partly-in-force`: a rule whose own time reaches beyond that of its policy."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model.timelines import Days, Timeline


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    timeline = Timeline(looked.model)
    for rule in looked.rules:
        header = looked.model.headers.get(rule.module)
        if rule.in_force is None or header is None or header.in_force is None:
            continue
        own, theirs = timeline.in_force(rule.in_force), timeline.in_force(header.in_force)
        if own is None or theirs is None or rule.in_force.tested != header.in_force.tested:
            continue
        both = own.meet(theirs)
        beyond = _beyond(own, theirs)
        if beyond is None or both.is_empty:
            continue
        message = f"`{rule.name}` is written for {own}, and its policy is in force {theirs}: {beyond} it binds nobody"
        remark = Annotation(header.in_force.period.span, "when the policy is in force")
        remedy = "one of the two days is wrong, or the rule need not say it"
        yield found(message, rule.in_force.period.span, remark, help=remedy)


def _beyond(own: Days, theirs: Days) -> str | None:
    """Where an end that the rule writes lies outside the time of its policy."""
    if own.first is not None and theirs.first is not None and own.first < theirs.first:
        return f"before {theirs.first}"
    if own.last is not None and theirs.last is not None and own.last > theirs.last:
        return f"after {theirs.last}"
    return None


LINT = Lint(
    code="partly-in-force",
    group="norms",
    title="a rule whose own time reaches beyond that of its policy",
    what="""Reports a rule with a first day before, or a last day after, the days on which its policy is in force,
        where both test the same instant. Certain; settings and readings count as they are chosen. A rule that is
        never in force is reported by `never-in-force`.""",
    why="The dates of a phase contradict those of the campaign that it belongs to. One of them was misread.",
    example="""
        policy flood {
            zone "Asia/Shanghai"
            in force from 2016-03-01 until 2016-12-31
        }
        actor warden
        action close_road
        rule closing {
            in force from 2016-01-01 until 2016-06-30
            then warden must close_road
        }
        """,
    better="""
        policy flood {
            zone "Asia/Shanghai"
            in force from 2016-03-01 until 2016-12-31
        }
        actor warden
        action close_road
        rule closing {
            in force from 2016-03-01 until 2016-06-30
            then warden must close_road
        }
        """,
    check=check,
)
