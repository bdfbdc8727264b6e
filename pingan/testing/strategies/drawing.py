"""How a plan is drawn: one choice a fact, in which what is simpler stands first, so that failures shrink to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import partial
from typing import Any, Final, Literal

from attrs import field, frozen

from pingan.boundaries.nodes import FactPath
from pingan.language import types
from pingan.testing.strategies.packages import st
from pingan.testing.strategies.plans import Plan, Plans
from pingan.testing.strategies.values import LOWER, UPPER, inside, written
from pingan.testing.strategies.values import declared as declared_range
from pingan.testing.strategies.whatever import whatever

Draw = Callable[[st.SearchStrategy[Any]], Any]
Data = dict[str, Any]
Drawn = Callable[[Draw], Any]
"""Draws a value in the form of a fact file, or `NOTHING`."""

Known = Literal["partly", "exact", True]
"""``partly``: facts may be left out, bounded or open. ``exact``: left out, or known. True: known, all of them."""


class _Nothing:
    def __repr__(self) -> str:
        return "not given"


NOTHING: Final = _Nothing()

_Alternative = tuple[Any, Drawn | None]
"""A value that is ready, or what draws one."""


@frozen(eq=False)
class Drawing:
    """Makes what draws facts by *plans*, as far as they are to be *known*."""

    plans: Plans
    known: Known
    forced: Mapping[FactPath, tuple[Any, ...] | None] = field(factory=dict, repr=False)
    """Facts that must be given, with the exact values that they may have (None: records on the way to some)."""
    writable: bool = False
    """Only what a scenario has words for: no seconds, no set bounded from above, no period of which an end is open."""
    kept: dict[int, Drawn] = field(factory=dict, repr=False)

    # --- what may be left out ---------------------------------------------------------------------------------------

    def of(self, plan: Plan) -> Drawn:
        """What draws the fact or field of *plan*, perhaps as not given."""
        if plan.path in self.forced:
            return self._forced(plan, self.forced[plan.path])
        ready: list[_Alternative] = []
        if plan.judgement is not None:
            ready = self._judged(plan)
        elif isinstance(plan.type, types.RecordType):
            record = self.value(plan)
            ready = [(None, record)] * 7
        else:
            ready = self._alternatives(plan)
        if plan.optional and plan.judgement is None:
            ready += [(None, None)] * max(1, len(ready) // 6)
        if self.known is not True:
            share = 6 if isinstance(plan.type, types.RecordType | types.ListType) else 2
            ready = [(NOTHING, None)] * max(1, len(ready) // share) + ready
        return _one(ready)

    def _forced(self, plan: Plan, values: tuple[Any, ...] | None) -> Drawn:
        if values is None:
            return self.value(plan)
        if isinstance(plan.type, types.SetType):
            return _one([(None, partial(_copied, value)) for value in values])
        return _one([(self.written(value, plan.type), None) for value in values])

    def value(self, plan: Plan) -> Drawn:
        """What draws a value of *plan*'s type."""
        found = self.kept.get(id(plan))
        if found is None:
            found = self.kept[id(plan)] = self._value(plan)
        return found

    def _value(self, plan: Plan) -> Drawn:
        if isinstance(plan.type, types.RecordType):
            fields = [(name, self.of(inner)) for name, inner in plan.fields.items()]
            return lambda draw: {name: v for name, one in fields if (v := one(draw)) is not NOTHING}
        return _one(self._alternatives(plan))

    def _judged(self, plan: Plan) -> list[_Alternative]:
        """A plain value counts; else somebody says so, and perhaps when."""
        assert plan.judgement is not None
        value = self.value(plan)
        authorities = [a for a in plan.judgement.authorities or self.plans.actors if a in self.plans.actors]
        if not authorities:
            return [(None, value)]
        by = st.sampled_from(authorities)
        moments: Sequence[date | datetime] = self.plans.made_at
        if self.known is not True:
            moments = (*moments, *self.plans.instants[:4])
        at = st.sampled_from([self._instant(moment) for moment in moments])
        return [
            *([(None, value)] * 2),
            (None, lambda draw: {"value": value(draw), "by": draw(by)}),
            (None, lambda draw: {"value": value(draw), "by": draw(by), "at": draw(at)}),
        ]

    def _instant(self, moment: date | datetime) -> str:
        found: str = written(moment, types.DATETIME, self.plans.zone)
        return found

    # --- values -----------------------------------------------------------------------------------------------------

    def _alternatives(self, plan: Plan) -> list[_Alternative]:
        match plan.type:
            case types.ListType():
                return self._lists(plan)
            case types.SetType(element=element):
                return self._sets(plan, element)
            case types.PeriodType():
                return self._periods(plan)
        return self._scalars(plan)

    def _scalars(self, plan: Plan) -> list[_Alternative]:
        values = plan.values
        if self.writable and isinstance(plan.type, types.DurationType):
            values = tuple(dict.fromkeys(minute * 60 for v in values for minute in (v // 60, -(-v // 60))))
        ready: list[_Alternative] = [(self.written(value, plan.type), None) for value in values]
        further = whatever(plan, self.plans.zone)
        if further is not None:
            ready += [(None, lambda draw: self.written(draw(further), plan.type))] * max(1, len(plan.values) // 8)
        if self.known == "partly" and not plan.key and not isinstance(plan.type, types.BooleanType):
            ready += [(None, self._bounded(plan))] * max(1, len(plan.values) // 4)
        return ready

    def written(self, value: Any, type_: types.Type) -> Any:
        return written(value, type_, self.plans.zone)

    def _bounded(self, plan: Plan) -> Drawn:
        type_, values = plan.type, plan.values
        if isinstance(type_, types.EnumType):
            values = type_.members
        elif isinstance(type_, types.ActorType):
            values = self.plans.actors
        if isinstance(type_, types.TextType | types.ActorType | types.EnumType):
            several = st.lists(st.sampled_from(values or ("a",)), min_size=1, max_size=3, unique=True)
            return lambda draw: {"one_of": draw(several)}
        if self.writable and isinstance(type_, types.DurationType):
            values = tuple(v // 60 * 60 for v in values)
        ends = st.sampled_from(sorted(values))
        form = st.sampled_from(["low", "high", "both"])

        def bounded(draw: Draw) -> Any:
            shape = draw(form)
            one, other = draw(ends), draw(ends) if shape == "both" else None
            low, high = (one, other) if other is None or one <= other else (other, one)
            bounds: Data = {}
            if shape != "high":
                bounds[draw(_LOWER)] = low
            if shape != "low":
                bounds[draw(_UPPER)] = low if shape == "high" else high
            told = bounds if leaves_some(bounds, type_) else one
            return {n: self.written(v, type_) for n, v in told.items()} if told is bounds else self.written(one, type_)

        return bounded

    def _sets(self, plan: Plan, element: types.Type) -> list[_Alternative]:
        members = element.members if isinstance(element, types.EnumType) else self.plans.actors
        ready: list[_Alternative] = [(None, partial(_copied, value)) for value in plan.values]
        if not members:
            return ready
        some = st.lists(st.sampled_from(members), unique=True, max_size=3)
        ready.append((None, lambda draw: draw(some)))
        if self.known == "partly":
            each = st.sampled_from(plan.values)
            ready.append((None, lambda draw: {"known": list(draw(each)), "open": True}))
            if not self.writable:
                ready.append((None, lambda draw: {"known": list(draw(each)), "possible": draw(some)}))
        return ready

    def _lists(self, plan: Plan) -> list[_Alternative]:
        assert plan.element is not None
        element = self.value(plan.element)
        fields = plan.element.fields
        key = next((name for name, inner in fields.items() if inner.key), None)

        def listed(size: int, draw: Draw) -> list[Any]:
            found = [element(draw) for _ in range(size)]
            if key is not None:
                tell_apart(found, key, fields[key])
            return found

        def open_list(size: int, draw: Draw) -> Data:
            return {"known": listed(size, draw), "open": True}

        ready: list[_Alternative] = [(None, partial(listed, n)) for n in plan.sizes]
        if self.known == "partly":
            ready += [(None, partial(open_list, n)) for n in dict.fromkeys(plan.sizes)]
        return ready

    def _periods(self, plan: Plan) -> list[_Alternative]:
        days = st.lists(st.sampled_from(plan.values), min_size=2, max_size=2).map(sorted)
        day = st.sampled_from([d.isoformat() for d in plan.values])

        def both(draw: Draw) -> Data:
            first, last = draw(days)
            return {"from": first.isoformat(), "until": last.isoformat()}

        ready: list[_Alternative] = [
            (None, both),
            (None, both),
            (None, lambda draw: {"from": draw(day), "until": None}),
            (None, lambda draw: {"from": None, "until": draw(day)}),
        ]
        if self.known == "partly" and not self.writable:
            ready += [(None, lambda draw: {"from": draw(day)}), (None, lambda draw: {"until": draw(day)})]
        return ready


_LOWER = st.sampled_from(LOWER)
_UPPER = st.sampled_from(UPPER)


def _copied(value: Sequence[str], draw: Draw) -> list[str]:
    return list(value)


def _one(alternatives: Sequence[_Alternative]) -> Drawn:
    if len(alternatives) == 1:
        value, only = alternatives[0]
        return only or (lambda draw: value)
    pick = st.sampled_from(alternatives)

    def one(draw: Draw) -> Any:
        value, made = draw(pick)
        return value if made is None else made(draw)

    return one


def tell_apart(elements: Sequence[Any], key: str, plan: Plan, given: Mapping[int, Any] | None = None) -> None:
    """No two elements of a list have one key: one that is taken gives way, but for those *given*, by place."""
    kept = given or {}
    taken: set[Any] = set(kept.values())
    for place, element in enumerate(elements):
        drawn = element.get(key) if isinstance(element, dict) else None
        if drawn is None or place in kept:
            continue
        if isinstance(drawn, dict) or drawn in taken:
            drawn = _another(taken, plan, place + 1)
        if drawn is None:
            del element[key]
        else:
            element[key] = drawn
            taken.add(drawn)


def _another(taken: set[Any], plan: Plan, place: int) -> Any:
    """A key that no element has; None where it is not known which there are."""
    match plan.type:
        case types.TextType():
            return next(t for n in range(place, place + len(taken) + 1) if (t := f"no. {n}") not in taken)
        case types.EnumType(members=members):
            return next((m for m in members if m not in taken), None)
        case types.NumberType(integer=True, interval=interval):
            first = plan.values[-1] if plan.values else 0
            numbers = (n for size in range(1, len(taken) + 2) for n in (first + size, first - size))
            return next((n for n in numbers if n not in taken and inside(n, interval)), None)
    return None


def leaves_some(bounds: Mapping[str, Any], type_: types.Type) -> bool:
    """Whether some value of *type_* lies within *bounds* (of exact values)."""
    low = max((bounds[n] for n in LOWER if n in bounds), default=None)
    high = min((bounds[n] for n in UPPER if n in bounds), default=None)
    candidates = [end for end in (low, high) if end is not None]
    interval = declared_range(type_)
    candidates += [end for end in (interval.low, interval.high) if end is not None]
    candidates += [step(end, type_, by) for end in candidates for by in (1, -1)]
    return any(v is not None and fits(v, bounds) and inside(v, interval) for v in candidates)


def step(value: Any, type_: types.Type, by: int) -> Any:
    """The value of *type_* beside *value*; None past the ends of the calendar."""
    try:
        match type_:
            case types.NumberType(integer=True):
                return value + by
            case types.DateType():
                return value + timedelta(days=by)
            case types.DateTimeType():
                return value + timedelta(seconds=by)
            case types.DurationType():
                return value + by
        return value + Fraction(by, 1000)
    except OverflowError:
        return None


def fits(value: Any, bounds: Mapping[str, Any]) -> bool:
    """Whether *value* is within *bounds*."""
    return (
        ("at_least" not in bounds or value >= bounds["at_least"])
        and ("more_than" not in bounds or value > bounds["more_than"])
        and ("at_most" not in bounds or value <= bounds["at_most"])
        and ("less_than" not in bounds or value < bounds["less_than"])
    )
