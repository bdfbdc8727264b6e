"""`never-fulfilled`: a duty that is over as soon as it is done."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.analysis.evidence import claims
from pingan.linting.analysis.written import is_of_form
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked

_SAID = {
    "fulfilled": "this never holds where the rule applies: the duty is never fulfilled, it only ends",
    "breached": "this never holds where the rule applies: the duty is never breached by it",
}


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for claim in claims(looked):
        if looked.worlds.are_apart(claim.binding, claim.form) and not is_of_form(looked, claim.rule.span):
            rule = claim.rule
            places = [rule.condition.span] if rule.condition is not None else []
            places = places or [exception.span for exception in rule.exceptions[:1]]
            remarks = [Annotation(place, "this keeps the rule from applying then") for place in places]
            remedy = "let the rule apply whether or not it has been done, and say under `fulfilled` when it is"
            yield found(_SAID[claim.meaning], claim.expression.span, *remarks, help=remedy)


LINT = Lint(
    code="never-fulfilled",
    group="norms",
    title="a duty that no longer applies once it is done",
    what="""Reports what is ensured, and `fulfilled` or `breached`, that surely never holds where the rule applies:
        its condition, an exception, its time or the scope exclude it, definitions written out. Certain.""",
    why="""The classic slip: `when not closed then … must close fulfilled when closed`. Done, the duty is not
        fulfilled but gone, and done too late it is gone as well: nobody is ever told that it was missed.""",
    example="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        fact closed: boolean
        rule closing {
            when depth_cm >= 30 and not closed
            then warden must close_road fulfilled when closed
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        fact closed: boolean
        rule closing {
            when depth_cm >= 30
            then warden must close_road fulfilled when closed
        }
        """,
    check=check,
)
