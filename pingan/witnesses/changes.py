"""Facts with one thing changed: paths as causes name them (``region.hospitals[2].beds``), never in place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pingan.language import types
from pingan.model import nodes as model

Step = str | int
Steps = tuple[Step, ...]

_POSITION = re.compile(r"\[(\d+)\]")


def steps_of(path: str) -> Steps:
    """``a.b[2].c`` as ``("a", "b", 1, "c")``."""
    found: list[Step] = []
    for part in path.split("."):
        found.append(part.partition("[")[0])
        found += [int(position) - 1 for position in _POSITION.findall(part)]
    return tuple(found)


def path_of(steps: Steps) -> str:
    """The way back from `steps_of`."""
    text = ""
    for step in steps:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def names_of(steps: Steps) -> tuple[str, ...]:
    """Without positions: the path of `Boundaries`."""
    return tuple(step for step in steps if isinstance(step, str))


def with_value(facts: Any, steps: Steps, value: object) -> Any:
    """*facts* with *value* at *steps*; records on the way are made where there are none."""
    if not steps:
        return value
    first, *rest = steps
    if isinstance(first, int):
        items = list(facts) if isinstance(facts, list | tuple) else []
        while len(items) <= first:
            items.append({})
        items[first] = with_value(items[first], tuple(rest), value)
        return items
    fields = dict(facts) if isinstance(facts, Mapping) else {}
    fields[first] = with_value(fields.get(first), tuple(rest), value)
    return fields


def without(facts: Any, steps: Steps) -> Any:
    """*facts* without what stands at *steps*; a list loses an element."""
    first, *rest = steps
    if rest:
        return with_value(facts, (first,), without(facts[first], tuple(rest)))
    if isinstance(first, int):
        return [item for place, item in enumerate(facts) if place != first]
    return {name: value for name, value in facts.items() if name != first}


def value_at(facts: Any, steps: Steps) -> Any:
    """What stands at *steps*; KeyError, IndexError or TypeError where nothing does."""
    for step in steps:
        facts = facts[step]
    return facts


def is_given(facts: Any, steps: Steps) -> bool:
    """Whether something stands at *steps*."""
    try:
        value_at(facts, steps)
    except (KeyError, IndexError, TypeError):
        return False
    return True


def places(facts: Mapping[str, Any], vocabulary: model.Vocabulary) -> Iterator[Steps]:
    """Where something is given, what contains before what it contains: values, records, lists and their elements."""
    for name, value in facts.items():
        declared = vocabulary.facts[name].field
        assert declared is not None
        yield from _places((name,), value, declared, vocabulary)


def _places(steps: Steps, value: Any, declared: model.Field, vocabulary: model.Vocabulary) -> Iterator[Steps]:
    yield steps
    kind = declared.type
    if declared.judgement is not None or value is None:
        return
    if isinstance(kind, types.ListType) and isinstance(value, list):
        for place, item in enumerate(value):
            yield (*steps, place)
            yield from _fields((*steps, place), item, kind.element, vocabulary)
    else:
        yield from _fields(steps, value, kind, vocabulary)


def _fields(steps: Steps, value: Any, kind: types.Type, vocabulary: model.Vocabulary) -> Iterator[Steps]:
    if isinstance(kind, types.RecordType) and isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _places((*steps, name), inner, vocabulary.records[kind.name].fields[name], vocabulary)


def declared_at(steps: Steps, vocabulary: model.Vocabulary) -> tuple[model.Field, types.Type]:
    """The field that *steps* lead to, and the type of what stands there (of an element: the list's)."""
    names = names_of(steps)
    declared = vocabulary.facts[names[0]].field
    assert declared is not None
    for name in names[1:]:
        kind = declared.type.element if isinstance(declared.type, types.ListType) else declared.type
        assert isinstance(kind, types.RecordType)
        declared = vocabulary.records[kind.name].fields[name]
    kind = declared.type
    if steps and isinstance(steps[-1], int) and isinstance(kind, types.ListType):
        kind = kind.element
    return declared, kind
