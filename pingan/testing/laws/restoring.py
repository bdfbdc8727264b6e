"""Taking back what was added about some paths, so that only the others are added to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pingan.language import types
from pingan.model import nodes as m

MISSING = object()


def only_others(
    given: dict[str, Any], added: dict[str, Any], listed: frozenset[str], policy: m.Policy
) -> dict[str, Any]:
    """*added*, but with everything about the *listed* paths as it was in *given*."""
    fields = {name: fact.field for name, fact in policy.vocabulary.facts.items() if fact.field is not None}
    return _record(given, added, "", listed, fields, policy.vocabulary)


def _record(
    given: Any, added: Any, prefix: str, listed: frozenset[str], fields: Mapping[str, m.Field], vocabulary: m.Vocabulary
) -> dict[str, Any]:
    found = {}
    for name, value in added.items():
        before = given.get(name, MISSING) if isinstance(given, dict) else MISSING
        now = _value(before, value, f"{prefix}{name}", listed, fields[name].type, vocabulary)
        if now is not MISSING:
            found[name] = now
    return found


def _value(
    given: Any, added: Any, path: str, listed: frozenset[str], type_: types.Type, vocabulary: m.Vocabulary
) -> Any:
    match type_:
        case types.RecordType(name=name) if isinstance(added, dict):
            if path in listed:
                return (
                    given
                    if given is MISSING
                    else _record(
                        given,
                        {k: added[k] for k in added},
                        f"{path}.",
                        listed,
                        vocabulary.records[name].fields,
                        vocabulary,
                    )
                )
            return _record(given, added, f"{path}.", listed, vocabulary.records[name].fields, vocabulary)
        case types.ListType(element=element):
            return _list(given, added, path, listed, element, vocabulary)
    return given if path in listed else added


def _list(
    given: Any, added: Any, path: str, listed: frozenset[str], element: types.Type, vocabulary: m.Vocabulary
) -> Any:
    if given is MISSING and path in listed:
        return MISSING
    before = [] if given is MISSING else given["known"] if isinstance(given, dict) else given
    now = added["known"] if isinstance(added, dict) else added
    known = [
        _value(b, a, f"{path}[{place}]", listed, element, vocabulary)
        for place, (b, a) in enumerate(zip(before, now, strict=False), start=1)
    ]
    if path not in listed:
        known += now[len(before) :]
        return {"known": known, "open": True} if isinstance(added, dict) else known
    return {"known": known, "open": True} if isinstance(given, dict) else known
