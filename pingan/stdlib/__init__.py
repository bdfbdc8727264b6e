"""What every environment starts with: functions and the calendar of working days."""

from __future__ import annotations

from pingan.language.calendar import Calendar
from pingan.language.environment import Environment
from pingan.stdlib.calendars import load_calendar
from pingan.stdlib.functions import FUNCTIONS

__all__ = ["standard_environment"]


def standard_environment(*, calendar: Calendar | str | None = "china") -> Environment:
    """The functions that ship and *calendar* (a shipped one by name; None: working days cannot be counted).

    >>> sorted(standard_environment().functions)[:3]
    ['abs', 'ceil', 'end']

    Raises LookupError when no calendar of that name ships.
    """
    chosen = load_calendar(calendar) if isinstance(calendar, str) else calendar
    return Environment({function.name: function for function in FUNCTIONS}, chosen)
