"""The outline of a file: its declarations and what they are made of, also of those that do not parse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from attrs import field, frozen

from pingan.editor.declared import stands_there
from pingan.editor.documents import Document, Placed
from pingan.editor.nodes import Kind
from pingan.language.names import NAME_REST, NAME_START
from pingan.syntax import nodes as syntax
from pingan.tree.grammar_text import STRING

_TERMINALS: Final[tuple[tuple[str, Kind], ...]] = (
    ("POLICY", "module"),
    ("VOCABULARY", "module"),
    ("ENUM", "enum"),
    ("RECORD", "record"),
    ("FACT", "fact"),
    ("ACTOR", "actor"),
    ("ACTION", "action"),
    ("PARAMETER", "parameter"),
    ("INTERPRETATION", "interpretation"),
    ("DEFINE", "definition"),
    ("RULE", "rule"),
    ("SCENARIO", "scenario"),
)
_BEGINNING: Final = re.compile(
    rf"(?:\s|[#＃][^\n]*)*+(?P<word>[{NAME_START}][{NAME_REST}]*+)\s*+(?P<name>[{NAME_START}][{NAME_REST}]*+|{STRING})?"
    rf"(?:\s*+(?P<label>{STRING}))?"
)
_ENDS: Final = re.compile(r"(?:\s|#[^\n]*|＃[^\n]*)*+\Z")


@frozen
class Item:
    """A declaration, or a part of one: all of it is characters *start* up to *end*."""

    name: str
    kind: Kind
    label: str | None
    start: int
    end: int
    name_start: int
    name_end: int
    children: tuple[Item, ...] = field(default=(), repr=False)


def outline(document: Document) -> tuple[Item, ...]:
    """The declarations of *document* in the order of the text."""
    return tuple(item for placed in document.placed for item in _items(placed, document))


def _items(placed: Placed, document: Document) -> Iterator[Item]:
    if not placed.piece.nodes:
        item = _of_words(placed, document)
        if item is not None:
            yield item
    for node in placed.piece.nodes:
        item = _of_node(node, placed)
        if item is not None:
            yield item


def _of_node(node: syntax.Node, placed: Placed) -> Item | None:
    match node:
        case syntax.PolicyHeader(name=name, label=label) | syntax.VocabularyHeader(name=name, label=label):
            return _item(name, "module", label, node, placed)
        case syntax.Enum(name=name, label=label):
            return _item(name, "enum", label, node, placed, _parts("member", node.members, placed))
        case syntax.Record(name=name, label=label):
            return _item(name, "record", label, node, placed, _parts("field", node.fields, placed))
        case syntax.Fact(field=held):
            return _item(held.name, "fact", held.label, node, placed)
        case syntax.Actor(name=name, label=label):
            return _item(name, "actor", label, node, placed)
        case syntax.Action(name=name, label=label):
            return _item(name, "action", label, node, placed, _parts("argument", node.parameters, placed))
        case syntax.Parameter(field=held):
            return _item(held.name, "parameter", held.label, node, placed)
        case syntax.Interpretation(name=name, label=label):
            return _item(name, "interpretation", label, node, placed, _parts("reading", node.readings, placed))
        case syntax.Definition(name=name, label=label):
            return _item(name, "definition", label, node, placed)
        case syntax.Rule(name=name, label=label):
            return _item(name, "rule", label, node, placed)
        case syntax.FormDeclaration(name=name, label=label):
            return _item(name, "form", label, node, placed, tuple(_stages(node, placed)))
        case syntax.Scenario():
            return _scenario(node, placed)
        case _:
            return None


def _item(
    name: syntax.Name,
    kind: Kind,
    label: str | None,
    node: syntax.Node,
    placed: Placed,
    children: tuple[Item, ...] = (),
) -> Item:
    start, end = placed.at(node.span.start), placed.at(node.span.end)
    return Item(name.text, kind, label, start, end, placed.at(name.span.start), placed.at(name.span.end), children)


def _parts(kind: Kind, parts: tuple[syntax.Member | syntax.Field, ...], placed: Placed) -> tuple[Item, ...]:
    return tuple(_item(part.name, kind, part.label, part, placed) for part in parts)


def _stages(node: syntax.FormDeclaration, placed: Placed) -> Iterator[Item]:
    """The parts of a clause form that have a name and a label of their own."""
    for part in node.parts:
        name = next((c for c in part.children if isinstance(c, syntax.Name)), None)
        if name is not None and part.production != node.form and stands_there(name):
            yield _item(name, "member", part.label, part, placed)


def _scenario(node: syntax.Scenario, placed: Placed) -> Item:
    start = placed.at(node.span.start)
    name_start, name_end = title_place(node)
    return Item(
        node.title, "scenario", None, start, placed.at(node.span.end), placed.at(name_start), placed.at(name_end)
    )


def title_place(node: syntax.Scenario) -> tuple[int, int]:
    """Where the title of a scenario stands, without its quotes, in the text of its piece."""
    text, begin = node.span.source.text, node.span.start
    found = re.compile(STRING).search(text, begin, node.span.end)
    return (found.start() + 1, found.end() - 1) if found is not None else (begin, begin)


def _of_words(placed: Placed, document: Document) -> Item | None:
    """A declaration that does not parse, by its first words."""
    found = _BEGINNING.match(placed.piece.text)
    if found is None or document.language is None or not found["name"]:
        return None
    kinds = {word: kind for terminal, kind in _TERMINALS for word in document.language.keywords[terminal]}
    openers = document.reader.openers if document.reader is not None else ()
    kind = kinds.get(found["word"]) or ("form" if found["word"] in openers else None)
    if kind is None:
        return None
    ends = _ENDS.search(placed.piece.text)
    end = placed.start + (ends.start() if ends is not None else len(placed.piece.text))
    start, stop = (placed.start + place for place in found.span("name"))
    label = found["label"][1:-1] if found["label"] else None
    if found["name"][0] in '"“':  # a title stands between its quotes
        start, stop = start + 1, stop - 1
    begin = placed.start + found.start("word")
    return Item(document.text[start:stop], kind, label, begin, max(end, stop), start, stop)
