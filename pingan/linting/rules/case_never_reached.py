"""`case-never-reached`: a case that those above it leave nothing for."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.analysis.written import is_of_form, is_told
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.matching.normal_form import Form
from pingan.model import nodes as m


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for definition in looked.definitions:
        if not is_of_form(looked, definition.span):
            yield from _checked(looked, definition)


def _checked(looked: Looked, definition: m.Definition) -> Iterator[Finding]:
    worlds = looked.worlds
    before: list[Form] = []
    for case in definition.cases:
        guard = m.TRUE if case.condition is None else case.condition
        form = worlds.form(guard)
        if before and form and worlds.are_apart(form, *before) and not is_told(looked, case.span, "unreachable-case"):
            if case.condition is None:
                message = "the cases above leave nothing for this one"
                remedy = "let the last of them be the `otherwise`: while facts are open, this value counts as possible"
                yield found(message, case.span, help=remedy)
            else:
                message = "this case is never reached: those above it hold wherever it would"
                yield found(message, case.span, help="put it above them, or remove it")
            return
        before.append(worlds.form(guard, negated=True))


LINT = Lint(
    code="case-never-reached",
    group="conditions",
    title="a case of a definition that those above it leave nothing for",
    what="""Reports a case whose condition surely holds only where a case above it does, definitions written out,
        and an `otherwise` after cases that cover everything. Certain, of complete facts. Cases with equal
        conditions are reported by `unreachable-case`, rows of tables by their own checks.""",
    why="""Cases are tried from the top: the narrow one has to stand above the wide one. And an `otherwise` that is
        never reached still counts as a possible value while facts are missing.""",
    example="""
        policy flood
        enum Grade { low, high, extreme }
        fact depth_cm: integer >= 0
        define grade: Grade {
            is high when depth_cm >= 30
            is extreme when depth_cm >= 50
            is low otherwise
        }
        """,
    better="""
        policy flood
        enum Grade { low, high, extreme }
        fact depth_cm: integer >= 0
        define grade: Grade {
            is extreme when depth_cm >= 50
            is high when depth_cm >= 30
            is low otherwise
        }
        """,
    check=check,
)
