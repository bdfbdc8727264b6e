"""`overridden-always`: a rule that another one always takes back."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.analysis.written import is_of_form
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.sameness import names_of, renamed


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    taken_back = {key for rule in looked.model.rules.values() for key in rule.overrides}
    for rule in looked.rules:
        for key in () if is_of_form(looked, rule.span) else rule.overrides:
            other = looked.model.rules.get(key)
            # What is overridden itself may stand aside; what a policy says of its ground is its own business.
            if other is None or other.module != rule.module or rule.key in taken_back:
                continue
            if looked.worlds.binding(other) and _covers(looked, rule, other):
                message = f"`{other.name}` never counts: `{rule.name}` overrides it whenever it applies"
                remark = Annotation(rule.span, "this overrides it, under conditions that are no narrower")
                remedy = "remove it, or say in the other rule when that takes its place"
                yield found(message, other.span, remark, help=remedy)


def _covers(looked: Looked, rule: m.Rule, other: m.Rule) -> bool:
    """Whether *rule* applies wherever *other* does."""
    if rule.each and _lists(rule) != _lists(other):
        return False
    worlds, binding = looked.worlds, looked.worlds.binding(other)
    return all(
        worlds.are_apart(binding, worlds.form(limb, negated=not negated)) for limb, negated in worlds.limbs(rule)
    )


def _lists(rule: m.Rule) -> list[m.Expression]:
    return [renamed(each.collection, names_of(rule)) for each in rule.each]


LINT = Lint(
    code="overridden-always",
    group="conditions",
    title="a rule that another one always overrides",
    what="""Reports a rule that is overridden in every case in which it applies, by a rule of the same policy.
        Certain. A policy that takes back a rule of one it extends does so on purpose and is left alone.""",
    why="The general rule was to stand in the cases that the special one leaves. It leaves none.",
    example="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm >= 50
            then warden must close_road
        }
        rule shallow {
            overrides closing
            when depth_cm >= 30
            then warden may close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        fact drill: boolean
        rule closing {
            when depth_cm >= 50
            then warden must close_road
        }
        rule drills {
            overrides closing
            when depth_cm >= 30 and drill
            then warden may close_road
        }
        """,
    check=check,
)
