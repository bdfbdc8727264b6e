"""Decision records: what was asked, with what it was answered, and the answer, as one line of JSON."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Any, Final

from pingan.diagnostics.errors import RecordError
from pingan.diagnostics.plain import plain
from pingan.language.stack import with_room
from pingan.language.to_data import length_text, number_text, scalar_data
from pingan.outcome.answer import Answer
from pingan.outcome.fitting import misfits
from pingan.outcome.to_dict import Data, canonical_json, outcome_data, plain_data, schema

FORMAT: Final = "pingan.record/1"
SHORTEST_KEY: Final = 16
"""Least length of a key, in bytes."""
MAXIMUM_RECORD: Final = 16 * 1024 * 1024
"""Longest record that is read, in bytes."""
MAXIMUM_DEPTH: Final = 64
MAXIMUM_PROBLEMS: Final = 100


def record_data(outcome: Answer, key: bytes | None = None) -> Data:
    """The record of *outcome* as anybody may see it; with *key*, whoever has it can check the facts that are masked."""
    if key is not None:
        check_key(key)
    outcome = outcome.public
    asked, facts = outcome.asked, outcome.facts
    data: Data = {
        "format": FORMAT,
        "policies": list(asked.policies) or list(outcome.model.headers),
        "settings": {name: setting_data(name, value) for name, value in sorted(asked.settings.items())},
        "registers": dict(asked.registers),
        "facts": plain_data(facts.shown),
        "masked": list(facts.masked),
        "facts_check": None if key is None else facts_check(facts.text, key),
        "outcome": outcome_data(outcome),
    }
    return {**data, "digest": digest_of(data)}


def digest_of(record: Mapping[str, object]) -> str:
    """SHA-256 (hex) of everything in *record* but its own digest."""
    return hashlib.sha256(canonical_json({k: v for k, v in record.items() if k != "digest"}).encode()).hexdigest()


def facts_check(text: str, key: bytes) -> str:
    """HMAC-SHA256 (hex) of the canonical text of facts: without the key no guess at them can be tried."""
    return hmac.new(key, b"pingan.facts/1\0" + text.encode(), hashlib.sha256).hexdigest()


def check_key(key: object) -> None:
    """Raises TypeError or ValueError when *key* is none that could keep anything secret."""
    if not isinstance(key, bytes | bytearray):
        raise TypeError(f"the key of a record is bytes, not {type(key).__name__}")
    if len(key) < SHORTEST_KEY:
        raise ValueError(f"the key of a record has at least {SHORTEST_KEY} bytes: a shorter one can be guessed")


def setting_data(name: str, value: object) -> object:
    """A setting as plain data that means the same when it is given again. Raises ValueError when there is none."""
    match value:
        case bool() | int() | str():
            return value
        case Decimal() | Fraction():
            text = number_text(Fraction(value))
            if "/" not in text:
                return text
        case date() | datetime():
            return scalar_data(value)
        case timedelta():
            return length_text(Fraction(value // timedelta(microseconds=1), 1_000_000))
        case Mapping():
            return {str(part): setting_data(name, value[part]) for part in sorted(value, key=str)}
        case list() | tuple():
            return [setting_data(name, part) for part in value]
        case set() | frozenset():
            return sorted((setting_data(name, part) for part in value), key=str)
        case None:
            return None
        case _:
            pass
    raise ValueError(f"the setting {plain(name)!r} cannot be recorded: give it as text")


def record_schema() -> Data:
    """The JSON Schema (2020-12) of records; that of outcomes is part of it."""
    text = files("pingan.outcome").joinpath("record_schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    answer: dict[str, Any] = schema()
    definitions = answer.pop("$defs")
    answer.pop("$schema")
    answer["properties"] = {**answer["properties"], "record": {"$ref": "#/$defs/made_with"}}
    found["properties"]["outcome"] = {"$ref": "#/$defs/outcome"}
    found["$defs"] = {**definitions, **found["$defs"], "outcome": answer}
    return found


# --- reading ---------------------------------------------------------------------------------------------------


def parse_record(text: str | bytes, name: str = "record") -> Data:
    """The record that *text* (one line of JSON) is. Raises RecordError with everything that is wrong with it."""
    if len(text) > MAXIMUM_RECORD:
        raise RecordError((f"{name}: a record is at most {MAXIMUM_RECORD:,} bytes long",))
    try:
        data = json.loads(
            text.decode() if isinstance(text, bytes) else text,
            object_pairs_hook=_object,
            parse_float=_no_number,
            parse_constant=_no_number,
        )
    except RecursionError:
        raise RecordError((f"{name}: nested more than {MAXIMUM_DEPTH} deep",)) from None
    except UnicodeDecodeError:
        raise RecordError((f"{name}: the record is not UTF-8",)) from None
    except ValueError as wrong:  # json.JSONDecodeError is one; a number of thousands of digits is another
        raise RecordError((f"{name}: this is no record: {plain(str(wrong))[:200]}",)) from None
    return check_record(data, name)


def check_record(data: object, name: str = "record") -> Data:
    """*data*, when it is a record as it was written. Raises RecordError with everything that is wrong with it."""
    if not isinstance(data, dict):
        raise RecordError((f"{name}: expected an object",))
    if data.get("format") != FORMAT:
        told = data.get("format")
        of = f"of the format {plain(told[:40])!r}" if isinstance(told, str) else "of no format"
        raise RecordError((f"{name}: a record {of}; this version of pingan reads {FORMAT!r}",))
    if _is_deeper(data, MAXIMUM_DEPTH):
        raise RecordError((f"{name}: nested more than {MAXIMUM_DEPTH} deep",))
    found = with_room(lambda: misfits(data, record_schema(), limit=MAXIMUM_PROBLEMS))
    if found:
        raise RecordError(tuple(f"{name}: {problem}" for problem in found))
    try:
        written = digest_of(data)
    except UnicodeEncodeError:
        raise RecordError((f"{name}: a text in the record holds half a character (a lone surrogate)",)) from None
    if written != data["digest"]:
        raise RecordError((f"{name}: the record is not as it was written: its digest is another",))
    return data


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"the name {plain(name[:40])!r} is given twice")
        found[name] = value
    return found


def _no_number(text: str) -> object:
    raise ValueError(f"a record holds whole numbers only, not {text[:40]}")


def _is_deeper(data: object, limit: int) -> bool:
    level: list[object] = [data]
    for _ in range(limit + 1):
        level = [below for part in level for below in _parts(part)]
        if not level:
            return False
    return True


def _parts(data: object) -> Iterator[object]:
    if isinstance(data, dict):
        yield from data.values()
    elif isinstance(data, list):
        yield from data
