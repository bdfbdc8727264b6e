"""``# pingan: allow CODE``: what authors allow in their text, where, and which findings that takes away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from attrs import frozen

from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics
from pingan.linting.walking import nodes_in
from pingan.source import Source, Span
from pingan.syntax import nodes as syntax
from pingan.tree.scan import scan

_DIRECTIVE: Final = re.compile(
    r"[#＃]\s*pingan\s*[:：]\s*(?P<word>[^\s:：]*[^\s:：]|)\s*[:：]?\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_POSSIBLE: Final = re.compile(r"pingan\s*[:：]", re.IGNORECASE)
_REASON: Final = re.compile(r"\s*(?:—+|–+|--+|[:：;；(（]|\s-\s).*", re.DOTALL)
_CODE: Final = re.compile(r"[^\s,，、]+")
_WORDS: Final = {"allow": "here", "allow-file": "file", "允许": "here", "允许全文": "file", "全文允许": "file"}

Scope = Literal["here", "file"]


@frozen
class AllowedCode:
    """A code that is named in an allowance, and where."""

    code: str
    span: Span


@frozen
class Allowance:
    """One comment: the codes that it allows from *start* up to *end*. Without *scope* its word is not understood."""

    span: Span
    word: str
    scope: Scope | None
    codes: tuple[AllowedCode, ...]
    start: int
    end: int

    def covers(self, place: Span) -> bool:
        """Whether *place* begins in what it is for, or in the comment itself."""
        if place.source.name != self.span.source.name:
            return False
        return self.start <= place.start <= self.end or self.span.start <= place.start < self.span.end


def allowances_of(source: Source, module: syntax.Module | None = None) -> tuple[Allowance, ...]:
    """The allowances in *source*, which holds *module*; without it (a text that does not parse) each is for its line.

    At the end of a line one is for what ends there; on a line of its own for what begins below, and for all of it.
    """
    if not _POSSIBLE.search(source.text):
        return ()
    comments = module.comments if module is not None else scan(source, Diagnostics()).comments
    written = [c.span for c in comments if _DIRECTIVE.match(c.span.text)]
    places = _Places(module)
    return tuple(_allowance(span, places) for span in written)


def _allowance(comment: Span, places: _Places) -> Allowance:
    found = _DIRECTIVE.match(comment.text)
    assert found is not None
    word = found["word"].lower()
    scope = _WORDS.get(word)
    listed = _REASON.sub("", found["rest"], count=1)
    first = comment.start + found.start("rest")
    codes = tuple(
        AllowedCode(m.group(), Span(comment.source, first + m.start(), first + m.end())) for m in _CODE.finditer(listed)
    )
    if scope == "file":
        start, end = 0, len(comment.source.text)
    else:
        start, end = _covered(comment, places)
    return Allowance(
        comment, found["word"], "file" if scope == "file" else "here" if scope else None, codes, start, end
    )


def _covered(comment: Span, places: _Places) -> tuple[int, int]:
    """From where to where *comment* allows, in characters of its text."""
    text = comment.source.text
    line = text.rfind("\n", 0, comment.start) + 1
    before = text[line : comment.start].rstrip(" \t\u3000,，{｛")
    if before:
        ended = line + len(before)
        start = min(places.start_of(ended), line)
        return start, comment.end
    start = _next_code(text, comment.end)
    end_of_line = text.find("\n", start)
    end = max(places.end_of(start), len(text) if end_of_line < 0 else end_of_line)
    return start, end


def _next_code(text: str, position: int) -> int:
    """Where the first line behind *position* begins that is neither empty nor a comment."""
    while True:
        line = text.find("\n", position)
        if line < 0:
            return len(text)
        begun = line + 1
        while begun < len(text) and text[begun] in " \t\u3000\r":
            begun += 1
        if begun < len(text) and text[begun] not in "\n#＃":
            return begun
        position = begun if begun < len(text) and text[begun] == "\n" else max(begun, line + 1)
        if position >= len(text):
            return len(text)


@frozen
class _Places:
    """Where things begin and end that an author wrote in a module (None: it does not parse, nothing is known)."""

    module: syntax.Module | None

    def end_of(self, start: int) -> int:
        """Where the longest thing ends that begins at *start*; without one, *start*."""
        return max((span.end for span in self._spans(start) if span.start == start), default=start)

    def start_of(self, end: int) -> int:
        """Where the longest thing begins that ends at *end*; without one, *end*."""
        return min((span.start for span in self._spans(end) if span.end == end), default=end)

    def _spans(self, place: int) -> Iterator[Span]:
        """Of everything in the declaration that *place* is in, or beside."""
        nodes = () if self.module is None else (self.module.header, *self.module.declarations)
        for node in nodes:
            if node.span.start <= place <= node.span.end:
                for found in nodes_in(node):
                    yield found.span
                    if isinstance(found, syntax.Itemised):
                        yield from (span for _, span in found.places)


def allowed_by(diagnostic: Diagnostic, allowances: Iterable[Allowance]) -> list[AllowedCode]:
    """Who of *allowances* allows *diagnostic*: every one, so that none that would do is called unused."""
    place = diagnostic.span
    if place is None:
        return []
    return [
        code
        for allowance in allowances
        if allowance.scope is not None and allowance.covers(place)
        for code in allowance.codes
        if code.code == diagnostic.code
    ]
