"""Where a name is used, as far as that can be told at once: somebody is waiting who wants to know about how often."""

from __future__ import annotations

import time
from typing import Final

from pingan.editor.nodes import Place, Symbol
from pingan.editor.snapshot import Snapshot
from pingan.editor.uses import is_made_by

LONGEST: Final = 0.03
"""Seconds that are spent on looking."""


def users_so_far(snapshot: Snapshot, symbol: Symbol) -> tuple[tuple[Place, ...], bool]:
    """The uses of *symbol* that were found in time, and whether these are all. Asked again it finds more of them."""
    until = time.monotonic() + LONGEST
    local = symbol.kind in ("variable", "clause", "scenario")
    paths = dict.fromkeys((symbol.path, *(() if local else (*snapshot.open, *snapshot.files))))
    found: list[Place] = []
    for path in paths:
        if not snapshot.is_read(path) or time.monotonic() > until:
            return tuple(found), False
        reached = snapshot.reach(path)
        if reached is None or all(d.path != symbol.path for d in reached.modules.values()):
            continue
        document = snapshot.document(path)
        for number, placed in enumerate(document.placed if document is not None else ()):
            if symbol.kind != "clause" and not any(word in placed.piece.text for word in symbol.words):
                continue
            if time.monotonic() > until:
                return tuple(found), False
            for one in snapshot.bound(path, number).occurrences:
                if one.role == "use" and (one.symbol == symbol or is_made_by(one.symbol, symbol)):
                    found.append(Place(path, placed.start + one.start, placed.start + one.end))
    return tuple(found), True
