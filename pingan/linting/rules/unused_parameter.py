"""`unused-parameter`: a parameter that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.linting.unused import unused


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for name in unused(looked, "parameter"):
        message = f"the parameter `{name.text}` is read nowhere"
        yield found(message, name.span, help="remove it, or use it where its value stands in figures")


LINT = Lint(
    code="unused-parameter",
    group="unused",
    title="a parameter that nothing reads",
    what="""Reports a parameter of a policy that no rule, definition or deadline of the files read mentions; that a
        policy or a scenario sets it is no use of it.""",
    why="Whoever sets it expects that something changes. Nothing does.",
    example="""
        policy flood { zone "Asia/Shanghai" }
        parameter grace: duration
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        parameter grace: duration
        rule close { cite "1" then warden must close_road within grace }
        """,
    check=check,
)
