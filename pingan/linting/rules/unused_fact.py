"""`unused-fact`: a fact that is asked for in vain."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.linting.unused import unused


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for name in unused(looked, "fact"):
        message = f"the fact `{name.text}` is read nowhere"
        yield found(message, name.span, help="remove it, or read it in a condition")


LINT = Lint(
    code="unused-fact",
    group="unused",
    title="a fact that nothing reads",
    what="""Reports a fact that a policy declares and that nothing in the files read mentions. Facts of vocabularies are
        for others, and are left alone.""",
    why="Somebody is asked for it, and whatever the answer is, nothing follows.",
    example="""
        policy flood { zone "Asia/Shanghai" }
        fact depth: integer
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        fact depth: integer
        actor warden
        action close_road
        rule close { cite "1" when depth >= 30 then warden must close_road }
        """,
    check=check,
)
