"""Railroad diagrams of productions, as SVG that stands in the page: its fonts and colours are those of the page."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

import railroad
from attrs import frozen

from docs._site.grammar import notation

PLACE: Final = 8.2
"""The width of a narrow character."""
WIDEST: Final = 640
"""A row that is wider is broken into several."""
MARGIN: Final = 4
Words = Mapping[str, Mapping[str, tuple[str, ...]]]


def width_of(text: str) -> float:
    """How wide *text* is drawn: a Han character takes two places."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text) * PLACE + 20


@frozen
class Artist:
    """Draws in some languages: a keyword is the first word that each has for it."""

    languages: tuple[str, ...]
    words: Words
    link: Callable[[str], tuple[str, str]]
    """What a production or terminal is called, and where it is told."""

    def drawn(self, node: notation.Node) -> str:
        """*node* as an SVG in one line, since Markdown ends HTML at an empty one."""
        diagram = railroad.Diagram(self.part(node), type="simple")
        diagram.format(MARGIN)
        out = io.StringIO()
        diagram.writeSvg(out.write)
        return " ".join(out.getvalue().split())

    def part(self, node: notation.Node) -> railroad.Node:
        match node:
            case notation.Keyword(name):
                rows = [self.words[language][name] for language in self.languages if name in self.words[language]]
                every = " / ".join(dict.fromkeys(word for row in rows for word in row))
                return _box(railroad.Terminal, " ".join(dict.fromkeys(row[0] for row in rows)), title=every)
            case notation.Mark(text):
                return _box(railroad.Terminal, text, cls="mark")
            case notation.Terminal(name) | notation.Reference(name):
                shown, target = self.link(name)
                kind = "token" if isinstance(node, notation.Terminal) else ""
                return _box(railroad.NonTerminal, shown, href=target, cls=kind)
            case notation.Sequence(items):
                return self.sequence(items)
            case notation.Choice(items):
                return railroad.Choice(0, *(self.part(item) for item in items))
            case notation.Repeated(item, "?"):
                return railroad.Optional(self.part(item))
            case notation.Repeated(item, "+"):
                return railroad.OneOrMore(self.part(item))
            case notation.Repeated(item, _):
                return railroad.ZeroOrMore(self.part(item))
        raise AssertionError(node)

    def sequence(self, items: tuple[notation.Node, ...]) -> railroad.Node:
        parts: list[railroad.Node] = []
        for item in items:
            between = _between(item)
            # `x ("," x)*` is one x or more, with marks between them.
            if between is not None and parts and between[1] == items[len(parts) - 1 : len(parts)][0]:
                parts[-1] = railroad.OneOrMore(parts[-1], self.part(between[0]))
            else:
                parts.append(self.part(item))
        return _rows(parts) if parts else railroad.Skip()


def _between(item: notation.Node) -> tuple[notation.Node, notation.Node] | None:
    match item:
        case notation.Repeated(notation.Sequence((first, second)), "*"):
            return first, second
    return None


def _rows(parts: list[railroad.Node]) -> railroad.Node:
    rows: list[list[railroad.Node]] = [[]]
    width = 0.0
    for part in parts:
        if rows[-1] and width + part.width > WIDEST:
            rows.append([])
            width = 0.0
        rows[-1].append(part)
        width += part.width + 20
    sequences = [railroad.Sequence(*row) for row in rows]
    return sequences[0] if len(sequences) == 1 else railroad.Stack(*sequences)


def _box(kind: Callable[..., railroad.Node], text: str, **options: str) -> railroad.Node:
    box = kind(text, **options)
    box.width = width_of(text)  # the library takes every character for a narrow one
    return box
