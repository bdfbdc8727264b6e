"""What is wrong with data that should fit a shipped JSON Schema: the keywords that those use, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Final

from pingan.diagnostics.plain import plain

KEYWORDS: Final = frozenset(
    {
        *("$schema", "$defs", "$ref", "title", "description"),
        *("type", "const", "enum", "anyOf", "pattern", "minimum"),
        *("items", "prefixItems", "minItems", "maxItems", "uniqueItems"),
        *("properties", "required", "additionalProperties", "minProperties"),
    }
)
"""The keywords of JSON Schema that are understood."""
KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
_SHOWN: Final = 40

Schema = Mapping[str, Any]


def misfits(data: object, schema: Schema, *, limit: int) -> tuple[str, ...]:
    """What keeps *data* from fitting *schema*, each as ``path: sentence``; at most *limit* of them."""
    return tuple(islice(_misfits(data, schema, schema, ""), limit))


def _misfits(data: Any, schema: Schema, root: Schema, path: str) -> Iterator[str]:
    reference = schema.get("$ref")
    if reference is not None:
        yield from _misfits(data, root["$defs"][reference.removeprefix("#/$defs/")], root, path)
    kinds = schema.get("type")
    if kinds is not None and not _is_one(data, [kinds] if isinstance(kinds, str) else kinds):
        wanted = kinds if isinstance(kinds, str) else " or ".join(kinds)
        yield f"{path or 'record'}: expected {_article(wanted)}, not {_shown(data)}"
        return
    if "const" in schema and not _same(data, schema["const"]):
        yield f"{path or 'record'}: expected {_shown(schema['const'])}, not {_shown(data)}"
    if "enum" in schema and not any(_same(data, known) for known in schema["enum"]):
        yield f"{path or 'record'}: {_shown(data)} is none of {', '.join(map(str, schema['enum']))}"
    if "anyOf" in schema and all(next(_misfits(data, one, root, path), None) for one in schema["anyOf"]):
        yield f"{path or 'record'}: {_shown(data)} has not the form of what stands here"
    if isinstance(data, str) and "pattern" in schema and re.search(schema["pattern"], data) is None:
        yield f"{path or 'record'}: {_shown(data)} has not the form of what stands here"
    if isinstance(data, int) and data < schema.get("minimum", data):
        yield f"{path or 'record'}: {_shown(data)} is less than {schema['minimum']}"
    if isinstance(data, list):
        yield from _items(data, schema, root, path)
    if isinstance(data, dict):
        yield from _properties(data, schema, root, path)


def _items(data: list[Any], schema: Schema, root: Schema, path: str) -> Iterator[str]:
    if not schema.get("minItems", 0) <= len(data) <= schema.get("maxItems", len(data)):
        yield f"{path or 'record'}: a list of {len(data)} stands here"
    first = schema.get("prefixItems", ())
    for position, item in enumerate(data):
        wanted = first[position] if position < len(first) else schema.get("items", True)
        if wanted is False:
            yield f"{path}[{position}]: nothing belongs here"
        elif wanted is not True:
            yield from _misfits(item, wanted, root, f"{path}[{position}]")
    if schema.get("uniqueItems") and any(item in data[:position] for position, item in enumerate(data)):
        yield f"{path or 'record'}: something stands here twice"


def _properties(data: dict[str, Any], schema: Schema, root: Schema, path: str) -> Iterator[str]:
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    for name in schema.get("required", ()):
        if name not in data:
            yield f"{_below(path, name)}: is not there"
    if len(data) < schema.get("minProperties", 0):
        yield f"{path or 'record'}: an object without anything stands here"
    for name, value in data.items():
        if name in known:
            yield from _misfits(value, known[name], root, _below(path, name))
        elif others is False:
            yield f"{_below(path, name)}: nothing of this name belongs here"
        elif isinstance(others, Mapping):
            yield from _misfits(value, others, root, _below(path, name))


def _is_one(data: object, kinds: list[str]) -> bool:
    if isinstance(data, bool):  # which Python takes for a number
        return "boolean" in kinds
    return any(isinstance(data, KINDS[kind]) for kind in kinds)


def _same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _below(path: str, name: str) -> str:
    shown = plain(name[:_SHOWN])
    return f"{path}.{shown}" if path else shown


def _article(kinds: str) -> str:
    return f"{'an' if kinds[:1] in 'aio' else 'a'} {kinds}"


def _shown(data: object) -> str:
    if isinstance(data, dict | list):
        return "an object" if isinstance(data, dict) else "a list"
    if isinstance(data, int) and not isinstance(data, bool) and data.bit_length() > 200:
        return "a very long number"
    words = {True: "true", False: "false", None: "null"}
    text = words[data] if data is None or isinstance(data, bool) else plain(str(data))
    return f"`{text[:_SHOWN]}…`" if len(text) > _SHOWN else f"`{text}`"
