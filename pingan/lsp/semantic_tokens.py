"""Semantic tokens: of the whole file, of a range, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Final

from attrs import define, field
from lsprotocol import types

from pingan.editor.feature_nodes import Modifier, Token, TokenKind
from pingan.editor.tokens import tokens
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
        positions = server.positions(view.document)
        start, end = positions.offsets(range) if range is not None else (0, None)
        return encoded(tokens(view, start, end), positions)

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
