"""Calendars that ship as dated, sourced tables in ``policies/calendars/``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pingan.language.calendar import Calendar
from pingan.language.data import data

SCHEMA = "pingan.calendar/1"


def load_calendar(name: str) -> Calendar:
    """The shipped calendar *name*.

    >>> from datetime import date
    >>> load_calendar("china").is_working_day(date(2016, 2, 6))  # a Saturday worked for the Spring Festival
    True

    Raises LookupError when no calendar of that name ships.
    """
    folder = data("policies").joinpath("calendars")
    if name not in calendar_names():
        raise LookupError(f"no calendar `{name}` ships with pingan; there is {', '.join(calendar_names())}")
    return read_calendar(json.loads(folder.joinpath(f"{name}.json").read_text(encoding="utf-8")))


def calendar_names() -> tuple[str, ...]:
    """The calendars that ship."""
    files = data("policies").joinpath("calendars").iterdir()
    return tuple(sorted(file.name.removesuffix(".json") for file in files if file.name.endswith(".json")))


def read_calendar(table: Mapping[str, Any]) -> Calendar:
    """The calendar that *table* (JSON data) describes; of two notices about one day the later one holds."""
    if table.get("schema") != SCHEMA:
        raise ValueError(f"not a calendar table: its schema is {table.get('schema')!r}, not {SCHEMA!r}")
    works: dict[date, bool] = {}
    for notice in table["notices"]:
        works |= {day: False for spans in notice["off"].values() for span in spans for day in _days(span)}
        works |= {day: True for span in notice["worked"] for day in _days(span)}
    canonical = json.dumps(table, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Calendar(
        name=table["name"],
        first=date.fromisoformat(table["first"]),
        last=date.fromisoformat(table["last"]),
        holidays=frozenset(day for day, worked in works.items() if not worked and day.weekday() < 5),
        workdays=frozenset(day for day, worked in works.items() if worked and day.weekday() >= 5),
        sources=tuple(_source(notice) for notice in table["notices"]),
        digest=hashlib.sha256(canonical.encode()).hexdigest(),
    )


def _days(span: str) -> Iterator[date]:
    """The days of ``2016-02-07/2016-02-13``, both ends included, or of one day."""
    first, _, last = span.partition("/")
    day, end = date.fromisoformat(first), date.fromisoformat(last or first)
    while day <= end:
        yield day
        day += timedelta(days=1)


def _source(notice: Mapping[str, Any]) -> str:
    """``《title》（number，issued）``, as far as they are known."""
    known = "，".join(notice[key] for key in ("number", "issued") if key in notice)
    return f"《{notice['title']}》" + (f"（{known}）" if known else "")
