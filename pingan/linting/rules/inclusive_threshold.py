"""`inclusive-threshold`: a threshold that differs from the words of its clause by the figure itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pingan.language import types
from pingan.linting.analysis.documents import clauses_of, words_of
from pingan.linting.analysis.figures import Figure, figures_in
from pingan.linting.analysis.written import Owner, expressions_of
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.walk import walk

_UPPER = (">=", "<")
"""The figure itself counts as above: `>=` and its negation."""
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    owners: tuple[Owner, ...] = (*looked.rules, *looked.definitions)
    for owner in owners:
        if isinstance(owner, m.Header):
            continue
        compared = [test for expression in expressions_of(owner) for test in _tests(expression)]
        if not compared:
            continue
        texts = [owner.label or "", *(text for clause in clauses_of(looked, owner) for text in words_of(clause))]
        figures = [figure for text in texts for figure in figures_in(text) if figure.bound is not None]
        for operator, value, test in compared:
            about = [figure for figure in figures if _is_about(figure, value, test)]
            sides = {figure.bound in _UPPER for figure in about}
            if sides == {operator not in _UPPER}:
                message = f"the text says “{about[0].text}”, and this is `{operator}`: the figure itself differs"
                remedy = "以上, 以下 and `at least`, `at most` include the figure; 超过, 不足 and `more than` do not"
                yield found(message, test.span, help=remedy)


def _tests(expression: m.Expression) -> Iterator[tuple[str, Fraction, m.Comparison]]:
    for part in walk(expression):
        match part:
            case m.Comparison(operator, _, m.Constant(int() | Fraction() as value)) if operator in _MIRRORED:
                yield operator, Fraction(value), part
            case m.Comparison(operator, m.Constant(int() | Fraction() as value), _) if operator in _MIRRORED:
                yield _MIRRORED[operator], Fraction(value), part


def _is_about(figure: Figure, value: Fraction, test: m.Comparison) -> bool:
    if isinstance(test.left.type, types.DurationType):
        return figure.seconds == value
    return figure.value == value and figure.unit in (None, "day", "month", "year")


LINT = Lint(
    code="inclusive-threshold",
    group="documents",
    title="a threshold that differs from the words of its clause by the figure itself",
    what="""Reports a comparison with a number where the label, or what the register quotes and sums up of the
        clauses cited, names the same number with words that put the figure on the other side: 以上, 不少于, `at least`,
        `or more` include it, 超过, `more than` do not. Very probable; nothing is said where the text has the figure
        on both sides.""",
    why="""At exactly the figure the rule decides otherwise than the text. By custom of Chinese law, 以上, 以下 and 以内
        include the figure itself, 超过, 不满 and 以外 do not.""",
    example="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing "closing at 30 or more" {
            when depth_cm > 30
            then warden must close_road
        }
        """,
    better="""
        policy flood
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing "closing at 30 or more" {
            when depth_cm >= 30
            then warden must close_road
        }
        """,
    check=check,
)
