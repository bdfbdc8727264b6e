"""What becomes known of a case, and when it is asked about: steps whose facts each add to those before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, Final, overload
from zoneinfo import ZoneInfo

from attrs import frozen

from pingan.language import types
from pingan.model import nodes as model
from pingan.policy import Policy
from pingan.testing.strategies.drawing import NOTHING, Data, Draw, Drawing
from pingan.testing.strategies.facts import Facts, model_of, without_empty
from pingan.testing.strategies.kept import kept
from pingan.testing.strategies.narrowing import exact_scalar
from pingan.testing.strategies.packages import st
from pingan.testing.strategies.plans import Plan, Plans, plans_of
from pingan.testing.strategies.values import LOWER, written


@frozen
class Step:
    """What is known at the instant *as_of*."""

    as_of: datetime
    facts: Data


@frozen
class Timeline(Sequence[Step]):
    """Steps in the order of their instants; the facts of each allow no world that those before it did not."""

    steps: tuple[Step, ...]

    @overload
    def __getitem__(self, place: int) -> Step: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, place: int | slice) -> Step | tuple[Step, ...]:
        return self.steps[place]

    def __len__(self) -> int:
        return len(self.steps)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)


def timelines(policy: Policy | model.Policy, *, most_steps: int = 4) -> st.SearchStrategy[Timeline]:
    """Sequences of one to *most_steps* steps of one case, at instants around the days and deadlines of *policy*.

    Facts become known, bounds narrow, lists and sets fill and are closed. A day or an instant is told at the earliest
    when it has come: it is taken for that of an event.
    """
    meaning = model_of(policy)
    return _timelines(kept(meaning, "timelines", lambda: _Telling(plans_of(meaning))), most_steps)


Told = Sequence[Any]
"""Of a fact what is said of it at each step, or `NOTHING`."""

_COIN: Final = st.booleans()


class _Telling:
    def __init__(self, plans: Plans) -> None:
        self.plans = plans
        self.world = Facts(plans, "exact")
        self.drawing = Drawing(plans, "exact")
        self.instants = [_instant(moment, plans.zone) for moment in plans.instants]

    def __repr__(self) -> str:
        return ", ".join(self.plans.facts)

    def fields(self, draw: Draw, given: Data, plans: Any, instants: Sequence[datetime]) -> list[Data]:
        told = {name: self.field(draw, value, plans[name], instants) for name, value in given.items()}
        places = range(len(instants))
        return [{n: at[place] for n, at in told.items() if at[place] is not NOTHING} for place in places]

    def field(self, draw: Draw, value: Any, plan: Plan, instants: Sequence[datetime]) -> Told:
        if plan.judgement is not None and isinstance(value, dict) and "value" in value:
            return self._leaf(draw, value, plan, instants)
        match plan.type:
            case types.RecordType() if value is not None:
                return self._record(draw, value, plan, instants)
            case types.ListType():
                return self._list(draw, value, plan, instants)
            case types.SetType() if value is not None:
                return self._set(draw, value, instants)
        return self._leaf(draw, value, plan, instants)

    def _record(self, draw: Draw, value: Data, plan: Plan, instants: Sequence[datetime]) -> Told:
        found: list[Any] = self.fields(draw, value, plan.fields, instants)
        return [NOTHING if each == {} and not plan.optional else each for each in found]

    def _list(self, draw: Draw, value: list[Any], plan: Plan, instants: Sequence[datetime]) -> Told:
        """Elements become known one after the other, and at last that there are no others."""
        assert plan.element is not None
        steps = len(instants)
        elements = [self._element(draw, each, plan.element, instants) for each in value]
        first = sorted(draw(st.integers(0, steps)) for _ in elements)
        closed = draw(st.integers(max(first, default=0), steps))
        if first and first[-1] == steps:
            closed = steps
        found: list[Any] = []
        for place in range(steps):
            known = [told[place] for told, since in zip(elements, first, strict=True) if since <= place]
            if place >= closed:
                found.append(known)
            else:
                found.append({"known": known, "open": True} if known else NOTHING)
        return found

    def _element(self, draw: Draw, value: Any, plan: Plan, instants: Sequence[datetime]) -> Told:
        if isinstance(plan.type, types.RecordType):
            return self.fields(draw, value, plan.fields, instants)
        return [value] * len(instants)

    def _set(self, draw: Draw, value: list[str], instants: Sequence[datetime]) -> Told:
        steps = len(instants)
        first = [draw(st.integers(0, steps)) for _ in value]
        closed = draw(st.integers(max(first, default=0), steps))
        found: list[Any] = []
        for place in range(steps):
            known = [m for m, since in zip(value, first, strict=True) if since <= place]
            found.append(known if place >= closed else {"known": known, "open": True} if known else NOTHING)
        return found

    def _leaf(self, draw: Draw, value: Any, plan: Plan, instants: Sequence[datetime]) -> Told:
        happened = partial(has_come, value, plan, self.plans.zone)
        earliest = next((place for place, now in enumerate(instants) if happened(now)), len(instants))
        since = draw(st.integers(earliest, len(instants)))
        before = self._before(draw, value, plan, instants, since) if since else [NOTHING] * since
        return [*before[:since], *([value] * (len(instants) - since))]

    def _before(self, draw: Draw, value: Any, plan: Plan, instants: Sequence[datetime], since: int) -> list[Any]:
        """What is said of a fact before it is told: nothing, or bounds that it keeps."""
        nothing: list[Any] = [NOTHING] * since
        if value is None or isinstance(value, dict) or not draw(_COIN):
            return nothing
        hint = self._hint(draw, value, plan)
        if hint is None:
            return nothing
        begins = draw(st.integers(0, since))
        return [*nothing[:begins], *([hint] * (since - begins))]

    def _hint(self, draw: Draw, value: Any, plan: Plan) -> Any:
        """Something true of *value* that does not say it; of an event nothing, which nobody foretells."""
        match plan.type:
            case types.EnumType(members=members) if not plan.key:
                other = draw(st.sampled_from(members))
                return {"one_of": list(dict.fromkeys([value, other]))}
            case types.NumberType() | types.DurationType() if not plan.key:
                exact = exact_scalar(value, plan.type)
                lower = [v for v in plan.values if v <= exact] or [exact]
                least = draw(st.sampled_from(lower))
                return {draw(st.sampled_from(LOWER[:1])): written(least, plan.type, self.plans.zone)}
        return None


def has_come(value: Any, plan: Plan, zone: ZoneInfo, now: datetime) -> bool:
    """Whether a fact can be told *now*: a day that has begun, an instant that is not ahead, a judgement made."""
    if isinstance(value, dict) and "at" in value:
        made = value["at"]
        moment = date.fromisoformat(made) if len(made) == len("2016-01-05") else datetime.fromisoformat(made)
        return _instant(moment, zone, first=True) <= now
    if value is None or not isinstance(plan.type, types.DateType | types.DateTimeType):
        return True
    return _instant(exact_scalar(value, plan.type), zone, first=True) <= now


def _instant(moment: date | datetime, zone: ZoneInfo, *, first: bool = False) -> datetime:
    """*moment*; of a day noon, or its first moment."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC) if 1 < moment.year < 9999 else moment
    return datetime.combine(moment, time(0 if first else 12), zone).astimezone(UTC)


@st.composite
def _timelines(draw: Draw, telling: _Telling, most_steps: int) -> Timeline:
    instants = sorted(set(draw(st.lists(st.sampled_from(telling.instants), min_size=1, max_size=most_steps))))
    for _ in range(draw(st.integers(0, most_steps - len(instants)))):
        later = draw(st.sampled_from(_LATER))
        instants.append(instants[-1] + later)
    world = telling.world.draw(draw)
    told = telling.fields(draw, world, telling.plans.facts, instants)
    steps = [Step(now, without_empty(facts, telling.plans)) for now, facts in zip(instants, told, strict=True)]
    return Timeline(tuple(steps))


_LATER: Final = [timedelta(hours=1), timedelta(days=1), timedelta(days=30)]
