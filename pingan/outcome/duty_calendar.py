"""The calendar of duties as its users hold it: as text, as data, as a file that calendars import."""

from __future__ import annotations

from attrs import frozen

from pingan.outcome.calendar_nodes import CalendarAnswer, CalendarEntry

__all__ = ["CalendarEntry", "DutyCalendar"]


@frozen(eq=False)
class DutyCalendar(CalendarAnswer):
    """Every norm that has a day or an instant in a window. The same question gives the same bytes."""
