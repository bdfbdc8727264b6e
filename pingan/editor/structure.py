"""What of a file can be folded, what belongs together around a place, and what leads to other files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

from attrs import fields, frozen, has

from pingan.editor.documents import Document, Placed
from pingan.editor.finding import path_of
from pingan.editor.snapshot import Snapshot
from pingan.modules.folders import is_file_name
from pingan.source import Span
from pingan.syntax import nodes as syntax
from pingan.tree.grammar_text import STRING

_MARKS: Final = re.compile(rf"{STRING}|(?P<comment>[#＃][^\n]*+)|(?P<open>[({{（｛])|(?P<close>[)}}）｝])")
MAXIMUM_FOLDS: Final = 10_000


@frozen
class Fold:
    """Lines *first* to *last* (from 0) that can be folded."""

    first: int
    last: int
    kind: Literal["region", "comment"] = "region"


def folds(document: Document) -> tuple[Fold, ...]:
    """What can be folded: whatever stands in brackets over several lines, and comments over several lines."""
    found: list[Fold] = []
    stack: list[int] = []
    comment: tuple[int, int] | None = None
    for mark in _MARKS.finditer(document.text):
        if len(found) >= MAXIMUM_FOLDS:
            break
        if mark.lastgroup is None:
            continue  # a text
        line = document.source.position(mark.start())[0] - 1
        if mark["comment"]:
            alone = not document.source.line(line + 1)[: _column(document, mark.start())].strip()
            if comment is not None and alone and line == comment[1] + 1:
                comment = comment[0], line
            else:
                found += _comment(comment)
                comment = (line, line) if alone else None
        elif mark["open"]:
            stack.append(line)
        elif mark["close"] and stack:
            first = stack.pop()
            # The line of the closing bracket stays to be seen.
            if line - 1 > first:
                found.append(Fold(first, line - 1))
    found += _comment(comment)
    return tuple(sorted(found, key=lambda fold: (fold.first, -fold.last)))


def _column(document: Document, offset: int) -> int:
    return document.source.position(offset)[1] - 1


def _comment(lines: tuple[int, int] | None) -> list[Fold]:
    return [Fold(*lines, "comment")] if lines is not None and lines[1] > lines[0] else []


# --- selection ---------------------------------------------------------------------------------------------------


def selections(document: Document, offset: int) -> tuple[tuple[int, int], ...]:
    """What belongs together around *offset*, from the smallest to the whole file: each is inside the next."""
    placed = document.placed_at(offset)
    found = {(0, len(document.text))}
    if placed is not None:
        found.add((placed.start, placed.end))
        for node in placed.piece.nodes:
            found.update(
                (placed.at(span.start), placed.at(span.end))
                for span in _spans(node)
                if placed.at(span.start) <= offset <= placed.at(span.end)
            )
        word = _word_at(document.text, offset)
        if word is not None:
            found.add(word)
    nested: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda pair: (pair[1] - pair[0], pair[0])):
        if not nested or (start <= nested[-1][0] and end >= nested[-1][1] and (start, end) != nested[-1]):
            nested.append((start, end))
    return tuple(nested)


_WORD: Final = re.compile(r"\w+")


def _word_at(text: str, offset: int) -> tuple[int, int] | None:
    line = text.rfind("\n", 0, offset) + 1
    for found in _WORD.finditer(text, max(line, offset - 256)):
        if found.start() > offset:
            return None
        if found.end() >= offset:
            return found.span()
    return None


def _spans(node: object) -> Iterator[Span]:
    """The places of *node* and of all nodes in it."""
    waiting: list[Any] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting.extend(one)
        elif isinstance(one, Span):
            yield one
        elif has(type(one)):
            waiting.extend(getattr(one, a.name) for a in fields(type(one)))


# --- links -------------------------------------------------------------------------------------------------------


@frozen
class Link:
    """Characters *start* up to *end* lead to the file *path*."""

    start: int
    end: int
    path: str


def links(snapshot: Snapshot, path: str) -> tuple[Link, ...]:
    """What leads to other files: the register, and the modules that are named."""
    document = snapshot.document(path)
    if document is None:
        return ()
    found = [link for placed in document.placed[:1] for link in _register(placed, document)]
    for one in snapshot.occurrences(path):
        place = snapshot.place_of(one.symbol) if one.symbol.kind == "module" and one.role == "use" else None
        if place is not None:
            found.append(Link(one.start, one.end, place.path))
    return tuple(found)


def _register(placed: Placed, document: Document) -> Iterator[Link]:
    for header in placed.piece.nodes:
        if not isinstance(header, syntax.PolicyHeader) or header.register is None:
            continue
        span = next((span for kind, span in header.places if kind == "clauses"), None)
        file = path_of(Path(document.path).parent, (header.register,))
        if span is not None and is_file_name(header.register) and Path(file).is_file():
            start = span.text.find(header.register)
            if start >= 0:
                begin = placed.at(span.start + start)
                yield Link(begin, begin + len(header.register), file)
