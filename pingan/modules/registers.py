"""Registers: the clauses of a document, one JSON object a line, strictly read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final, NoReturn

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.model.loaded import Clause
from pingan.source import Source, Span

MAXIMUM_REGISTER: Final = 4 * 1024 * 1024
"""Bytes of a register."""
MAXIMUM_CLAUSES: Final = 20_000
_MAXIMUM_TEXT: Final = 4096
EXCUSES: Final = ("omitted", "holds", "near-miss", "undetermined")
"""What coverage may not ask of a clause: that it is encoded (``omitted``), and the scenarios that show it."""


class _WrongLineError(Exception):
    """What is wrong with a line."""


def read_register(source: Source, diagnostics: Diagnostics) -> Mapping[str, Clause]:
    """The clauses of *source* by id; lines that are not right are reported and left out.

    Each line is an object with ``id``, and may have ``locator``, ``anchor``, ``summary`` (and
    ``summary_zh``), ``kind`` and ``excused`` (reasons by what they excuse from); other keys are not read.
    """
    found: dict[str, Clause] = {}
    start = 0
    for number, line in enumerate(source.text.split("\n"), start=1):
        span = Span(source, start, start + len(line.rstrip("\r")))
        start += len(line) + 1
        if not line.strip():
            continue
        if number > MAXIMUM_CLAUSES:
            diagnostics.error("bad-register", f"a register holds at most {MAXIMUM_CLAUSES:,} clauses", span)
            break
        try:
            clause = _clause(line)
            if clause.id in found:
                raise _WrongLineError(f"clause `{clause.id}` stands in the register twice")
            found[clause.id] = clause
        except _WrongLineError as wrong:
            diagnostics.error("bad-register", str(wrong), span)
    return found


def _clause(line: str) -> Clause:
    try:
        data = json.loads(line, object_pairs_hook=_once, parse_constant=_no_number, parse_int=len, parse_float=len)
    except json.JSONDecodeError as error:
        raise _WrongLineError(f"this line is no JSON object: {error.msg.lower()} at column {error.colno}") from error
    except RecursionError as error:
        raise _WrongLineError("this line is nested too deep") from error
    if not isinstance(data, dict):
        raise _WrongLineError("this line is no JSON object")
    name = _text(data, "id")
    if not name:
        raise _WrongLineError("a clause needs an `id`")
    locator, anchor, summary, kind = (_text(data, key) for key in ("locator", "anchor", "summary", "kind"))
    return Clause(name, locator, anchor, summary, kind, _excused(data), _text(data, "summary_zh"))


def _excused(data: Mapping[str, object]) -> Mapping[str, str]:
    value = data.get("excused")
    if value is None:
        return {}
    if not isinstance(value, dict) or not set(value) <= set(EXCUSES):
        raise _WrongLineError(f"`excused` is an object of reasons, by {', '.join(f'`{e}`' for e in EXCUSES)}")
    reasons = {name: _text(value, name) for name in value}
    if not all(reason and reason.strip() for reason in reasons.values()):
        raise _WrongLineError("whatever is `excused` has its reason")
    return {name: reason for name, reason in reasons.items() if reason}


def _text(data: Mapping[str, object], key: str) -> str | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _WrongLineError(f"`{key}` is a text")
    if len(value) > _MAXIMUM_TEXT or not value.isprintable():
        raise _WrongLineError(f"`{key}` is too long, or holds characters that do not show")
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _WrongLineError(f"the key `{key}` stands in one object twice")
        found[key] = value
    return found


def _no_number(word: str) -> NoReturn:
    raise _WrongLineError(f"`{word}` is no number that JSON has")
