"""What an editor is given, as plain data: completions, hovers, tokens, hints, lenses, actions, signatures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from attrs import field, frozen

from pingan.editor.nodes import Changes, Kind, Symbol

CompletionKind = Kind | Literal["keyword", "type", "function", "value", "unit", "snippet", "code", "calendar"]


@frozen
class Completion:
    """*text* instead of characters *start* up to *end*, shown as *title*.

    *matched* is the word by which it was found: what has been typed begins it, or stands in it. *rank* sorts, the
    least first. A *snippet* has places to fill in, written ``${1:name}``.
    """

    title: str
    kind: CompletionKind
    text: str
    start: int
    end: int
    matched: str
    rank: tuple[int, ...] = ()
    detail: str = ""
    beside: str = ""
    """Shown beside the title: its label, or its name."""
    snippet: bool = False
    symbol: Symbol | None = None
    """What its documentation is about."""
    documentation: str = ""


@frozen
class Hover:
    """Markdown about characters *start* up to *end*."""

    text: str
    start: int
    end: int


@frozen
class Signature:
    """An action or a function with what it takes; *active* is the argument that the cursor stands in."""

    title: str
    arguments: tuple[str, ...]
    active: int
    documentation: str = ""
    notes: tuple[str, ...] = ()
    """What is to be said of each argument."""


TokenKind = Literal[
    "keyword", "comment", "string", "number", "operator", "type", "enum", "member", "record", "field", "fact", "actor",
    "action", "argument", "parameter", "interpretation", "reading", "definition", "rule", "form", "scenario", "module",
    "function", "variable", "clause", "library",
]  # fmt: skip
Modifier = Literal["declaration", "judgement", "sensitive", "optional", "deprecated"]


class Token(NamedTuple):
    """Characters *start* up to *end* of one line, and what they are; a file has many thousands of them."""

    start: int
    end: int
    kind: TokenKind
    modifiers: tuple[Modifier, ...] = ()


HintKind = Literal["label", "type", "deadline", "clause"]


@frozen
class Hint:
    """*text* shown at a place, after what stands before it."""

    place: int
    text: str
    kind: HintKind
    tooltip: str = ""


@frozen
class Lens:
    """*title* shown above characters *start* up to *end*; a *command* with *arguments* when it is clicked."""

    start: int
    end: int
    title: str
    command: str = ""
    arguments: tuple[str, ...] = ()


ActionKind = Literal[
    "quickfix", "refactor.extract", "refactor.inline", "refactor.rewrite", "source", "source.organizeUses"
]


@frozen
class Action:
    """Something that can be done to the text: its *changes*, or what `resolved` works them out from (*pending*)."""

    title: str
    kind: ActionKind
    changes: Changes | None = field(default=None, repr=False)
    code: str | None = None
    """Of the diagnostic that it mends."""
    safe: bool = False
    pending: Mapping[str, str | int] | None = None
