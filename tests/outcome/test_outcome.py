"""An outcome as data and as text: valid, stable, ranked, safe to show."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import pingan
from pingan.outcome.replay import differences
from pingan.outcome.to_dict import canonical_json, schema

TEXT = """
policy flood "防汛预案" {
    zone "Asia/Shanghai"
    version "1.2"
    document "Flood Office 7 (2016)"
    applies when incident.region = north
    in force from 2016-01-01
}

enum Region { north, south }
enum Step "步骤" { warn "预警", close "封路", pump "抽水" }
record Incident "事件" {
    region "地区": Region
    depth "水深": decimal >= 0
    kind "演练": boolean
    found_at "发现时间": datetime
    told_at "通报时间": datetime optional
    steps "措施": set of Step
    dangerous "危险": judgement by engineer
    witness "证人": text sensitive
    people "受困人员": list of Person
}
record Person {
    name: text key
    age: integer >= 0
}
fact incident "事件": Incident
actor warden "值班员"
actor mayor "市长"
actor engineer "工程师"
action tell "通报" (to "对象": actor)
action close_road "封闭道路"
action carry_out "转移" (who "人员": Person)
parameter limit "警戒水深": decimal >= 0
interpretation deep "深的含义" {
    question "Is the limit itself deep?"
    readings { included "含本数", excluded "不含本数" }
    default included
}

define is_deep "水深达标" : boolean {
    is incident.depth >= limit when deep = included
    is incident.depth > limit otherwise
}

