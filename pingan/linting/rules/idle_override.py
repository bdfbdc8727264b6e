"""`idle-override`: a rule that overrides another one which never applies together with it."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.analysis.written import is_of_form
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    worlds = looked.worlds
    for rule in looked.rules:
        if is_of_form(looked, rule.span):
            continue
        own = worlds.binding(rule)
        for key in rule.overrides:
            other = looked.model.rules.get(key)
            if (
                other is None
                or not own
                or not worlds.binding(other)
                or not worlds.are_apart(own, worlds.binding(other))
            ):
                continue
            message = f"`{rule.name}` overrides `{other.name}`, and the two never apply together"
            remark = Annotation(other.span, "what it overrides")
            yield found(message, rule.span, remark, help="leave `overrides` out, or look at the conditions again")


LINT = Lint(
    code="idle-override",
    group="conditions",
    title="a rule overrides one that never applies together with it",
    what="""Reports `overrides` where the conditions, times or scopes of the two rules surely exclude each other.
        Certain.""",
    why="""There is nothing to override. Somebody thought that both apply in some case: then a condition is not what
        was meant.""",
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
            when depth_cm < 30
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
            when drill
            then warden may close_road
        }
        """,
    check=check,
)
