"""What is kept of facts met before changes no decision: when it is thrown away, or when several threads keep it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

import pingan
from pingan.artifact.tables import tables_of, tables_section
from pingan.masks.decider import Decider
from pingan.masks.lookups import Lookup
from tests.benchmarks.workload import incidents, without
from tests.masks.deciding import decider_of
from tests.masks.test_records import INSTANT, MADE, program


def lookups(decider: Decider) -> list[Lookup]:
    return [lookup for reader in decider._facts.all() for lookup in reader.lookups.values()]


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_threads_that_keep_rows_decide_alike(limit: int):
    given = [{"i": incident} for incident in (*incidents(MADE, 40), *without(incidents(MADE, 40)))]
    shared, alone = decider_of(program()), decider_of(program())
    expected = [found[:2] for facts in given if (found := alone.decide(facts, INSTANT))]
    for lookup in lookups(shared):
        lookup.limit = max(limit, len(lookup))
    with ThreadPoolExecutor(4) as threads:
        runs = list(threads.map(lambda _: [shared.decide(facts, INSTANT) for facts in given], range(8)))
    for run in runs:
        assert [found[:2] for found in run if found] == expected


def test_no_more_is_kept_than_the_limit():
    decider = decider_of(program())
    for lookup in lookups(decider):
        lookup.limit = max(4, len(lookup))
    before = {id(lookup): len(lookup) for lookup in lookups(decider)}
    for incident in incidents(MADE, 200):
        assert decider.decide({"i": incident}, INSTANT) is not None
    for lookup in lookups(decider):
        assert len(lookup) <= max(lookup.limit, before[id(lookup)])
        assert len(getattr(lookup, "exact", ())) <= lookup.limit


SENSITIVE = """
policy p
record Person { born: date sensitive  income: decimal sensitive  acts: set of Act }
record Case { person: Person sensitive  day: date }
enum Act { banner, siege }
fact person: Person
fact case: Case
actor warden
action act
rule r { when person.born < 1990-01-01 and person.income >= 3.5 then warden must act }
rule s { when case.person.acts has banner and case.day >= 2016-01-01 then warden must act }
"""


@pytest.mark.parametrize("is_built", [False, True])
def test_no_value_of_a_sensitive_fact_is_kept(is_built: bool):
    program = pingan.load(pingan.Source("p.rules", SENSITIVE)).program
    decider = decider_of(program)
    if is_built:
        decider = Decider(tables_of(tables_section(decider.tables)), program.strata)
    facts = {
        "person": {"born": "1987-06-28", "income": Decimal("4.25"), "acts": ["siege"]},
        "case": {"person": {"born": "1987-06-28", "income": "4.25", "acts": ["banner"]}, "day": "2016-06-01"},
    }
    for _ in range(3):
        assert decider.decide(facts, INSTANT) is not None
    kept = {
        (*lookup.column.path, value)
        for lookup in lookups(decider)
        for value in (*lookup, *getattr(lookup, "exact", ()))
        if lookup.column.kind in ("date", "number", "set")
    }
    assert kept == {("case", "day", "2016-06-01"), ("person", "acts", ("siege",))}
