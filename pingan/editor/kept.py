"""What was made of files and their pieces, for as long as it may be asked for again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final, TypeVar

from attrs import define, field, frozen

from pingan.editor.declared import Declares
from pingan.editor.documents import Document
from pingan.editor.finding import Reach
from pingan.editor.names import Known
from pingan.editor.nodes import Occurrence, Variable
from pingan.editor.reading import Piece
from pingan.model.loaded import Clause
from pingan.source import Source
from pingan.syntax import nodes as syntax

Held = TypeVar("Held")


@frozen(eq=False)
class Bound:
    """The names of a piece, by place in the piece, and the variables that it binds."""

    occurrences: tuple[Occurrence, ...]
    variables: tuple[Variable, ...]


@frozen(eq=False)
class Register:
    path: str
    source: Source = field(repr=False)
    clauses: Mapping[str, Clause] = field(repr=False)


@define(eq=False)
class Kept:
    """What was made of files and pieces, for as long as what it was made of is the same."""

    disk: dict[str, Document | None] = field(factory=dict)
    stamps: dict[str, tuple[int, int] | None] = field(factory=dict)
    registers: dict[str, Register | None] = field(factory=dict)
    reaches: dict[str, Reach] = field(factory=dict)
    raw: dict[tuple[int, str], tuple[Piece, Declares]] = field(factory=dict)
    made: dict[tuple[int, str], tuple[Piece, frozenset[int], Declares, tuple[syntax.CoreDeclaration, ...]]] = field(
        factory=dict
    )
    raws: dict[str, Known] = field(factory=dict)
    knowns: dict[str, Known] = field(factory=dict)
    merged: dict[str, tuple[tuple[Known, ...], Mapping[str, tuple[int, ...]]]] = field(factory=dict)
    bound: dict[tuple[int, str], tuple[Piece, frozenset[int], Bound]] = field(factory=dict)


_MANY: Final = 50_000


def stamp_of(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size


def prune(kept: dict[tuple[int, str], Held]) -> None:
    """INVARIANT: what is kept holds the piece whose identity is its key, so that no other piece gets it."""
    if len(kept) > _MANY:
        kept.clear()
