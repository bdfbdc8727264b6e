"""What tells environments apart: tables are good for the one that they were made with."""

from __future__ import annotations

import hashlib
from functools import cache

from pingan.language.environment import Environment
from pingan.stdlib import standard_environment


def digest_of(environment: Environment) -> str:
    """SHA-256 (hex) of all libraries and the calendar of *environment*; empty for those that pingan has by itself."""
    told = _told(environment)
    return "" if told == _of_standard() else hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()


@cache
def _of_standard() -> str:
    return _told(standard_environment())


def _told(environment: Environment) -> str:
    calendar = environment.calendar
    days = None if calendar is None else (calendar.name, calendar.first, calendar.last, calendar.digest)
    return repr((sorted(environment.contents.items()), days))
