"""An outcome as plain data, in the form that the shipped ``schema.json`` describes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction
from importlib.resources import files
from typing import Final, assert_never

from pingan.language.shapes import Elements, Interval, Members, PeriodBounds, Range, Record, SetBounds, Shape, Truth
from pingan.language.to_data import interval_data, scalar_data
from pingan.model.nodes import Citation, Level
from pingan.outcome.answer import Answer
from pingan.outcome.nodes import (
    STATES,
    Argument,
    Cause,
    Conflict,
    Deadline,
    Element,
    Finding,
    Norm,
    Party,
    PolicyStatus,
    Reliance,
    Stricter,
)
from pingan.outcome.reached import Reached, reached
from pingan.outcome.waiting import ranked_causes, undetermined

SCHEMA: Final = "pingan.outcome/1"
Data = dict[str, object]
_MASKED: Final = {"masked": True}


def outcome_data(outcome: Answer) -> Data:
    """*outcome* as plain data: everything but the reasons."""
    return {
        "schema": SCHEMA,
        "as_of": moment_data(outcome.as_of),
        "facts_digest": outcome.facts_digest,
        "decision_digest": decision_digest(outcome),
        "policies": [policy_data(status) for status in outcome.policies],
        "norms": [norm_data(norm) for norm in outcome.norms],
        "groups": [
            {
                "norms": list(group.norms),
                "deadline": deadline_data(group.deadline),
                "citations": citations_data(group.citations),
                "stricter": [stricter_data(mark) for mark in group.stricter],
            }
            for group in outcome.groups
        ],
        "reached": [reached_data(entry) for entry in reached(outcome)],
        "findings": [finding_data(finding) for finding in outcome.findings],
        "conflicts": [conflict_data(conflict) for conflict in outcome.conflicts],
        "undetermined": [
            {
                "kind": waiting.kind,
                "subject": waiting.subject,
                "norm": waiting.index,
                "causes": causes_data(waiting.causes),
            }
            for waiting in undetermined(outcome)
        ],
        "causes": [
            {**cause_data(ranked.cause), "conclusions": ranked.conclusions} for ranked in ranked_causes(outcome)
        ],
        "judgements": [
            {
                "path": read.path,
                "value": _MASKED if read.value is None else shape_data(read.value),
                "by": read.by,
                "at": moment_data(read.at),
            }
            for read in outcome.judgements
        ],
        "interpretations": [reliance_data(reliance) for reliance in outcome.interpretations],
        "record": plain_data(outcome.record),
    }


def canonical_json(data: object) -> str:
    """JSON without spaces, keys sorted, characters as they are."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def decision_digest(outcome: Answer) -> str:
    """SHA-256 (hex) of state sets, deadlines, conflicts and causes, as anybody may see them.

    Nothing sensitive goes in: somebody who has the digest could find it by trying.
    """
    outcome = outcome.public
    decided = {
        "norms": [
            [_identity(norm), states_data(norm), deadline_data(norm.deadline), causes_data(norm.causes)]
            for norm in outcome.norms
        ],
        "conflicts": [
            [conflict.kind, conflict.left, conflict.right, conflict.holds.value, causes_data(conflict.causes)]
            for conflict in outcome.conflicts
        ],
        "policies": [[s.name, s.in_scope.value, s.in_force.value, causes_data(s.causes)] for s in outcome.policies],
    }
    return hashlib.sha256(canonical_json(decided).encode()).hexdigest()


def schema() -> Data:
    """The JSON Schema (2020-12) of `outcome_data`."""
    text = files("pingan.outcome").joinpath("schema.json").read_text("utf-8")
    found: Data = json.loads(text)
    return found


def _identity(norm: Norm) -> list[object]:
    elements = [e.name for e in norm.elements]
    return [norm.policy, norm.rule, norm.place, norm.depth, elements, period_data(norm.period), norm.bearer.name]


# --- parts ---------------------------------------------------------------------------------------------------


def policy_data(status: PolicyStatus) -> Data:
    return {
        "name": status.name,
        "label": status.label,
        "version": status.version,
        "document": status.document,
        "digest": status.digest,
        "in_scope": status.in_scope.value,
        "in_force": status.in_force.value,
        "causes": causes_data(status.causes),
        "level": level_data(status.level),
        "place": status.place,
        "extends": list(status.extends),
        "replaces": list(status.replaces),
        "replaced_by": [
            {"policy": found.policy, "from": moment_data(found.first), "holds": found.holds.value}
            for found in status.replaced_by
        ],
    }


def level_data(level: Level | None) -> Data | None:
    if level is None:
        return None
    return {"enum": level.enum, "name": level.name, "label": level.label, "order": level.order}


def stricter_data(mark: Stricter) -> Data:
    return {
        "kind": mark.kind,
        "norm": mark.norm,
        "than": mark.than,
        "holds": mark.holds.value,
        "citations": citations_data(mark.citations),
    }


def norm_data(norm: Norm) -> Data:
    return {
        "policy": norm.policy,
        "rule": norm.rule,
        "label": norm.label,
        "place": norm.place,
        "depth": norm.depth,
        "bearer": party_data(norm.bearer),
        "partners": [party_data(partner) for partner in norm.partners],
        "modality": norm.modality,
        "action": norm.action,
        "kind": norm.kind,
        "duty": norm.duty,
        "arguments": [argument_data(argument) for argument in norm.arguments],
        "elements": [element_data(element) for element in norm.elements],
        "period": period_data(norm.period),
        "deadline": deadline_data(norm.deadline),
        "age": [_seconds(end) for end in norm.age] if norm.age else None,
        "state": norm.state,
        "states": states_data(norm),
        "applicable": norm.applicable.value,
        "applies": norm.applies.value,
        "done": norm.done.value,
        "open": norm.open.value,
        "missed": norm.missed.value,
        "shortfall": optional_data(norm.shortfall),
        "required": optional_data(norm.required),
        "actual": optional_data(norm.actual),
        "masked": list(norm.masked),
        "parts": [{"text": part.text, "done": part.done.value} for part in norm.parts],
        "soft": norm.soft,
        "notes": list(norm.notes),
        "citations": citations_data(norm.citations),
        "causes": causes_data(norm.causes),
        "overridden_by": list(norm.overridden_by),
        "zone": norm.zone,
        "level": level_data(norm.level),
    }


