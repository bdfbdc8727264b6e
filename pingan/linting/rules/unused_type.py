"""`unused-type`: an enum or a record that nothing is of."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.linting.unused import unused


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for name in unused(looked, "type"):
        yield found(f"nothing is a `{name.text}`", name.span, help="declare what it was made for, or remove it")


LINT = Lint(
    code="unused-type",
    group="unused",
    title="an enum or a record that nothing is of",
    what="""Reports an enum or a record that a policy declares and that nothing in the files read mentions. Those of
        vocabularies are for others, and are left alone.""",
    why="Its fields and members look like something that facts may say, and no fact can say them.",
    example="""
        policy flood { zone "Asia/Shanghai" }
        enum water { river, sea }
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        enum water { river, sea }
        fact kind: water
        actor warden
        action close_road
        rule close { cite "1" when kind = river then warden must close_road }
        """,
    check=check,
)
