"""`unused-element`: a `for each` whose element nothing reads."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.linting.analysis.written import expressions_of, is_of_form
from pingan.linting.lint import Finding, Lint, Options, found
from pingan.linting.looked import Looked
from pingan.model import nodes as m
from pingan.model.walk import walk


def check(looked: Looked, options: Options) -> Iterator[Finding]:
    for rule in looked.rules:
        if not rule.each or is_of_form(looked, rule.span):
            continue
        read = {part.variable for each in _all_of(rule) for part in walk(each) if isinstance(part, m.ElementValue)}
        for each in rule.each:
            if each.variable not in read:
                message = f"`{each.variable}` is read nowhere: the rule says the same once for every element"
                remedy = "leave `for each` out, or say what is so of each element"
                yield found(message, each.collection.span, help=remedy)


def _all_of(rule: m.Rule) -> Iterator[m.Expression]:
    yield from expressions_of(rule)
    if rule.in_force is not None:
        yield rule.in_force.period
    for norm in rule.all_norms:
        yield from (*norm.bearers, *norm.partners)
        if isinstance(norm.duty, m.Act):
            yield from (value for _, value in norm.duty.arguments)


LINT = Lint(
    code="unused-element",
    group="unused",
    title="a `for each` whose element nothing reads",
    what="Reports a `for each` whose variable neither the condition nor the norms of the rule read. Certain.",
    why="Ten elements give ten equal duties, and an empty list gives none.",
    example="""
        policy flood
        record Gauge { broken: boolean }
        actor warden
        action repair (it: Gauge)
        fact gauges: list of Gauge
        fact broken: boolean
        rule repairing {
            for each g in gauges
            when broken
            then warden must repair
        }
        """,
    better="""
        policy flood
        record Gauge { broken: boolean }
        actor warden
        action repair (it: Gauge)
        fact gauges: list of Gauge
        rule repairing {
            for each g in gauges
            when g.broken
            then warden must repair(it: g)
        }
        """,
    check=check,
)
