"""`unused-allow`: an allowance that allows nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.fix import Edit, Fix
from pingan.linting.allowing import Allowance, AllowedCode
from pingan.linting.edits import removal
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.source import Span


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    idle = {(code.span.start, code.span.source.name) for code in looked.unused}
    for allowance in looked.allowances:
        unused = [c for c in allowance.codes if (c.span.start, c.span.source.name) in idle]
        for code in unused:
            message = f"nothing here is reported as `{code.code}`, so there is nothing to allow"
            edit = _without(allowance, unused)
            fix = Fix("take the allowance away", (edit,))
            yield found(message, code.span, help="take it away", fixes=(fix,))


def _without(allowance: Allowance, unused: list[AllowedCode]) -> Edit:
    """The comment without what is *unused*: all of it where nothing else is allowed."""
    rest = [code.code for code in allowance.codes if code not in unused]
    if not rest:
        return removal(allowance.span)
    whole = Span(allowance.span.source, allowance.codes[0].span.start, allowance.codes[-1].span.end)
    return Edit(whole, ", ".join(rest))


LINT = Lint(
    code="unused-allow",
    group="style",
    title="an allowance that allows nothing",
    what="""Reports a code after `# pingan: allow` (or `允许`) that takes no finding away: what it was written for has
        been mended, or stands elsewhere. Codes of rules that do not run are left alone.""",
    why="It says that something is wrong here on purpose, and would hide it when one day something is.",
    example="""
        policy flood {
            zone "Asia/Shanghai"  # pingan: allow unused-parameter
        }
        """,
    better="""
        policy flood {
            zone "Asia/Shanghai"
        }
        """,
    check=check,
    fix="Takes the code away, and the comment with it where it allows nothing else.",
)
