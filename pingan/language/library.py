"""Libraries: the one kind of plug-in. Nothing registers itself; an environment is given what it is to know."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources.abc import Traversable
from typing import Final

from attrs import evolve, field, frozen

from pingan.language.calendar import Calendar
from pingan.language.clause_form import ClauseForm
from pingan.language.dialect import Dialect
from pingan.language.function import Function

STANDARD: Final = "standard"
"""The name of the library that every file may use without saying that it needs it."""


@frozen
class Exporter:
    """A format that a decision graph can be written in.

    *export* is called as ``export(graph, outcome, title=…, rules=…, language=…)``, like those that ship, and answers
    with the text of a file; `pingan.exporters.from_graph.picture_of` gives it boxes and arrows instead of nodes.
    """

    name: str
    export: Callable[..., str] = field(repr=False)
    suffix: str = ""
    documentation: str = field(default="", repr=False)


@frozen
class Library:
    """What a package adds to the language, under one *name*, by which files ask for it (``needs NAME``).

    *version* goes into the record of every answer. *requirement* is what to install to have it (``flood-rules>=1``).
    *vocabularies* is a folder of ``.rules`` files that other files may use and extend by name.
    """

    name: str
    version: str
    dialects: tuple[Dialect, ...] = ()
    clause_forms: tuple[ClauseForm, ...] = ()
    functions: tuple[Function, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    exporters: tuple[Exporter, ...] = ()
    vocabularies: Traversable | None = field(default=None, eq=False)
    requirement: str = ""
    documentation: str = field(default="", repr=False)
    digest: str = field(default="", repr=False, eq=False)
    """What identifies the content, where it is known already: of a library that travels without its files."""

    def for_programs(self) -> Library:
        """What compiled programs need of this: its name and version, functions, calendars and words."""
        return evolve(self, clause_forms=(), exporters=(), vocabularies=None)
