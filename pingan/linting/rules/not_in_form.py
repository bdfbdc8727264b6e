"""`not-in-form`: a file that is laid out otherwise than `pingan fmt` does it."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.errors import PolicyError
from pingan.diagnostics.fix import Edit, Fix
from pingan.formatting import format_text
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.source import Span


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for module in looked.modules:
        source = module.span.source
        try:
            printed = format_text(source, environment=looked.policy.environment)
        except PolicyError:  # a library's form that cannot print what it reads: `pingan fmt` says so
            continue
        if printed != source.text:
            pairs = enumerate(zip(source.text, printed, strict=False))
            first = next((i for i, (a, b) in pairs if a != b), min(len(source.text), len(printed)))
            line = source.text.rfind("\n", 0, first) + 1
            end = source.text.find("\n", first)
            place = Span(source, line, len(source.text) if end < 0 else max(end, line))
            fix = Fix("print it in form", (Edit(Span(source, 0, len(source.text)), printed),))
            yield found("from here on the file is not in form", place, help="`pingan fmt` prints it so", fixes=(fix,))


LINT = Lint(
    code="not-in-form",
    group="style",
    title="a file that is not laid out as `pingan fmt` does it",
    what="Reports a file that `pingan fmt` would change, at the first line that it would.",
    why="Where all files look alike, differences between versions show what was changed, and nothing else.",
    example="""
        policy flood {zone "Asia/Shanghai"}
        """,
    better="""
        policy flood {
            zone "Asia/Shanghai"
        }
        """,
    check=check,
    is_on=False,
    fix="Prints the file in form; comments and meaning stay.",
)
