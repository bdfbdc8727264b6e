"""Events that somebody tells of at a desk have mostly happened a short while ago."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from pingan.language import types
from pingan.model import nodes as model

_AGO = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 60, 60 * 24))


def lately(
    told: Mapping[str, Any],
    before: Mapping[str, Any],
    policy: model.Policy,
    now: datetime,
    choose: Callable[[tuple[timedelta, ...]], timedelta],
) -> dict[str, Any]:
    """*told*, but days and instants of which nothing was known *before* are now, or lie a short while back."""
    fields = {name: fact.field for name, fact in policy.vocabulary.facts.items() if fact.field is not None}

    def record(told: Mapping[str, Any], before: Any, fields: Mapping[str, model.Field]) -> dict[str, Any]:
        known = before if isinstance(before, dict) else {}
        return {n: value(v, known.get(n), fields[n].type) if n in fields else v for n, v in told.items()}

    def value(told: Any, before: Any, type_: types.Type) -> Any:
        match type_:
            case types.RecordType(name=name) if isinstance(told, dict):
                return record(told, before, policy.vocabulary.records[name].fields)
            case types.ListType(element=element):
                return listed(told, before, element)
            case types.DateTimeType() if before is None and isinstance(told, str):
                return (now - choose(_AGO)).isoformat()
            case types.DateType() if before is None and isinstance(told, str):
                return (now - choose(_AGO)).date().isoformat()
        return told

    def listed(told: Any, before: Any, element: types.Type) -> Any:
        known, items = (each["known"] if isinstance(each, dict) else each for each in (before or [], told or []))
        found = [value(v, known[n] if n < len(known) else None, element) for n, v in enumerate(items)]
        return {**told, "known": found} if isinstance(told, dict) else found if told is not None else None

    return record(told, before, fields)
