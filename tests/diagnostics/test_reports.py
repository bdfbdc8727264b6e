"""Diagnostics for machines: JSON, SARIF and GitHub workflow commands."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from pingan.diagnostics.diagnostic import Annotation, Diagnostic, Severity
from pingan.diagnostics.reports import to_github, to_json, to_sarif
from pingan.source import Source, Span

SOURCE = Source("政策/a b.rules", "rule r {\n    when 医院 = 1\n}\n")
FOUND = Diagnostic(
    "type-mismatch",
    "`医院` is a record, not a number",
    (Annotation(Span(SOURCE, 18, 20), "here"), Annotation(Span(SOURCE, 0, 8))),
    "compare a field of it",
)
WARNING = Diagnostic("unused", "nothing reads `x`", severity=Severity.WARNING)


def test_json_counts_and_places() -> None:
    report = json.loads(to_json([FOUND, WARNING]))
    assert report["schema"] == "pingan-diagnostics/1"
    assert (report["errors"], report["warnings"]) == (1, 1)
    first = report["diagnostics"][0]
    assert first["annotations"][0] == {
        "source": "政策/a b.rules",
        "line": 2,
        "column": 10,
        "end_line": 2,
        "end_column": 12,
        "remark": "here",
    }
    assert report["diagnostics"][1]["annotations"] == []


def test_sarif_has_what_the_standard_requires() -> None:
    log = json.loads(to_sarif([FOUND, WARNING], version="1.2.3"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("pingan", "1.2.3")
    ids = [rule["id"] for rule in driver["rules"]]
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%E6%94%BF%E7%AD%96/a%20b.rules"
    assert place["region"] == {"startLine": 2, "startColumn": 10, "endLine": 2, "endColumn": 12}
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"][0]["relatedLocations"][0]["id"] == 1
    assert "locations" not in run["results"][1]


def test_github_commands_name_the_place() -> None:
    error, warning = to_github([FOUND, WARNING]).splitlines()
    assert error == (
        "::error file=政策/a b.rules,line=2,endLine=2,col=10,endColumn=12,title=pingan type-mismatch"
        "::`医院` is a record, not a number%0Acompare a field of it"
    )
    assert warning == "::warning title=pingan unused::nothing reads `x`"


@example("\n")
@given(st.text(max_size=60))
def test_no_text_starts_a_workflow_command_of_its_own(text: str) -> None:
    source = Source(f"{text}\n::add-mask::x,line=7:", text or "x")
    command = to_github(
        [Diagnostic(f"x{text}", f"{text}\n::stop-commands::t\r", (Annotation(Span(source, 0, 1)),), "\n::x")]
    )
    assert command.count("\n") == 1
    assert command.startswith("::error file=")
    properties = command.removeprefix("::error ").split("::")[0]
    # Columns are left out of a region of several lines: the service would drop them.
    columns = [] if text.startswith("\n") else ["col", "endColumn"]
    assert [p.split("=")[0] for p in properties.split(",")] == ["file", "line", "endLine", *columns, "title"]


@given(st.text(max_size=60))
def test_machines_can_read_whatever_is_reported(text: str) -> None:
    found = [Diagnostic(text, text, (Annotation(Span(Source(text, text), 0, len(text)), text),), text)]
    for report in (to_json(found), to_sarif(found, version="1")):
        report.encode()
        json.loads(report)
        assert "\x1b" not in report
