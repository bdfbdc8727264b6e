"""Where a name is used: in all files of the workspace that can see what it names."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from pingan.editor.nodes import Occurrence, Place, Symbol
from pingan.editor.snapshot import Snapshot, moved


@frozen
class Use:
    """A *place* at which a symbol is named, and how."""

    place: Place
    occurrence: Occurrence


def uses(snapshot: Snapshot, symbol: Symbol, *, declaration: bool = False) -> tuple[Use, ...]:
    """Every place where *symbol* is named, by file, nearest first; with its *declaration* or without."""
    home = symbol.path
    local = symbol.kind in ("variable", "clause", "scenario")
    found: list[Use] = []
    for path in dict.fromkeys((home, *(() if local else snapshot.paths))):
        if path != home and not _sees(snapshot, path, home):
            continue
        for one in _uses_in(snapshot, path, symbol):
            if declaration or one.role != "declaration":
                found.append(Use(Place(path, one.start, one.end), one))
    return tuple(found)


def _sees(snapshot: Snapshot, path: str, home: str) -> bool:
    reached = snapshot.reach(path)
    return reached is not None and any(d.path == home for d in reached.modules.values())


def _uses_in(snapshot: Snapshot, path: str, symbol: Symbol) -> Iterator[Occurrence]:
    document = snapshot.document(path)
    if document is None:
        return
    words = symbol.words
    for number, placed in enumerate(document.placed):
        # What is not written there need not be looked for; the id of a clause may be written short.
        if symbol.kind == "clause" or any(word in placed.piece.text for word in words):
            for found in snapshot.bound(path, number).occurrences:
                if found.symbol == symbol or is_made_by(found.symbol, symbol):
                    yield moved(found, placed)


def is_made_by(made: Symbol, form: Symbol) -> bool:
    """Whether the declaration *form* of a clause form made *made*: a rule of a row, say."""
    return bool(made.origin) and made.origin == form.name and made.module == form.module
