"""`pingan mutate` as a user gives it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import pingan
from pingan.cli import cli
from tests.mutation.test_small import POOL

COMMENTED = POOL.replace("rule gate {", "# Who opens it.\nrule gate {")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "pool.rules"
    path.write_text(COMMENTED, "utf-8")
    return path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["mutate", *arguments, "--jobs", "1"])


def test_the_report_and_the_exit_code(file: Path) -> None:
    result = run("pool.rules", "--no-witnesses")
    assert result.exit_code == 0, result.output
    assert "pool: 24 mutants, 2 scenarios" in result.stdout
    assert "unless drill" in result.stdout and "no scenario asks about it" in result.stdout
    low = run("pool.rules", "--no-witnesses", "--fail-under", "90")
    assert low.exit_code == 1 and "the score is under 90 %" in low.stderr
    assert "个中发现" in run("pool.rules", "--no-witnesses", "--language", "zh").stdout


def test_only_what_there_is(file: Path) -> None:
    assert run("pool.rules", "--only", "gates").exit_code == 2
    data = json.loads(run("pool.rules", "--only", "strictness", "--no-witnesses", "--format", "json").stdout)
    assert [m["after"] for m in data["mutants"]] == ["when depth > 3", "when depth ≥ 5"]
    assert data["total"]["killed"] == 1


def test_a_vocabulary_has_nothing_to_change(file: Path) -> None:
    file.with_name("words.rules").write_text("vocabulary words\nfact depth: integer\n", "utf-8")
    assert run("words.rules").exit_code == 2


def test_a_scenario_that_fails_anyway_is_told(file: Path) -> None:
    file.write_text(COMMENTED.replace("expect closing none", "expect closing applies"), "utf-8")
    result = run("pool.rules", "--no-witnesses")
    assert result.exit_code == 1 and "fail without any change, and notice nothing: pool: shallow" in result.stdout


def test_what_is_written_notices_and_leaves_the_rest_as_it_is(file: Path) -> None:
    result = run("pool.rules", "--write")
    assert result.exit_code == 0, result.output
    assert "read each against the document" in result.stderr
    text = file.read_text("utf-8")
    assert "# Who opens it.\nrule gate {" in text
    assert pingan.format_text(pingan.Source("pool.rules", text)) == text
    policy = pingan.load(file)
    assert len(policy.scenarios) > 2 and all(r.passed for r in policy.test())
    before, after = (pingan.mutate(pingan.load(s), witnesses=False).score for s in (pingan.Source("p", POOL), file))
    assert before < after and after > 0.9


def test_only_a_file_of_its_own_is_written_to(file: Path) -> None:
    assert run("ankang", "--write", "--only", "scope").exit_code == 2


def test_an_artifact_tells_the_same(file: Path) -> None:
    assert CliRunner().invoke(cli, ["build", "pool.rules", "-o", "pool.pgb"]).exit_code == 0
    text, built = (json.loads(run(p, "--format", "json").stdout) for p in ("pool.rules", "pool.pgb"))
    assert [m["id"] for m in built["mutants"]] == [m["id"] for m in text["mutants"]]
    assert built["total"] == text["total"]


def test_the_chinese_dialect_is_told_in_its_words(file: Path) -> None:
    zh = pingan.format_text(pingan.Source("pool.rules", POOL), dialect="zh")
    file.write_text(zh, "utf-8")
    result = run("pool.rules", "--only", "exception", "--only", "closing")
    assert "- 除非 drill" in result.stdout and "情景 “变体" in result.stdout
