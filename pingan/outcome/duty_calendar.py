"""The calendar of duties as its users hold it: as text, as data, as a file that calendars import."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from pingan.language.dialect import Dialect
from pingan.language.dialects import spoken_language
from pingan.outcome.calendar_data import calendar_data
from pingan.outcome.calendar_ics import calendar_ics
from pingan.outcome.calendar_nodes import DOMAIN, CalendarAnswer, CalendarEntry
from pingan.outcome.calendar_text import calendar_text
from pingan.outcome.to_dict import canonical_json

__all__ = ["CalendarEntry", "DutyCalendar"]


@frozen(eq=False)
class DutyCalendar(CalendarAnswer):
    """Every norm that has a day or an instant in a window. The same question gives the same bytes."""

    def to_text(self, *, language: str | Dialect = "en", full: bool = False) -> str:
        """Plain lines, month by month; what surely does not apply is left out, unless *full*."""
        return calendar_text(self, spoken_language(language, self._dialects), full=full)

    def to_dict(self, *, language: str | Dialect = "en") -> dict[str, object]:
        """Plain data, in the form that ``pingan/outcome/calendar_schema.json`` describes; words are in *language*."""
        return calendar_data(self, spoken_language(language, self._dialects))

    def to_json(self, *, language: str | Dialect = "en") -> str:
        """The canonical text of `to_dict`: the same question gives the same bytes."""
        return canonical_json(self.to_dict(language=language))

    def to_ics(self, *, language: str | Dialect = "en", domain: str = DOMAIN, stamp: datetime | None = None) -> bytes:
        """An iCalendar file of what applies, or may, or will: an event a duty and period, with a UID that stays.

        Who keeps several such calendars side by side gives each a *domain* of its own (``pool-a.example``).
        *stamp* is the instant of the file; without one it is the instant asked about. Raises MissingPackage when the
        package ``icalendar`` (``pip install "pingan[calendar]"``) is not there.
        """
        return calendar_ics(self, spoken_language(language, self._dialects), domain=domain, stamp=stamp)
