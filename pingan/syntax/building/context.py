"""What every handler of a production gets: where the text is, where diagnostics go, and small helpers."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from attrs import field, frozen

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.language.dialects import Dialects, core_dialects
from pingan.language.names import MAXIMUM_NAME
from pingan.source import Source, Span
from pingan.syntax.building.token import Token
from pingan.syntax.nodes import Name

MAXIMUM_TEXT = 4096
"""UTF-8 bytes of one text literal, label or note."""


_NAMES = ("NAME", "MEMBER")


@frozen
class Context:
    """One run of the builder over one source."""

    source: Source
    diagnostics: Diagnostics
    givens_only: list[Span] = field(factory=list)
    """Places of what only the givens of a scenario may hold; those inside a given are taken off again."""
    dialects: Dialects = field(factory=core_dialects)
    """The dialects whose words mean something in the text."""
    form_words: frozenset[str] = frozenset()
    """The words of the clause forms that the text uses, in all of them."""

    def span(self, token: Token) -> Span:
        """The place of *token*."""
        return Span(self.source, token.start_pos, token.start_pos + len(token))

    def name(self, token: Token | Name) -> Name:
        """The name that a NAME, KEY or MEMBER token (with its dot) holds; most are names already."""
        if isinstance(token, Name):
            return token
        text = token.lstrip(". \t\r\n")
        start = token.start_pos + len(token) - len(text)
        span = Span(self.source, start, start + len(text))
        if len(text) > MAXIMUM_NAME:
            message = f"a name may have {MAXIMUM_NAME} characters, and this one has {len(text)}"
            self.diagnostics.error("too-large", message, span)
        return Name(text, span=span)

    def leaf(self, type: str, text: str, start: int) -> Token | Name:
        """What a terminal becomes: a name, where it is one and no KEY, else a token."""
        token = Token(type, text, start)
        return self.name(token) if type in _NAMES else token

    def text(self, token: Token) -> str:
        """What stands between the quotes of a STRING token, in Unicode's composed form."""
        value = str(
            unicodedata.normalize("NFC", self.source.text[self.span(token).start + 1 : self.span(token).end - 1])
        )
        if len(value) > MAXIMUM_TEXT // 4 and len(value.encode("utf-8", "replace")) > MAXIMUM_TEXT:
            self.diagnostics.error(
                "bad-literal",
                f"a text may hold {MAXIMUM_TEXT} bytes, and this one holds more",
                self.span(token),
                help="put long explanations in comments",
            )
            return ""
        return value


Handler = Callable[[Context, Span, list[Any]], Any]


@frozen
class Part:
    """An item of a declaration before it has found its place: ``when …``, ``cite …``, a label."""

    kind: str
    value: Any
    span: Span


def part(kind: str) -> Handler:
    """A handler whose production holds one thing and becomes a part of *kind*."""
    return lambda context, span, children: Part(kind, children[0] if children else None, span)


def text_part(kind: str) -> Handler:
    """As :func:`part`, for a production that holds one text."""
    return lambda context, span, children: Part(kind, context.text(children[0]), span)


def of_type(kind: type[Any] | tuple[type[Any], ...], children: Iterable[Any]) -> tuple[Any, ...]:
    """The children that are of *kind*, in order."""
    return tuple([c for c in children if isinstance(c, kind)])


class Parts:
    """The parts of one declaration, taken by kind."""

    __slots__ = ("_by_kind", "context", "owner", "owner_span", "parts")

    def __init__(self, context: Context, owner: str, owner_span: Span, parts: list[Part]) -> None:
        self.context, self.owner, self.owner_span, self.parts = context, owner, owner_span, parts
        self._by_kind: dict[str, list[Part]] = {}
        for each in parts:
            self._by_kind.setdefault(each.kind, []).append(each)

    @staticmethod
    def of(context: Context, owner: str, owner_span: Span, children: Iterable[Any]) -> Parts:
        return Parts(context, owner, owner_span, [c for c in children if isinstance(c, Part)])

    def many(self, kind: str) -> tuple[Any, ...]:
        """The values of all parts of *kind*, in order."""
        found = self._by_kind.get(kind)
        return tuple([p.value for p in found]) if found else ()

    def joined(self, kind: str) -> tuple[Any, ...]:
        """The values of all parts of *kind*, each a sequence, one after the other."""
        found = self._by_kind.get(kind)
        return tuple([value for p in found for value in p.value]) if found else ()

    def one(self, kind: str, called: str | None = None) -> Any:
        """The value of the only part of *kind*, None without one; a second one is an error."""
        found = self._by_kind.get(kind)
        if found is None:
            return None
        for again in found[1:]:
            self.context.diagnostics.error(
                "duplicate-item",
                f"`{called or kind}` stands twice in {self.owner}",
                Annotation(again.span),
                Annotation(found[0].span, "first here"),
                help="leave one of them out, or join them",
            )
        return found[0].value

    def required(self, kind: str, called: str) -> Any:
        """As :meth:`one`, but leaving it out is an error."""
        if kind not in self._by_kind:
            self.context.diagnostics.error("missing-item", f"{self.owner} has no `{called}`", self.owner_span)
        return self.one(kind, called)

    @property
    def places(self) -> tuple[tuple[str, Span], ...]:
        """Where each part stands, in order."""
        return tuple([(p.kind, p.span) for p in self.parts])

    @property
    def label(self) -> str | None:
        found = self._by_kind.get("label")
        return found[0].value if found else None

    def has(self, kind: str) -> bool:
        return kind in self._by_kind
