"""What every environment starts with: the standard library, and the calendar of working days."""

from __future__ import annotations

from functools import cache

from pingan.clauses import CLAUSE_FORMS
from pingan.language.calendar import Calendar
from pingan.language.environment import STANDARD, Environment
from pingan.language.installed import library_named
from pingan.language.library import Library
from pingan.language.version import LANGUAGE_VERSION
from pingan.stdlib.calendars import calendar_names, load_calendar
from pingan.stdlib.functions import FUNCTIONS

__all__ = ["standard_environment", "standard_library"]


@cache
def standard_library() -> Library:
    """The functions, clause forms and calendars that ship: what every file may use."""
    return Library(
        STANDARD,
        LANGUAGE_VERSION,
        clause_forms=CLAUSE_FORMS,
        functions=FUNCTIONS,
        calendars=tuple(load_calendar(name) for name in calendar_names()),
        documentation="What every file may use.",
    )


def standard_environment(*libraries: Library | str, calendar: Calendar | str | None = "china") -> Environment:
    """The standard library, then *libraries*, with *calendar* (one of theirs by name; None: no day is counted).

    A library given by name is the one that an installed package offers under it; only then is it loaded.

    >>> sorted(standard_environment().functions)[:3]
    ['abs', 'ceil', 'collect']

    Raises LookupError when no library has a calendar of that name, PolicyError when one cannot be loaded.
    """
    given = tuple(library_named(m) if isinstance(m, str) else m for m in libraries)
    environment = Environment((standard_library(), *given))
    # Where libraries are not what they should be, those who load a policy are told; until then they bring nothing.
    sound = Environment((standard_library(),)) if environment.problems else environment
    return Environment(environment.libraries, _chosen(calendar, sound))


def _chosen(calendar: Calendar | str | None, environment: Environment) -> Calendar | None:
    if not isinstance(calendar, str):
        return calendar
    if calendar not in environment.calendars:
        raise LookupError(f"there is no calendar `{calendar}`; there is {', '.join(environment.calendars)}")
    return environment.calendars[calendar]
