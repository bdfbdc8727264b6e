"""What a picture shows of a policy, and what an outcome lights up in it."""

from __future__ import annotations

import pytest

import pingan
from pingan.exporters.from_graph import picture_of
from pingan.exporters.picture import Box, Picture

TEXT = """
policy flood "Flood plan" {
    zone "Asia/Shanghai"
    applies when river.monitored
    in force from 2016-01-05
}
enum Level ordered { low, high }
record River { level: Level  depth: integer >= 0  monitored: boolean  drill: boolean
    danger: judgement by warden  told_at: datetime optional }
fact river: River
actor warden
action close_road
action tell
parameter limit: integer >= 0
set limit = 30
interpretation grounds { readings { either, both } default either }
define deep: boolean { cite "1-a" is river.depth >= limit }

rule closing {
    cite "1-b"
    when deep and (river.level = high or river.danger) and not river.drill
    then warden must close_road
}
rule telling {
    overrides closing
    since river.told_at
    when river.depth >= 100
    unless river.drill
    then warden must tell within 2 hours fulfilled at river.told_at otherwise warden must close_road
}
rule reading { when grounds = either then warden may tell }
"""


@pytest.fixture(scope="module")
def policy() -> pingan.Policy:
    return pingan.load(pingan.Source("flood.rules", TEXT))


def boxes(picture: Picture) -> dict[str, Box]:
    return {" ".join(box.lines): box for box in picture.boxes}


def arrows(picture: Picture) -> set[tuple[str, str, str]]:
    shown = {box.id: " ".join(box.lines) for box in picture.boxes}
    return {(shown[arrow.source], arrow.label, shown[arrow.target]) for arrow in picture.arrows}


def test_a_rule_is_drawn_from_facts_to_norms(policy: pingan.Policy) -> None:
    drawn = arrows(picture_of(policy.graph, rules=["closing"]))
    assert ("river.depth", "", "deep") in {(s, la, t) for s, la, t in drawn} or (
        "river.depth ≥ limit",
        "",
        "deep",
    ) in drawn
    assert ("river.level", "", "river.level = high") in drawn
    assert ("river.level = high", "", "or") in drawn
    assert ("river.danger", "", "or") in drawn
    assert ("and", "when", "closing") in drawn
    assert ("closing", "", "warden must close_road") in drawn


def test_kinds_tell_facts_judgements_definitions_parameters_and_readings_apart(policy: pingan.Policy) -> None:
    kinds = {label: box.kind for label, box in boxes(picture_of(policy.graph)).items()}
    assert kinds["river.depth"] == "fact"
    assert kinds["river.danger"] == "judgement"
    assert kinds["deep"] == "definition"
    assert kinds["limit"] == "parameter"
    assert kinds["grounds"] == "reading"
    assert kinds["closing"] == "rule"


def test_exceptions_and_overrides_are_drawn_as_what_takes_away(policy: pingan.Policy) -> None:
    picture = picture_of(policy.graph)
    taking = {(a.label) for a in picture.arrows if a.defeats}
    assert taking == {"unless", "overrides"}


def test_an_otherwise_hangs_on_the_norm_whose_miss_brings_it_about(policy: pingan.Policy) -> None:
    drawn = arrows(picture_of(policy.graph, rules=["telling"]))
    assert ("warden must tell within 2 hours", "otherwise", "warden must close_road") in drawn


def test_choosing_a_rule_leaves_out_the_others_but_not_what_overrides_it(policy: pingan.Policy) -> None:
    shown = set(boxes(picture_of(policy.graph, rules=["flood.closing"])))
    assert {"closing", "telling"} <= shown
    assert "reading" not in shown


def test_scope_and_time_in_force_are_drawn_for_a_few_rules_only(policy: pingan.Policy) -> None:
    assert "scope" in {box.kind for box in picture_of(policy.graph, rules=["reading"]).boxes}
    many = "\n".join(f"rule more_{n} {{ then warden must tell }}" for n in range(5))
    bigger = pingan.load(pingan.Source("flood.rules", TEXT + many))
    assert "scope" not in {box.kind for box in picture_of(bigger.graph).boxes}


def test_an_unknown_rule_is_a_lookup_error(policy: pingan.Policy) -> None:
    with pytest.raises(LookupError, match="closng"):
        picture_of(policy.graph, rules=["closng"])


def test_labels_are_chinese_where_asked_for(policy: pingan.Policy) -> None:
    drawn = arrows(picture_of(policy.graph, rules=["closing"], language="zh"))
    assert ("且", "当", "closing") in drawn


def test_without_an_outcome_nothing_decides(policy: pingan.Policy) -> None:
    picture = picture_of(policy.graph)
    assert not picture.judged
    assert not any(part.decides for part in (*picture.boxes, *picture.arrows))


def test_an_outcome_lights_the_path_from_facts_to_the_norm(policy: pingan.Policy) -> None:
    facts = {"river": {"depth": 40, "level": "high", "monitored": True, "drill": False}}
    outcome = policy.evaluate(facts, as_of="2016-06-01")
    picture = picture_of(policy.graph, outcome, rules=["closing"])
    shown = boxes(picture)
    assert shown["warden must close_road"].note == "applies"
    assert shown["warden must close_road"].tone == "settled"
    for label in ("river.depth", "river.level", "river.level = high", "closing", "warden must close_road"):
        assert shown[label].decides, label
    assert not shown["river.danger"].decides
    assert shown["river.level"].note == "high"


def test_an_undetermined_norm_says_its_states(policy: pingan.Policy) -> None:
    facts = {"river": {"depth": 40, "monitored": True, "drill": False}}
    outcome = policy.evaluate(facts, as_of="2016-06-01")
    shown = boxes(picture_of(policy.graph, outcome, rules=["closing"]))
    assert shown["warden must close_road"].note == "none/applies"
    assert {label for label, box in shown.items() if box.tone == "open"} >= {
        "warden must close_road",
        "river.level",
        "river.level = high",
    }
    assert shown["river.depth"].tone == "plain"


def test_a_norm_that_does_not_apply_is_set_aside_and_what_refutes_it_is_not(policy: pingan.Policy) -> None:
    facts = {"river": {"depth": 10, "monitored": True, "drill": False}}
    shown = boxes(picture_of(policy.graph, policy.evaluate(facts, as_of="2016-06-01"), rules=["closing"]))
    assert not shown["warden must close_road"].decides
    assert shown["warden must close_road"].tone == "none"
    assert shown["river.depth"].decides
    assert shown["river.depth"].note == "10"


def test_the_same_question_gives_the_same_picture(policy: pingan.Policy) -> None:
    again = pingan.load(pingan.Source("flood.rules", TEXT))
    assert picture_of(policy.graph) == picture_of(again.graph)
