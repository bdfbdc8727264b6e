"""What may be written at a place: keywords as the parser takes them, and names of the kind that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pingan.editor.cursor import Cursor
from pingan.editor.expected import Expected, declared_variables, expected_at, variables_of
from pingan.editor.feature_nodes import Completion
from pingan.editor.fitting import folded
from pingan.editor.names_offered import NAMED_KINDS, members_of_path, named, offered
from pingan.editor.nodes import Declared
from pingan.editor.snippets_offered import snippets
from pingan.editor.standing import Standing
from pingan.editor.texts_offered import in_comment, in_text, outside_names
from pingan.editor.values import value_of_path
from pingan.editor.view import View
from pingan.editor.words_offered import built_in, keywords, units
from pingan.syntax import nodes as syntax

MAXIMUM: Final = 600
"""Completions that are given at once; what is typed next narrows them."""


def completions(view: View, offset: int) -> tuple[Completion, ...]:
    """What may be written at *offset*, the likeliest first; works in text that does not parse."""
    if view.document is None or view.document.language is None:
        return tuple(_beginnings(view, offset))
    cursor = view.cursor(offset)
    match cursor.where:
        case "comment":
            found: Iterable[Completion] = in_comment(view, cursor)
        case "text":
            found = in_text(view, cursor)
        case "code":
            found = _in_code(view, cursor)
    return _sorted(found)


def _sorted(found: Iterable[Completion]) -> tuple[Completion, ...]:
    best: dict[tuple[str, int], Completion] = {}
    for one in found:
        key = one.text, one.start
        if key not in best or one.rank < best[key].rank:
            best[key] = one
    return tuple(sorted(best.values(), key=lambda c: (c.rank, c.title)))[:MAXIMUM]


def _beginnings(view: View, offset: int) -> Iterator[Completion]:
    """A file that has not begun: the words that it may begin with."""
    cursor = view.cursor(offset)
    if view.text[: cursor.start].strip() or cursor.where != "code":
        return
    for word in view.snapshot.environment.dialects.openers:
        if folded(word).startswith(folded(cursor.typed)):
            yield Completion(word, "keyword", f"{word} ", cursor.start, cursor.end, word, (0,))


def _in_code(view: View, cursor: Cursor) -> Iterator[Completion]:
    typed, start, end = folded(cursor.typed), cursor.start, cursor.place
    if cursor.typed[:1].isdigit():
        return
    counted = tuple(units(view, typed, start, end))
    if counted:
        yield from counted
        return
    standing = view.standing(cursor.begin)
    if standing is None:
        yield from offered(view, view.names.all_visible(*NAMED_KINDS), typed, start, end, 30)
        return
    if cursor.after_dot:
        yield from _after_dot(view, cursor, standing, typed)
        return
    variables = declared_variables(view.placed(cursor.start), view.names)
    seen = {**variables, **variables_of(standing.reads, view.names, variables)}
    expected = expected_at(standing, view.names, variables)
    if standing.accepts("NAME") or standing.accepts("KEY"):
        yield from named(view, expected, seen, typed, start, end)
        yield from built_in(view, expected, typed, start, end)
        yield from outside_names(view, standing, expected, typed, start, end)
        if _is_unknown(expected):
            yield from _anything(view, standing, typed, start, end)
        elif expected.value is None and any(read.symbol == "VBAR" for read in standing.reads):
            # A cell: what stands in its column is known only once the table has been read.
            values = (m for one in view.names.all_visible("interpretation", "enum") for m in _members(view, one))
            yield from offered(view, values, typed, start, end, 70)
    yield from keywords(view, standing, typed, start, end, expected)
    yield from snippets(view, standing, typed, start, end)


def _members(view: View, declared: Declared) -> tuple[Declared, ...]:
    """The members of an enum, the readings of an interpretation."""
    return view.names.parts("member" if declared.kind == "enum" else "reading", declared.symbol.name)


def _is_unknown(expected: Expected) -> bool:
    nothing = not (expected.kinds or expected.action or expected.record or expected.value)
    return nothing and not (expected.is_type or expected.is_unit or expected.is_calendar)


def _anything(view: View, standing: Standing, typed: str, start: int, end: int) -> Iterator[Completion]:
    """Names of all kinds, in productions of clause forms; not where a new thing is named."""
    if _names_something_new(standing):
        return
    yield from offered(view, view.names.all_visible(*NAMED_KINDS), typed, start, end, 40)


def _names_something_new(standing: Standing) -> bool:
    ready = standing.before("NAME") or standing.before("KEY") or standing
    last = ready.last.symbol if ready.last is not None else ""
    return last in _NAMING or (last.startswith("_") and "_OF_" in last) or bool(ready.beginnings & _NEW)


_NAMING: Final = frozenset(
    {
        *("_POLICY", "_VOCABULARY", "_ENUM", "_RECORD", "_FACT", "_ACTOR", "_ACTION", "_PARAMETER", "_INTERPRETATION"),
        *("_DEFINE", "_RULE", "_FOR_EACH", "_EACH"),
    }
)
_NEW: Final = frozenset({"member", "field", "_members"})


def _after_dot(view: View, cursor: Cursor, standing: Standing, typed: str) -> Iterator[Completion]:
    """Fields of what stands before the dot; names of a module or members of an enum, where it is one."""
    words = _path_before(standing)
    if not words:
        return
    variables = declared_variables(view.placed(cursor.start), view.names)
    seen = {**variables, **variables_of(standing.reads, view.names, variables)}
    ready = standing.before("MEMBER")
    wanted = expected_at(_without_path(standing), view.names, variables).value if ready is not None else None
    start, end = cursor.start, cursor.place
    value = value_of_path(words, view.names, seen)
    if value is not None:
        yield from members_of_path(view, value, typed, start, end, wanted)
        return
    if len(words) > 1:
        return
    enum = view.names.find(words[0], "enum")
    if enum is not None:
        yield from offered(view, view.names.parts("member", enum.symbol.name), typed, start, end, 0)
    known = view.names.modules.get(words[0])
    if known is not None:
        own = (d for kind in NAMED_KINDS for d in known.tables.get(kind, {}).values())
        yield from offered(view, own, typed, start, end, 1)
    rule = view.names.find(words[0], "rule")
    if rule is not None and isinstance(rule.node, syntax.Rule):
        acts = {n.duty.action.text for n in rule.node.norms if isinstance(n.duty, syntax.Act)}
        yield from offered(
            view, (d for d in view.names.all_visible("action") if {*d.symbol.words} & acts), typed, start, end, 0
        )


def _path_before(standing: Standing) -> list[str]:
    """The names of the path that ends where the parser stands."""
    names: list[str] = []
    for read in reversed(standing.reads):
        if isinstance(read.value, syntax.Name):
            names.insert(0, read.value.text)
        elif isinstance(read.value, list) and read.value and all(isinstance(n, syntax.Name) for n in read.value):
            names[:0] = [n.text for n in read.value]
        elif isinstance(read.value, syntax.Path):
            names[:0] = [n.text for n in read.value.names]
        else:
            break
        if read.symbol in ("NAME", "path"):
            break
    return names


def _without_path(standing: Standing) -> Standing:
    """Where the parser stood before that path."""
    count = len(standing.reads)
    while count and standing.reads[count - 1].symbol not in ("NAME", "path"):
        count -= 1
    return standing.up_to(max(count - 1, 0))
