"""Productions as the files of `grammars/` write them, read into nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import frozen

PRODUCTION: Final = re.compile(
    r"^[?!]*(?P<name>_?[a-z][a-z0-9_]*)(?:\.[0-9]+)?[ ]*:(?P<body>.*?)(?=^\S|\Z)", re.M | re.S
)
TOKEN: Final = re.compile(
    r"(?P<space>\s+|//[^\n]*)|(?P<alias>->\s*\w+)|(?P<keyword>_[A-Z][A-Z0-9_]*)|(?P<terminal>[A-Z][A-Z0-9_]*)"
    r'|(?P<reference>_?[a-z][a-z0-9_]*)|(?P<mark>"[^"]+")|(?P<sign>[()|?*+])'
)


@frozen
class Keyword:
    """A word of the language, by the name that dialects give it a word under."""

    name: str


@frozen
class Terminal:
    """A name, a number, a text or a sign that is no word."""

    name: str


@frozen
class Mark:
    """A mark that stands for itself."""

    text: str


@frozen
class Reference:
    """Another production."""

    name: str


@frozen
class Sequence:
    """One after the other; none: nothing at all."""

    items: tuple[Node, ...]


@frozen
class Choice:
    """One of several."""

    items: tuple[Node, ...]


@frozen
class Repeated:
    """*item* with `?`, `*` or `+` behind it."""

    item: Node
    times: str


Node = Keyword | Terminal | Mark | Reference | Sequence | Choice | Repeated


@frozen
class Production:
    """A production: what it is, and the names that its trees go by (its own, or those of its alternatives)."""

    name: str
    body: Node
    trees: tuple[str, ...]


def productions(text: str) -> dict[str, Production]:
    """The productions of a grammar file, in order, by name."""
    found = {}
    for production in PRODUCTION.finditer(text):
        tokens = list(_tokens(production["body"]))
        aliases = tuple(value for kind, value in tokens if kind == "alias")
        body = _choice(_Reader([token for token in tokens if token[0] != "alias"]))
        own = () if production[0].startswith(("?", "_")) else (production["name"],)
        found[production["name"]] = Production(production["name"], body, tuple(dict.fromkeys((*own, *aliases))))
    return found


def _tokens(body: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(body):
        token = TOKEN.match(body, at)
        if token is None:
            raise ValueError(f"cannot read this of a grammar: {body[at : at + 40]!r}")
        at = token.end()
        kind = token.lastgroup or ""
        if kind != "space":
            yield kind, token[0].removeprefix("->").strip() if kind == "alias" else token[0]


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def next(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        self.at += 1
        return self.tokens[self.at - 1]


def _choice(reader: _Reader) -> Node:
    items = [_sequence(reader)]
    while reader.next == ("sign", "|"):
        reader.take()
        items.append(_sequence(reader))
    return items[0] if len(items) == 1 else Choice(tuple(items))


def _sequence(reader: _Reader) -> Node:
    items: list[Node] = []
    while reader.next[0] != "end" and reader.next not in (("sign", "|"), ("sign", ")")):
        items.append(_item(reader))
    return items[0] if len(items) == 1 else Sequence(tuple(items))


def _item(reader: _Reader) -> Node:
    kind, text = reader.take()
    item: Node
    if (kind, text) == ("sign", "("):
        item = _choice(reader)
        reader.take()
    elif kind == "keyword":
        item = Keyword(text.removeprefix("_"))
    elif kind == "terminal":
        item = Terminal(text)
    elif kind == "mark":
        item = Mark(text.strip('"'))
    else:
        item = Reference(text)
    while reader.next[0] == "sign" and reader.next[1] in "?*+":
        item = Repeated(item, reader.take()[1])
    return item


def references(node: Node) -> Iterator[str]:
    """The productions that *node* names, in order."""
    match node:
        case Reference(name):
            yield name
        case Sequence(items) | Choice(items):
            for item in items:
                yield from references(item)
        case Repeated(item, _):
            yield from references(item)
        case _:
            pass


def keywords(node: Node) -> Iterator[str]:
    """The words that *node* names, in order."""
    match node:
        case Keyword(name):
            yield name
        case Sequence(items) | Choice(items):
            for item in items:
                yield from keywords(item)
        case Repeated(item, _):
            yield from keywords(item)
        case _:
            pass
