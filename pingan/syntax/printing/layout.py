"""Where lines break: documents that say where they may, and the rendering that breaks as few as the width asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import frozen

WIDTH: Final = 120
"""Columns of a line; a Han character takes two."""


@frozen
class Line:
    """A place where a line may break; *flat* is written where it does not."""

    flat: str = " "


@frozen
class Nest:
    """*document* with its broken lines indented by *indent* more."""

    indent: int
    document: Document


@frozen
class Group:
    """Either every :class:`Line` directly in *document* breaks or none does; all do where *is_open*."""

    document: Document
    is_open: bool = False


Document = str | Line | Nest | Group | tuple["Document", ...]

SOFT: Final = Line("")


def joined(separator: Document, documents: Iterable[Document]) -> tuple[Document, ...]:
    """*documents* with *separator* between them."""
    result: list[Document] = []
    for document in documents:
        if result:
            result.append(separator)
        result.append(document)
    return tuple(result)


def filled(separator: Document, documents: Iterable[Document]) -> tuple[Document, ...]:
    """*documents* with *separator* between them, as many on a line as fit."""
    first, *others = documents
    return (first, *(Group((separator, other)) for other in others))


def has_open(document: Document) -> bool:
    """Whether some group in *document* breaks however much room there is."""
    match document:
        case tuple():
            # One frame a level: a generator would be another.
            return any(map(has_open, [part for part in document if not isinstance(part, str | Line)]))
        case Nest(_, inner):
            return has_open(inner)
        case Group(inner, is_open):
            return is_open or has_open(inner)
        case _:
            return False


def columns(text: str) -> int:
    """How wide *text* stands on a screen: two columns for Han characters and full-width punctuation."""
    if text.isascii():
        return len(text)
    return len(text) + sum(
        "\u1100" <= c <= "\u115f"
        or "\u2e80" <= c <= "\ua4cf"
        or "\uac00" <= c <= "\ud7a3"
        or "\uf900" <= c <= "\ufaff"
        or "\ufe30" <= c <= "\ufe6f"
        or "\uff00" <= c <= "\uff60"
        or "\uffe0" <= c <= "\uffe6"
        or c >= "\U0001f300"
        for c in text
    )


def rendered(document: Document, indent: int = 0, width: int = WIDTH) -> str:
    """*document* as text whose first line begins at column *indent* (its broken lines begin there, too)."""
    pieces: list[str] = []
    column = indent
    stack: list[tuple[int, bool, Document]] = [(indent, False, document)]
    while stack:
        level, is_flat, item = stack.pop()
        match item:
            case str():
                pieces.append(item)
                column += columns(item)
            case tuple():
                stack += [(level, is_flat, part) for part in reversed(item)]
            case Nest(more, inner):
                stack.append((level + more, is_flat, inner))
            case Group(inner, is_open):
                is_whole = not is_open and (is_flat or _fits(inner, width - column, stack))
                stack.append((level, is_whole, inner))
            case Line(flat) if is_flat:
                pieces.append(flat)
                column += columns(flat)
            case Line():
                pieces.append("\n" + " " * level)
                column = level
    return "\n".join(line.rstrip() for line in "".join(pieces).split("\n"))


def _fits(document: Document, room: int, rest: list[tuple[int, bool, Document]]) -> bool:
    """Whether *document*, flat, and what follows it up to the next possible break fit in *room* columns."""
    items: list[tuple[bool, Document]] = [(True, document)]
    following = len(rest)
    while room >= 0:
        if not items:
            if following == 0:
                return True
            following -= 1
            _, is_flat, item = rest[following]
            items.append((is_flat, item))
            continue
        is_flat, item = items.pop()
        match item:
            case str():
                room -= columns(item)
            case tuple():
                items += [(is_flat, part) for part in reversed(item)]
            case Nest(_, inner):
                items.append((is_flat, inner))
            case Group(inner, is_open):
                items.append((is_flat and not is_open, inner))
            case Line(flat):
                if not is_flat:
                    return True
                room -= columns(flat)
    return False
