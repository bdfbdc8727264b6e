"""`cases-all-same`: a definition that says the same in every case."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.diagnostic import Annotation
from pingan.linting.analysis.written import is_of_form
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for definition in looked.definitions:
        first, *others = definition.cases or (None,)
        if first is None or not others or is_of_form(looked, definition.span):
            continue
        covers = definition.cases[-1].condition in (None, m.TRUE)
        if covers and all(case.value == first.value for case in others):
            message = f"`{definition.name}` has the same value in every case"
            remarks = [Annotation(case.span, "the same") for case in others]
            yield found(message, first.span, *remarks, help="one of the values was meant to differ, or write it once")


LINT = Lint(
    code="cases-all-same",
    group="conditions",
    title="a definition that says the same in every case",
    what="Reports a definition with several cases and an `otherwise` that all give one value. Certain.",
    why="The cases were told apart for a reason: one of the values is probably a slip.",
    example="""
        policy flood
        fact depth_cm: integer >= 0
        define wardens: integer {
            is 2 when depth_cm >= 30
            is 2 otherwise
        }
        """,
    better="""
        policy flood
        fact depth_cm: integer >= 0
        define wardens: integer {
            is 2 when depth_cm >= 30
            is 1 otherwise
        }
        """,
    check=check,
)
