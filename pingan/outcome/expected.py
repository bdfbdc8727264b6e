"""Whether what came out is what somebody expected: deadlines, causes, single values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from pingan.language.shapes import Members, Range
from pingan.outcome.nodes import Cause, Finding, Norm


def causes_of(norms: Sequence[Norm]) -> tuple[Cause, ...]:
    """What any of *norms* waits for."""
    return tuple(sorted({c for n in norms for c in n.causes}))


def names_all(causes: Sequence[Cause], wanted: Sequence[str]) -> bool:
    """Whether all of *wanted* are among *causes*."""
    # A scenario names a path through lists without positions: `incidents.kind` is the kind of any of them.
    return set(wanted) <= {re.sub(r"\[\d+\]", "", c.subject) for c in causes}


def only(shape: Range) -> object:
    """The one value of *shape*, or None."""
    interval = shape.interval
    return interval.low if interval is not None and interval.single and not shape.absent else None


def is_deadline(norm: Norm, wanted: date | datetime) -> bool:
    """Whether *norm* has the deadline *wanted*, a day or an instant."""
    deadline = norm.deadline
    if deadline is None or deadline.earliest is None or deadline.earliest != deadline.latest:
        return False
    actual = deadline.earliest
    if isinstance(actual, datetime) and not isinstance(wanted, datetime):
        return actual.astimezone(ZoneInfo(deadline.zone)).date() == wanted
    if isinstance(wanted, datetime) and not isinstance(actual, datetime):
        # A day lasts until its end: 24:00 of it is the same deadline.
        return datetime.combine(actual, time.max, ZoneInfo(deadline.zone)).replace(microsecond=0) == wanted
    return actual == wanted


def is_settled(finding: Finding) -> bool:
    """Whether the value of *finding* is known."""
    shape = finding.value
    match shape:
        case Members(values, absent):
            return values is not None and len(values) + absent == 1
        case Range(interval, absent):
            return interval is None or (interval.single and not absent)
        case None:
            return True
        case _:
            return not finding.causes
