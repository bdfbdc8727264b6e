"""What a policy is read and run with: libraries and a calendar, given and never global."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import TypeVar

from attrs import evolve, field, frozen

from pingan.diagnostics.diagnostic import Diagnostic
from pingan.language.calendar import Calendar
from pingan.language.clause_form import ClauseForm
from pingan.language.dialects import Dialects
from pingan.language.function import Function
from pingan.language.library import STANDARD, Exporter, Library
from pingan.language.library_checks import check_libraries
from pingan.language.library_digest import library_digest

Item = TypeVar("Item")

__all__ = ["STANDARD", "Environment"]


def _libraries(given: Iterable[Library]) -> tuple[Library, ...]:
    return tuple(given)


@frozen(slots=False)
class Environment:
    """*libraries* are what the language is made of beside its core; *calendar* counts working days (None: nobody does).

    What the libraries bring together is derived: mappings by name, in which of two things with one name the first
    counts (`pingan.load` refuses libraries that clash). Usually made by `pingan.standard_environment`.
    """

    libraries: tuple[Library, ...] = field(default=(), converter=_libraries)
    calendar: Calendar | None = None

    @cached_property
    def problems(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the libraries, or does not go together; while there is any, nothing is read."""
        return check_libraries(self.libraries)

    @cached_property
    def dialects(self) -> Dialects:
        """English, Chinese and the dialects of the libraries, each with its words for the libraries' functions."""
        extra = tuple(d for library in self.libraries for d in library.dialects)
        return Dialects.of(extra, self.functions.values())

    @cached_property
    def functions(self) -> Mapping[str, Function]:
        """The functions by canonical name."""
        return _by_name(self.libraries, lambda library: library.functions)

    @cached_property
    def clause_forms(self) -> Mapping[str, ClauseForm]:
        """The clause forms of all libraries by name."""
        return _by_name(self.libraries, lambda library: library.clause_forms)

    @cached_property
    def exporters(self) -> Mapping[str, Exporter]:
        """The formats that libraries write decision graphs in, by name (those that ship apart)."""
        return _by_name(self.libraries, lambda library: library.exporters)

    @cached_property
    def calendars(self) -> Mapping[str, Calendar]:
        """The calendars that policies may name."""
        return _by_name(self.libraries, lambda library: library.calendars)

    @cached_property
    def vocabularies(self) -> tuple[tuple[str, Traversable], ...]:
        """The folders of modules that libraries bring, with the names of the libraries."""
        return tuple((m.name, m.vocabularies) for m in self.libraries if m.vocabularies is not None)

    def library(self, name: str) -> Library | None:
        """The library called *name*."""
        return next((library for library in self.libraries if library.name == name), None)

    def owner(self, what: Callable[[Library], Iterable[object]], name: str) -> str | None:
        """The library that brings the thing called *name*: ``owner(lambda m: m.functions, "crest")``."""
        owners = (m.name for m in self.libraries if any(getattr(item, "name", None) == name for item in what(m)))
        return next(owners, None)

    def visible_to(self, needs: Iterable[str]) -> Environment:
        """What a file that needs the libraries *needs* may use: those, and the standard library."""
        wanted = {STANDARD, *needs}
        visible = tuple(library for library in self.libraries if library.name in wanted)
        return self if len(visible) == len(self.libraries) else evolve(self, libraries=visible)

    def for_programs(self) -> Environment:
        """What a compiled program needs of this: no grammars, exporters or files, so that it can be pickled."""
        known = {name: digest for name, (_, digest) in self.contents.items()}
        kept = (evolve(m.for_programs(), digest=known.get(m.name, "")) for m in self.libraries)
        return evolve(self, libraries=kept)

    @cached_property
    def contents(self) -> Mapping[str, tuple[str, str]]:
        """Version and content (SHA-256) of every library but the standard one, by name: for decision records."""
        others = sorted((m for m in self.libraries if m.name != STANDARD), key=lambda m: m.name)
        return {library.name: (library.version, library_digest(library)) for library in others}


def _by_name(libraries: tuple[Library, ...], what: Callable[[Library], Iterable[Item]]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for name, item in _named(libraries, what):
        found.setdefault(name, item)
    return found


def _named(libraries: tuple[Library, ...], what: Callable[[Library], Iterable[Item]]) -> Iterator[tuple[str, Item]]:
    for library in libraries:
        for item in what(library):
            yield str(getattr(item, "name", "")), item
