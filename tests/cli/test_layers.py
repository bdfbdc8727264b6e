"""Several policies asked at once: four levels, two versions, in whatever order they are named."""

from __future__ import annotations

import json
from itertools import islice, permutations
from pathlib import Path
from typing import Any

import jsonschema
from click.testing import CliRunner, Result

import pingan
from pingan.cli import cli
from pingan.outcome.to_dict import schema

GOLDEN = Path(__file__).parents[1] / "golden"
GROUNDS = GOLDEN / "playgrounds"
HOSPITAL = GOLDEN / "hospital"
IN_2020 = ("--facts", str(GROUNDS / "facts.json"), "--as-of", "2020-07-12")
IN_2023 = ("--facts", str(HOSPITAL / "facts.json"), "--as-of", "2023-06-01T12:00")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def answer(*arguments: str) -> dict[str, Any]:
    result = run("evaluate", *arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_they_are_in_form_and_nothing_is_wrong_with_them() -> None:
    for folder in (GROUNDS, HOSPITAL):
        assert run("check", "--strict", str(folder)).exit_code == 0
        assert run("fmt", "--check", str(folder)).exit_code == 0


def test_every_norm_says_its_level_and_the_answer_fits_the_schema() -> None:
    found = answer(str(GROUNDS / "sunny.rules"), *IN_2020)
    jsonschema.validate(found, schema())
    levels = {(norm["rule"], norm["level"]["name"], norm["level"]["order"]) for norm in found["norms"]}
    assert {
        ("soft_ground", "national", 1),
        ("softer_ground", "provincial", 2),
        ("tell_at_once", "county", 3),
        ("our_softer_ground", "operator", 4),
    } <= levels
    assert [p["name"] for p in sorted(found["policies"], key=lambda p: p["place"])] == [
        "nation", "province", "county", "county_2015", "sunny",
    ]  # fmt: skip


def test_equal_duties_are_one_group_with_every_citation_and_the_strictest_named() -> None:
    found = answer(str(GROUNDS / "sunny.rules"), *IN_2020)
    norms = found["norms"]
    group = next(g for g in found["groups"] if any(norms[i]["rule"] == "tell_of_injuries" for i in g["norms"]))
    assert {c["policy"] for c in group["citations"]} == {"nation", "county", "sunny"}
    assert group["deadline"]["earliest"] == "2020-07-10T10:30:00+08:00"
    states = {norms[i]["rule"]: norms[i]["state"] for i in group["norms"]}
    assert states == {"tell_of_injuries": "fulfilled", "tell_at_once": "fulfilled", "tell_in_half_an_hour": "late"}
    marks = {(norms[m["norm"]]["rule"], norms[m["than"]]["rule"], m["holds"]) for m in group["stricter"]}
    assert marks == {
        ("tell_in_half_an_hour", "tell_at_once", "true"),
        ("tell_in_half_an_hour", "tell_of_injuries", "true"),
        ("tell_at_once", "tell_of_injuries", "true"),
    }
    assert all(len(m["citations"]) == 2 for m in group["stricter"])


def test_the_text_is_told_by_level_and_says_who_asks_more() -> None:
    told = run("evaluate", str(GROUNDS / "sunny.rules"), *IN_2020).stdout
    assert (
        "stricter: operator, within 30 minutes, sunny house rule 2; also: national, within 2 hours, nation 4; "
        "county, within 1 hour, county 1"
    ) in told
    assert "level: county, replaced by county (from 2020-07-01), is not in force" in told
    assert told.index("  operator\n") < told.index("  county\n")
    chinese = run("evaluate", str(GROUNDS / "sunny.rules"), *IN_2020, "--language", "zh").stdout
    assert "从严：运营单位，30 分钟内，sunny house rule 2；另有：全国，2 小时内，nation 4" in chinese
    assert "层级：县级" in chinese and "已由county（自2020年7月1日起）取代" in chinese


def test_an_accident_before_the_new_rules_is_judged_by_the_old_ones(tmp_path: Path) -> None:
    facts = json.loads((GROUNDS / "facts.json").read_text("utf-8"))
    facts["accident"] = {"injury": True, "at": "2020-06-30T23:00+08:00", "told_at": "2020-07-01T00:20+08:00"}
    (tmp_path / "facts.json").write_text(json.dumps(facts), "utf-8")
    asked = (str(GROUNDS / "sunny.rules"), "--facts", str(tmp_path / "facts.json"), "--as-of", "2020-07-12")
    found = answer(*asked)
    states = {(norm["policy"], norm["rule"]): norm["state"] for norm in found["norms"]}
    assert states["county_2015", "tell_at_once"] == "fulfilled"  # in 80 of 90 minutes
    assert states["county", "tell_at_once"] == "none"
    why = run("evaluate", *asked, "--why", "county_2015.tell_at_once", "--why", "county.tell_at_once").stdout
    assert "replaced: county, in force from 2020-07-01 — no: accident.at is 2020-06-30 23:00" in why


def test_the_order_in_which_policies_are_named_means_nothing() -> None:
    names = ("nation", "province", "county_2015", "county", "sunny")
    answers = {
        json.dumps(answer(*(str(GROUNDS / f"{name}.rules") for name in order), *IN_2020), sort_keys=True)
        for order in islice(permutations(names), 0, None, 17)
    }
    assert len(answers) == 1


def test_shipped_policies_a_county_and_a_hospital_together() -> None:
    hospital = str(HOSPITAL / "our_hospital.rules")
    found = answer("national", "jilin", hospital, *IN_2023)
    norms = found["norms"]
    guards = next(g for g in found["groups"] if any(norms[i]["rule"] == "house_guards" for i in g["norms"]))
    states = {norms[i]["rule"]: (norms[i]["level"]["label"], norms[i]["state"]) for i in guards["norms"]}
    assert states == {
        "guards": ("省级", "fulfilled"),
        "county_guards": ("县级", "fulfilled"),
        "house_guards": ("单位", "breached"),
    }
    strictest = {norms[m["norm"]]["rule"] for m in guards["stricter"] if m["holds"] == "true"}
    assert "house_guards" in strictest and "guards" not in strictest
    assert answer(hospital, "jilin", "national", *IN_2023) == found


def test_a_policy_asked_beside_another_changes_none_of_its_norms() -> None:
    facts = json.loads((HOSPITAL / "facts.json").read_text("utf-8"))
    alone = pingan.load("jilin").evaluate(facts, as_of="2023-06-01T12:00")
    beside = pingan.load("jilin", "national").evaluate(facts, as_of="2023-06-01T12:00")
    assert [norm for norm in beside.norms if norm.policy == "jilin"] == list(alone.norms)


def test_a_picture_of_a_rule_shows_what_took_its_policys_place() -> None:
    asked = ("graph", str(GROUNDS / "county.rules"), "--format", "mermaid", "--rule", "county_2015.tell_at_once")
    drawn = run(*asked).stdout
    assert "county#58; from 2020-07-01" in drawn and '-.->|"replaces"|' in drawn


def test_a_level_may_be_named_by_its_label_in_chinese() -> None:
    words = pingan.Source("词.rules", "词汇 词\n枚举 层 有序 { 国 “全国”、县 “县级” }")
    policy = pingan.load(pingan.Source("县规.rules", "政策 县规 { 层级 县级 采用 词 }"), words)
    level = policy.model.headers["县规"].level
    assert level is not None and (level.name, level.order) == ("县", 2)
