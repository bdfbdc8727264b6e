"""``# pingan: allow CODE``: what authors allow in their text, where, and which findings that takes away."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from typing import Final, Literal

from attrs import field, frozen

from pingan.diagnostics.diagnostic import Diagnostic, Diagnostics
from pingan.linting.walking import nodes_in
from pingan.source import Source, Span
from pingan.syntax import nodes as syntax
from pingan.tree.scan import scan

_DIRECTIVE: Final = re.compile(
    r"""[#＃]\s*pingan
        (?: \s*(?P<colon>[:：])\s* | \s+(?=(?:allow(?:-file)?|允许(?:全文)?|全文允许)(?:\s|$)) )
        (?P<word> (?:允许(?:全文)?|全文允许)(?=[a-z]) | [^\s:：]* )  # Chinese is written without spaces
        \s*[:：]?\s*(?P<rest>.*)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_POSSIBLE: Final = re.compile(r"[#＃]\s*pingan\s*[:：\s]", re.IGNORECASE)
_REASON: Final = re.compile(r"\s*(?:—+|–+|--+|[:：;；(（]|\s-\s).*", re.DOTALL)
_CODE: Final = re.compile(r"[^\s,，、]+")
WORDS: Final = {"allow": "here", "allow-file": "file", "允许": "here", "允许全文": "file", "全文允许": "file"}

Scope = Literal["here", "file"]


@frozen
class AllowedCode:
    """A code that is named in an allowance, and where."""

    code: str
    span: Span


@frozen
class Allowance:
    """One comment: the codes that it allows from *start* up to *end*, itself included.

    Without *scope* its word is not understood.
    """

    span: Span
    word: str
    scope: Scope | None
    codes: tuple[AllowedCode, ...]
    start: int
    end: int


def allowances_of(source: Source, module: syntax.Module | None = None) -> tuple[Allowance, ...]:
    """The allowances in *source*, which holds *module*; without it (a text that does not parse) each is for its line.

    At the end of a line one is for what ends there; on a line of its own for what begins below, and for all of it.
    """
    if not _POSSIBLE.search(source.text):
        return ()
    comments = module.comments if module is not None else scan(source, Diagnostics()).comments
    written = [c.span for c in comments if _DIRECTIVE.match(c.span.text)]
    places = _Places(module)
    # From the last to the first: what stands below a comment is known when the one above it asks.
    below: dict[int, int] = {}
    return tuple(_allowance(span, places, below) for span in reversed(written))[::-1]


def _allowance(comment: Span, places: _Places, below: dict[int, int]) -> Allowance:
    found = _DIRECTIVE.match(comment.text)
    assert found is not None
    word = found["word"].lower()
    # Who forgot the colon believes that it is allowed: that is told, not guessed.
    scope = WORDS.get(word) if found["colon"] else None
    listed = _REASON.sub("", found["rest"], count=1)
    first = comment.start + found.start("rest")
    codes = tuple(
        AllowedCode(m.group(), Span(comment.source, first + m.start(), first + m.end())) for m in _CODE.finditer(listed)
    )
    if scope == "file":
        start, end = 0, len(comment.source.text)
    else:
        start, end = _covered(comment, places, below)
    return Allowance(
        comment, found["word"], "file" if scope == "file" else "here" if scope else None, codes, start, end
    )


def _covered(comment: Span, places: _Places, below: dict[int, int]) -> tuple[int, int]:
    """From where to where *comment* allows, in characters of its text: itself, and what it stands beside or above."""
    text = comment.source.text
    line = text.rfind("\n", 0, comment.start) + 1
    before = text[line : comment.start].rstrip(" \t\u3000,，{｛")
    if before:
        ended = line + len(before)
        start = min(places.start_of(ended), line)
        return start, comment.end
    start = below[comment.start] = _next_code(text, comment.end, below)
    end_of_line = text.find("\n", start)
    end = max(places.end_of(start), len(text) if end_of_line < 0 else end_of_line)
    return comment.start, end


def _next_code(text: str, position: int, below: Mapping[int, int]) -> int:
    """Where the first line behind *position* begins that is neither empty nor a comment; *below* some, it is known."""
    while True:
        line = text.find("\n", position)
        if line < 0:
            return len(text)
        begun = line + 1
        while begun < len(text) and text[begun] in " \t\u3000\r":
            begun += 1
        if begun in below:
            return below[begun]
        if begun >= len(text) or text[begun] not in "\n#＃":
            return begun
        position = begun


@frozen(slots=False, eq=False)
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
        """Of everything in the declarations that *place* is in, or beside."""
        last = bisect_right(self._starts, place)
        for node in self._declarations[max(0, last - 2) : last]:
            if place <= node.span.end:
                for found in nodes_in(node):
                    yield found.span
                    if isinstance(found, syntax.Itemised):
                        yield from (span for _, span in found.places)

    @cached_property
    def _declarations(self) -> list[syntax.Node]:
        nodes = [] if self.module is None else [self.module.header, *self.module.declarations]
        return sorted(nodes, key=lambda node: node.span.start)

    @cached_property
    def _starts(self) -> list[int]:
        return [node.span.start for node in self._declarations]


@frozen
class Allowances:
    """Allowances, found by what they allow and where."""

    all: tuple[Allowance, ...]
    _found: dict[tuple[str, str], _Lines] = field(factory=dict, init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        for allowance in self.all:
            for code in allowance.codes if allowance.scope is not None else ():
                key = allowance.span.source.name, code.code
                self._found.setdefault(key, _Lines()).entries.append((allowance.start, allowance.end, code))

    def of(self, diagnostic: Diagnostic) -> list[AllowedCode]:
        """Who allows *diagnostic*: every one, so that none that would do is called unused."""
        place = diagnostic.span
        lines = None if place is None else self._found.get((place.source.name, diagnostic.code))
        return [] if lines is None or place is None else lines.covering(place.start)


@frozen(slots=False, eq=False)
class _Lines:
    """Where one code is allowed in one file: from, to, and the code as it is written."""

    entries: list[tuple[int, int, AllowedCode]] = field(factory=list)

    def covering(self, place: int) -> list[AllowedCode]:
        found = []
        index = bisect_right(self._starts, place) - 1
        while index >= 0 and self._furthest[index] >= place:
            _, end, code = self._ordered[index]
            if place <= end:
                found.append(code)
            index -= 1
        return found

    @cached_property
    def _ordered(self) -> list[tuple[int, int, AllowedCode]]:
        return sorted(self.entries, key=lambda entry: entry[:2])

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _, _ in self._ordered]

    @cached_property
    def _furthest(self) -> list[int]:
        """How far what begins up to each of them reaches."""
        return list(accumulate((end for _, end, _ in self._ordered), max))
