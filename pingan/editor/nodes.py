"""The names of a workspace: what is declared, where it is used, and of what type values are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from attrs import field, frozen

from pingan.language.names import is_name
from pingan.syntax import nodes as syntax

Kind = Literal[
    "module",
    "enum",
    "member",
    "record",
    "field",
    "fact",
    "actor",
    "action",
    "argument",
    "parameter",
    "interpretation",
    "reading",
    "definition",
    "rule",
    "form",
    "scenario",
    "variable",
    "clause",
    "library",
]

TYPES: Final[tuple[Kind, ...]] = ("enum", "record")
VALUES: Final[tuple[Kind, ...]] = ("fact", "definition", "parameter", "interpretation", "actor")
"""What a bare name in an expression may be, in order of preference."""

Many = Literal["one", "set", "list"]
Role = Literal["declaration", "use"]


@frozen
class Symbol:
    """Something that has a name: equal where it is the same thing, whatever its label.

    *owner* is what it is a part of (the record of a field, the enum of a member), *module* the module that declares it.
    """

    kind: Kind
    module: str
    owner: str
    name: str
    label: str | None = field(default=None, eq=False)
    origin: str = field(default="", eq=False)
    """The name of the clause form's declaration that made it, where no text of its own declares it."""
    path: str = field(default="", eq=False, repr=False)
    """The file that declares it; of a clause: the one that cites it."""

    @property
    def alias(self) -> str | None:
        """Its label, where it goes by that as well."""
        label = self.label
        return label if label is not None and label != self.name and is_name(label) else None

    @property
    def words(self) -> tuple[str, ...]:
        """What it goes by."""
        return (self.name,) if self.alias is None else (self.name, self.alias)


@frozen
class Value:
    """What an expression yields, as far as names need it: a built-in type, an enum, a record; or several of them."""

    name: str
    many: Many = "one"

    @property
    def element(self) -> Value:
        """One of it."""
        return Value(self.name)


@frozen
class Declared:
    """What is declared under a name: one *symbol* may be several things (a stage is a member and a rule)."""

    kind: Kind
    symbol: Symbol
    node: syntax.Node | None = field(default=None, eq=False, repr=False)
    """The declaration as written, or what a clause form made of it; its spans count from its piece of text."""
    value: Value | None = None
    """Of what type it is, where it is a value."""


@frozen
class Occurrence:
    """A name at a place: characters *start* up to *end*."""

    start: int
    end: int
    symbol: Symbol
    role: Role = "use"
    by_label: bool = False
    """Whether its label stands there instead of its name."""


@frozen
class Place:
    """Characters *start* up to *end* of the file *path*."""

    path: str
    start: int
    end: int


@frozen
class Variable:
    """A name bound by ``for each``, by an aggregate or by the subject of a definition, where it may be used."""

    symbol: Symbol
    value: Value | None
    start: int
    end: int


@frozen
class Change:
    """*text* instead of characters *start* up to *end* of a file."""

    start: int
    end: int
    text: str


Changes = Mapping[str, tuple[Change, ...]]
"""Changes by file; those of one file do not overlap, and all places are of the text before any of them."""
