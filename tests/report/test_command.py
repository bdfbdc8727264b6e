"""``pingan report``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pingan.cli import cli
from tests.report.conftest import FACTS, POOL
from tests.report.reading import Page

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    (tmp_path / "pool.rules").write_text(POOL, encoding="utf-8")
    (tmp_path / "facts.json").write_text(json.dumps(FACTS), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    asked = ["report", "pool.rules", "--facts", "facts.json", "--as-of", "2016-06-18T12:00"]
    return lambda *arguments: CliRunner().invoke(cli, [*asked, *arguments], prog_name="pingan")


def test_it_writes_a_page_to_a_file_or_to_standard_output(run: Run, tmp_path: Path) -> None:
    told = run()
    assert told.exit_code == 0
    assert told.stdout.startswith("<!DOCTYPE html>")
    assert run("--output", "r.html").exit_code == 0
    assert (tmp_path / "r.html").read_text("utf-8") == told.stdout


def test_it_writes_a_word_document(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("docx")
    assert run("--format", "docx", "-o", "r.docx").exit_code == 0
    content = (tmp_path / "r.docx").read_bytes()
    assert content.startswith(b"PK")
    assert run("--format", "docx").stdout_bytes == content


def test_title_language_and_rules_are_as_asked(run: Run) -> None:
    page = Page.of(run("--title", "Pool <1>", "--language", "zh", "--rule", "关闭泳池").stdout)
    assert "Pool <1>" in page.texts
    assert page.every("html")[0]["lang"] == "zh-CN"
    assert any(text.startswith("1 · ") for text in page.texts)
    assert not any(text.startswith("3 · ") for text in page.texts)


def test_settings_and_first_days_are_those_of_evaluate(run: Run) -> None:
    page = " ".join(Page.of(run("--set", "limit=44", "--set", "when_full=at_fifty").stdout).texts)
    assert "the application" in page
    assert "44" in page


def test_sensitive_facts_are_told_when_asked(run: Run, tmp_path: Path) -> None:
    facts = {**FACTS, "guard_name": "陈赛格"}
    (tmp_path / "facts.json").write_text(json.dumps(facts), encoding="utf-8")
    assert "陈赛格" not in run().stdout
    assert "陈赛格" in run("--show-sensitive").stdout


def test_what_cannot_be_used_is_said_in_a_line(run: Run) -> None:
    wrong = run("--rule", "swim")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "no rule is called `swim`" in wrong.stderr
    assert run("--format", "pdf").exit_code == 2
    assert run("--facts", "other.json").exit_code == 2
