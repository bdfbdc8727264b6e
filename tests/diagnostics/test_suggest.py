"""What somebody probably meant to write."""

from __future__ import annotations

import random
import time

import pytest

from pingan.diagnostics.suggest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("name", "candidates", "expected"),
    [
        ("incident.depth_in", ["incident.depth_cm", "incident.kind"], "did you mean `incident.depth_cm`?"),
        ("pirson", ["person", "prison"], "did you mean `person`?"),
        ("recieve", ["receive", "relieve"], "did you mean `receive`?"),
        ("伤害程渡", ["伤害程度", "人数"], "did you mean `伤害程度`?"),
        ("医远", ["医院", "区域"], "did you mean `医院`?"),
        ("HOSPITAL", ["hospital"], "did you mean `hospital`?"),
        ("ｆａｃｔ", ["fact"], "did you mean `fact`?"),
    ],
)
def test_a_slip_is_answered_with_the_name_it_slipped_from(name: str, candidates: list[str], expected: str) -> None:
    assert did_you_mean(name, candidates) == expected


@pytest.mark.parametrize(
    ("name", "candidates"),
    [("tree", ["house"]), ("a", ["b"]), ("医", ["院"]), ("ab", ["cd"]), ("", ["x"]), ("同", []), ("same", ["same"])],
)
def test_another_word_is_no_slip(name: str, candidates: list[str]) -> None:
    assert did_you_mean(name, candidates) is None


def test_the_answer_does_not_depend_on_the_order_of_the_candidates() -> None:
    candidates = ["persons", "parson", "pearson", "person_s"]
    answers = set()
    for seed in range(20):
        random.Random(seed).shuffle(candidates)
        answers.add(did_you_mean("person", candidates, limit=3))
    assert answers == {"did you mean `parson`, `pearson` or `persons`?"}


def test_several_are_offered_where_several_are_asked_for() -> None:
    assert did_you_mean("guard", ["guards", "guardx", "police"], limit=2) == "did you mean `guards` or `guardx`?"


def test_nearer_candidates_come_first() -> None:
    assert nearest("beds_total", ["bed_totals", "beds_totals"]) == ("beds_totals", "bed_totals")


def test_many_long_candidates_take_no_time() -> None:
    candidates = [f"some_rather_long_name_of_a_field_{i}" for i in range(5000)]
    started = time.perf_counter()
    assert did_you_mean("some_rather_long_nam_of_a_fiel_77", candidates) is not None
    assert time.perf_counter() - started < 5
    assert did_you_mean("x" * 100_000, candidates) is None
