"""The nation, a province and a made-up hospital's own rules at once: what their scenarios say, and who asks more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from pingan.cli import cli

STACK = Path(__file__).parents[1] / "golden" / "stacks"
NIGHT = ("--facts", str(STACK / "night.json"), "--as-of", "2023-03-02T08:00")
ALL = ("national", "jilin", str(STACK / "qinghe.rules"), str(STACK / "qinghe_campaign.rules"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def test_they_are_in_form_and_nothing_is_wrong_with_them() -> None:
    assert run("check", "--strict", str(STACK)).exit_code == 0
    assert run("fmt", "--check", str(STACK)).exit_code == 0


def test_their_scenarios_hold_beside_those_of_the_nation_and_the_province() -> None:
    result = run("test", str(STACK))
    assert result.exit_code == 0, result.stdout


def test_asked_together_each_level_keeps_its_own_state_and_the_strictest_is_named() -> None:
    result = run("evaluate", *ALL, *NIGHT, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    assert {p["name"]: p["level"]["name"] for p in found["policies"]} == {
        "national": "national",
        "jilin": "provincial",
        "qinghe": "institution",
        "qinghe_campaign": "institution",
    }
    norms = found["norms"]
    states = {(n["policy"], n["rule"]): n["state"] for n in norms}
    assert states["jilin", "guards"] == "fulfilled"
    assert states["qinghe", "house_guards"] == "breached"
    assert states["national", "call_the_police"] == "fulfilled"
    assert states["qinghe_campaign", "house_call"] == "late"
    # A major case is listed under the nation's plan, and supervised under the province's opinion: two duties.
    assert states["national", "list_major_case"] == "due"
    assert states["jilin", "supervise_major_case"] == "fulfilled"
    stricter = {(norms[m["norm"]]["rule"], norms[m["than"]]["rule"]) for g in found["groups"] for m in g["stricter"]}
    assert {("house_guards", "guards"), ("house_call", "call_the_police")} <= stricter


def test_a_nation_a_county_and_a_hospital_ask_different_things_of_different_people() -> None:
    county = ("national", "county", str(STACK / "shifan.rules"))
    facts = ("--facts", str(STACK / "afternoon.json"), "--as-of", "2022-12-15T08:00")
    result = run("evaluate", *county, *facts, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    told = {(n["policy"], n["rule"], n["bearer"]["name"], n.get("action")): n["state"] for n in found["norms"]}

    def state(policy: str, rule: str) -> set[tuple[str, str | None]]:
        return {(bearer, state) for (p, r, bearer, _), state in told.items() if (p, r) == (policy, rule)}

    # The county's police report a major case upward; to list it is the superior's part, under the nation's plan.
    assert state("county", "report_major_case") == {("police", "fulfilled")}
    assert state("national", "list_major_case") == {("superior_organ", "due")}
    # One camera in twenty is missing: the county holds the hospital to it, the nation the authorities.
    assert state("county", "video_everywhere") == {("hospital", "breached")}
    assert state("national", "video_everywhere") == {("health_department", "breached"), ("police", "breached")}
    # Four minutes: in time for the nation and the county, where at once is five, and late for the house.
    assert state("national", "call_the_police") == state("county", "call_the_police") == {("hospital", "fulfilled")}
    assert state("shifan", "三分钟报警") == {("hospital", "late")}
    assert state("county", "key_posts_watched") == {("hospital", "fulfilled")}
    assert state("shifan", "夜间加岗") == {("hospital", "breached")}


def test_what_one_of_them_sets_counts_for_its_parent_in_the_same_question() -> None:
    told = run("evaluate", *ALL, *NIGHT).stdout
    assert "immediately (10 minutes)" in told
    assert "promptly (2 hours)" in told
