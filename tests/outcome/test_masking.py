"""Sensitive facts: masked wherever an outcome is told, and told to those who ask for them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import jsonschema
import pytest

import pingan
from pingan.outcome.record import record_schema
from pingan.outcome.to_dict import schema

TEXT = """
policy clinic "门诊" {
    zone "Asia/Shanghai"
}
enum Risk ordered { none, some, great }
record Person "人员" {
    name "姓名": text key sensitive
    ill "患病": boolean sensitive
    weight "体重": decimal >= 0 sensitive
    found_at "确诊时间": datetime sensitive
    doctor "医生": actor sensitive
    signs "症状": set of Risk sensitive
    unfit "不宜出院": judgement by warden sensitive
    told_at: datetime optional
    age "年龄": integer >= 0
}
fact people "人员": list of Person
fact hidden "另册": list of Person sensitive
fact limit: decimal >= 0
actor warden "管理员"
actor mayor
action tell (who: Person, weight: decimal, to: actor)
action watch (who: Person)
define heavy (p: Person): decimal { is p.weight * 2 when p.ill  is p.weight otherwise }
define total "总重": decimal { is sum(p in people: p.heavy) }
rule tell "通报" {
    for each p in people
    since p.found_at
    when p.ill and p.age >= 18
    then warden must tell(who: p, weight: p.heavy, to: p.doctor) within 2 hours fulfilled at p.told_at
}
rule light { then warden must ensure total <= limit }
rule strong { then warden must ensure limit >= total }
rule signs { for each p in people then warden must ensure p.signs has all of {some, great} }
rule watch { for each p in hidden when p.ill or p.unfit then warden may watch(who: p) }
scenario "two" {
    given people = {
        { name: "Marker", ill: true, weight: 7391.25, age: 30, found_at: 2016-06-01T10:13, told_at: absent }
    }
    given limit = 5
    as of 2016-06-02
    expect strong shortfall 1
    expect total = 3
    expect tell deadline 2016-06-03
    expect strong shortfall 14777.5
}
"""

SECRETS = ("Marker", "7391.25", "14782.5", "14777.5", "10:13", "12:13")
AS_OF = datetime(2016, 6, 2, 4, tzinfo=UTC)


def person(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Marker",
        "ill": True,
        "weight": "7391.25",
        "found_at": "2016-06-01T10:13+08:00",
        "doctor": "mayor",
        "signs": ["some"],
        "unfit": {"value": True, "by": "warden", "at": "2016-06-01T11:00+08:00"},
        "told_at": None,
        "age": 30,
        **changes,
    }


FACTS = {"people": [person()], "hidden": [person(), person(name="Other marker", ill=False)], "limit": 5}
OTHER = {
    "people": [person(name="Li", weight=99, found_at="2016-06-01T09:00+08:00", doctor="warden", signs=["great"])],
    "hidden": [person(name="Wu", weight=1), person(name="Qi", ill=False)],
    "limit": 5,
}


@pytest.fixture(scope="module")
def policy() -> pingan.Policy:
    return pingan.load(pingan.Source("clinic.rules", TEXT))


@pytest.fixture(scope="module")
def outcome(policy: pingan.Policy) -> pingan.Outcome:
    return policy.evaluate(FACTS, as_of=AS_OF)


def told(policy: pingan.Policy, outcome: pingan.Outcome) -> dict[str, str]:
    """Everything that tells an outcome, by how."""
    found = {"repr": repr(outcome), "json": outcome.to_json(), "record": json.dumps(outcome.to_record())}
    for language in ("en", "zh"):
        found[f"text {language}"] = outcome.to_text(language=language, full=True)
        found[f"reasons {language}"] = outcome.explain(language=language).to_text()
        found[f"data {language}"] = json.dumps(outcome.explain(language=language).to_dict(), ensure_ascii=False)
        found[f"definition {language}"] = outcome.explain("total", language=language).to_text()
    for form in ("dot", "mermaid", "json"):
        found[f"graph {form}"] = str(policy.export(form, outcome))
    return found


def test_no_value_of_a_sensitive_fact_is_told(policy: pingan.Policy, outcome: pingan.Outcome) -> None:
    for how, text in told(policy, outcome).items():
        assert not [secret for secret in SECRETS if secret in text], how


def test_facts_with_other_secrets_and_the_same_states_are_told_alike(
    policy: pingan.Policy, outcome: pingan.Outcome
) -> None:
    other = policy.evaluate(OTHER, as_of=AS_OF)
    assert [n.states for n in other.norms] == [n.states for n in outcome.norms]
    assert told(policy, other) == told(policy, outcome)


def test_who_may_see_sensitive_facts_asks_for_them(policy: pingan.Policy, outcome: pingan.Outcome) -> None:
    shown = policy.evaluate(FACTS, as_of=AS_OF, show_sensitive=True)
    assert "total is 14782.5" in shown.to_text()
    assert "2016-06-01 12:13" in shown.to_text()
    assert "people[1].weight is 7391.25" in shown.explain("total").to_text()
    assert shown.decision_digest == outcome.decision_digest
    assert shown.to_record() == outcome.to_record()
    assert shown.masked().to_json() == outcome.to_json()


def test_a_masked_norm_names_what_is_not_told(outcome: pingan.Outcome) -> None:
    (tell,) = [n for n in outcome.norms if n.rule == "tell"]
    assert tell.state == "breached"
    assert tell.masked == ("arguments", "deadline")
    assert tell.deadline is None
    assert [a.name for a in tell.arguments if a.masked] == ["weight", "to"]
    assert tell.elements[0].name == "1"
    (strong,) = [n for n in outcome.norms if n.rule == "strong"]
    assert (strong.required, strong.shortfall) == (None, None)
    assert {"required", "shortfall"} <= set(strong.masked)


def test_elements_of_a_sensitive_list_have_no_reasons(outcome: pingan.Outcome) -> None:
    watched = [n for n in outcome.norms if n.rule == "watch"]
    assert [e.name for n in watched for e in n.elements] == ["1", "2"]
    explained = outcome.explain("watch").to_text()
    assert explained.count("- (not shown)") == 2


def test_a_sensitive_judgement_is_told_by_its_path_alone(outcome: pingan.Outcome) -> None:
    judged = {read.path: read for read in outcome.judgements}
    assert judged["hidden[1].unfit"].masked
    assert (judged["hidden[1].unfit"].value, judged["hidden[1].unfit"].by) == (None, None)
    assert "hidden[1].unfit is (not shown)" in outcome.to_text()


def test_masked_data_fits_the_schemas(outcome: pingan.Outcome) -> None:
    data = outcome.to_dict()
    data["explanations"] = [outcome.explain(language="zh").to_dict()]
    jsonschema.Draft202012Validator(schema()).validate(data)
    jsonschema.Draft202012Validator(record_schema()).validate(outcome.to_record(b"0123456789abcdef"))


def test_failed_expectations_do_not_tell_what_is_sensitive(policy: pingan.Policy) -> None:
    (result,), (chinese,) = policy.test(), policy.test(language="zh")
    assert [str(f.expected) for f in result.failures] == [
        "`strong` to have a shortfall of 1",
        "`total = 3`",
        "`tell` to have the deadline 2016-06-03",
    ], "the last shortfall is the right one: scenarios are judged by what is so"
    for text in (str(result), repr(result), *map(str, result.failures), str(chinese), *map(str, chinese.failures)):
        assert not [secret for secret in ("Marker", "7391.25", "14782.5", "12:13") if secret in text]
    assert "not shown" in str(result.failures[0])


def test_facts_of_no_secrets_are_masked_nowhere(policy: pingan.Policy) -> None:
    outcome = policy.evaluate({"limit": 5}, as_of=AS_OF)
    assert outcome.masked() is outcome
    assert all(not n.masked for n in outcome.norms)
    assert outcome.to_record()["masked"] == []


def test_the_digest_of_facts_depends_on_no_secret(policy: pingan.Policy) -> None:
    digests = {policy.evaluate({"people": [person(ill=ill)]}, as_of=AS_OF).facts_digest for ill in (True, False)}
    assert len(digests) == 1
    keyed = {
        policy.evaluate({"people": [person(ill=ill)]}, as_of=AS_OF).to_record(key)["facts_check"]
        for ill in (True, False)
        for key in (b"0123456789abcdef", b"fedcba9876543210")
    }
    assert len(keyed) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"name": 5551234},
        {"ill": "5551234"},
        {"weight": "5551234 kg"},
        {"weight": -5551234},
        {"weight": 5551234.5},
        {"weight": {"at_least": 5551235, "at_most": 5551234}},
        {"found_at": "5551234"},
        {"found_at": "2016-06-01T10:13:5551234"},
        {"doctor": "5551234"},
        {"doctor": "people[5551234]"},
        {"signs": "5551234"},
        {"signs": ["5551234"]},
        {"signs": {"known": ["5551234"], "open": True}},
        {"unfit": {"value": "5551234", "by": "warden"}},
        {"unfit": {"value": True, "by": "warden", "at": "5551234"}},
    ],
)
def test_fact_errors_do_not_quote_what_is_sensitive(policy: pingan.Policy, change: dict[str, Any]) -> None:
    with pytest.raises(pingan.FactError) as caught:
        policy.evaluate({"people": [person(**change)]}, as_of=AS_OF)
    assert not [problem for problem in caught.value.problems if "5551234" in str(problem)]
