"""What may be said next about what is open: each cause, answered by every value worth trying."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from attrs import define, evolve

from pingan.boundaries import Boundaries
from pingan.language import types
from pingan.model import constants
from pingan.model import nodes as model
from pingan.outcome.nodes import Cause
from pingan.witnesses.changes import Steps, declared_at, is_given, names_of, steps_of, value_at, with_value
from pingan.witnesses.nodes import Case

LONGEST: Final = 12
"""Elements of a list that is made up."""

_DAY: Final = timedelta(days=1)
_KEYS: Final = ("A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L")


@define(eq=False)
class Refiner:
    """Turns causes into cases that say more than the one before."""

    policy: model.Policy
    boundaries: Boundaries

    def refined(self, case: Case, cause: Cause) -> Iterator[tuple[Case, bool]]:
        """*case* with *cause* answered, each way that is worth trying; and whether by an instant beside another."""
        if cause.kind in ("missing", "bounded", "open", "judgement"):
            steps = steps_of(cause.subject)
            for value in self.values(steps, case):
                yield evolve(case, facts=with_value(case.facts, steps, value)), is_beside(value)
        else:
            for refined in self._refined(case, cause):
                yield refined, refined.as_of != case.as_of and is_beside(refined.as_of)

    def _refined(self, case: Case, cause: Cause) -> Iterator[Case]:
        match cause.kind:
            case "parameter" | "reading":
                for value in self.boundaries.settings.get(cause.subject, ()):
                    yield evolve(case, settings={**case.settings, cause.subject: value})
            case "first_held":
                for moment in self._beginnings(cause.subject, case.as_of):
                    yield evolve(case, since={**case.since, cause.subject: moment})
            case "time_of_day":
                yield from self._at_some_time(case, cause.subject)
            case _:
                return

    # --- facts --------------------------------------------------------------------------------------------------------

    def values(self, steps: Steps, case: Case) -> Iterator[Any]:
        """Values worth trying at *steps*, but for the one that stands there."""
        declared, kind = declared_at(steps, self.policy.vocabulary)
        held = _unless_missing(case.facts, steps)
        for value in self._values(steps, declared, kind, case):
            if not (type(value) is type(held) and value == held):
                yield value

    def _values(self, steps: Steps, declared: model.Field, kind: types.Type, case: Case) -> Iterator[Any]:
        names = names_of(steps)
        is_element = isinstance(steps[-1], int)
        if isinstance(kind, types.ListType):
            yield from self._lists(names, kind.element)
        elif isinstance(kind, types.RecordType):
            if not is_given(case.facts, steps):
                yield {}
        else:
            known = self.boundaries.values.get(names, ())
            yield from (value for value in known if value is not None)
            if declared.key and isinstance(kind, types.TextType):
                yield from (key for key in _KEYS if key not in known)
        if declared.optional and declared.judgement is None and not is_element:
            yield None

    def _lists(self, names: tuple[str, ...], element: types.Type) -> Iterator[list[Any]]:
        sizes = self.boundaries.sizes.get(names, (1, 0, 2))
        if isinstance(element, types.RecordType):
            yield from ([{} for _ in range(size)] for size in sizes if size <= LONGEST)
            return
        values = [value for value in self.boundaries.values.get(names, ()) if value is not None]
        yield from ([value] for value in values[:6])
        yield []
        yield from ([first, second] for first in values[:3] for second in values[:3] if first != second)
        yield from (list(values[:size]) for size in sizes if 2 < size <= len(values))

    # --- instants -----------------------------------------------------------------------------------------------------

    def _beginnings(self, key: str, as_of: date | datetime) -> Iterator[date | datetime]:
        """When a rule may first have held: now, just within its deadlines and just after them, long ago."""
        yield as_of
        rule = self.policy.rules.get(key)
        for norm in rule.norms if rule else ():
            if isinstance(norm.deadline, model.Within) and norm.deadline.duration is not None:
                length = length_of(norm.deadline.duration)
                yield from earlier(as_of, (length, length + _DAY, length * 2 + _DAY))
        yield from earlier(as_of, (_DAY, 30 * _DAY, 400 * _DAY))

    def _at_some_time(self, case: Case, subject: str) -> Iterator[Case]:
        if subject != "as_of":
            steps = steps_of(subject)
            if steps[0] in self.policy.vocabulary.facts:
                for value in self.values(steps, case):
                    yield evolve(case, facts=with_value(case.facts, steps, value))
            return
        if isinstance(case.as_of, datetime):
            return
        for moment in self.times_of(case.as_of):
            yield evolve(case, as_of=moment)

    def times_of(self, day: date) -> Iterator[datetime]:
        """Instants of *day*: noon, those that the policy knows, its first and its last second."""
        zone = ZoneInfo(next((header.zone for header in self.policy.headers.values()), "UTC"))
        yield datetime.combine(day, time(12), zone)
        for moment in self.boundaries.instants:
            if isinstance(moment, datetime) and moment.astimezone(zone).date() == day:
                yield moment.astimezone(zone)
        yield datetime.combine(day, time(0), zone)
        yield datetime.combine(day, time(23, 59, 59), zone)


def _unless_missing(facts: Mapping[str, object], steps: Steps) -> Any:
    return value_at(facts, steps) if is_given(facts, steps) else ...


def is_beside(value: object) -> bool:
    """Whether it is an instant with seconds: no document names such a one, it lies beside another."""
    return isinstance(value, datetime) and bool(value.second)


def length_of(duration: model.Duration) -> timedelta:
    """A length as time; of months and working days somewhat more."""
    seconds = constants.seconds(duration)
    days = {"month": 31, "working_day": 2}.get(duration.unit, 1)
    try:
        if seconds is None:
            return timedelta(days=int(duration.amount) * days)
        return timedelta(microseconds=int(seconds * 1_000_000))
    except OverflowError:
        return timedelta(days=36_500)


def earlier(moment: date | datetime, lengths: Iterable[timedelta]) -> Iterator[date | datetime]:
    """*moment* less each of *lengths*."""
    for length in lengths:
        try:
            yield moment - length
        except OverflowError:
            continue
