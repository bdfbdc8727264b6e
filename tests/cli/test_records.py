"""`pingan evaluate --record`, `pingan replay`, `pingan compare`: exit codes, and what is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import FLOOD, Run

SECRET = FLOOD.replace("fact seats: integer >= 0", "fact seats: integer >= 0 sensitive")
AT = ("--as-of", "2016-06-01T13:00")


@pytest.fixture
def log(folder: Path, run: Run) -> Path:
    """A file with one record of a question with a sensitive fact; its key in ``key``."""
    (folder / "flood.rules").write_text(SECRET, "utf-8")
    (folder / "key").write_text("a secret of many letters\n")
    result = run(
        *("evaluate", "flood.rules", "--facts", "facts.json", *AT, "--set", "shelter_from=40"),
        *("--record", "log.jsonl", "--key", "key"),
    )
    assert result.exit_code == 0, result.stderr
    return folder / "log.jsonl"


def test_a_recorded_answer_is_given_again(run: Run, log: Path) -> None:
    result = run("replay", "log.jsonl", "flood.rules", "--facts", "facts.json", "--key", "key")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("log.jsonl:1: the same answer, decision ")
    again = run("replay", "log.jsonl", "flood.rules", "--facts", "facts.json", "--format", "json")
    recorded = json.loads(log.read_text("utf-8"))["outcome"]
    assert again.stdout == json.dumps(recorded, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def test_a_record_and_an_answer_hold_no_secret_unless_asked(run: Run, log: Path) -> None:
    assert json.loads(log.read_text("utf-8"))["facts"]["seats"] == {"masked": True}
    question = ("evaluate", "flood.rules", "--facts", "facts.json", *AT, "--set", "shelter_from=40", "--why", "shelter")
    assert "seats is (not shown)" in run(*question).stdout
    assert "seats is 100" in run(*question, "--show-sensitive").stdout
    run(*question, "--show-sensitive", "--record", "log.jsonl", "--key", "key")
    first, second = log.read_text("utf-8").splitlines()
    assert first == second


def test_what_differs_is_named_and_the_exit_code_is_1(run: Run, log: Path, folder: Path) -> None:
    (folder / "flood.rules").write_text(SECRET.replace("2 hours", "3 hours"), "utf-8")
    result = run("replay", "log.jsonl", "flood.rules", "--facts", "facts.json")
    assert result.exit_code == 1
    assert "log.jsonl:1: not as it was recorded" in result.stderr
    assert "policies.flood.digest was " in result.stderr


def test_what_is_missing_is_told_and_the_exit_code_is_2(run: Run, log: Path) -> None:
    result = run("replay", "log.jsonl")
    assert result.exit_code == 2
    assert "log.jsonl:1: the facts are masked at seats; give the facts themselves" in result.stderr
    assert "log.jsonl:1: flood did not come with pingan; give the policy files" in result.stderr


def test_a_damaged_line_is_told_and_the_others_are_replayed(run: Run, log: Path) -> None:
    log.write_text(log.read_text("utf-8") + "\n{}\n", "utf-8")
    result = run("replay", "log.jsonl", "flood.rules", "--facts", "facts.json", "--line", "1")
    assert result.exit_code == 0
    result = run("replay", "log.jsonl", "flood.rules", "--line", "3")
    assert result.exit_code == 2
    assert "log.jsonl:3: a record of no format" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--facts", "facts.json"), "choose it by --line"),
        (("--line", "7"), "there is no record in line 7"),
        (("--key", "short"), "at least 16 bytes"),
        (("--key", "nowhere"), "nowhere"),
    ],
)
def test_arguments_that_do_not_fit_are_told(
    run: Run, log: Path, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    log.write_text(log.read_text("utf-8") * 2, "utf-8")
    (folder / "short").write_text("short")
    result = run("replay", "log.jsonl", "flood.rules", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_key_without_a_record_is_a_mistake(run: Run, log: Path) -> None:
    result = run("evaluate", "flood.rules", "--key", "key", *AT)
    assert result.exit_code == 2
    assert "give --record FILE as well" in result.stderr


def test_comparing_tells_changes_in_both_forms(run: Run, log: Path, folder: Path) -> None:
    same = run("compare", "log.jsonl", "flood.rules", "--facts", "facts.json")
    assert (same.exit_code, same.stdout) == (0, "log.jsonl:1: decided as it was\n")
    (folder / "flood.rules").write_text(SECRET.replace("2 hours", "4 hours"), "utf-8")
    result = run("compare", "log.jsonl", "flood.rules", "--facts", "facts.json")
    assert result.exit_code == 1
    assert "flood.closing of warden: states was breached, now it is pending" in result.stdout
    assert "made with other things than recorded:" in result.stdout
    data = json.loads(run("compare", "log.jsonl", "flood.rules", "--facts", "facts.json", "--format", "json").stdout)
    assert [(c["subject"], c["what"]) for c in data["changes"]] == [
        ("flood.closing of warden", "states"),
        ("flood.closing of warden", "deadline"),
    ]


def test_help_tells_every_command_in_full(run: Run) -> None:
    listed = run("--help").stdout.split("Commands:")[1]
    assert "…" not in listed and "..." not in listed
    assert "Ask recorded questions again: the same bytes, or every difference." in listed
