"""Questions back: which facts are asked for, in which order, and what a question tells."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest

import pingan

FLOOD = """
policy flood "防汛" { zone "Asia/Shanghai" applies when region in {north, south} }

enum Region "地区" { north "北区", south "南区", west }
enum Stage "阶段" ordered { calm, alert, danger }

record Gauge "水尺" {
    code "编号": text key
    depth "水深": integer >= 0
    broken "损坏": judgement by warden
    read_at "读数时间": datetime optional
}

fact region "地区": Region
fact drill "演练": boolean
fact closed "封路": boolean
fact gauges "水尺": list of Gauge
fact chief "站长": Gauge optional
fact depth "水深": integer >= 0
fact other "其他": boolean

actor warden "值守员"
actor police "公安"
action call "通知"
action repair "修理" (what "水尺": Gauge)

define stage: Stage {
    is danger when depth >= 50
    is alert when other
    is calm otherwise
}

rule close_road "封闭道路" {
    when depth >= 30
    unless drill
    then warden must ensure closed
}

rule tell "通知公安" {
    when stage = danger and not drill
    then warden must call fulfilled when closed
}

rule mend "修理水尺" {
    for each gauge in gauges
    when gauge.broken
    then warden must repair(gauge)
}

rule ask_chief "找站长" {
    when chief.depth >= 20
    then police must call
}
"""


@pytest.fixture(scope="module")
def flood(tmp_path_factory: pytest.TempPathFactory) -> pingan.Policy:
    path = Path(tmp_path_factory.mktemp("flood")) / "flood.rules"
    path.write_text(FLOOD, "utf-8")
    return pingan.load(path)


def asked(policy: pingan.Policy, facts: object, **how: object) -> list[str]:
    return [q.path for q in policy.evaluate(facts, as_of=date(2016, 6, 1)).next_questions(**how)]


def test_a_scope_is_asked_for_first(flood: pingan.Policy) -> None:
    assert asked(flood, {})[0] == "region"


def test_nothing_is_asked_out_of_scope(flood: pingan.Policy) -> None:
    assert asked(flood, {"region": "west"}) == []


def test_a_record_that_may_not_exist_is_asked_for_before_its_fields(flood: pingan.Policy) -> None:
    found = asked(flood, {"region": "north"})
    assert "chief" in found and "chief.depth" not in found
    assert "chief.depth" in asked(flood, {"region": "north", "chief": {}})
    assert not any(path.startswith("chief") for path in asked(flood, {"region": "north", "chief": None}))


def test_a_fact_that_can_no_longer_matter_is_not_asked_for(flood: pingan.Policy) -> None:
    assert "other" not in asked(flood, {})  # `stage = danger` is decided by the depth alone
    assert asked(flood, {"region": "north", "drill": True, "chief": None, "gauges": []}) == []


def test_elements_are_asked_about_once_they_are_there(flood: pingan.Policy) -> None:
    base = {"region": "north", "drill": True, "chief": None}
    assert asked(flood, base) == ["gauges"]
    assert asked(flood, {**base, "gauges": [{}, {"broken": False}]}) == ["gauges[1].broken"]
    more = flood.evaluate({**base, "gauges": {"known": [{"broken": True}], "open": True}}, as_of=date(2016, 6, 1))
    (question,) = more.next_questions()
    assert (question.path, question.kind, question.count, question.key) == ("gauges", "more", 1, "code")


def test_what_a_question_tells(flood: pingan.Policy) -> None:
    outcome = flood.evaluate({"region": "north", "chief": None, "gauges": []}, as_of=date(2016, 6, 1))
    found = {q.path: q for q in outcome.next_questions()}
    drill = found["drill"]
    assert [(o.value, o.settles) for o in drill.options] == [(True, 2), (False, 0)]
    assert [(w.rule, w.bearer.name) for w in drill.why] == [("flood.close_road", "warden"), ("flood.tell", "warden")]
    assert drill.label == "演练" and drill.proven and drill.weighed and drill.gain > 2
    data = drill.to_dict()
    assert data["conclusions"] == 2 and data["type"] == {"name": "boolean"}
    assert pickle.loads(pickle.dumps(found)) == found


def test_a_judgement_says_who_may_make_it(flood: pingan.Policy) -> None:
    facts = {"region": "north", "drill": True, "chief": None, "gauges": [{"code": "A"}]}
    (question,) = flood.evaluate(facts, as_of=date(2016, 6, 1)).next_questions()
    assert question.authorities == ("warden",) and question.labels == ("水尺 A", "损坏")


def test_goals_and_what_nobody_knows(flood: pingan.Policy) -> None:
    assert set(asked(flood, {"region": "north"}, goals="tell")) == {"depth", "drill", "closed"}
    assert set(asked(flood, {"region": "north"}, goals=["找站长", "flood.mend"])) == {"chief", "gauges"}
    assert "depth" not in asked(flood, {"region": "north"}, without={"depth"})
    assert "chief.depth" not in asked(flood, {"region": "north", "chief": {}}, without={"chief"})
    with pytest.raises(KeyError, match="no rule is called"):
        asked(flood, {}, goals="nothing")
    with pytest.raises(ValueError, match="negative"):
        asked(flood, {}, limit=-1)


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 9])
def test_a_limit_takes_the_first(flood: pingan.Policy, limit: int) -> None:
    assert asked(flood, {"region": "north"}, limit=limit) == asked(flood, {"region": "north"})[:limit]


def test_the_answer_is_the_same_when_it_is_asked_again(flood: pingan.Policy) -> None:
    outcome = flood.evaluate({}, as_of=date(2016, 6, 1))
    assert pickle.loads(pickle.dumps(outcome)).next_questions() == outcome.next_questions()
