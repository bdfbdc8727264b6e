"""One file as it stands in the editor: its pieces, where each begins, and what they declare."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from typing import Final

from attrs import field, frozen

from pingan.editor.reading import Piece, Reader, Readers, language_of
from pingan.language.dialect import Dialect
from pingan.language.names import NAME_REST
from pingan.source import Source
from pingan.syntax import nodes as syntax
from pingan.tree.forms import needed

Header = syntax.PolicyHeader | syntax.VocabularyHeader

MAXIMUM_TEXT: Final = 4 * 1024 * 1024
"""Characters of a file that is looked into while somebody types; a larger one is only checked."""
_FIRST_WORDS: Final = re.compile(rf"(?:\s|#[^\n]*)*+[{NAME_REST}]++\s++(?P<name>[{NAME_REST}]++)")


@frozen(eq=False)
class Placed:
    """A piece of a file, and where it stands."""

    start: int
    piece: Piece

    @property
    def end(self) -> int:
        return self.start + len(self.piece.text)

    def at(self, place: int) -> int:
        """Where the *place* of a node of the piece is in the file."""
        return self.start + Piece.offset(place)


@frozen(eq=False, slots=False)
class Document:
    """A version of a file."""

    path: str
    source: Source
    language: Dialect | None
    """The dialect it is written in; None when its first word chooses none."""
    placed: tuple[Placed, ...] = field(repr=False)
    header: Header | None = field(repr=False)
    """The header, or the last that could be read."""
    reader: Reader | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        return self.source.text

    @cached_property
    def module(self) -> str:
        """The name of the module; empty when it has none."""
        if self.header is not None:
            return self.header.name.text
        found = _FIRST_WORDS.match(self.text[:4096])
        return found["name"] if found else ""

    @property
    def is_policy(self) -> bool:
        return isinstance(self.header, syntax.PolicyHeader)

    @cached_property
    def _starts(self) -> list[int]:
        return [placed.start for placed in self.placed]

    def number_at(self, offset: int) -> int:
        """The number of the piece that *offset* is in."""
        return max(bisect_right(self._starts, offset) - 1, 0)

    def placed_at(self, offset: int) -> Placed | None:
        """The piece that *offset* is in."""
        return self.placed[self.number_at(offset)] if self.placed else None

    @cached_property
    def is_broken(self) -> bool:
        """Whether a piece of it does not parse."""
        return self.language is None or any(placed.piece.is_broken for placed in self.placed)

    @cached_property
    def written(self) -> syntax.Module | None:
        """All that parses as one module; places count from the piece of each node. None without a header."""
        if self.header is None or self.language is None:
            return None
        nodes = tuple(n for p in self.placed for n in p.piece.nodes if not isinstance(n, Header))
        return syntax.Module(self.header, nodes, self.language.name)  # type: ignore[arg-type]

    @cached_property
    def needs(self) -> frozenset[str]:
        """The libraries that it says it needs."""
        return frozenset(name.text for name in self.header.needs) if self.header is not None else frozenset()

    @cached_property
    def references(self) -> Mapping[str, tuple[str, ...]]:
        """The modules that it extends, replaces and uses, and those that its scenarios are asked along with."""
        header, found = self.header, {"uses": (), "extends": (), "replaces": ()}
        found_names: dict[str, tuple[str, ...]] = dict(found)
        if header is not None:
            found_names["uses"] = tuple(n.text for n in header.uses)
        if isinstance(header, syntax.PolicyHeader):
            found_names["extends"] = tuple(n.text for n in header.extends)
            found_names["replaces"] = tuple(n.text for n in header.replaces)
        scenarios = (n for p in self.placed for n in p.piece.nodes if isinstance(n, syntax.Scenario))
        found_names["along"] = tuple(dict.fromkeys(n.text for s in scenarios for n in s.along_with))
        return found_names


def document_of(path: str, text: str, readers: Readers, before: Document | None = None) -> Document:
    """*text* as the file *path*; *before* is an earlier version of it, much of which may be as it was."""
    source = Source(path, text)
    language = language_of(text, readers.environment) if len(text) <= MAXIMUM_TEXT else None
    last = before.header if before is not None else None
    if language is None:
        return Document(path, source, None, (), last)
    needs = frozenset(needed(_head(text), language))
    reader = readers.reader(language, needs)
    with_forms = reader.opens_forms(text)
    same = before if before is not None and before.reader is reader else None
    cuts = reader.cut_again(same.text, [(p.start, p.end) for p in same.placed], text) if same else reader.cut(text)
    placed = tuple(
        Placed(start, reader.piece(text[start:end], is_first=start == 0, with_forms=with_forms)) for start, end in cuts
    )
    first = placed[0].piece.nodes[0] if placed and placed[0].piece.nodes else None
    return Document(path, source, language, placed, first if isinstance(first, Header) else last, reader)


def _head(text: str) -> str:
    """The beginning of *text*, in which its header stands."""
    return text[:65536]
