"""`figure-not-in-clause`: a figure that the register does not have for the clauses cited."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from pingan.linting.analysis.documents import clauses_of, words_of
from pingan.linting.analysis.figures import figures_in
from pingan.linting.analysis.written import expressions_of
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.walk import walk

_SCALES = {"second": (60, 3600, 86_400), "day": (1, 7), "month": (1, 3, 12), "working_day": (1,)}


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for rule in looked.rules:
        clauses = list(clauses_of(looked, rule))
        if not clauses:
            continue
        texts = [*(text for clause in clauses for text in words_of(clause)), *rule.notes]
        known = {figure.value for text in texts for figure in figures_in(text)}
        for expression in expressions_of(rule):
            for part in walk(expression):
                if isinstance(part, m.Constant) and type(part.value) in (int, Fraction):
                    value = Fraction(part.value)  # type: ignore[arg-type]
                    if value not in (0, 1) and value not in known:
                        message = f"no clause that is cited has `{part.span.text}`, as far as the register tells"
                        yield found(message, part.span, help=_REMEDY)
        for norm in rule.all_norms:
            if isinstance(norm.deadline, m.Within) and norm.deadline.parameter is None:
                duration = norm.deadline.duration
                if duration is not None and not known & {duration.amount / s for s in _SCALES[duration.unit]}:
                    message = "no clause that is cited has this length of time, as far as the register tells"
                    yield found(message, norm.span, help=_REMEDY)


_REMEDY = "cite the clause that has it, or say in a note where it is from"


LINT = Lint(
    code="figure-not-in-clause",
    group="documents",
    title="a figure that the register does not have for the clauses cited",
    is_on=False,
    what="""Reports a number (but 0 and 1) or a length of time in a rule that neither the register's words about the
        clauses cited nor a note of the rule contains. Off by default: registers quote only the beginning of a
        clause, so it only says what to look up.""",
    why="A figure that no clause has is somebody's own; an outcome would present it as the document's.",
    example="""
        === flood.rules
        policy flood { clauses "flood.jsonl" }
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing {
            cite "1"
            when depth_cm >= 40
            then warden must close_road
        }
        === flood.jsonl
        {"id": "1", "summary": "Roads are closed from a depth of 30 on."}
        """,
    better="""
        === flood.rules
        policy flood { clauses "flood.jsonl" }
        actor warden
        action close_road
        fact depth_cm: integer >= 0
        rule closing {
            cite "1"
            when depth_cm >= 30
            then warden must close_road
        }
        === flood.jsonl
        {"id": "1", "summary": "Roads are closed from a depth of 30 on."}
        """,
    check=check,
)
