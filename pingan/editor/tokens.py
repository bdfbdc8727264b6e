"""What every word and sign of a file is, for colouring: names by what they mean, the rest by what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

from pingan.editor.declared_told import declared_of, field_of_node
from pingan.editor.feature_nodes import Modifier, Token, TokenKind
from pingan.editor.kept import Bound
from pingan.editor.nodes import Occurrence, Symbol
from pingan.editor.reading import Piece
from pingan.editor.view import View
from pingan.language.names import NAME_REST, NAME_START
from pingan.syntax import nodes as syntax
from pingan.tree.grammar_text import STRING

_LEXEME: Final = re.compile(
    rf"(?P<comment>[#＃][^\n]*+)|(?P<string>{STRING})"
    rf"|(?P<number>[0-9]++(?:[-.:T/年月日时分秒 ]?[0-9]++)*+[年月日时分秒%‰]?)"
    rf"|(?P<member>[.．][ \t]*+[{NAME_START}][{NAME_REST}]*+)|(?P<word>[{NAME_START}][{NAME_REST}]*+)"
    r"|(?P<operator>[<>!]=|[=<>≠≤≥+*/-])"
)
_KEY: Final = re.compile(r"[ \t]*+(?:\"[^\"\n]*+\"[ \t]*+|“[^”\n]*+”[ \t]*+)?[:：]")
_NAMED: Final[frozenset[str]] = frozenset(
    {
        *("enum", "member", "record", "field", "fact", "actor", "action", "argument", "parameter", "interpretation"),
        *("reading", "definition", "rule", "form", "scenario", "module", "variable", "clause", "library"),
    }
)
_LEXED: Final[WeakKeyDictionary[Piece, tuple[Token, ...]]] = WeakKeyDictionary()
"""By piece, whose text never changes: its tokens as far as they can be told without knowing what names mean."""
_MERGED: Final[WeakKeyDictionary[Bound, tuple[Token, ...]]] = WeakKeyDictionary()
"""By what the names of a piece mean: all its tokens."""


def tokens(view: View, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
    """The tokens of the file that touch characters *start* up to *end*, in order; none of them spans lines."""
    document = view.document
    if document is None or document.language is None:
        return ()
    last = len(document.text) if end is None else end
    modifiers: dict[Symbol, tuple[Modifier, ...]] = {}
    found: list[Token] = []
    for number in range(document.number_at(start), len(document.placed)):
        placed = document.placed[number]
        if placed.start > last:
            break
        begin = placed.start
        found += [Token(s + begin, e + begin, kind, m) for s, e, kind, m in of_piece(view, number, modifiers)]
    return (
        tuple(token for token in found if token.end >= start and token.start <= last)
        if end is not None
        else tuple(found)
    )


def of_piece(view: View, number: int, modifiers: dict[Symbol, tuple[Modifier, ...]] | None = None) -> tuple[Token, ...]:
    """The tokens of the piece *number*, by place in the piece; worked out once for as long as names mean the same."""
    assert view.document is not None
    bound = view.snapshot.bound(view.path, number)
    found = _MERGED.get(bound)
    if found is None:
        lexed = _lexed(view, view.document.placed[number].piece)
        known = {} if modifiers is None else modifiers
        found = _MERGED[bound] = tuple(_merged(lexed, bound.occurrences, view, known))
    return found


def _merged(
    lexed: tuple[Token, ...], bound: tuple[Occurrence, ...], view: View, modifiers: dict[Symbol, tuple[Modifier, ...]]
) -> Iterator[Token]:
    """*lexed* with names as what they mean: a name goes before a word that looks like one of the language."""
    position, count = 0, len(bound)
    for token in lexed:
        while position < count and bound[position].end <= token.start:
            position += 1
        ahead = position
        covered = False
        while ahead < count and bound[ahead].start < token.end:
            found = bound[ahead]
            if found.start >= token.start and found.end <= token.end and found.symbol.kind in _NAMED:
                yield _named(found, view, modifiers)
                covered = True
            ahead += 1
        if not covered and token.kind != "variable":
            yield token


def _named(found: Occurrence, view: View, modifiers: dict[Symbol, tuple[Modifier, ...]]) -> Token:
    symbol = found.symbol
    if symbol not in modifiers:
        modifiers[symbol] = _modifiers(view, symbol)
    own = modifiers[symbol]
    kind: TokenKind = symbol.kind
    return Token(found.start, found.end, kind, ("declaration", *own) if found.role == "declaration" else own)


def _modifiers(view: View, symbol: Symbol) -> tuple[Modifier, ...]:
    if symbol.kind not in ("field", "fact", "argument"):
        return ()
    declared = declared_of(view, symbol)
    field = field_of_node(declared.node) if declared is not None else None
    if field is None:
        return ()
    judged: tuple[Modifier, ...] = ("judgement",) if isinstance(field.type, syntax.JudgementOf) else ()
    marked: list[Modifier] = [m for m in ("sensitive", "optional") if m in field.marks]
    return (*judged, *marked)


def _lexed(view: View, piece: Piece) -> tuple[Token, ...]:
    found = _LEXED.get(piece)
    if found is None:
        found = _LEXED[piece] = tuple(_lex(piece.text, _keywords(tuple(view.words.items())), _built_in(view)))
    return found


@lru_cache(maxsize=16)
def _keywords(rows: tuple[tuple[str, tuple[str, ...]], ...]) -> frozenset[str]:
    return frozenset(part for _, row in rows for word in row for part in word.split(" "))


def _built_in(view: View) -> dict[str, TokenKind]:
    kinds: dict[str, TokenKind] = {}
    document = view.document
    dialects = document.reader.dialects if document is not None and document.reader is not None else ()
    for dialect in dialects:
        for words in dialect.groups["types"].values():
            kinds.update(dict.fromkeys(words, "type"))
        for words in dialect.groups["functions"].values():
            kinds.update(dict.fromkeys(words, "function"))
        for row in (*dialect.groups["durations"].values(), *dialect.groups["recurring"].values()):
            kinds.update({part: "keyword" for word in row for part in word.split(" ") if part not in kinds})
    return kinds


def _lex(text: str, keywords: frozenset[str], built_in: dict[str, TokenKind]) -> Iterator[Token]:
    """The tokens of *text*; words that are neither keywords nor built in are left to what they mean (``variable``)."""
    for found in _LEXEME.finditer(text):
        start, end = found.span()
        match found.lastgroup:
            case "comment":
                yield Token(start, end - text[start:end].endswith("\r"), "comment")
            case "string":
                yield Token(start, end, "string")
            case "number":
                yield Token(start, end, "number")
            case "operator":
                yield Token(start, end, "operator")
            case "member":
                yield Token(start, end, "variable")
            case _:
                word = found.group()
                is_call = text[end : end + 1] in ("(", "（")
                if is_call and built_in.get(word) == "function":
                    yield Token(start, end, "function")
                elif word in keywords and not _KEY.match(text, end):
                    yield Token(start, end, "keyword")
                elif built_in.get(word) in ("type", "keyword"):
                    yield Token(start, end, built_in[word])
                else:
                    yield Token(start, end, "variable")
