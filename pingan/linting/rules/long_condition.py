"""`long-condition`: a condition of more tests than a reader keeps in mind."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.analysis.written import conditions, connected, is_of_form
from pingan.linting.lint import Finding, Lint, Option, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.walk import parts


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    most, deepest = options.number("tests"), options.number("depth")
    for written in conditions(looked):
        condition = written.condition
        if is_of_form(looked, condition.span):
            continue
        tests = sum(not isinstance(part, m.And | m.Or | m.Not) for part in connected(condition))
        if tests > most:
            message = f"a condition of {tests} tests; {most} are the most that are set"
            yield found(message, condition.span, help="give a part of it a name: `define … { is … }`")
        elif _depth(condition) > deepest:
            message = f"`and` and `or` stand in one another {_depth(condition)} deep; {deepest} is the most that is set"
            yield found(message, condition.span, help="give the inner part a name: `define … { is … }`")


def _depth(condition: m.Expression) -> int:
    """How deep `and` and `or` stand in one another."""
    deepest, waiting = 0, [(condition, 0)]
    while waiting:
        part, depth = waiting.pop()
        if isinstance(part, m.And | m.Or | m.Not):
            depth += not isinstance(part, m.Not)
            waiting += [(inner, depth) for inner in parts(part)]
        deepest = max(deepest, depth)
    return deepest


LINT = Lint(
    code="long-condition",
    group="style",
    is_on=False,
    options=(
        Option("tests", 8, "the most tests that a condition may be put together of", minimum=1),
        Option("depth", 3, "how deep `and` and `or` may stand in one another", minimum=1),
    ),
    title="a condition of more tests than a reader keeps in mind",
    what="""Reports a condition of more tests, or with `and` and `or` deeper in one another, than the options say.
        Off by default: it is a matter of taste.""",
    why="""Whoever holds it against the clause has to keep all of it in mind; a definition has a name that says what
        it is for.""",
    example="""
        policy flood
        fact a: boolean
        fact b: boolean
        actor warden
        action close_road
        rule closing {
            when a or (b and (not a or (b and (a or not b))))
            then warden must close_road
        }
        """,
    better="""
        policy flood
        fact a: boolean
        fact b: boolean
        actor warden
        action close_road
        rule closing {
            when a or b
            then warden must close_road
        }
        """,
    check=check,
)
