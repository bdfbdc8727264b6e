"""`duplicated-rule`: two rules that say the same of the same cases."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.analysis.pairs import alike, applies_where, free_rules, lists_of, norms_of
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for earlier, rule in alike(free_rules(looked), _key):
        if not _are_of_one_clause(earlier, rule):
            continue
        if applies_where(looked.worlds, earlier, rule) and applies_where(looked.worlds, rule, earlier):
            message = f"`{rule.name}` and `{earlier.name}` say the same under the same conditions"
            remark = Annotation(earlier.span, "the other rule")
            yield found(message, rule.span, remark, help="leave one of them out, and let the other cite what both cite")


def _key(rule: m.Rule) -> object:
    return lists_of(rule), norms_of(rule), rule.since, rule.soft


def _are_of_one_clause(one: m.Rule, other: m.Rule) -> bool:
    """Documents say things twice, and each clause has its rule: that is no mistake."""
    ours, theirs = ({(c.policy, c.clause) for c in rule.citations} for rule in (one, other))
    return not ours or not theirs or not ours.isdisjoint(theirs)


LINT = Lint(
    code="duplicated-rule",
    group="norms",
    title="two rules that say the same of the same cases",
    what="""Reports two rules of one policy with equal norms that apply in the same cases, definitions written out,
        unless they cite different clauses: a document that says a thing twice is encoded twice. Certain.""",
    why="Every outcome tells the duty twice, and whoever changes one rule has changed nothing.",
    example="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        define deep: boolean { is depth_cm >= 30 }
        rule closing {
            when deep
            then warden must close_road
        }
        rule closing_again {
            when depth_cm >= 30
            then warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        define deep: boolean { is depth_cm >= 30 }
        rule closing {
            when deep
            then warden must close_road
        }
        """,
    check=check,
)
