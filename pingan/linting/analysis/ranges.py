"""What the declared range of a fact says about a test of it, in words."""

from __future__ import annotations

from pingan.language import types
from pingan.language.shapes import Interval
from pingan.matching.regions import held
from pingan.model import nodes as m


def told_range(test: m.Expression) -> str | None:
    """What the type of the one thing that *test* is about says of it: ``depth_cm is at least 0``; None: nothing."""
    known = held(test)
    if known is None:
        return None
    subject = known[0]
    name = subject.span.text
    if not name or "\n" in name:
        return None
    match subject.type:
        case types.NumberType(interval=interval) if interval != Interval():
            return f"`{name}` is {_told(interval)}"
        case types.EnumType(members=members) if known[1] == "in" and len({*known[2]}) == len(members):
            return "every member is named"
    return None


def _told(interval: Interval) -> str:
    ends = []
    if interval.low is not None:
        ends.append(f"{'more than' if interval.low_open else 'at least'} {interval.low}")
    if interval.high is not None:
        ends.append(f"{'less than' if interval.high_open else 'at most'} {interval.high}")
    return " and ".join(ends)
