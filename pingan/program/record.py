"""What an answer depends on besides the facts: versions, calendar, time zones, parameters, readings."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

from pingan.language.calendar import Calendar
from pingan.language.environment import Environment
from pingan.language.intervals import whole
from pingan.language.to_data import scalar_data
from pingan.language.version import LANGUAGE_VERSION
from pingan.model import nodes as model
from pingan.program.frame import Situation


def record_of(policy: model.Policy, situation: Situation, environment: Environment) -> Mapping[str, object]:
    """Plain JSON data, the same for the same question, with the libraries and named calendars of *environment*."""
    calendars = environment.calendars
    libraries = {name: {"version": v, "digest": digest} for name, (v, digest) in environment.contents.items()}
    named = sorted({h.calendar for h in policy.headers.values() if h.calendar is not None})
    return {
        "language": LANGUAGE_VERSION,
        "library": {"name": "pingan", "version": _version()},
        "libraries": libraries,
        "calendar": _calendar(situation.calendar),
        "calendars": {name: _calendar(calendars[name]) for name in named},
        "time_zones": time_zone_version(),
        "policies": {h.name: {"version": h.version, "digest": h.digest} for h in policy.headers.values()},
        "parameters": {key: _value(p.value) for key, p in policy.parameters.items()},
        "readings": dict(situation.readings),
        # One instant is one text, whatever offset it was written with.
        "as_of": scalar_data(situation.as_of),
        "since": {key: scalar_data(moment) for key, moment in sorted(situation.since.items())},
        "facts": situation.facts.digest,
    }


@cache
def _version() -> str:
    from importlib import metadata  # takes 30 ms: only records need it

    try:
        return metadata.version("pingan")
    except metadata.PackageNotFoundError:
        return "unknown"


@cache
def time_zone_version() -> str:
    """The version of the time-zone data in use: the system's, else that of the tzdata package."""
    for folder in zoneinfo.TZPATH:
        table = Path(folder, "tzdata.zi")
        if table.is_file():
            with table.open(encoding="utf-8") as lines:
                return lines.readline().removeprefix("# version").strip()
        if Path(folder, "UTC").is_file():
            return "system"
    from importlib import metadata

    try:
        return metadata.version("tzdata")
    except metadata.PackageNotFoundError:
        return "unknown"


def _calendar(calendar: Calendar | None) -> Mapping[str, object] | None:
    if calendar is None:
        return None
    return {
        "name": calendar.name,
        "first": calendar.first.isoformat(),
        "last": calendar.last.isoformat(),
        "digest": calendar.digest,
    }


def _value(value: object) -> object:
    match value:
        case model.Constant(inner):
            return _value(inner)
        case model.Duration(amount, unit):
            return {"amount": _value(amount), "unit": unit}
        case model.PeriodOf(start, end):
            return {"from": _value(start), "until": _value(end)}
        case model.SetOf(elements):
            return [_value(element) for element in elements]
        case Fraction():
            exact: int | Fraction = whole(value)
            return exact if isinstance(exact, int) else str(exact)
        case date() | datetime():
            return value.isoformat()
    return value
