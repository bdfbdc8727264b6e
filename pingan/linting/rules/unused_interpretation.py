"""`unused-interpretation`: an interpretation whose readings change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.linting.unused import unused


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for name in unused(looked, "interpretation"):
        message = f"nothing asks which reading of `{name.text}` was chosen"
        yield found(message, name.span, help="let a rule or a definition depend on it, or remove it")


LINT = Lint(
    code="unused-interpretation",
    group="unused",
    title="an interpretation that nothing asks about",
    what="""Reports an interpretation that no rule or definition of the files read mentions; that a policy sets it, or a
        scenario chooses a reading, is no use of it.""",
    why="Whoever chooses a reading believes to have settled a question, and every answer stays what it was.",
    example="""
        policy flood { zone "Asia/Shanghai" }
        interpretation river_bank { readings { dike, water_line } default dike }
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        fact depth: integer
        actor warden
        action close_road
        interpretation river_bank { readings { dike, water_line } default dike }
        rule close { cite "1" when depth >= 30 and river_bank = dike then warden must close_road }
        """,
    check=check,
)
