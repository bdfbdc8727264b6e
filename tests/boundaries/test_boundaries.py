"""What `boundaries_of` finds: each constant, what lies beside it, and only what facts may be."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given

import pingan
from pingan.boundaries import boundaries_of
from pingan.boundaries.from_policy import boundaries_of_model
from pingan.language import types
from pingan.model import nodes as m
from pingan.program.facts import check_facts
from tests.strategies.models import models

TOWN = """
policy town "Town" {
    zone "Asia/Shanghai"
    in force from 2020-03-01 until 2020-12-31
}

enum Warning ordered { none, blue, yellow, red }
enum Sign { seepage, crack, sand_boil }
record Gauge { depth: integer >= 0  read_at: datetime  signs: set of Sign }
fact warning: Warning
fact beds: integer >= 0
fact guards: integer >= 0
fact share: decimal >= 0 and <= 1
fact city: text
fact gauges: list of Gauge
fact reported_at: datetime optional
fact seen_at: datetime
fact unread: boolean
actor keeper
action close
parameter least: integer
set least = 7
define deep (g: Gauge): boolean { is g.depth > 30 and g.signs has crack }

rule many_beds { when beds / 20 > guards then keeper must close }
rule sum { when guards + least >= 20 then keeper must close }
rule coloured { when warning >= yellow then keeper must close }
rule deep_water { when any(g in gauges: g.deep) then keeper must close }
rule several { when count(g in gauges where g.depth = 0) >= 3 then keeper must close }
rule insured { when share >= 80% and city = "Wuhan" then keeper must close }
rule reporting { since seen_at then keeper must close within 2 hours fulfilled at reported_at }
"""


def _boundaries(text: str = TOWN) -> Any:
    return boundaries_of(pingan.load(pingan.Source("town.rules", text)))


def test_a_constant_stands_between_its_neighbours() -> None:
    assert _boundaries().values["gauges", "depth"] == (30, 29, 31, 0, 1)


def test_sums_and_quotients_are_solved_for_each_of_their_facts() -> None:
    values = _boundaries().values
    assert 13 in values["guards",]  # 13 + 7 >= 20
    assert {260, 259, 261} <= set(values["beds",])  # 13 guards for 260 beds


def test_definitions_of_records_are_looked_through() -> None:
    assert ["crack"] in _boundaries().values["gauges", "signs"]


def test_shares_step_by_hundredths_and_stay_within_their_range() -> None:
    values = _boundaries().values["share",]
    assert values == (Fraction(4, 5), Fraction(79, 100), Fraction(81, 100))


def test_members_that_are_tested_and_one_that_is_not() -> None:
    assert _boundaries().values["warning",] == ("yellow", "none")


def test_lists_have_the_lengths_that_are_counted() -> None:
    assert {2, 3, 4} <= set(_boundaries().sizes["gauges",])


def test_deadlines_give_instants_and_evidence_just_in_time_and_too_late() -> None:
    values = _boundaries().values
    seen = values["seen_at",][0]
    assert {seen + timedelta(hours=2), seen + timedelta(hours=2, seconds=1)} <= set(values["reported_at",])
    assert values["reported_at",][-1] is None


def test_days_in_force_and_beside_them_are_instants() -> None:
    instants = _boundaries().instants
    assert instants[0] == date(2020, 3, 15)
    assert {date(2020, 2, 29), date(2020, 3, 1), date(2020, 12, 31), date(2021, 1, 1)} <= set(instants)


def test_what_no_rule_reads_has_no_values() -> None:
    assert ("unread",) not in _boundaries().values


@given(models())
def test_every_value_is_one_that_the_fact_may_have(policy: m.Policy) -> None:
    boundaries = boundaries_of_model(policy)
    for path, values in boundaries.values.items():
        for value in values:
            facts = _nested(path, value, policy.vocabulary)
            check_facts(facts, policy.vocabulary, as_of=date(2016, 6, 1))


@given(models())
def test_they_are_the_same_every_time(policy: m.Policy) -> None:
    first, second = boundaries_of_model(policy), boundaries_of_model(policy)
    assert (first.values, first.sizes, first.instants) == (second.values, second.sizes, second.instants)


def _nested(path: tuple[str, ...], value: object, vocabulary: m.Vocabulary) -> dict[str, Any]:
    declared = vocabulary.facts[path[0]].field
    fields = []
    for name in path[1:]:
        assert declared is not None
        inner = declared.type.element if isinstance(declared.type, types.ListType) else declared.type
        assert isinstance(inner, types.RecordType)
        fields.append(declared)
        declared = vocabulary.records[inner.name].fields[name]
    assert declared is not None
    found: Any = [value] if isinstance(declared.type, types.ListType) and value is not None else value
    for name, holder in zip(reversed(path[1:]), reversed(fields), strict=True):
        found = [{name: found}] if isinstance(holder.type, types.ListType) else {name: found}
    return {path[0]: found}


def test_settings_are_such_that_a_policy_takes_them() -> None:
    text = """
policy p {
    zone "UTC"
}
parameter wait: duration
parameter limit: integer >= 1
parameter share: decimal >= 0 and <= 1
parameter season: period
parameter day: date
fact spent: duration
fact asked: boolean
actor a
action act
rule r {
    when asked and spent >= 90 minutes and wait = 2 hours
    then a must act
}
"""
    policy = pingan.load(pingan.Source("p.rules", text))
    offered = boundaries_of(policy).settings
    assert "p.wait" in offered
    for name, values in offered.items():
        for value in values:
            policy.with_settings({name: value})
