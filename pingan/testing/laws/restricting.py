"""Facts cut down to what some paths speak of."""

from __future__ import annotations

from typing import Any

_FORMS = {"known", "one_of", "at_least", "more_than", "at_most", "less_than", "from", "until", "value"}


def restricted(facts: Any, paths: frozenset[str]) -> dict[str, Any]:
    """The part of canonical *facts* that *paths* speak of.

    A list that is not named itself may have others; of an element nothing of which is named only its place is kept.
    """
    found = _cut(facts, "", paths)
    return found[0] if found else {}


def _cut(given: Any, path: str, paths: frozenset[str]) -> tuple[Any] | None:
    if isinstance(given, dict) and not _FORMS & given.keys():
        inner = {name: _cut(value, f"{path}.{name}" if path else name, paths) for name, value in given.items()}
        kept = {name: value[0] for name, value in inner.items() if value is not None}
        return (kept,) if kept or path in paths else None
    items = given.get("known") if isinstance(given, dict) else given
    if not isinstance(items, list) or not any(isinstance(item, dict) for item in items):
        return (given,) if path in paths or any(p.startswith(f"{path}[") for p in paths) else None
    found = [_cut(item, f"{path}[{n}]", paths) for n, item in enumerate(items, start=1)]
    if path not in paths and not any(found):
        return None
    known = [cut[0] if cut else {} for cut in found]
    complete = isinstance(given, list) and path in paths
    return (known if complete else {"known": known, "open": True},)