def states_data(norm: Norm) -> list[str]:
    """The possible states, in the order in which the language lists them."""
    return [state for state in STATES if state in norm.states]


def party_data(party: Party) -> Data:
    return {"name": party.name, "label": party.label, "record": party.record}


def argument_data(argument: Argument) -> Data:
    return {"name": argument.name, "value": _MASKED if argument.masked else shape_data(argument.value)}


def element_data(element: Element) -> Data:
    return {"variable": element.variable, "name": element.name, "path": element.path, "others": element.others}


def deadline_data(deadline: Deadline | None) -> Data | None:
    if deadline is None:
        return None
    return {
        "earliest": local_data(deadline.earliest),
        "latest": local_data(deadline.latest),
        "zone": deadline.zone,
    }


def finding_data(finding: Finding) -> Data:
    return {
        "kind": finding.kind,
        "subject": finding.subject,
        "value": {"value": _MASKED} if finding.masked else optional_data(finding.value),
        "message": finding.message,
        "citations": citations_data(finding.citations),
        "causes": causes_data(finding.causes),
    }


def reached_data(entry: Reached) -> Data:
    return {
        "definition": entry.definition,
        "surely": entry.surely,
        "possibly": entry.possibly,
        "causes": causes_data(entry.causes),
    }


def conflict_data(conflict: Conflict) -> Data:
    return {
        "kind": conflict.kind,
        "left": conflict.left,
        "right": conflict.right,
        "holds": conflict.holds.value,
        "citations": citations_data(conflict.citations),
        "causes": causes_data(conflict.causes),
    }


def reliance_data(reliance: Reliance) -> Data:
    return {
        "interpretation": reliance.interpretation,
        "question": reliance.question,
        "reading": reliance.reading,
        "chosen_by": reliance.chosen_by,
        "changes": list(reliance.changes),
    }


def citations_data(citations: tuple[Citation, ...]) -> list[Data]:
    return [
        {"policy": c.policy, "clause": c.clause, "locator": c.locator, "anchor": c.anchor, "summary": c.summary}
        for c in citations
    ]


def causes_data(causes: tuple[Cause, ...]) -> list[Data]:
    return [cause_data(cause) for cause in causes]


def cause_data(cause: Cause) -> Data:
    return {"subject": cause.subject, "kind": cause.kind, "authorities": list(cause.authorities)}


def period_data(period: tuple[date, date] | None) -> list[str] | None:
    return [day.isoformat() for day in period] if period else None


def moment_data(moment: date | datetime | None) -> object:
    """A day, or an instant in UTC."""
    return None if moment is None else scalar_data(moment)


def local_data(moment: date | datetime | None) -> str | None:
    """A day, or an instant with its own offset."""
    return None if moment is None else moment.isoformat()


def _seconds(age: timedelta | None) -> object:
    return None if age is None else scalar_data(Fraction(age // timedelta(microseconds=1), 1_000_000))


def optional_data(shape: Shape | None) -> object:
    return None if shape is None else {"value": shape_data(shape)}


# --- values --------------------------------------------------------------------------------------------------


def shape_data(shape: Shape) -> object:
    """What a value may be, as a fact file would say it; ``{"any": true}``: anything. Lengths of time are seconds."""
    if not shape.present:
        return None
    data = _present_data(shape)
    if not shape.absent:
        return data
    return {**data, "absent": True} if isinstance(data, dict) else {"one_of": [data], "absent": True}


def _present_data(shape: Shape) -> object:
    match shape:
        case Members(values=None):
            return {"any": True}
        case Members(values=values):
            assert values is not None
            members = sorted(values, key=str)
            return _element_data(members[0]) if len(members) == 1 else {"one_of": [_element_data(m) for m in members]}
        case Range(interval=interval):
            return interval_data(interval or Interval()) or {"any": True}
        case SetBounds(surely=surely, possibly=possibly):
            known = [_element_data(m) for m in sorted(surely, key=str)]
            if possibly is None:
                return {"known": known, "open": True}
            further = [_element_data(m) for m in sorted(possibly - surely, key=str)]
            return {"known": known, "possible": further} if further else known
        case PeriodBounds(start=start, end=end):
            return {"from": shape_data(start), "until": shape_data(end)}
        case Record(path=path):
            return {"record": path}
        case Elements(elements=elements, open=others):
            items = [shape_data(element) for element in elements]
            return {"known": items, "open": True} if others else items
        case _:
            assert_never(shape)


def _element_data(value: object) -> object:
    if isinstance(value, bool | str):
        return value
    assert isinstance(value, int | Fraction | date)
    return scalar_data(value)


def plain_data(value: object) -> object:
    """*value* (of the record: mappings, lists, texts, days, exact numbers) as plain data, keys in order."""
    match value:
        case Mapping():
            return {str(key): plain_data(value[key]) for key in sorted(value, key=str)}
        case list() | tuple():
            return [plain_data(item) for item in value]
        case set() | frozenset():
            return [plain_data(item) for item in sorted(value, key=str)]
        case date() | Fraction():
            return scalar_data(value)
        case Truth():
            return value.value
        case None | bool() | int() | str():
            return value
        case _:
            return str(value)
