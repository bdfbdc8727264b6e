"""Laws of tables, over drawn ones: printed and translated they stay the same, and what the check says is so."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

from hypothesis import HealthCheck, given, settings

import pingan
from pingan.diagnostics.diagnostic import Diagnostics
from pingan.pipeline import Policy
from pingan.source import Source
from pingan.stdlib import standard_environment
from pingan.syntax import nodes
from pingan.tree.from_text import parse
from tests.clauses.tables import VOCABULARY, tables

ENVIRONMENT = standard_environment()
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def module(text: str) -> nodes.Module:
    diagnostics = Diagnostics()
    found = parse(Source("drawn.rules", text), diagnostics, ENVIRONMENT)
    assert found is not None, [d.message for d in diagnostics]
    return found


def loaded(table: str) -> Policy:
    return pingan.load(Source("drawn.rules", f"{VOCABULARY}\n{table}\n"))


@given(tables())
@SLOW
def test_a_table_printed_in_either_language_is_the_same_table(table: str) -> None:
    text = f"{VOCABULARY}\n{table}\n"
    chinese = pingan.format_text(text, dialect="zh")
    assert module(chinese) == module(text)
    assert pingan.format_text(chinese, dialect="en") == pingan.format_text(text)
    assert pingan.format_text(pingan.format_text(text)) == pingan.format_text(text)


@given(tables())
@SLOW
def test_a_table_means_the_same_in_either_language(table: str) -> None:
    text = f"{VOCABULARY}\n{table}\n"
    chinese = pingan.format_text(text, dialect="zh")
    policies = [pingan.load(Source("drawn.rules", t)) for t in (text, chinese)]
    assert policies[0].model.headers["drawn"].digest == policies[1].model.headers["drawn"].digest


def worlds() -> list[dict[str, Any]]:
    """Facts of every kind that the cells of drawn tables tell apart."""
    found = []
    days = [None, "2015-06-01", "2016-01-05", "2016-06-01", "2017-01-01"]
    signs = [[], ["crack"], ["boil"], ["crack", "boil"]]
    for level, beds, day in product(("primary", "secondary", "tertiary"), (0, 1, 3, 4, 5, 6, 7, 12), days):
        for held, warned, delay in product(signs, (True, False), ("1 hour", "2 hours", "3 hours")):
            hospital = {"level": level, "beds": beds, "opened_on": day}
            found.append({"hospital": hospital, "signs": held, "warned": warned, "delay": delay})
    return found


WORLDS = worlds()


def some_worlds(table: str) -> list[dict[str, Any]]:
    """The facts that make a difference to *table*: of what it does not read, one value is enough."""
    kept: dict[tuple[Any, ...], dict[str, Any]] = {}
    for world in WORLDS:
        key = (
            world["hospital"]["level"] if "hospital.level" in table else None,
            world["hospital"]["beds"] if "hospital.beds" in table else None,
            world["hospital"]["opened_on"] if "opened_on" in table else None,
            tuple(world["signs"]) if "signs" in table else None,
            world["warned"] if "warned" in table else None,
            world["delay"] if "delay" in table else None,
        )
        kept.setdefault(key, world)
    return list(kept.values())[::1]


@given(tables(hits=("unique", "any")))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_the_check_says_of_overlaps_is_what_facts_show(table: str) -> None:
    if "when" in table or "unless" in table:
        return  # whole conditions, and what holds for every row, are not looked into
    policy = loaded(table)
    told = {d.code for d in policy.diagnostics}
    shown = any(
        finding.kind == "cases"
        for facts in some_worlds(table)[:600]
        for finding in policy.evaluate(facts, as_of=date(2016, 6, 1)).findings
    )
    if shown:
        assert told & {"table-overlap", "table-duplicate"}


@given(tables(hits=("unique", "first")))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_the_check_says_of_gaps_is_what_facts_show(table: str) -> None:
    if "when" in table or "unless" in table or "otherwise" in table:
        return
    output = table.split("alarm: Alarm")
    if len(output) == 1:
        return
    policy = loaded(table)
    told = any(d.code == "table-gap" for d in policy.diagnostics)
    found = some_worlds(table)
    absent = any(
        f.subject == "drawn.alarm" and f.value is not None and not getattr(f.value, "values", None)
        for facts in found[:800]
        for f in policy.evaluate(facts, as_of=date(2016, 6, 1)).findings
    )
    assert told == absent or len(found) > 800
