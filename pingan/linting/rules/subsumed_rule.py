"""`subsumed-rule`: a rule that another one says all of."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.analysis.pairs import applies_where, free_rules, lists_of, norms_of
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m

MOST = 10
"""Rules that one rule is held against: the first that have a norm of it."""


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    saying: dict[object, list[tuple[m.Rule, frozenset[m.Norm]]]] = {}
    rules: list[tuple[m.Rule, frozenset[m.Norm], object]] = []
    for rule in free_rules(looked):
        around = rule.module, lists_of(rule), rule.since, rule.soft
        norms = [evolve(norm, place=1) for norm in norms_of(rule)]
        rules.append((rule, frozenset(norms), (around, norms[0])))
        for norm in dict.fromkeys(norms):
            saying.setdefault((around, norm), []).append((rule, frozenset(norms)))
    for rule, own, key in rules:
        for wider, more in saying[key][:MOST]:
            if rule is not wider and own <= more and _share_clause(rule, wider) and _is_within(looked, rule, wider):
                message = f"`{wider.name}` says all that `{rule.name}` does, and in more cases"
                remark = Annotation(wider.span, "the wider rule")
                yield found(message, rule.span, remark, help="leave it out, or let it differ in what it asks")
                break


def _is_within(looked: Looked, rule: m.Rule, wider: m.Rule) -> bool:
    """Whether *wider* applies wherever *rule* does, and not the other way round (then they are duplicates)."""
    worlds = looked.worlds
    return applies_where(worlds, rule, wider) and not applies_where(worlds, wider, rule)


def _share_clause(one: m.Rule, other: m.Rule) -> bool:
    ours, theirs = ({(c.policy, c.clause) for c in rule.citations} for rule in (one, other))
    return not ours or not theirs or not ours.isdisjoint(theirs)


LINT = Lint(
    code="subsumed-rule",
    group="norms",
    title="a rule that a wider one says all of",
    what="""Reports a rule whose norms another rule of its policy has as well, and which applies only where that one
        does, definitions written out, unless they cite different clauses. Certain.""",
    why="It adds nothing. Mostly its condition, or what it asks, was to be another one.",
    example="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm >= 30
            then warden must close_road
        }
        rule closing_deep {
            when depth_cm >= 50
            then warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        action evacuate
        fact depth_cm: integer >= 0
        rule closing {
            when depth_cm >= 30
            then warden must close_road
        }
        rule closing_deep {
            when depth_cm >= 50
            then warden must evacuate
        }
        """,
    check=check,
)
