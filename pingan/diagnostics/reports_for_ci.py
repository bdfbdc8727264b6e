"""Diagnostics for services that build and review: JUnit XML, and the code quality report of GitLab."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from pingan.diagnostics.diagnostic import Diagnostic, Severity
from pingan.diagnostics.plain import plain

_GRAVITY = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.NOTE: "info"}


def to_gitlab(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON list of issues. A fingerprint stays what it is when lines above are put in or taken away."""
    seen: Counter[str] = Counter()
    issues = []
    for diagnostic in diagnostics:
        file, line = _place(diagnostic)
        text = diagnostic.span.source.line(line).strip() if diagnostic.span else ""
        base = "\0".join((file, diagnostic.code, diagnostic.message, text))
        seen[base] += 1
        told = f"{base}\0{seen[base]}".encode("utf-8", "replace")
        issues.append(
            {
                "description": _sentence(diagnostic),
                "check_name": plain(diagnostic.code),
                "fingerprint": hashlib.sha256(told).hexdigest(),
                "severity": _GRAVITY[diagnostic.severity],
                "location": {"path": file, "lines": {"begin": line}},
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def to_junit(diagnostics: Iterable[Diagnostic], files: Iterable[str]) -> str:
    """A suite a file and a case a finding; a file in which nothing was found has one case, which passes."""
    by_file: dict[str, list[Diagnostic]] = {plain(file): [] for file in files}
    for diagnostic in diagnostics:
        by_file.setdefault(_place(diagnostic)[0], []).append(diagnostic)
    total = sum(map(len, by_file.values()))
    cases = sum(max(1, len(found)) for found in by_file.values())
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<testsuites name="pingan" tests="{cases}" failures="{total}" errors="0">',
    ]
    for file, found in by_file.items():
        counts = f'tests="{max(1, len(found))}" failures="{len(found)}" errors="0" skipped="0"'
        lines.append(f"  <testsuite name={quoteattr(file)} {counts}>")
        lines += [_case(d, file) for d in found] or [f'    <testcase name="pingan" classname={quoteattr(file)}/>']
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def _case(diagnostic: Diagnostic, file: str) -> str:
    _, line = _place(diagnostic)
    column = diagnostic.span.source.position(diagnostic.span.start)[1] if diagnostic.span else 1
    message = _sentence(diagnostic)
    name = quoteattr(f"pingan.{plain(diagnostic.code)}")
    place = f'line="{line}" column="{column}"'
    failure = f"<failure message={quoteattr(message)} type={quoteattr(diagnostic.severity.value)}>"
    body = escape(f"line {line}, column {column}: {message}")
    return f"    <testcase name={name} classname={quoteattr(file)} {place}>{failure}{body}</failure></testcase>"


def _sentence(diagnostic: Diagnostic) -> str:
    return plain(diagnostic.message) + (f" ({plain(diagnostic.help)})" if diagnostic.help else "")


def _place(diagnostic: Diagnostic) -> tuple[str, int]:
    span = diagnostic.span
    return ("", 1) if span is None else (plain(span.source.name), span.line)
