"""What `make bench` measures is made from a seed and right: the workload, its peers, the table. No times here."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest

from tests.benchmarks import chart, figure, ours, peers, report, timing
from tests.benchmarks.workload import (
    FIELDS,
    Atom,
    Not,
    Workload,
    atoms,
    fired,
    holds,
    incidents,
    undecided,
    without,
    workload,
)

FEW = 30


def test_the_workload_comes_from_its_seed() -> None:
    made, again = workload(FEW), workload.__wrapped__(FEW)
    assert made.rules == again.rules
    assert workload(2 * FEW).rules[:FEW] == made.rules
    assert workload(FEW, seed=9).rules != made.rules
    assert incidents(made, 5) == incidents(made, 5)
    assert incidents(made, 5, seed=9) != incidents(made, 5)


@pytest.mark.parametrize("shared", [True, False])
def test_the_workload_is_as_described(shared: bool) -> None:
    made = workload(1000, shared=shared)
    asked = [test for rule in made.rules for test in atoms(rule.condition)]
    assert {test.field for test in asked} == set(FIELDS)
    assert 4.2 < len(asked) / len(made.rules) < 4.8
    assert 1.2 < sum(len(rule.conjunctions()) for rule in made.rules) / len(made.rules) < 1.6
    found = [len(fired(made, incident)) for incident in incidents(made, 20)]
    assert 0.009 < sum(found) / len(found) / len(made.rules) < 0.018
    thresholds = [(test.field[0], test.value) for test in asked if test.operator in (">=", "<")]
    assert (len(set(thresholds)) < len(thresholds) / 4) == shared
    assert (len(set(thresholds)) == len(thresholds)) != shared


def test_without_facts_a_rule_may_be_undecided_and_no_answer_is_turned_round() -> None:
    made = workload(300)
    known = incidents(made, 10)
    for incident, partly in zip(known, without(known), strict=True):
        assert len(incident) - len(partly) == 3
        surely, perhaps = fired(made, partly), undecided(made, partly)
        assert surely <= fired(made, incident) <= surely | perhaps


def test_conjunctions_hold_as_their_rule_does() -> None:
    made = workload(200)
    known = incidents(made, 5)
    for incident in [*known, *without(known, unknown=12)]:
        for rule in made.rules:
            several = [
                [holds(test if wanted else Not(test), incident) for test, wanted in limbs]
                for limbs in rule.conjunctions()
            ]
            each = [False if False in found else None if None in found else True for found in several]
            assert holds(rule.condition, incident) == (True if True in each else None if None in each else False)


@pytest.mark.parametrize("shared", [True, False])
def test_the_policy_decides_as_the_naive_reading(shared: bool) -> None:
    made = workload(FEW, shared=shared)
    known = incidents(made, 10)
    ours.check(made, known)
    ours.check(made, without(known, unknown=5))


@pytest.mark.parametrize("name", peers.SINGLE)
def test_a_peer_gives_the_same_answers(name: str) -> None:
    if needed := peers.missing(name):
        pytest.skip(f"{needed} is not installed")
    made = workload(FEW)
    for peer in peers.peers(name, made):
        for incident in incidents(made, 25):
            assert peer.answer(peer.form(incident)) == fired(made, incident), peer.name


def test_columns_are_incidents_one_below_the_other() -> None:
    pytest.importorskip("numpy")
    pytest.importorskip("pyarrow")
    from tests.benchmarks.columns import arrow, columns

    made = workload(FEW, shared=False)
    found = columns(made, 40)
    table = arrow(found)
    table.validate(full=True)
    rows = table.to_pylist()
    assert [row["i"] for row in rows] == [found.incident(place) for place in range(40)]


def test_polars_gives_the_same_answers() -> None:
    pytest.importorskip("numpy")
    pytest.importorskip("polars")
    from tests.benchmarks.columns import columns
    from tests.benchmarks.peers.polars_columns import frame, plain, tuned

    made: Workload = workload(FEW)
    found = columns(made, 50)
    for query in (plain(made, found), tuned(made, found)):
        answers = query(frame(found)).rows(named=True)
        for place, row in enumerate(answers):
            assert {name for name, held in row.items() if held} == fired(made, found.incident(place))


def test_two_sides_take_turns_over_the_same_incidents() -> None:
    seen: tuple[list[object], list[object]] = ([], [])
    forms = [{"n": place} for place in range(7)]
    one, other = (timing.Side(side.extend, forms) for side in seen)
    found = timing.pair(one, other, 0.01)
    assert found.turns >= timing.ROUNDS[0]
    assert found.low <= found.ratio <= found.high
    assert {id(form) for form in seen[0]} <= {id(form) for form in forms}


def test_figures_say_by_how_much_they_are_missed() -> None:
    assert figure.at_most("a", 2.0, 3.0).verdict == "missed: 1.5 times the target"
    assert figure.at_most("a", 2.0, 2.0).verdict == "met"
    assert figure.at_least("a", 10.0, 5.0).verdict == "missed: 0.5 of the target"
    assert figure.at_least("a", 10.0, 11.0).verdict == "met"
    assert figure.at_least("a", None, 0.5).measured == "2 times slower"
    assert report.row(figure.absent("a | b", "no c")) == "| a \\| b |  | not measured | no c |  |"
    assert [figure.duration(each) for each in (2, 0.0031, 4.2e-6, 7e-9)] == ["2 s", "3.1 ms", "4.2 µs", "7 ns"]


def test_the_page_has_a_place_for_every_group() -> None:
    from tests.benchmarks.__main__ import GROUPS

    text = report.PAGE.read_text(encoding="utf-8")
    assert [group for group in GROUPS if f"<!-- figures: {group} -->" not in text] == []


def test_the_chart_is_a_picture() -> None:
    drawn = chart.chart({"a": [(10, 0.5), (100, 30.0)], "b & c": [(10, 3.0), (100, 29.0)]})
    assert ElementTree.fromstring(drawn).tag.endswith("svg")
    assert "b &amp; c" in drawn


def test_a_test_of_the_workload_holds_or_not() -> None:
    assert Atom("d0", ">=", Decimal("0.3")).holds({"d0": Decimal("0.3")})
    assert not Atom("acts", "has", "act1").holds({"acts": ["act2"]})
