"""The national plan, a county's under it and a made-up hospital's rules, asked together: what each says."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from pingan.cli import cli

GOLDEN = Path(__file__).parents[1] / "golden" / "county"
HOSPITAL = str(GOLDEN / "our_county_hospital.rules")
FACTS = GOLDEN / "facts.json"
SAME_YEAR = ("--set", "national.campaign_years=as_printed")
"""The national goal is then counted for the year for which the county counts its own."""

Answer = dict[str, Any]


@cache
def asked(*policies: str, facts: Path = FACTS) -> Answer:
    settings = SAME_YEAR if "national" in policies else ()
    arguments = ("evaluate", *policies, "--facts", str(facts), "--as-of", "2022-12-15T12:00", *settings)
    result = CliRunner().invoke(cli, (*arguments, "--format", "json"))
    assert result.exit_code == 0, result.stderr
    found: Answer = json.loads(result.stdout)
    return found


def stand(found: Answer, rule: str) -> dict[str, str]:
    """How the norms of *rule* stand, by policy, bearer and whom or what they name."""
    return {
        " ".join((norm["policy"], norm["bearer"]["name"], *(str(a["value"]) for a in norm["arguments"]))): norm["state"]
        for norm in found["norms"]
        if norm["rule"] == rule
    }


def test_the_golden_files_are_in_form_and_their_scenarios_pass() -> None:
    for command in (("check", "--strict"), ("fmt", "--check"), ("test",)):
        result = CliRunner().invoke(cli, (*command, HOSPITAL))
        assert result.exit_code == 0, result.output


def test_the_county_reports_a_major_case_and_its_superior_lists_it() -> None:
    found = asked("national", "county")
    assert stand(found, "report_major_case") == {"county police superior_organ": "fulfilled"}
    assert stand(found, "list_major_case") == {"national superior_organ": "due"}


def test_the_county_tells_the_superior_police_and_the_nation_the_local_ones() -> None:
    assert stand(asked("national", "county"), "dispute_may_turn_violent") == {
        "national departments police": "fulfilled",
        "national departments health_department": "fulfilled",
        "county towns_and_units superior_police": "due",
        "county towns_and_units health_department": "fulfilled",
    }


def test_one_standard_binds_authorities_by_the_nation_and_the_unit_by_the_county() -> None:
    assert stand(asked("national", "county"), "video_everywhere") == {
        "national health_department": "breached",
        "national police": "breached",
        "county hospital": "breached",
    }


def test_the_county_asks_for_what_the_nation_does_not() -> None:
    found = asked("national", "county")
    assert stand(found, "subdue_attacker") == {
        "national police": "none",
        "county police_station": "none",
        "county police": "none",
    }
    assert stand(found, "subdue_troublemaker")["county police"] == "applies"  # things smashed, nobody hurt
    for rule in ("walkie_talkies", "relations_office", "mediation_room"):
        assert stand(found, rule) == {"county hospital": "breached"}
    assert stand(found, "insured_secondary_and_above") == {"national region": "fulfilled"}
    assert stand(found, "cover_of_all") == {"county region": "due"}  # one of three hundred is not insured


def test_the_nation_vetoes_a_province_and_the_county_a_town(tmp_path: Path) -> None:
    facts = json.loads(FACTS.read_text("utf-8"))
    vetoes = {}
    for level in ("province_level", "town_level"):
        facts["region"]["level"] = level
        (tmp_path / level).write_text(json.dumps(facts), "utf-8")
        found = asked("national", "county", facts=tmp_path / level)
        vetoes[level] = {
            (norm["policy"], norm["arguments"][1]["value"])
            for norm in found["norms"]
            if norm["action"] == "veto" and norm["state"] == "applies"
        }
    of_a_county = asked("national", "county")
    assert [*stand(of_a_county, "provincial_veto").values(), *stand(of_a_county, "town_veto").values()] == ["none"] * 2
    assert vetoes == {
        "province_level": {("national", "safe_hospital")},
        "town_level": {("county", "safe_construction")},
    }


def test_the_house_rules_of_a_hospital_ask_more_than_both() -> None:
    found = asked("national", HOSPITAL)  # which brings the county plan along
    norms = found["norms"]
    for rule, state in (("house_call", "late"), ("house_posts", "breached")):
        group = next(g for g in found["groups"] if any(norms[i]["rule"] == rule for i in g["norms"]))
        assert [norms[i]["state"] for i in group["norms"] if norms[i]["rule"] == rule] == [state]
        assert {norms[m["than"]]["policy"] for m in group["stricter"] if norms[m["norm"]]["rule"] == rule} == {
            "national",
            "county",
        }
    assert stand(found, "call_the_police") == {"national hospital": "fulfilled", "county hospital": "fulfilled"}
    assert asked("county", HOSPITAL, "national") == found


def test_what_the_county_says_is_the_same_without_the_nation() -> None:
    beside = [norm for norm in asked("national", "county")["norms"] if norm["policy"] == "county"]
    alone = asked("county")["norms"]
    assert [(n["rule"], n["bearer"], n["state"]) for n in beside] == [
        (n["rule"], n["bearer"], n["state"]) for n in alone
    ]
