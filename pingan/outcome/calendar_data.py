"""A calendar of duties as plain data, in the form that ``pingan/outcome/calendar_schema.json`` describes."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from typing import Final

from pingan.language.dialect import Language
from pingan.outcome.calendar_nodes import CalendarAnswer, CalendarEntry
from pingan.outcome.calendar_words import EntryWords
from pingan.outcome.to_dict import (
    Data,
    argument_data,
    causes_data,
    citations_data,
    deadline_data,
    element_data,
    local_data,
    party_data,
    period_data,
    plain_data,
    policy_data,
    states_data,
)

SCHEMA: Final = "pingan.calendar_of_duties/1"


def calendar_data(calendar: CalendarAnswer, language: Language) -> Data:
    """*calendar* as plain data; what is in words is in *language*."""
    words = EntryWords(calendar, language)
    return {
        "schema": SCHEMA,
        "start": calendar.start.isoformat(),
        "end": calendar.end.isoformat(),
        "as_of": local_data(calendar.as_of),
        "has_facts": calendar.has_facts,
        "policies": [policy_data(status) for status in calendar.policies],
        "entries": [entry_data(entry, words) for entry in calendar.entries],
        "undated": [entry_data(entry, words) for entry in calendar.undated],
        "record": plain_data(calendar.record),
    }


def entry_data(entry: CalendarEntry, words: EntryWords) -> Data:
    norm = entry.norm
    return {
        "uid": entry.uid,
        "policy": norm.policy,
        "rule": norm.rule,
        "label": norm.label,
        "place": norm.place,
        "depth": norm.depth,
        "summary": words.summary(entry),
        "conditions": words.conditions(entry),
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
        "in_force": [_iso(day) for day in entry.in_force],
        "coming": entry.coming,
        "applies": entry.applies.value,
        "state": norm.state,
        "states": states_data(norm),
        "causes": causes_data(entry.causes),
        "soft": norm.soft,
        "notes": list(norm.notes),
        "citations": citations_data(norm.citations),
        "masked": list(norm.masked),
        "zone": norm.zone,
    }


def schema() -> Data:
    """The JSON Schema (2020-12) of `calendar_data`."""
    text = files("pingan.outcome").joinpath("calendar_schema.json").read_text("utf-8")
    found: Data = json.loads(text)
    return found


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
