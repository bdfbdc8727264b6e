"""`double-negation`: not of a not."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.diagnostics.fix import Edit, Fix
from pingan.linting.analysis.written import conditions, connected, is_of_form, node_at
from pingan.linting.edits import holds_comment
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.syntax import nodes as syntax
from pingan.syntax.to_text import print_expression


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for written in conditions(looked):
        for part in connected(written.condition):
            if isinstance(part, m.Not) and _is_negative(part.operand) and not is_of_form(looked, part.span):
                plain = _plain(looked, part)
                remedy = "say what is meant" if plain is None else f"write `{plain.edits[0].text}`"
                yield found("a negation of a negation", part.span, help=remedy, fixes=() if plain is None else (plain,))
    for rule in looked.rules:
        for exception in rule.exceptions:
            if isinstance(exception, m.Not) and not is_of_form(looked, exception.span):
                message = "an exception of what is not so: what has to hold is a condition"
                yield found(message, exception.span, help=f"add `{exception.operand.span.text}` to the condition")


def _is_negative(condition: m.Expression) -> bool:
    return isinstance(condition, m.Not) or (isinstance(condition, m.Comparison) and condition.operator == "!=")


def _plain(looked: Looked, part: m.Not) -> Fix | None:
    """What is said without either negation: equal, also of what is absent or unknown."""
    at = node_at(looked, part.span, syntax.Not)
    if at is None or holds_comment(part.span):
        return None
    node, dialect = at
    assert isinstance(node, syntax.Not)
    match node.operand:
        case syntax.Not(operand):
            plain = operand
        case syntax.Comparison("!=", left, right):
            plain = syntax.Comparison("=", left, right)
        case _:
            return None
    if isinstance(plain, syntax.And | syntax.Or | syntax.Not):
        return None
    return Fix("say it without negations", (Edit(part.span, print_expression(plain, dialect)),))


LINT = Lint(
    code="double-negation",
    group="style",
    title="a negation of a negation",
    what="""Reports `not not X`, `not (X != Y)`, and `unless not X`. Certain; which is the plainer wording is a
        matter of taste.""",
    why="A reader has to turn it over twice, and the official text hardly says it that way.",
    example="""
        policy flood
        actor warden
        action close_road
        enum Kind { river, sea }
        fact kind: Kind
        rule closing {
            when not (kind != river)
            then warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        enum Kind { river, sea }
        fact kind: Kind
        rule closing {
            when kind = river
            then warden must close_road
        }
        """,
    check=check,
    fix="Writes it without the two negations; the meaning is the same, also of what is absent or unknown.",
)
