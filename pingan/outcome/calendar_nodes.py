"""The calendar of duties: every norm that has a day or an instant in a window, and how it stands.

A *calendar* alone, in this library, says which days are worked; a calendar of duties says what is to be done by when.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from attrs import field, frozen

from pingan.language.dialects import Dialects, core_dialects
from pingan.language.shapes import Truth
from pingan.model.nodes import Policy
from pingan.outcome.nodes import Cause, Deadline, Norm, PolicyStatus

DOMAIN: Final = "pingan.invalid"
"""What the UIDs of events in calendar files end with, when nobody says otherwise."""


@frozen
class CalendarEntry:
    """A norm and its place in a calendar.

    *uid* stays the same however facts and instants change, as long as it is the same norm (policy, rule, place,
    element, period, bearer). *applies* says whether it applies, as far as the facts say; of a rule that is *coming*
    (not yet in force as of the instant asked about, but by the deadline), whether it will. *in_force* are the first
    and the last day in force (None: no such day).
    """

    uid: str
    norm: Norm
    applies: Truth
    coming: bool
    in_force: tuple[date | None, date | None]
    causes: tuple[Cause, ...] = ()
    """What its states wait for; of a rule that is coming, what its applying waits for."""

    @property
    def deadline(self) -> Deadline | None:
        return self.norm.deadline

    @property
    def first(self) -> date | None:
        """The first day that the deadline may be on, in the zone of the rule; None: no bound."""
        return _day(self.norm.deadline.earliest) if self.norm.deadline else None

    @property
    def last(self) -> date | None:
        """The last day that the deadline may be on, in the zone of the rule; None: no bound."""
        return _day(self.norm.deadline.latest) if self.norm.deadline else None

    @property
    def is_settled(self) -> bool:
        """Whether the deadline is one day or one instant."""
        deadline = self.norm.deadline
        return deadline is not None and deadline.earliest is not None and deadline.earliest == deadline.latest

    @property
    def is_relevant(self) -> bool:
        """Whether it applies, or may, or will once it is in force."""
        return self.applies is not Truth.FALSE or self.norm.applies is not Truth.FALSE

    @property
    def key(self) -> tuple[object, ...]:
        """What entries are sorted by: the first day that the deadline may be on, then the norm."""
        deadline = self.norm.deadline
        known = [end for end in (deadline.earliest, deadline.latest) if end is not None] if deadline else []
        moment = known[0] if known else date.max
        return (_day(moment), moment.isoformat(), self.norm.key, self.uid)


@frozen(eq=False)
class CalendarAnswer:
    """The data of a calendar of duties. Entries are sorted by day, those *undated* by norm.

    *has_facts* says whether facts were given at all: without them entries are told with their conditions instead of
    their states. *undated* are norms whose deadline is no day yet: it counts from something that is not known or has
    not happened, or (of a recurring norm) from a day or by a length that nothing says.
    """

    start: date
    end: date
    as_of: date | datetime
    has_facts: bool
    entries: tuple[CalendarEntry, ...]
    undated: tuple[CalendarEntry, ...]
    policies: tuple[PolicyStatus, ...]
    record: Mapping[str, object]
    _model: Policy = field(repr=False)
    """The policies asked: labels, conditions and clauses for the texts."""
    _dialects: Dialects = field(factory=core_dialects, repr=False, kw_only=True)

    @property
    def relevant(self) -> tuple[CalendarEntry, ...]:
        """The entries that apply, or may, or will once they are in force."""
        return tuple(entry for entry in self.entries if entry.is_relevant)


def _day(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
