"""`pingan check`, `test`, `graph`, `facts`, `list`, `explain`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pingan.diagnostics.codes import CODES
from tests.cli.conftest import FLOOD, Run


def test_a_good_policy_has_no_findings(run: Run) -> None:
    result = run("check", "flood.rules")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing found" in result.stderr


def test_every_error_of_a_file_is_reported_at_once(run: Run, folder: Path) -> None:
    (folder / "bad.rules").write_text("policy bad\nfact a: integr\nfact b: txt\n", "utf-8")
    result = run("check", "bad.rules")
    assert result.exit_code == 1
    assert result.stdout.count("error[") == 2
    assert "did you mean `integer`?" in result.stdout


def test_a_folder_is_checked_file_by_file(run: Run, folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "bad.rules").write_text("policy bad\nfact a: integr\n", "utf-8")
    (folder / ".hidden.rules").write_text("nonsense", "utf-8")
    result = run("check", ".")
    assert result.exit_code == 1
    assert "2 files checked: 1 error" in result.stderr


def test_warnings_are_findings_only_when_strict(run: Run, folder: Path) -> None:
    text = "policy p\nfact a: boolean\nactor x\naction y\nrule r {\n    when present(a)\n    then x must y\n}\n"
    (folder / "p.rules").write_text(text, "utf-8")
    assert run("check", "p.rules").exit_code == 0
    assert "warning[always-present]" in run("check", "p.rules").stdout
    assert run("check", "p.rules", "--strict").exit_code == 1


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_machines_get_their_form_and_nothing_else(run: Run, folder: Path, form: str) -> None:
    (folder / "bad.rules").write_text("policy bad\nfact a: integr\n", "utf-8")
    result = run("check", "bad.rules", "--format", form)
    assert result.exit_code == 1
    assert result.stderr == ""
    if form == "github":
        assert result.stdout.startswith("::error file=bad.rules,line=2,")
    else:
        assert "unknown-name" in json.dumps(json.loads(result.stdout))
    assert run("check", "flood.rules", "--format", form).exit_code == 0


def test_scenarios_that_come_true_pass(run: Run) -> None:
    result = run("test", "flood.rules")
    assert result.exit_code == 0, result.stdout
    assert "3 scenarios: 3 passed, 0 failed" in result.stderr
    assert result.stdout == ""
    assert run("test", "flood.rules", "-v").stdout.count("passed") == 3


def test_a_scenario_that_comes_out_otherwise_says_how(run: Run, folder: Path) -> None:
    (folder / "flood.rules").write_text(FLOOD.replace("expect closing breached", "expect closing fulfilled"), "utf-8")
    result = run("test", "flood.rules")
    assert result.exit_code == 1
    assert "failed flood: nobody closed the road" in result.stdout
    assert "expected `closing` to be fulfilled" in result.stdout
    assert "breached" in result.stdout
    assert "2 passed, 1 failed" in result.stderr


def test_k_selects_by_name(run: Run) -> None:
    assert "1 scenario: 1 passed" in run("test", "flood.rules", "-k", "DRILL").stderr
    missed = run("test", "flood.rules", "-k", "earthquake")
    assert missed.exit_code == 2
    assert "earthquake" in missed.stderr


def test_scenarios_of_a_policy_that_does_not_compile_could_not_run(run: Run, folder: Path) -> None:
    (folder / "bad.rules").write_text("policy bad\nfact a: integr\n", "utf-8")
    assert run("test", "bad.rules").exit_code == 2


@pytest.mark.parametrize(("form", "begins"), [("dot", "digraph"), ("mermaid", "flowchart"), ("json", "{")])
def test_graphs_come_in_each_form(run: Run, form: str, begins: str) -> None:
    result = run("graph", "flood.rules", "--format", form)
    assert result.exit_code == 0, result.stderr
    assert begins in result.stdout
    judged = run("graph", "flood.rules", "--format", form, "--facts", "facts.json", "--as-of", "2016-06-01T13:00")
    assert judged.exit_code == 0
    assert judged.stdout != result.stdout


def test_a_graph_is_written_to_a_file(run: Run, folder: Path) -> None:
    assert run("graph", "flood.rules", "--format", "dot", "-o", "out.dot").stdout == ""
    assert "closing" in (folder / "out.dot").read_text("utf-8")
    assert run("graph", "flood.rules", "--format", "dot", "-o", "no/such/folder/out.dot").exit_code == 2


def test_the_example_of_facts_is_accepted_as_facts(run: Run, folder: Path) -> None:
    example = run("facts", "flood.rules", "--format", "example")
    assert example.exit_code == 0
    (folder / "example.json").write_text(example.stdout, "utf-8")
    assert run("evaluate", "flood.rules", "--facts", "example.json").exit_code == 0


def test_the_schema_and_the_template_name_every_fact(run: Run) -> None:
    for form in ("jsonschema", "template"):
        text = run("facts", "flood.rules", "--format", form).stdout
        assert all(name in text for name in ("depth", "kind", "noticed_at", "closed_at", "seats")), form
    json.loads(run("facts", "flood.rules", "--format", "jsonschema").stdout)


def test_shipped_policies_are_listed(run: Run) -> None:
    rows = json.loads(run("list", "--format", "json").stdout)
    jilin = next(r for r in rows if r["name"] == "jilin")
    assert jilin["error"] is None
    assert jilin["in_force_from"] == "2016-01-05"
    assert jilin["rules"] > 10
    assert (jilin["jurisdiction"], jilin["issued"], jilin["clauses"]) == ("吉林省", "2016-01-05", 212)
    assert jilin["encoded"] + jilin["omitted"] == jilin["clauses"]
    text = run("list").stdout
    assert "jilin" in text
    assert "under other readings of " in text
    assert "campaign_years (national)" in text


def test_every_code_can_be_explained(run: Run) -> None:
    for code in CODES:
        result = run("explain", code)
        assert result.exit_code == 0
        assert result.stdout.startswith(f"{code}: ")
    assert all(code in run("explain").stdout for code in CODES)
    wrong = run("explain", "unexpected-txt")
    assert (wrong.exit_code, "did you mean `unexpected-text`?" in wrong.stderr) == (2, True)
