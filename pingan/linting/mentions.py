"""Where names are written, in all files that were read: what is written nowhere but where it is declared is unused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from pingan.model.loaded import LoadedModule
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


def mentions_of(modules: Iterable[tuple[LoadedModule, Iterable[syntax.Node]]]) -> Mentions:
    """Where names are written in *modules*, of which all nodes are given, those of what clause forms made included."""
    found: dict[str, set[Place]] = {}
    for module, nodes in modules:
        file = module.span.source.name
        set_there = {(name.span.start, name.span.end) for name in _set_in(module.syntax)}
        for name in nodes:
            if type(name) is syntax.Name and (name.span.start, name.span.end) not in set_there:
                found.setdefault(name.text, set()).add((file, name.span.start, name.span.end))
    return Mentions({text: frozenset(places) for text, places in found.items()})


def place_of(span: Span) -> Place:
    return span.source.name, span.start, span.end


def _set_in(module: syntax.Module) -> Iterator[syntax.Name]:
    """The names of what *module* and its scenarios set."""
    for node in module.declarations:
        settings = node.settings if isinstance(node, syntax.Scenario) else (node,)
        yield from (n for s in settings if isinstance(s, syntax.Setting) for n in s.target.names)
