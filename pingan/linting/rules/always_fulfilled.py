"""`always-fulfilled`: a duty that is fulfilled wherever it applies."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.analysis.evidence import claims
from pingan.linting.analysis.written import is_of_form
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for claim in claims(looked):
        if is_of_form(looked, claim.rule.span):
            continue
        if claim.meaning == "fulfilled" and looked.worlds.are_apart(claim.binding, claim.denied):
            remarks = [Annotation(claim.rule.condition.span, "the condition")] if claim.rule.condition else []
            message = "this is so wherever the rule applies: the duty is always fulfilled"
            yield found(message, claim.expression.span, *remarks, help="say what has to be done, not when it applies")


LINT = Lint(
    code="always-fulfilled",
    group="norms",
    title="a duty that is fulfilled wherever it applies",
    what="""Reports what is ensured, and `fulfilled when` or `fulfilled at`, that surely holds whenever the rule
        applies, by its condition, its time or the scope, definitions written out. Certain. What holds whatever the
        facts are is reported by `condition-always-true`.""",
    why="Nobody can fail such a duty. Mostly the condition was copied where the fulfilment was to stand.",
    example="""
        policy flood
        actor warden
        action close_road
        fact warned: boolean
        fact closed: boolean
        rule closing {
            when warned and not closed
            then warden must close_road fulfilled when warned
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        fact warned: boolean
        fact closed: boolean
        rule closing {
            when warned
            then warden must close_road fulfilled when closed
        }
        """,
    check=check,
)
