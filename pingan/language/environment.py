"""What a policy is read and run with: libraries, functions and a calendar, given and never global."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen

from pingan.language.calendar import Calendar
from pingan.language.clause_form import ClauseForm
from pingan.language.function import Function
from pingan.language.library import Library

STANDARD: Final = "standard"
"""The name of the library that every file may use without saying that it needs it."""


@frozen
class Environment:
    """*functions* by canonical name; *calendar* counts working days (None: every working-day deadline is open).

    *libraries* are what the language is made of beside its core; of two things with one name the first counts.
    """

    functions: Mapping[str, Function]
    calendar: Calendar | None = None
    libraries: tuple[Library, ...] = field(default=(), kw_only=True)

    @property
    def clause_forms(self) -> Mapping[str, ClauseForm]:
        """The clause forms of all libraries by name."""
        found: dict[str, ClauseForm] = {}
        for library in self.libraries:
            for form in library.clause_forms:
                found.setdefault(form.name, form)
        return found
