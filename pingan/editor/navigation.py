"""From a name to what it names, and to all places that name it."""

from __future__ import annotations

from attrs import frozen

from pingan.editor.nodes import Kind, Occurrence, Place, Symbol, Value
from pingan.editor.outline import Item, outline
from pingan.editor.snapshot import Snapshot
from pingan.editor.uses import is_made_by, uses

MAXIMUM_FOUND = 200
"""Symbols of a workspace that are told of at once."""


@frozen
class Target:
    """Where something is declared: the *place* of its name, and the name that led there."""

    place: Place
    origin: Occurrence


def definition(snapshot: Snapshot, path: str, offset: int) -> Target | None:
    """Where what stands at *offset* is declared; of a clause's id: the line of the register."""
    found = snapshot.at(path, offset)
    place = snapshot.place_of(found.symbol) if found is not None else None
    return Target(place, found) if found is not None and place is not None else None


def type_definition(snapshot: Snapshot, path: str, offset: int) -> Target | None:
    """Where the record or the enum of what stands at *offset* is declared."""
    found, names = snapshot.at(path, offset), snapshot.names(path)
    if found is None or names is None:
        return None
    variable = snapshot.variables_at(path, offset).get(found.symbol.name) if found.symbol.kind == "variable" else None
    value = variable.value if variable is not None else _value(snapshot, found.symbol)
    declared = names.find(value.name, "record", "enum") if value is not None else None
    place = snapshot.place_of(declared.symbol) if declared is not None else None
    return Target(place, found) if place is not None else None


def _value(snapshot: Snapshot, symbol: Symbol) -> Value | None:
    known = snapshot.known(symbol.path)
    if known is None:
        return None
    found = (at.declared for ats in known.by_piece for at in ats if at.declared.symbol == symbol)
    return next((d.value for d in found if d.value is not None), None)


def references(snapshot: Snapshot, path: str, offset: int, *, declaration: bool = True) -> tuple[Place, ...]:
    """Every place that names what stands at *offset*, over all files."""
    found = snapshot.at(path, offset)
    if found is None:
        return ()
    return tuple(use.place for use in uses(snapshot, found.symbol, declaration=declaration))


def highlights(snapshot: Snapshot, path: str, offset: int) -> tuple[Occurrence, ...]:
    """Every place of the file that names what stands at *offset*."""
    found = snapshot.at(path, offset)
    if found is None:
        return ()
    symbol = found.symbol
    return tuple(o for o in snapshot.occurrences(path) if o.symbol == symbol or is_made_by(o.symbol, symbol))


@frozen
class Found:
    """Something declared in the workspace, where, and in what."""

    name: str
    kind: Kind
    label: str | None
    within: str
    place: Place


def workspace_symbols(snapshot: Snapshot, query: str) -> tuple[Found, ...]:
    """What is declared in the workspace under a name or a label with *query* in it, the best matches first."""
    wanted = query.casefold()
    found: list[tuple[tuple[int, int, str], Found]] = []
    for path in snapshot.paths:
        document = snapshot.document(path)
        if document is None:
            continue
        for item in outline(document):
            for inner, within in ((item, document.module), *((c, item.name) for c in item.children)):
                rank = _rank(inner, wanted)
                if rank is not None:
                    place = Place(path, inner.name_start, inner.name_end)
                    one = Found(inner.name, inner.kind, inner.label, within, place)
                    found.append(((rank, len(inner.name), path), one))
    found.sort(key=lambda pair: pair[0])
    return tuple(one for _, one in found[:MAXIMUM_FOUND])


def _rank(item: Item, wanted: str) -> int | None:
    words = [w.casefold() for w in (item.name, item.label) if w]
    if not wanted or any(w == wanted for w in words):
        return 0
    if any(w.startswith(wanted) for w in words):
        return 1
    if any(wanted in w for w in words):
        return 2
    return 3 if any(_is_scattered(wanted, w) for w in words) else None


def _is_scattered(wanted: str, word: str) -> bool:
    """Whether the letters of *wanted* stand in *word* in this order."""
    letters = iter(word)
    return len(wanted) > 2 and all(letter in letters for letter in wanted)
