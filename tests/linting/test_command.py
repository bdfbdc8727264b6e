"""`pingan check` as a linter: options, files of configuration, fixes written, reports."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest

from pingan.cli.linting import write_fixed
from pingan.linting.fixing import Fixed
from tests.cli.conftest import Run

UNTIDY = """policy flood {
    zone "Asia/Shanghai"
}

enum Water { river, sea, lake }

fact kind: Water

fact closed: boolean

actor warden

parameter grace: integer

rule close {
    cite "1", "1"
    when kind = river or kind = sea
    then warden must ensure closed
}
"""
TIDY = UNTIDY.replace('"1", "1"', '"1"').replace("kind = river or kind = sea", "kind in {river, sea}")
FOUND = ["unused-parameter", "duplicate-citation", "read-twice"]


@pytest.fixture
def flood(folder: Path) -> Path:
    path = folder / "flood.rules"
    path.write_text(UNTIDY, "utf-8")
    return path


def found(run: Run, *args: str) -> list[str]:
    return [d["code"] for d in json.loads(run("check", "flood.rules", "--format", "json", *args).stdout)["diagnostics"]]


def test_rules_run_beside_the_passes(run: Run, flood: Path) -> None:
    assert found(run) == FOUND
    result = run("check", "flood.rules")
    assert result.exit_code == 0
    assert "1 file checked: 0 errors, 3 warnings; 2 can be fixed with --fix" in result.stderr
    assert run("check", "flood.rules", "--strict").exit_code == 1
    assert run("check", "flood.rules", "--strict", "--exit-zero").exit_code == 0


def test_rules_are_chosen_by_code_and_by_group(run: Run, flood: Path) -> None:
    assert found(run, "--select", "unused") == ["unused-parameter"]
    assert found(run, "--select", "unused,read-twice") == ["unused-parameter", "read-twice"]
    assert found(run, "--select", "unused", "--select", "read-twice") == ["unused-parameter", "read-twice"]
    assert found(run, "--ignore", "unused") == FOUND[1:]
    assert {*FOUND} <= {*found(run, "--select", "all", "--ignore", "names")}
    assert "missing-label" in found(run, "--extend-select", "missing-label")
    assert found(run, "--ignore", "all") == []


def test_a_rule_that_is_not_there_is_told(run: Run, flood: Path) -> None:
    result = run("check", "flood.rules", "--select", "unused-fcat")
    assert result.exit_code == 2
    assert "there is no rule `unused-fcat`; did you mean `unused-fact`?" in result.stderr
    assert "nobody" not in result.stderr
    assert "is an error" in run("check", "flood.rules", "--ignore", "unknown-name").stderr


def test_the_nearest_configuration_counts(run: Run, flood: Path) -> None:
    (flood.parent / "pingan.toml").write_text(
        '[lint]\nignore = ["unused"]\n[lint.severity]\nread-twice = "error"\n', "utf-8"
    )
    assert found(run) == FOUND[1:]
    assert run("check", "flood.rules").exit_code == 1
    assert found(run, "--no-config") == FOUND
    assert found(run, "--select", "unused") == []
    (flood.parent / "other.toml").write_text("[tool.pingan.lint]\nselect = ['read-twice']\n", "utf-8")
    assert found(run, "--config", "other.toml") == ["read-twice"]
    both = run("check", "flood.rules", "--config", "other.toml", "--no-config")
    assert both.exit_code == 2


def test_a_configuration_that_cannot_be_used_stops_before_anything(run: Run, flood: Path) -> None:
    (flood.parent / "pyproject.toml").write_text('[tool.pingan.lint]\nignore = ["unsed", "alll"]\n', "utf-8")
    result = run("check", "flood.rules", "--fix")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "pyproject.toml:2:11" in result.stderr and "pyproject.toml:2:20" in result.stderr
    assert "the configuration cannot be used: 2 findings" in result.stderr
    assert flood.read_text("utf-8") == UNTIDY


def test_fixes_are_written(run: Run, flood: Path) -> None:
    os.chmod(flood, 0o640)
    result = run("check", "flood.rules", "--fix", "--show-fixes")
    assert result.exit_code == 0
    assert flood.read_text("utf-8") == TIDY
    assert flood.stat().st_mode & 0o777 == 0o640
    assert "2 fixes applied in 1 file" in result.stderr
    assert "duplicate-citation: cite the clause once" in result.stderr
    assert "unused-parameter" in result.stdout and "read-twice" not in result.stdout
    again = run("check", "flood.rules", "--fix")
    assert "applied" not in again.stderr
    assert [p.name for p in flood.parent.iterdir() if p.suffix == ".tmp"] == []


def test_diff_shows_and_writes_nothing(run: Run, flood: Path) -> None:
    result = run("check", "flood.rules", "--diff")
    assert result.exit_code == 1
    assert '-    cite "1", "1"\n' in result.stdout and '+    cite "1"\n' in result.stdout
    assert "2 fixes would change 1 file" in result.stderr
    assert flood.read_text("utf-8") == UNTIDY
    assert run("check", "flood.rules", "--diff", "--exit-zero").exit_code == 0
    flood.write_text(TIDY, "utf-8")
    clean = run("check", "flood.rules", "--diff")
    assert clean.exit_code == 0 and clean.stdout == ""


def test_unsafe_fixes_are_asked_for(run: Run, flood: Path) -> None:
    flood.write_text(TIDY.replace("warden must", "wardn must"), "utf-8")
    assert "1 with --fix --unsafe-fixes" in run("check", "flood.rules").stderr
    run("check", "flood.rules", "--fix")
    assert "wardn" in flood.read_text("utf-8")
    run("check", "flood.rules", "--fix", "--unsafe-fixes")
    assert flood.read_text("utf-8") == TIDY


def test_a_link_is_written_through_and_stays_a_link(run: Run, flood: Path) -> None:
    kept = flood.parent / "kept"
    kept.mkdir()
    target = kept / "flood.rules"
    target.write_text(UNTIDY, "utf-8")
    flood.unlink()
    flood.symlink_to(target)
    result = run("check", "flood.rules", "--fix")
    assert flood.is_symlink()
    # What a link points to lies outside the folder that the policy is read from: it is not read, and not written.
    assert target.read_text("utf-8") == (TIDY if result.exit_code == 0 else UNTIDY)


def test_a_folder_is_mended_file_by_file(run: Run, flood: Path) -> None:
    flood.unlink()
    (flood.parent / "draft").mkdir()
    for name in ("a", "b"):
        text = UNTIDY.replace("policy flood", f"policy {name}")
        (flood.parent / "draft" / f"{name}.rules").write_text(text, "utf-8")
    result = run("check", "draft", "./draft/a.rules", "--fix")
    assert "4 fixes applied in 2 files" in result.stderr
    assert "2 files checked" in result.stderr
    assert all("{river, sea}" in p.read_text("utf-8") for p in (flood.parent / "draft").iterdir())


def test_a_shipped_policy_is_never_written(run: Run, folder: Path) -> None:
    assert run("check", "levels", "--fix").exit_code in (0, 2)
    assert run("check", "national", "--diff").exit_code == 0


def test_statistics_count_codes(run: Run, flood: Path) -> None:
    lines = run("check", "flood.rules", "--statistics").stdout.splitlines()
    assert [line.split() for line in lines] == [
        ["CODE", "FOUND"],
        ["duplicate-citation", "[*]", "1"],
        ["read-twice", "[*]", "1"],
        ["unused-parameter", "1"],
    ]


def test_an_allowance_takes_a_finding_away(run: Run, flood: Path) -> None:
    flood.write_text(
        UNTIDY.replace("parameter", "# pingan: allow unused-parameter — set by the app\nparameter"), "utf-8"
    )
    assert found(run) == FOUND[1:]


def test_an_idle_allowance_is_taken_away(run: Run, flood: Path) -> None:
    flood.write_text(TIDY.replace("fact kind: Water", "fact kind: Water  # pingan: allow unused-fact"), "utf-8")
    assert found(run) == ["unused-allow", "unused-parameter"]
    run("check", "flood.rules", "--fix")
    assert flood.read_text("utf-8") == TIDY


def test_a_file_that_others_use_is_told_of_once(run: Run, flood: Path) -> None:
    (flood.parent / "water.rules").write_text(
        "vocabulary water\n\nfact aI: integer\n\n# pingan: allow look-alike-names\nfact al: integer\n"
        "fact bI: integer\nfact bl: integer\n",
        "utf-8",
    )
    flood.write_text('policy flood {\n    zone "Asia/Shanghai"\n    uses water\n}\n', "utf-8")
    found = json.loads(run("check", ".", "--select", "look-alike-names,unused-allow", "--format", "json").stdout)[
        "diagnostics"
    ]
    assert [(d["code"], d["annotations"][0]["source"]) for d in found] == [("look-alike-names", "water.rules")]
    flood.write_text('policy flood {\n    zone "Asia/Shangai"\n    uses water\n}\n', "utf-8")
    (flood.parent / "water.rules").write_text("vocabulary water\n\nfact a: integr\n", "utf-8")
    found = json.loads(run("check", ".", "--format", "json").stdout)["diagnostics"]
    assert [(d["code"], d["annotations"][0]["source"]) for d in found] == [
        ("unknown-zone", "flood.rules"),
        ("unknown-name", "water.rules"),
    ]


def test_gitlab(run: Run, flood: Path) -> None:
    issues = json.loads(run("check", "flood.rules", "--format", "gitlab").stdout)
    assert [issue["check_name"] for issue in issues] == FOUND
    assert issues[0]["location"] == {"path": "flood.rules", "lines": {"begin": 13}}
    assert {issue["severity"] for issue in issues} == {"minor"}
    flood.write_text("# one more line\n" + UNTIDY, "utf-8")
    moved = json.loads(run("check", "flood.rules", "--format", "gitlab").stdout)
    assert [i["fingerprint"] for i in moved] == [i["fingerprint"] for i in issues]
    assert len({i["fingerprint"] for i in issues}) == 3


def test_junit(run: Run, flood: Path) -> None:
    root = ElementTree.fromstring(run("check", "flood.rules", "--format", "junit").stdout)
    (suite,) = root.iter("testsuite")
    assert suite.attrib["name"] == "flood.rules" and suite.attrib["failures"] == "3"
    assert [case.attrib["name"] for case in suite.iter("testcase")] == [f"pingan.{code}" for code in FOUND]
    flood.write_text(TIDY, "utf-8")
    passed = ElementTree.fromstring(run("check", "flood.rules", "--format", "junit", "--ignore", "unused").stdout)
    assert [suite.attrib["failures"] for suite in passed.iter("testsuite")] == ["0"]
    assert len(list(passed.iter("testcase"))) == 1


def test_json_and_sarif_carry_fixes(run: Run, flood: Path) -> None:
    report = json.loads(run("check", "flood.rules", "--format", "json").stdout)
    twice = report["diagnostics"][2]
    assert twice["fixes"] == [
        {
            "title": "read `kind` once",
            "safe": True,
            "edits": [
                {
                    "source": "flood.rules",
                    "line": 17,
                    "column": 10,
                    "end_line": 17,
                    "end_column": 36,
                    "text": "kind in {river, sea}",
                }
            ],
        }
    ]
    assert report["diagnostics"][0]["fixes"] == []
    run_of = json.loads(run("check", "flood.rules", "--format", "sarif").stdout)["runs"][0]
    change = run_of["results"][2]["fixes"][0]["artifactChanges"][0]
    assert change["replacements"][0]["insertedContent"] == {"text": "kind in {river, sea}"}
    assert change["replacements"][0]["deletedRegion"]["startColumn"] == 10
    named = {rule["id"]: rule for rule in run_of["tool"]["driver"]["rules"]}
    assert named["unused-parameter"]["shortDescription"]["text"] == "a parameter that nothing reads"


def test_explain_shows_the_page_of_a_rule(run: Run, folder: Path) -> None:
    text = run("explain", "line-too-long").stdout
    for heading in ("What it does:", "Why it matters:", "Example:", "Better:", "Configuration:"):
        assert heading in text
    assert "- `columns = 120`: the columns that a line may take" in text
    assert "Fix:" in run("explain", "read-twice").stdout
    error = run("explain", "unknown-name").stdout
    assert "cannot be allowed" in error and "Why it matters" not in error
    listed = run("explain").stdout
    assert "\nunused:\n" in listed and "missing-label: " in listed and "(off by default)" in listed
    assert "read-twice: one fact is read twice where once would do [*]" in listed


def test_no_file_is_written_where_one_has_changed_meanwhile(folder: Path) -> None:
    first, second = folder / "first.rules", folder / "second.rules"
    first.write_text("policy first\n", "utf-8")
    second.write_text("policy second # by somebody else\n", "utf-8")
    texts = {str(first): ("policy first\n", "mended"), str(second): ("policy second\n", "mended")}
    with pytest.raises(click.UsageError, match="nothing is written"):
        write_fixed(Fixed(texts, (), {}), diff=False, exit_zero=False)
    assert first.read_text("utf-8") == "policy first\n"


def test_a_file_named_in_two_ways_is_one(run: Run, folder: Path) -> None:
    said = run("check", "flood.rules", "./flood.rules", str(folder / "flood.rules"))
    assert "1 file checked" in said.stderr
