"""What a policy declares and nothing mentions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pingan.linting.looked import Looked, aliases, declared_name, label_of
from pingan.linting.mentions import Place, place_of
from pingan.linting.walking import names_in
from pingan.syntax import nodes as syntax

Kind = Literal["fact", "actor", "action", "type", "parameter", "interpretation", "definition"]

_KINDS: dict[Kind, tuple[type[syntax.Node], ...]] = {
    "fact": (syntax.Fact,),
    "actor": (syntax.Actor,),
    "action": (syntax.Action,),
    "type": (syntax.Enum, syntax.Record),
    "parameter": (syntax.Parameter,),
    "interpretation": (syntax.Interpretation,),
    "definition": (syntax.Definition,),
}


def unused(looked: Looked, kind: Kind) -> Iterator[syntax.Name]:
    """The names of what the policies that are checked declare of *kind*, their authors wrote, and nothing mentions.

    Vocabularies are written for others; so is what a clause form declares along with its own declaration. Setting a
    parameter or choosing a reading is no use of it.
    """
    for module in looked.modules:
        if not module.is_policy:
            continue
        for declaration in module.written.declarations:
            name = declared_name(declaration) if isinstance(declaration, _KINDS[kind]) else None
            if name is not None and not any(
                looked.mentions.of(alias, name.span) - _inside(declaration, alias)
                for alias in aliases(name, label_of(declaration))
            ):
                yield name


def _inside(declaration: syntax.Declaration, alias: str) -> frozenset[Place]:
    """Where *declaration* mentions itself by *alias*: that is no use of it."""
    return frozenset(place_of(n.span) for n in names_in(declaration) if n.text == alias)
