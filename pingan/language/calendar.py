"""Working days: a dated table and where it was taken from."""

from __future__ import annotations

from datetime import date

from attrs import frozen


@frozen
class Calendar:
    """Which days are worked, from *first* to *last*; outside that range nobody knows.

    *holidays* are weekdays off, *workdays* weekend days worked.
    """

    name: str
    first: date
    last: date
    holidays: frozenset[date]
    workdays: frozenset[date]
    sources: tuple[str, ...]
    digest: str = ""

    def is_working_day(self, day: date) -> bool | None:
        """Whether *day* is worked; None outside the table."""
        if not self.first <= day <= self.last:
            return None
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)
