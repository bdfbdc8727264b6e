"""One record with all or most of its fields given is decided at once, whatever names they are given by."""

from __future__ import annotations

from datetime import datetime
from functools import cache

import pytest

import pingan
from pingan.masks.decider import Decider
from pingan.masks.folding import Folder
from pingan.program.program import Program
from tests.benchmarks.workload import FIELDS, Incident, fired, incidents, undecided, without, workload
from tests.benchmarks.written import AS_OF, policy_text
from tests.masks.deciding import agree, decider_of
from tests.masks.giving import NASTY

INSTANT = datetime.fromisoformat(AS_OF)
MADE = workload(60)


@cache
def program() -> Program:
    """Every field has a label, too."""
    text = policy_text(MADE)
    for name in FIELDS:
        text = text.replace(f"    {name}:", f'    {name} "栏{name}":')
    return pingan.load(pingan.Source("made.rules", text)).program


@cache
def decider() -> Decider:
    return decider_of(program())


def decided(facts: object) -> tuple[frozenset[str], frozenset[str]]:
    """The rules that surely hold, and those that may."""
    decision = decider().decide(facts, INSTANT)
    assert decision is not None
    folder = Folder(decider().tables)
    may, surely = folder.folded(decision[0], decision[1])
    assert folder.applicable(decision) == folder.keys(surely)
    sure, open_ = folder.keys(surely), folder.keys(may & ~surely)
    return frozenset(k.removeprefix("made.") for k in sure), frozenset(k.removeprefix("made.") for k in open_)


@pytest.mark.parametrize("unknown", [0, 1, 3, 9, 20, 25])
def test_known_and_unknown_facts_are_decided_as_a_naive_reading_has_it(unknown: int):
    for incident in without(incidents(MADE, 40), unknown=unknown):
        assert decided({"i": incident}) == (fired(MADE, incident), undecided(MADE, incident))


@pytest.mark.parametrize("unknown", [0, 3])
def test_thresholds_that_no_two_rules_share(unknown: int):
    made = workload(40, shared=False)
    found = pingan.load(pingan.Source("made.rules", policy_text(made))).program
    apart = decider_of(found)
    for incident in without(incidents(made, 30), unknown=unknown):
        decision = apart.decide({"i": incident}, INSTANT)
        assert decision is not None
        sure = frozenset(key.removeprefix("made.") for key in Folder(apart.tables).applicable(decision))
        assert sure == fired(made, incident)


def test_labels_name_the_same_fields():
    for incident in without(incidents(MADE, 10), unknown=2):
        labelled = {f"栏{name}": value for name, value in incident.items()}
        for _ in range(20):  # what is asked often is asked another way
            assert decided({"i": labelled}) == decided({"i": incident})


def test_a_field_by_name_and_by_label_is_left_to_the_check():
    [incident] = incidents(MADE, 1)
    assert decider().decide({"i": {**incident, "栏b0": True}}, INSTANT) is None


def test_nothing_in_a_field_is_accepted_that_the_check_refuses():
    whole, part = incidents(MADE, 1) + without(incidents(MADE, 1), unknown=1)
    for incident in (whole, part):
        for name in FIELDS:
            for value in NASTY:
                spoilt: Incident = {**incident, name: value}
                agree(program(), decider(), {"i": spoilt}, INSTANT)
            assert agree(program(), decider(), {"i": incident}, INSTANT)


@pytest.mark.parametrize(
    "moment", [None, "2016-06-01", 5, datetime(2016, 6, 1), datetime.max.replace(tzinfo=INSTANT.tzinfo)]
)
def test_what_is_no_instant_is_left_to_the_check(moment: object):
    [incident] = incidents(MADE, 1)
    assert decider().decide({"i": incident}, moment) is None or isinstance(moment, datetime)


def test_facts_are_copied():
    [incident] = incidents(MADE, 1)
    acts = list(incident["acts"])  # type: ignore[call-overload]
    decision = decider().decide({"i": incident}, INSTANT)
    assert decision is not None
    incident["acts"].append("act0")  # type: ignore[attr-defined]
    incident["b0"] = not incident["b0"]
    kept = decider().facts_of(decision[2])
    assert kept["i"]["acts"] == acts  # type: ignore[index]
    assert kept["i"]["b0"] is not incident["b0"]  # type: ignore[index]


def test_a_fact_of_too_many_thresholds_is_left_to_the_check(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("pingan.program.tables_of_rows.MAXIMUM_BITS", 1500)
    limited = decider_of(program())
    columns = limited.tables.facts.fields["i"].fields  # type: ignore[union-attr]
    known = {name for name, column in columns.items() if column.kind != "other"}  # type: ignore[union-attr]
    assert "b0" in known and known != set(columns)
    [incident] = incidents(MADE, 1)
    assert limited.decide({"i": incident}, INSTANT) is None
    assert agree(program(), limited, {"i": {name: v for name, v in incident.items() if name in known}}, INSTANT)
