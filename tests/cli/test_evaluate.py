"""`pingan evaluate`: answers, and exit codes a shell can act on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import BREACH, FLOOD, Run

AT = ("--as-of", "2016-06-01T13:00")


def answer(run: Run, *arguments: str) -> dict[str, object]:
    result = run("evaluate", "flood.rules", "--format", "json", *AT, *arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def states(data: dict[str, object], rule: str) -> list[str]:
    (norm,) = [n for n in data["norms"] if n["rule"].endswith(rule)]
    return norm["states"]


def test_the_answer_names_duty_bearer_state_and_instant(run: Run) -> None:
    result = run("evaluate", "flood.rules", "--facts", "facts.json", *AT)
    assert result.exit_code == 0
    for part in ("warden", "close_road", "breached", "2016-06-01"):
        assert part in result.stdout
    assert result.stderr == ""


def test_facts_come_from_standard_input(run: Run) -> None:
    piped = run("evaluate", "flood.rules", "--facts", "-", *AT, "--format", "json", stdin=json.dumps(BREACH))
    filed = run("evaluate", "flood.rules", "--facts", "facts.json", *AT, "--format", "json")
    assert piped.exit_code == 0
    assert piped.stdout == filed.stdout


def test_facts_may_be_yaml(run: Run, folder: Path) -> None:
    (folder / "facts.yaml").write_text("depth: 45\nkind: drill\n", "utf-8")
    assert states(answer(run, "--facts", "facts.yaml"), "closing") == ["none"]


def test_without_facts_everything_is_open(run: Run) -> None:
    assert len(states(answer(run), "closing")) > 1


def test_an_instant_without_offset_is_meant_in_the_policys_zone(run: Run) -> None:
    data = answer(run, "--facts", "facts.json")
    assert data["as_of"].startswith("2016-06-01T13:00:00+08:00") or data["as_of"] == "2016-06-01T05:00:00Z"


def test_without_as_of_the_question_is_about_now_and_says_so(run: Run) -> None:
    result = run("evaluate", "flood.rules", "--facts", "facts.json", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["as_of"] > "2016"


def test_a_parameter_is_set_on_the_command_line(run: Run) -> None:
    open_ = states(answer(run, "--facts", "facts.json"), "shelter")
    settled = states(answer(run, "--facts", "facts.json", "--set", "shelter_from=40"), "shelter")
    qualified = states(answer(run, "--facts", "facts.json", "--set", "flood.shelter_from=40"), "shelter")
    assert len(open_) == 2
    assert settled == qualified == ["fulfilled"]


@pytest.mark.parametrize(
    "setting", ["shelter_from", "=3", "shelter_form=40", "shelter_from=many", "shelter_from=-1", "shelter_from=1.5"]
)
def test_a_setting_that_does_not_fit_ends_with_a_message(run: Run, setting: str) -> None:
    result = run("evaluate", "flood.rules", "--facts", "facts.json", "--set", setting)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "shelter_from" in result.stderr or setting in result.stderr
    assert "Traceback" not in result.stderr


def test_a_setting_given_twice_is_refused(run: Run) -> None:
    result = run("evaluate", "flood.rules", "--set", "shelter_from=1", "--set", "shelter_from=2")
    assert (result.exit_code, "twice" in result.stderr) == (2, True)


def test_why_explains_a_rule_by_name_label_or_key(run: Run) -> None:
    texts = [
        run("evaluate", "flood.rules", "--facts", "facts.json", *AT, "--why", name).stdout
        for name in ("closing", "封路", "flood.closing")
    ]
    assert texts[0] == texts[1] == texts[2]
    assert "depth" in texts[0]
    assert "flood.shelter" not in texts[0], "nothing but the explanation asked for"


def test_why_without_a_rule_explains_every_norm(run: Run) -> None:
    every = run("evaluate", "flood.rules", "--facts", "facts.json", *AT, "--why")
    one = run("evaluate", "flood.rules", "--facts", "facts.json", *AT, "--why", "closing").stdout
    assert every.exit_code == 0
    assert one.strip() in every.stdout
    assert len(every.stdout) > len(one)
    data = run("evaluate", "flood.rules", "--facts", "facts.json", *AT, "--format", "json", "--why").stdout
    (explanation,) = json.loads(data)["explanations"]
    assert len(explanation["reasons"]) == len(json.loads(data)["norms"])


def test_why_of_an_unknown_rule_suggests_one(run: Run) -> None:
    result = run("evaluate", "flood.rules", "--facts", "facts.json", "--why", "closeing")
    assert result.exit_code == 2
    assert "did you mean `closing`?" in result.stderr


def test_why_of_a_table_of_norms_names_its_rows(run: Run) -> None:
    rows = "| depth | then |\n| < 5 | - |\n| >= 5 | then warden must close_road |"
    Path("flood.rules").write_text(f"{FLOOD}\ntable heights {{ hit first\n{rows}\n}}\n", "utf-8")
    result = run("evaluate", "flood.rules", "--facts", "facts.json", "--why", "heights")
    assert "`heights_2`" in result.stderr


@pytest.mark.parametrize(
    ("facts", "fail_on", "code"),
    [
        (BREACH, [], 0),
        (BREACH, ["breach"], 3),
        (BREACH, ["conflict"], 0),
        (BREACH, ["undetermined"], 4),  # shelter_from is not set
        (BREACH, ["undetermined", "breach"], 3),
        ({**BREACH, "depth": 3}, ["breach"], 0),
        ({}, ["breach"], 0),
        ({}, ["undetermined"], 4),
    ],
)
def test_fail_on_becomes_an_exit_code(run: Run, facts: object, fail_on: list[str], code: int) -> None:
    options = [word for name in fail_on for word in ("--fail-on", name)]
    result = run("evaluate", "flood.rules", "--facts", "-", *AT, *options, stdin=json.dumps(facts))
    assert result.exit_code == code, result.stderr
    assert result.stdout


def test_done_too_late_is_a_breach_for_fail_on(run: Run) -> None:
    late = {**BREACH, "closed_at": "2016-06-01T12:30+08:00"}
    assert (
        run("evaluate", "flood.rules", "--facts", "-", *AT, "--fail-on", "breach", stdin=json.dumps(late)).exit_code
        == 3
    )


@pytest.mark.parametrize(
    ("facts", "part"),
    [
        ('{"depht": 3}', "did you mean `depth`?"),
        ('{"depth": "3"}', "depth"),
        ('{"depth": true}', "depth"),
        ('{"depth": 3, "depth": 4}', "depth"),
        ('{"depth": -1}', "depth"),
        ("[1]", "facts"),
        ("{", "facts"),
        ("[" * 100_000, "facts"),
        ('{"noticed_at": "2016-06-01T10:00"}', "noticed_at"),
    ],
)
def test_wrong_facts_are_told_and_nothing_is_answered(run: Run, facts: str, part: str) -> None:
    result = run("evaluate", "flood.rules", "--facts", "-", *AT, stdin=facts)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert part in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("as_of", ["yesterday", "2016-13-01", "2016-06-01T25:00", "", "2016-06-01T10:00+99:00"])
def test_a_wrong_instant_is_refused(run: Run, as_of: str) -> None:
    result = run("evaluate", "flood.rules", "--facts", "facts.json", "--as-of", as_of)
    assert result.exit_code == 2
    assert "2016-01-05" in result.stderr


def test_since_supplies_when_a_rule_first_held(run: Run, folder: Path) -> None:
    text = (folder / "flood.rules").read_text("utf-8").replace("    since noticed_at\n", "")
    (folder / "flood.rules").write_text(text.split("scenario")[0], "utf-8")
    facts = json.dumps({**BREACH, "noticed_at": "2016-06-01T10:00+08:00"})
    command = ("evaluate", "flood.rules", "--facts", "-", *AT, "--format", "json")
    assert len(states(json.loads(run(*command, stdin=facts).stdout), "closing")) > 1
    held = run(*command, "--since", "closing=2016-06-01T10:00", stdin=facts)
    assert states(json.loads(held.stdout), "closing") == ["breached"]
    assert run(*command, "--since", "closing", stdin=facts).exit_code == 2
    assert run(*command, "--since", "clsing=2016-06-01", stdin=facts).exit_code == 2


def test_a_policy_that_does_not_compile_is_reported_with_its_place(run: Run, folder: Path) -> None:
    (folder / "bad.rules").write_text("policy bad\nfact depth: integr\n", "utf-8")
    result = run("evaluate", "bad.rules", "--facts", "facts.json")
    assert result.exit_code == 2
    assert "bad.rules:2:13" in result.stderr
    assert "^^^^^^" in result.stderr
    assert result.stdout == ""


def test_the_answer_comes_in_the_language_asked_for(run: Run) -> None:
    chinese = run("evaluate", "flood.rules", "--facts", "facts.json", *AT, "--language", "zh").stdout
    english = run("evaluate", "flood.rules", "--facts", "facts.json", *AT, "--language", "en").stdout
    assert "封路" in chinese
    assert "违反" in chinese
    assert "违反" not in english
