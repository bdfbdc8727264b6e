"""`bearer-to-itself`: somebody is to tell, or ask, itself."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for _, norm in looked.norms():
        if not isinstance(norm.duty, m.Act):
            continue
        for name, value in norm.duty.arguments:
            if value in norm.bearers and not isinstance(value, m.ElementValue):
                who = value.span.text
                message = f"`{who}` is bound to `{norm.duty.action}` with itself as `{name}`"
                place = value.span if norm.span.start <= value.span.start < norm.span.end else norm.span
                yield found(message, place, help="one of the two is somebody else")


LINT = Lint(
    code="bearer-to-itself",
    group="norms",
    title="whoever is bound is also whom the action is about",
    what="""Reports an action whose bearer is at once one of its arguments: a report of a warden to the warden. Very
        probable.""",
    why="A copied line: the one to be told was to be changed, too.",
    example="""
        policy flood
        actor warden
        actor headquarters
        action report (to: actor)
        rule reporting {
            then warden must report(to: warden)
        }
        """,
    better="""
        policy flood
        actor warden
        actor headquarters
        action report (to: actor)
        rule reporting {
            then warden must report(to: headquarters)
        }
        """,
    check=check,
)
