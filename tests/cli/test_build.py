"""`pingan build`, and every command that takes the artifact in place of a policy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import pingan
from tests.cli.conftest import Run

FACTS = {"depth": 45, "kind": "river", "noticed_at": "2016-06-01T10:00+08:00", "closed_at": None, "seats": 3}


@pytest.fixture(autouse=True)
def artifact(folder: Path, run: Run) -> None:
    (folder / "given.json").write_text(json.dumps(FACTS), "utf-8")
    result = run("build", "flood.rules", "-o", "flood.pgb", "--set", "shelter_from=40")
    assert result.exit_code == 0, result.stderr
    assert "flood.pgb: flood, " in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "command",
    [
        ("evaluate", "{}", "--facts", "given.json", "--as-of", "2016-06-01T13:00"),
        ("evaluate", "{}", "--facts", "given.json", "--as-of", "2016-06-01T13:00", "--format", "json"),
        ("evaluate", "{}", "--facts", "given.json", "--as-of", "2016-06-01T13:00", "--why", "closing"),
        ("calendar", "{}", "--from", "2016-06-01", "--to", "2016-06-30"),
        ("graph", "{}", "--format", "mermaid", "--facts", "given.json"),
        ("facts", "{}", "--format", "jsonschema"),
        ("facts", "{}", "--language", "zh"),
        ("facts", "{}", "--format", "example"),
    ],
)
def test_the_answers_are_those_of_the_text(run: Run, command: tuple[str, ...]) -> None:
    settings = () if command[0] == "facts" else ("--set", "shelter_from=40")
    text = run(*(part.format("flood.rules") for part in command), *settings)
    built = run(*(part.format("flood.pgb") for part in command))
    assert text.exit_code == built.exit_code == 0, text.stderr + built.stderr
    assert built.stdout == text.stdout


def test_it_is_checked_and_tested(run: Run) -> None:
    assert run("check", "flood.pgb").exit_code == 0
    result = run("test", "flood.pgb")
    assert result.exit_code == run("test", "flood.rules").exit_code == 0, result.stdout


def test_a_record_is_replayed_with_it(run: Run) -> None:
    asked = ("evaluate", "flood.pgb", "--facts", "given.json", "--as-of", "2016-06-01T13:00")
    assert run(*asked, "--record", "kept.jsonl").exit_code == 0
    result = run("replay", "kept.jsonl", "flood.pgb", "--facts", "given.json")
    assert result.exit_code == 0, result.stdout + result.stderr


def test_what_is_wrong_is_told_without_a_traceback(run: Run, folder: Path) -> None:
    content = (folder / "flood.pgb").read_bytes()
    (folder / "short.pgb").write_bytes(content[:-9])
    result = run("evaluate", "short.pgb")
    assert result.exit_code == 2
    assert "bad-artifact" in result.stderr
    assert "pingan build" in result.stderr
    together = run("evaluate", "flood.pgb", "flood.rules")
    assert together.exit_code == 2
    assert "lone-artifact" in together.stderr


def test_it_is_written_under_its_own_name_or_not_at_all(run: Run, folder: Path) -> None:
    assert run("build", "flood.rules", "-o", "flood.bin").exit_code == 2
    (folder / "broken.rules").write_text("policy broken { uses nothing }", "utf-8")
    assert run("build", "broken.rules", "-o", "broken.pgb").exit_code == 2
    assert not (folder / "broken.pgb").exists()


def test_the_bytes_are_those_of_the_function(folder: Path) -> None:
    policy = pingan.load("flood.rules", settings={"shelter_from": 40})
    assert pingan.build(policy) == (folder / "flood.pgb").read_bytes()
