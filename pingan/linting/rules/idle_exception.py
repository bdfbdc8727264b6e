"""`idle-exception`: an exception that never takes anything back."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.analysis.written import is_of_form
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    worlds = looked.worlds
    for rule in looked.rules:
        claims = [worlds.standing(rule)] + [worlds.form(limb) for limb, negated in worlds.limbs(rule) if not negated]
        if not rule.exceptions or worlds.are_apart(*claims) or is_of_form(looked, rule.span):
            continue
        for place, exception in enumerate(rule.exceptions):
            form = worlds.form(worlds.of(rule, exception))
            others = [worlds.form(worlds.of(rule, e), negated=True) for n, e in enumerate(rule.exceptions) if n < place]
            if worlds.are_apart(form):
                continue
            if worlds.are_apart(*claims, form):
                remarks = [Annotation(rule.condition.span, "the condition")] if rule.condition is not None else []
                message = "this exception never holds where the rule's condition does"
                yield found(message, exception.span, *remarks, help="remove it, or ask what it was meant to except")
            elif worlds.are_apart(*claims, form, *others):
                message = "this exception takes back nothing that the exceptions before it leave"
                yield found(message, exception.span, help="remove it, or ask what it was meant to except")


LINT = Lint(
    code="idle-exception",
    group="conditions",
    title="an exception that never takes anything back",
    what="""Reports an `unless` that surely never holds where the rule would apply: the condition, the rule's time
        or the scope exclude it, or an exception before it covers it. Certain. What clause forms except by
        themselves (an earlier row of a table) is left alone.""",
    why="The exception was written for somebody; the condition has another idea of who that is. One of them is wrong.",
    example="""
        policy flood
        actor warden
        action close_road
        enum Kind { river, sea, rain }
        fact kind: Kind
        rule closing {
            when kind in {river, sea}
            unless kind = rain
            then warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        enum Kind { river, sea, rain }
        fact kind: Kind
        rule closing {
            when kind in {river, sea}
            then warden must close_road
        }
        """,
    check=check,
)
