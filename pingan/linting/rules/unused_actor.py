"""`unused-actor`: an actor who is nobody in this policy."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.linting.unused import unused


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for name in unused(looked, "actor"):
        message = f"the actor `{name.text}` bears no norm, and nothing else mentions it"
        yield found(message, name.span, help="write the norm that binds it, or remove it")


LINT = Lint(
    code="unused-actor",
    group="unused",
    title="an actor that nothing mentions",
    what="""Reports an actor that a policy declares and that nothing in the files read mentions: no norm, no condition,
        no judgement, no other actor that counts as it. Actors of vocabularies are for others, and are left alone.""",
    why="Actors are declared to be bound: one that is not is often a bearer that a norm lacks.",
    example="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        rule close { cite "1" then warden must close_road }
        """,
    check=check,
)
