"""What a policy is read and run with: functions and a calendar, given and never global."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from pingan.language.calendar import Calendar
from pingan.language.function import Function


@frozen
class Environment:
    """*functions* by canonical name; *calendar* counts working days (None: every working-day deadline is open)."""

    functions: Mapping[str, Function]
    calendar: Calendar | None = None
