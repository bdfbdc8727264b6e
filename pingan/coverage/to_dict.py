"""Coverage as plain data, in the form that ``pingan/coverage/schema.json`` describes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, Final

from pingan.coverage.nodes import SHOWN, Citing, ClauseCoverage, Coverage, Tally
from pingan.coverage.text_nodes import Held, Stretch, TextCoverage
from pingan.diagnostics.plain import plain
from pingan.language.to_data import number_text

SCHEMA: Final = "pingan.coverage/1"

Data = dict[str, Any]


def coverage_data(coverages: Sequence[Coverage]) -> Data:
    """*coverages* as plain data."""
    return {"schema": SCHEMA, "policies": [policy_data(c) for c in coverages]}


def policy_data(coverage: Coverage) -> Data:
    return {
        "policy": coverage.policy,
        "label": coverage.label,
        "document": coverage.document,
        "register": coverage.register,
        "kinds": list(coverage.kinds),
        "scenarios": coverage.scenarios,
        "failed_scenarios": list(coverage.failed),
        "total": _tally(coverage.total),
        "by_kind": [_tally(t) for t in coverage.by_kind],
        "by_section": [_tally(t) for t in coverage.by_section],
        "missing": [c.id for c in coverage.missing],
        "wrongly_omitted": [c.id for c in coverage.wrongly_omitted],
        "lacking_scenarios": [c.id for c in coverage.lacking],
        "idle_excuses": [c.id for c in coverage.idle_excuses],
        "clauses": [_clause(c, coverage.scenarios is not None) for c in coverage.clauses],
        "text": None if coverage.text is None else _text(coverage.text),
    }


def schema() -> Data:
    """The JSON Schema of `coverage_data`."""
    text = files("pingan.coverage").joinpath("schema.json").read_text(encoding="utf-8")
    found: Data = json.loads(text)
    return found


def _tally(tally: Tally) -> Data:
    return {
        "name": tally.name,
        "clauses": tally.clauses,
        "encoded": tally.encoded,
        "omitted": tally.omitted,
        "missing": tally.missing,
        "percent": number_text(tally.share * 100),
        "asked": tally.asked,
        "complete": tally.complete,
    }


def _clause(clause: ClauseCoverage, ran: bool) -> Data:
    return {
        "id": clause.id,
        "kind": clause.kind,
        "locator": clause.locator,
        "anchor": clause.anchor,
        "summary": clause.summary,
        "summary_zh": clause.summary_zh,
        "standing": clause.standing,
        "cited_by": [_citing(c) for c in clause.cited_by],
        "reason": clause.reason,
        "asked": clause.asked,
        "excused": dict(clause.excused),
        "scenarios": {
            s: [{"line": place.line, "scenario": place.title} for place in clause.shown.get(s, ())] for s in SHOWN
        }
        if ran
        else None,
        "lacking": list(clause.lacking) if ran else None,
    }


def _text(text: TextCoverage) -> Data:
    return {
        "name": text.name,
        "read": _stretch(text.read),
        "before": None if text.before is None else _stretch(text.before),
        "after": None if text.after is None else _stretch(text.after),
        "page_marks": text.page_marks,
        "segments": text.segments,
        "wrong": [c.clause for c in text.wrong],
        "clauses": [_held(c) for c in text.clauses],
        "uncovered": [_stretch(s) for s in text.uncovered],
        "headings": [_stretch(s) for s in text.headings],
    }


def _held(held: Held) -> Data:
    return {
        "id": held.clause,
        "has_locator": held.has_locator,
        "lost": held.lost,
        "anchor": held.standing,
        "line": held.line,
        "found_in": held.found_in,
        "begins": held.begins,
        "times": held.times,
        "sentences": held.sentences,
    }


def _stretch(stretch: Stretch) -> Data:
    return {
        "section": stretch.section,
        "line": stretch.line,
        "words": plain(stretch.words),
        "length": stretch.length,
    }


def _citing(citing: Citing) -> Data:
    return {
        "kind": citing.kind,
        "key": citing.key,
        "label": citing.label,
        "file": citing.file,
        "line": citing.line,
        "made": list(citing.made),
    }
