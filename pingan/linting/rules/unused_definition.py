"""`unused-definition`: a definition that nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.linting.unused import unused


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for name in unused(looked, "definition"):
        message = f"the definition `{name.text}` is read nowhere"
        yield found(message, name.span, help="remove it, read it in a rule, or expect a value of it in a scenario")


LINT = Lint(
    code="unused-definition",
    group="unused",
    title="a definition that nothing reads",
    what="""Reports a definition of a policy that no rule, definition or scenario of the files read mentions, nor any
        declaration of a clause form. What is defined for policies that extend this one is best allowed where it
        stands, or shown by a scenario.""",
    why="""A definition decides nothing by itself. Most that nobody reads were meant to be read by a rule, which then
        decides without it.""",
    example="""
        policy flood { zone "Asia/Shanghai" }
        fact depth: integer
        define deep: boolean { is depth >= 30 }
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        fact depth: integer
        actor warden
        action close_road
        define deep: boolean { is depth >= 30 }
        rule close { cite "1" when deep then warden must close_road }
        """,
    check=check,
)
