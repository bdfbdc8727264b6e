"""Instants as people write them. Light: zones and errors are imported where they are needed."""

from __future__ import annotations

from pingan.masks.clock import date, datetime


def parse_instant(text: str, zone: str) -> date | datetime:
    """A date, or an instant (without an offset: in *zone*), from ISO text. Raises FactError for anything else.

    >>> parse_instant("2016-01-05", "Asia/Shanghai")
    datetime.date(2016, 1, 5)
    >>> parse_instant("2016-01-05T10:30", "Asia/Shanghai").isoformat()
    '2016-01-05T10:30:00+08:00'
    """
    try:
        if len(text) <= 10:
            return date.fromisoformat(text)
        instant = datetime.fromisoformat(text)
        if instant.tzinfo:
            return instant
        from zoneinfo import ZoneInfo

        return instant.replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        from pingan.diagnostics.errors import FactError, FactProblem

        problem = FactProblem("as_of", f"`{text[:64]}` is no instant", "write `2016-01-05` or `2016-01-05T10:30+08:00`")
        raise FactError((problem,)) from None
