"""Facts as plain data, in the form of a fact file, with something put in, taken out or looked up by its path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Data = Mapping[str, Any]

Step = str | int
"""A name, or a position in a list, counted from 1."""


def steps_of(path: str) -> tuple[Step, ...]:
    """``incident.persons[2].role`` step by step. Raises ValueError for what is no path."""
    found: list[Step] = []
    for step in path.split("."):
        name, *positions = step.split("[")
        if not name or not all(p.endswith("]") and p[:-1].isdecimal() and int(p[:-1]) > 0 for p in positions):
            raise ValueError(path)
        found += [name, *(int(position[:-1]) for position in positions)]
    return tuple(found)


def value_at(data: object, path: str) -> object:
    """What is given at *path*. Raises KeyError where nothing is."""
    found = data
    for step in steps_of(path):
        if isinstance(step, int):
            listed = elements(found)
            if step > len(listed):
                raise KeyError(path)
            found = listed[step - 1]
        elif isinstance(found, Mapping) and step in found:
            found = found[step]
        else:
            raise KeyError(path)
    return found


def elements(value: object) -> Sequence[Any]:
    """The elements of a list that are known."""
    if isinstance(value, Mapping):
        value = value.get("known")
    return value if isinstance(value, list | tuple) else ()


def with_value(data: Data, path: str, value: object) -> dict[str, Any]:
    """*data* with *value* at *path*; records on the way to it exist then. Raises ValueError for a list too short."""
    found = _put(data, steps_of(path), value)
    assert isinstance(found, dict)
    return found


def _put(at: object, steps: Sequence[Step], value: object) -> object:
    if not steps:
        return value
    step, *rest = steps
    if isinstance(step, str):
        record = at if isinstance(at, Mapping) else {}
        return {**record, step: _put(record.get(step), rest, value)}
    listed = list(elements(at))
    if step > len(listed) + 1:
        raise ValueError(f"there are {len(listed)} elements")
    listed[step - 1 : step] = [_put(listed[step - 1] if step <= len(listed) else None, rest, value)]
    return {**at, "known": listed} if isinstance(at, Mapping) and "known" in at else listed


def without_value(data: Data, path: str) -> dict[str, Any]:
    """*data* without what is given at *path*. Raises KeyError where nothing is."""
    value_at(data, path)
    found = _taken(data, steps_of(path))
    assert isinstance(found, dict)
    return found


def _taken(at: Any, steps: Sequence[Step]) -> object:
    step, *rest = steps
    if isinstance(step, str):
        if rest:
            return {**at, step: _taken(at[step], rest)}
        return {name: value for name, value in at.items() if name != step}
    listed = list(elements(at))
    listed[step - 1 : step] = [_taken(listed[step - 1], rest)] if rest else []
    return {**at, "known": listed} if isinstance(at, Mapping) else listed
