"""`label-figure-differs`: a label that names another length of time than its rule."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pingan.linting.analysis.figures import figures_in
from pingan.linting.analysis.written import expressions_of
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.walk import walk


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for rule in looked.rules:
        told = [figure for figure in figures_in(rule.label or "") if figure.unit not in (None, "year", "grade")]
        if not told or not any(_is_timed(norm) for norm in rule.all_norms):
            continue
        numbers = _numbers(rule)
        for figure in told:
            if figure.value not in numbers and figure.seconds not in numbers:
                message = f"the label says “{figure.text}”, and no deadline or figure of the rule does"
                yield found(message, rule.span, help="one of the two is wrong: the clause says which")
                break


def _is_timed(norm: m.Norm) -> bool:
    """Whether it has a deadline whose number is known here."""
    match norm.deadline:
        case m.Within(duration=duration):
            return duration is not None
        case m.Every(unit=None, length=length):
            return length is not None
        case m.Every(day=day):
            return day is not None
    return False


def _numbers(rule: m.Rule) -> set[Fraction]:
    """Every number of *rule*: of its deadlines, and in what it says."""
    found: set[Fraction] = set()
    for norm in rule.all_norms:
        match norm.deadline:
            case m.Within(duration=duration):
                found |= _of(duration)
            case m.Every(length=length, day=day):
                found |= _of(length) | ({Fraction(day)} if day is not None else set())
    for expression in expressions_of(rule):
        for part in walk(expression):
            if isinstance(part, m.Constant) and isinstance(part.value, int | Fraction):
                found.add(Fraction(part.value))
            if isinstance(part, m.Shift):
                found.add(Fraction(abs(part.amount)))
    return found


def _of(duration: m.Duration | None) -> set[Fraction]:
    """The amount, as it is kept and as it may be said: 3 hours, half a year, two weeks, 48 hours as two days."""
    if duration is None:
        return set()
    amount = duration.amount
    scales = {"second": (1, 60, 3600, 86_400), "day": (1, 7), "month": (1, 3, 12)}
    found = {amount / scale for scale in scales.get(duration.unit, (1,))}
    return found | ({amount * 24, amount * 86_400} if duration.unit == "day" else set())


LINT = Lint(
    code="label-figure-differs",
    group="documents",
    title="a label that names another length of time than its rule",
    what="""Reports a rule whose label names a number of minutes, hours, days, weeks or months that is neither a
        deadline of the rule nor any other figure in it, though it has deadlines with numbers. Very probable.""",
    why="People read the label, and the engine the deadline.",
    example="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact seen_at: datetime
        fact closed_at: datetime optional
        rule closing "close within 2 hours" {
            since seen_at
            then warden must close_road within 3 hours fulfilled at closed_at
        }
        """,
    better="""
        policy flood { zone "Asia/Shanghai" }
        actor warden
        action close_road
        fact seen_at: datetime
        fact closed_at: datetime optional
        rule closing "close within 2 hours" {
            since seen_at
            then warden must close_road within 2 hours fulfilled at closed_at
        }
        """,
    check=check,
)
