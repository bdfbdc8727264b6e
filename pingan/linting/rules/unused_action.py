"""`unused-action`: an action that no norm demands, allows or forbids."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.linting.unused import unused


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for name in unused(looked, "action"):
        message = f"no norm is about the action `{name.text}`"
        yield found(message, name.span, help="write the norm that it was declared for, or remove it")


LINT = Lint(
    code="unused-action",
    group="unused",
    title="an action that no norm is about",
    what="""Reports an action that a policy declares and that nothing in the files read mentions. Actions of
        vocabularies are for others, and are left alone.""",
    why="Actions are declared for norms: one that no norm is about is often a duty that was forgotten.",
    example="""
        policy flood { zone "Asia/Shanghai" }
        action close_road
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        rule close { cite "1" then warden must close_road }
        """,
    check=check,
)
