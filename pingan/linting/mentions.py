"""Where names are written, in all files that were read: what is written nowhere but where it is declared is unused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import fields, frozen

from pingan.model.loaded import LoadedModule
from pingan.policy import Policy
from pingan.source import Span
from pingan.syntax import nodes as syntax

Place = tuple[str, int, int]
"""Name of a source, start and end: quicker to compare than spans, which hold the whole text."""


@frozen
class Mentions:
    """The places of every name; names are counted by their text alone.

    So something may be taken for used that only shares its name with something that is; never the other way round.
    That a parameter is set or a reading chosen is no mention.
    """

    places: Mapping[str, frozenset[Place]]

    def of(self, name: str, declared: Span) -> frozenset[Place]:
        """Where *name* is written, but at *declared*."""
        return self.places.get(name, frozenset()) - {place_of(declared)}


def mentions_of(policy: Policy) -> Mentions:
    """Where names are written in the modules of *policy*, as their authors wrote them and as clause forms made them."""
    found: dict[str, set[Place]] = {}
    for module in policy.modules:
        set_there = {place_of(name.span) for name in _set_in(module.syntax)}
        for name in _names_in(module):
            place = place_of(name.span)
            if place not in set_there:
                found.setdefault(name.text, set()).add(place)
    return Mentions({text: frozenset(places) for text, places in found.items()})


def place_of(span: Span) -> Place:
    return span.source.name, span.start, span.end


def _names_in(module: LoadedModule) -> Iterator[syntax.Name]:
    yield from names_in(module.written)
    if module.syntax is not module.written:
        yield from names_in(module.syntax)


def _set_in(module: syntax.Module) -> Iterator[syntax.Name]:
    """The names of what *module* and its scenarios set."""
    for node in module.declarations:
        settings = node.settings if isinstance(node, syntax.Scenario) else (node,)
        yield from (n for s in settings if isinstance(s, syntax.Setting) for n in s.target.names)


def names_in(node: syntax.Node) -> Iterator[syntax.Name]:
    """Every name in *node*, also those that it declares; in no order that matters. Needs no stack."""
    return (found for found in nodes_in(node) if isinstance(found, syntax.Name))


def nodes_in(node: syntax.Node) -> Iterator[syntax.Node]:
    """*node* and all nodes in it; in no order that matters. Needs no stack."""
    waiting: list[object] = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, tuple):
            waiting.extend(found)
        elif isinstance(found, syntax.Node):
            yield found
            waiting.extend(getattr(found, name) for name in _held(type(found)))


_SCALARS: Final = ("str", "bool", "int", "Span", "date", "datetime")
_HOLDING: Final[dict[type[syntax.Node], tuple[str, ...]]] = {}


def _held(kind: type[syntax.Node]) -> tuple[str, ...]:
    """The attributes of *kind* that may hold nodes."""
    names = _HOLDING.get(kind)
    if names is None:
        apart = ("span", "places")
        names = tuple(a.name for a in fields(kind) if a.name not in apart and a.type not in _SCALARS)
        _HOLDING[kind] = names
    return names
