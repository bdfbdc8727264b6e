"""Semantic tokens: of the whole file, of a range, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Final
from weakref import WeakKeyDictionary

from attrs import define, field, frozen
from lsprotocol import types

from pingan.editor.feature_nodes import Modifier, Token, TokenKind
from pingan.editor.kept import Bound
from pingan.editor.tokens import of_piece, tokens
from pingan.editor.view import View
from pingan.lsp.positions import Positions
from pingan.lsp.server import PolicyServer

_KINDS: Final[Mapping[TokenKind, str]] = {
    "keyword": "keyword",
    "comment": "comment",
    "string": "string",
    "number": "number",
    "operator": "operator",
    "type": "type",
    "enum": "enum",
    "member": "enumMember",
    "record": "struct",
    "field": "property",
    "fact": "fact",
    "actor": "actor",
    "action": "method",
    "argument": "parameter",
    "parameter": "policyParameter",
    "interpretation": "interpretation",
    "reading": "enumMember",
    "definition": "definition",
    "rule": "rule",
    "form": "rule",
    "scenario": "event",
    "module": "namespace",
    "function": "function",
    "variable": "variable",
    "clause": "clause",
    "library": "namespace",
}
TYPES: Final = tuple(dict.fromkeys(_KINDS.values()))
MODIFIERS: Final[tuple[Modifier, ...]] = ("declaration", "judgement", "sensitive", "optional", "deprecated")
LEGEND: Final = types.SemanticTokensLegend(list(TYPES), list(MODIFIERS))
_NUMBERS: Final = {kind: TYPES.index(name) for kind, name in _KINDS.items()}
_BITS: Final = {modifier: 1 << place for place, modifier in enumerate(MODIFIERS)}
_KEPT: Final = 16
"""Files whose last tokens are kept, so that only what changed is sent."""


@define
class _Told:
    """What was told last, by file: a name for it, and the numbers."""

    numbers: dict[str, tuple[str, list[int]]] = field(factory=dict)
    names: count[int] = field(factory=count)

    def keep(self, uri: str, numbers: list[int]) -> str:
        name = str(next(self.names))
        self.numbers.pop(uri, None)
        self.numbers[uri] = name, numbers
        while len(self.numbers) > _KEPT:
            self.numbers.pop(next(iter(self.numbers)))
        return name


def register(server: PolicyServer) -> None:
    told = _Told()
    full = types.SemanticTokensFullDelta(delta=True)
    options = types.SemanticTokensRegistrationOptions(legend=LEGEND, full=full, range=True)

    def numbers_of(uri: str, range: types.Range | None = None) -> list[int] | None:
        view = server.view(uri)
        if view is None or view.document is None:
            return None
        if range is None:
            return whole_file(view, server.encoding)
        positions = server.positions(view.document)
        return encoded(tokens(view, *positions.offsets(range)), positions)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, options)
    def whole(params: types.SemanticTokensParams) -> types.SemanticTokens | None:
        uri = params.text_document.uri
        numbers = numbers_of(uri)
        return None if numbers is None else types.SemanticTokens(numbers, told.keep(uri, numbers))

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA)
    def changed(
        params: types.SemanticTokensDeltaParams,
    ) -> types.SemanticTokens | types.SemanticTokensDelta | None:
        uri = params.text_document.uri
        numbers = numbers_of(uri)
        if numbers is None:
            return None
        before = told.numbers.get(uri)
        name = told.keep(uri, numbers)
        if before is None or before[0] != params.previous_result_id:
            return types.SemanticTokens(numbers, name)
        return types.SemanticTokensDelta(difference(before[1], numbers), name)

    @server.feature(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE)
    def part(params: types.SemanticTokensRangeParams) -> types.SemanticTokens | None:
        numbers = numbers_of(params.text_document.uri, params.range)
        return None if numbers is None else types.SemanticTokens(numbers)


def whole_file(view: View, encoding: str) -> list[int]:
    """All tokens of the file as the protocol has them. What a piece of it comes to is worked out once."""
    numbers: list[int] = []
    document = view.document
    line = column = 0  # where the piece begins
    last_line = last_column = 0  # where the last token began
    for number in range(len(document.placed) if document is not None else 0):
        own = _of_piece(view, number, encoding)
        if own.numbers:
            first_line, first_column = own.first
            at_line = line + first_line
            at_column = first_column + (column if not first_line else 0)
            numbers += (at_line - last_line, at_column - last_column if at_line == last_line else at_column)
            numbers += own.numbers[2:]
            ended_line, ended_column = own.last
            last_line = line + ended_line
            last_column = ended_column + (column if not ended_line else 0)
        breaks, rest = own.extent
        line, column = line + breaks, rest if breaks else column + rest
    return numbers


@frozen
class _Encoded:
    """The tokens of a piece as numbers, from its beginning on; where first and last begin, how far it goes."""

    numbers: tuple[int, ...]
    first: tuple[int, int]
    last: tuple[int, int]
    extent: tuple[int, int]


_PIECES: Final[WeakKeyDictionary[Bound, dict[str, _Encoded]]] = WeakKeyDictionary()


def _of_piece(view: View, number: int, encoding: str) -> _Encoded:
    assert view.document is not None
    bound = view.snapshot.bound(view.path, number)
    kept = _PIECES.setdefault(bound, {})
    if encoding not in kept:
        text = view.document.placed[number].piece.text
        positions, found = Positions(text, encoding), of_piece(view, number)
        first, last, end = (
            positions.position(p) for p in ((found[0][0], found[-1][0], len(text)) if found else (0, 0, len(text)))
        )
        kept[encoding] = _Encoded(
            tuple(encoded(found, positions)),
            (first.line, first.character),
            (last.line, last.character),
            (end.line, end.character),
        )
    return kept[encoding]


def encoded(found: Iterable[Token], positions: Positions) -> list[int]:
    """*found* as the protocol has them: five numbers each, lines and columns from the token before."""
    numbers: list[int] = []
    last_line = last_column = 0
    for start, end, kind, modifiers in found:
        place = positions.position(start)
        line, column = place.line, place.character
        bits = sum([_BITS[modifier] for modifier in modifiers]) if modifiers else 0
        numbers += (
            line - last_line,
            column if line != last_line else column - last_column,
            positions.length(start, end),
            _NUMBERS[kind],
            bits,
        )
        last_line, last_column = line, column
    return numbers


def difference(old: Sequence[int], new: Sequence[int]) -> list[types.SemanticTokensEdit]:
    """The one edit that makes *new* of *old*: what lies between their common beginning and their common end."""
    first, most = 0, min(len(old), len(new))
    while first < most and old[first] == new[first]:
        first += 1
    last = 0
    while last < most - first and old[-1 - last] == new[-1 - last]:
        last += 1
    if first == len(old) == len(new):
        return []
    return [types.SemanticTokensEdit(first, len(old) - first - last, list(new[first : len(new) - last]))]
