"""Diagnostics for machines: JSON, SARIF 2.1.0, and the workflow commands of GitHub Actions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from pingan.diagnostics.code import Code
from pingan.diagnostics.codes import CODES
from pingan.diagnostics.diagnostic import Annotation, Diagnostic, Severity
from pingan.diagnostics.fix import Fix
from pingan.diagnostics.plain import plain
from pingan.source import Source, Span

SCHEMA = "pingan-diagnostics/1"
"""What the JSON report calls its own form; the number rises when a reader would have to change."""

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_data(diagnostic: Diagnostic) -> dict[str, object]:
    """One diagnostic as JSON data. Lines and columns count from 1, in characters; the end is not included."""
    return {
        "code": plain(diagnostic.code),
        "severity": diagnostic.severity.value,
        "message": plain(diagnostic.message),
        "help": plain(diagnostic.help) if diagnostic.help else None,
        "annotations": [
            {"source": plain(a.span.source.name), **_region(a.span), "remark": plain(a.remark)}
            for a in _placed(diagnostic)
        ],
        "fixes": [_fix_data(fix) for fix in diagnostic.fixes],
    }


def _fix_data(fix: Fix) -> dict[str, object]:
    """A fix; the texts it puts in are given as they are, not as they would be shown."""
    return {
        "title": plain(fix.title),
        "safe": fix.safe,
        "edits": [
            {"source": plain(e.span.source.name), **_region(e.span), "text": _encodable(e.text)} for e in fix.edits
        ],
    }


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def to_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON object with ``schema``, ``errors``, ``warnings`` (counts) and ``diagnostics``, ending with a line end."""
    found = list(diagnostics)
    report = {
        "schema": SCHEMA,
        "errors": sum(d.severity is Severity.ERROR for d in found),
        "warnings": sum(d.severity is Severity.WARNING for d in found),
        "diagnostics": [to_data(d) for d in found],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def to_sarif(diagnostics: Iterable[Diagnostic], *, version: str, codes: Mapping[str, Code] = CODES) -> str:
    """A SARIF 2.1.0 log with one run; *version* is that of the pingan that found them, *codes* say what they mean."""
    found = list(diagnostics)
    rules = sorted({d.code for d in found})
    run = {
        "tool": {
            "driver": {"name": "pingan", "version": version, "rules": [_sarif_rule(r, codes.get(r)) for r in rules]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(d, rules.index(d.code)) for d in found],
    }
    return (
        json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"
    )


def to_github(diagnostics: Iterable[Diagnostic]) -> str:
    """One workflow command a diagnostic (``::error file=…,line=…::message``), each on a line of its own."""
    return "".join(_github_command(d) + "\n" for d in diagnostics)


def _placed(diagnostic: Diagnostic) -> list[Annotation]:
    return [a for a in diagnostic.annotations if a.span.source.name != "<none>"]


def _region(span: Span) -> dict[str, int]:
    line, column = span.source.position(span.start)
    end_line, end_column = span.source.position(max(span.start, span.end))
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}


def _sarif_rule(code: str, row: Code | None) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": plain(code)}
    if row is not None:
        rule["shortDescription"] = {"text": row.title}
        rule["fullDescription"] = {"text": row.explanation}
    return rule


def _sarif_result(diagnostic: Diagnostic, index: int) -> dict[str, Any]:
    message = plain(diagnostic.message) + (f" ({plain(diagnostic.help)})" if diagnostic.help else "")
    result: dict[str, Any] = {
        "ruleId": plain(diagnostic.code),
        "ruleIndex": index,
        "level": diagnostic.severity.value,
        "message": {"text": message},
    }
    places = _placed(diagnostic)
    if places:
        result["locations"] = [_sarif_location(places[0])]
        if len(places) > 1:
            result["relatedLocations"] = [{"id": i, **_sarif_location(a)} for i, a in enumerate(places[1:], start=1)]
    if diagnostic.fixes:
        result["fixes"] = [_sarif_fix(fix) for fix in diagnostic.fixes]
    return result


def _sarif_fix(fix: Fix) -> dict[str, Any]:
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        replacement = {"deletedRegion": _sarif_region(edit.span), "insertedContent": {"text": _encodable(edit.text)}}
        changes.setdefault(_uri(edit.span.source), []).append(replacement)
    return {
        "description": {"text": plain(fix.title)},
        "artifactChanges": [
            {"artifactLocation": {"uri": uri}, "replacements": replacements} for uri, replacements in changes.items()
        ],
    }


def _sarif_region(span: Span) -> dict[str, int]:
    region = _region(span)
    return {
        "startLine": region["line"],
        "startColumn": region["column"],
        "endLine": region["end_line"],
        "endColumn": region["end_column"],
    }


def _sarif_location(annotation: Annotation) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(annotation.span.source)},
            "region": _sarif_region(annotation.span),
        }
    }
    if annotation.remark:
        location["message"] = {"text": plain(annotation.remark)}
    return location


def _uri(source: Source) -> str:
    """The source's name as a URI reference: relative names stay relative."""
    path = PurePath(source.name)
    return ("file://" if path.is_absolute() else "") + quote(path.as_posix(), errors="surrogateescape")


def _github_command(diagnostic: Diagnostic) -> str:
    command = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}[diagnostic.severity]
    properties: dict[str, object] = {}
    places = _placed(diagnostic)
    if places:
        region = _region(places[0].span)
        properties["file"] = plain(places[0].span.source.name)
        properties["line"] = region["line"]
        properties["endLine"] = region["end_line"]
        if region["line"] == region["end_line"]:  # the service drops columns of a region of several lines
            properties["col"] = region["column"]
            properties["endColumn"] = region["end_column"]
    properties["title"] = f"pingan {diagnostic.code}"
    text = plain(diagnostic.message) + (f"\n{plain(diagnostic.help)}" if diagnostic.help else "")
    fields = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{command} {fields}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