rule close "封路" {
    when is_deep
    unless incident.kind
    then warden must close_road
}
rule tell "通报" {
    since incident.found_at
    when incident.depth > 0
    then warden must tell(to: mayor) within 2 hours fulfilled at incident.told_at
}
rule steps "三项措施" {
    then warden must ensure incident.steps has all of {warn, close, pump}
}
rule keep_open "不得封路" {
    when incident.dangerous
    then warden must not close_road
}
rule carry "转移人员" {
    for each person in incident.people
    when person.age >= 70
    then warden must carry_out(who: person)
}
rule named "证人" {
    when incident.witness = "Zhang"
    then warden may close_road
}
"""

FACTS: dict[str, Any] = {
    "incident": {
        "region": "north",
        "depth": "0.5",
        "kind": False,
        "found_at": "2016-06-01T10:00+08:00",
        "told_at": None,
        "steps": {"known": ["warn"], "possible": ["pump"]},
        "dangerous": {"value": True, "by": "engineer", "at": "2016-06-01T11:00+08:00"},
        "people": {"known": [{"name": "Wang", "age": 80}, {"name": "Li", "age": 30}], "open": True},
        "witness": "Zhang",
    }
}
AS_OF = datetime(2016, 6, 1, 5, tzinfo=UTC)  # 13:00 in Shanghai


@pytest.fixture(scope="module")
def policy() -> pingan.Policy:
    return pingan.load(pingan.Source("flood.rules", TEXT), settings={"limit": "0.5"})


@pytest.fixture(scope="module")
def outcome(policy: pingan.Policy) -> pingan.Outcome:
    return policy.evaluate(FACTS, as_of=AS_OF)


def test_the_schema_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("facts", [{}, FACTS, {"incident": {"region": "south"}}, {"incident": {"people": []}}])
@pytest.mark.parametrize("as_of", [AS_OF, date(2016, 6, 1), date(2015, 1, 1)])
def test_the_data_of_an_outcome_fits_its_schema(policy: pingan.Policy, facts: Any, as_of: date) -> None:
    data = policy.evaluate(facts, as_of=as_of).to_dict()
    jsonschema.Draft202012Validator(schema()).validate(data)
    assert json.loads(canonical_json(data)) == data


def test_an_explanation_fits_the_schema(outcome: pingan.Outcome) -> None:
    data = outcome.to_dict()
    data["explanations"] = [outcome.explain(language=language).to_dict() for language in ("en", "zh")]
    jsonschema.Draft202012Validator(schema()).validate(data)


def test_the_same_question_gives_the_same_bytes(policy: pingan.Policy, outcome: pingan.Outcome) -> None:
    backwards = {"incident": dict(reversed(FACTS["incident"].items()))}
    again = policy.evaluate(backwards, as_of=AS_OF)
    assert again.to_json() == outcome.to_json()
    assert again.decision_digest == outcome.decision_digest


def test_the_decision_digest_is_of_what_was_decided(policy: pingan.Policy, outcome: pingan.Outcome) -> None:
    deeper = {"incident": {**FACTS["incident"], "depth": "0.6"}}
    other = policy.evaluate(deeper, as_of=AS_OF)
    assert other.facts_digest != outcome.facts_digest
    assert other.decision_digest == outcome.decision_digest
    shallow = {"incident": {**FACTS["incident"], "depth": "0.4"}}
    assert policy.evaluate(shallow, as_of=AS_OF).decision_digest != outcome.decision_digest


def test_causes_are_ranked_by_what_waits_for_them(policy: pingan.Policy) -> None:
    ranked = policy.evaluate({}, as_of=AS_OF).causes
    assert ranked[0].cause.subject == "incident.region"
    assert [r.conclusions for r in ranked] == sorted((r.conclusions for r in ranked), reverse=True)
    ties = [r for r in ranked if r.conclusions == ranked[-1].conclusions]
    assert [t.cause for t in ties] == sorted(t.cause for t in ties)


def test_every_open_norm_is_listed_as_undetermined(policy: pingan.Policy) -> None:
    outcome = policy.evaluate({"incident": {"region": "north"}}, as_of=AS_OF)
    listed = {u.index for u in outcome.undetermined if u.kind == "norm"}
    assert listed == {i for i, norm in enumerate(outcome.norms) if len(norm.states) > 1}
    assert all(u.causes for u in outcome.undetermined)


def test_a_settled_outcome_waits_for_nothing(policy: pingan.Policy) -> None:
    outcome = policy.evaluate({"incident": {"region": "south"}}, as_of=AS_OF)
    assert [u for u in outcome.undetermined if u.kind != "definition"] == []


def test_the_english_text_says_who_must_do_what_by_when_and_why_not_yet(outcome: pingan.Outcome) -> None:
    text = outcome.to_text(language="en")
    assert "flood “防汛预案”, Flood Office 7 (2016), version 1.2" in text
    assert "As of 2016-06-01 13:00" in text
    breached = text.split("\nBreached\n")[1].split("\n\n")[0]
    assert "warden must tell(to: mayor) within 2 hours" in breached
    assert "by 2016-06-01 12:00" in breached
    assert "carry_out(who: Wang)" in text
    assert "waits for: incident.people may have others" in text
    assert "these cannot both be met" in text
    assert "incident.dangerous is yes (engineer, 2016-06-01 11:00)" in text
    assert "Is the limit itself deep?: included (default)" in text


def test_the_chinese_text_uses_the_labels_of_the_vocabulary(outcome: pingan.Outcome) -> None:
    text = outcome.to_text(language="zh")
    assert "值班员 应当 2 小时内 通报（对象：市长）" in text
    assert "最迟2016年6月1日 12:00" in text
    assert "尚缺：封路；抽水（未定）" in text
    assert "事件.危险 为 是（工程师，2016年6月1日 11:00）" in text
    assert "含本数（默认）" in text


def test_text_from_facts_cannot_move_the_cursor(policy: pingan.Policy) -> None:
    people = [{"name": "\x1b[31mWang\u202e\n- forged line", "age": 80}]
    outcome = policy.evaluate({"incident": {**FACTS["incident"], "people": people}}, as_of=AS_OF)
    for text in (outcome.to_text(), outcome.explain().to_text(), outcome.to_text(language="zh")):
        assert not any(ord(c) < 32 and c != "\n" for c in text)
        assert "\u202e" not in text
        assert "\n- forged" not in text


def test_what_is_sensitive_is_masked(outcome: pingan.Outcome) -> None:
    for language in ("en", "zh"):
        explained = outcome.explain("flood.named", language=language)
        leaves = json.dumps(explained.to_dict(), ensure_ascii=False)
        assert "不显示" in leaves or "(not shown)" in leaves
        (fact,) = [r for r in _leaves(explained.reasons) if r.subject == "incident.witness"]
        assert "Zhang" not in fact.says


def _leaves(reasons: tuple[pingan.Reason, ...]) -> list[pingan.Reason]:
    return [leaf for r in reasons for leaf in (_leaves(r.children) if r.children else [r])]


# --- replay ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tell", [pingan.Outcome.explain, pingan.Outcome.to_text])
def test_a_language_that_is_not_there_is_refused_not_replaced(outcome: pingan.Outcome, tell: Any) -> None:
    with pytest.raises(ValueError, match="there is no language 'de'; there are en, zh"):
        tell(outcome, language="de")


def test_a_record_says_what_an_answer_was_made_with(policy: pingan.Policy, outcome: pingan.Outcome) -> None:
    made_with = json.loads(outcome.to_json())["record"]
    assert differences(made_with, policy.evaluate(FACTS, as_of=AS_OF).record) == ()
    other = policy.with_settings({"limit": 1}).evaluate({}, as_of=date(2016, 6, 2))
    assert [d.path for d in differences(made_with, other.record)] == ["as_of", "facts", "parameters.flood.limit"]


def test_one_instant_is_one_record_whatever_its_offset(policy: pingan.Policy, outcome: pingan.Outcome) -> None:
    elsewhere = AS_OF.astimezone(timezone(timedelta(hours=8)))
    assert policy.evaluate(FACTS, as_of=elsewhere).to_json() == outcome.to_json()


def test_hours_are_never_told_as_days(tmp_path: Path) -> None:
    """24 hours end at the minute, 1 day at midnight: an answer that says one for the other is wrong."""
    path = tmp_path / "hall.rules"
    path.write_text(
        'policy hall { zone "Asia/Shanghai" }\n'
        "fact closed_at: datetime\nactor keeper\naction tell\naction clean\n"
        "parameter soon: duration\nset soon = 48 hours\n"
        "rule a { since closed_at then keeper must tell within 24 hours }\n"
        "rule b { since closed_at then keeper must clean soon }\n",
        encoding="utf-8",
    )
    found = pingan.load(path).evaluate({"closed_at": "2016-01-05T10:00+08:00"}, as_of="2016-01-05T11:00")
    assert "keeper must tell within 24 hours" in found.to_text()
    assert "keeper must clean soon (48 hours)" in found.to_text()
    assert "within 24 hours — by 2016-01-06 10:00" in found.explain("a").to_text()
