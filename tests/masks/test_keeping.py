"""What is kept of facts met before changes no decision: when it is thrown away, or when several threads keep it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

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
