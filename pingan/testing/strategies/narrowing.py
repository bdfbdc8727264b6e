"""Facts that add to given ones: fewer worlds are possible, and whatever was known stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import field, frozen
from hypothesis import reject

from pingan.language import types
from pingan.program.fact_places import Place
from pingan.program.fact_values import Wrong, scalar
from pingan.testing.strategies.drawing import NOTHING, Data, Draw, Drawing, fits, leaves_some, step, tell_apart
from pingan.testing.strategies.packages import st
from pingan.testing.strategies.plans import Plan, Plans
from pingan.testing.strategies.values import LOWER, UPPER, inside, written
from pingan.testing.strategies.values import declared as declared_range

_COIN = st.booleans()


@frozen(eq=False)
class Narrowing:
    """Narrows facts in canonical form: *plans* are of the whole vocabulary, *read* of what the policy reads.

    *drawing* draws what was not given. With *known* nothing is left open of what the policy reads or was given.
    """

    plans: Plans
    read: Plans
    drawing: Drawing
    known: bool
    drawn: dict[int, Any] = field(factory=dict, repr=False)

    def narrowed(self, draw: Draw, given: Mapping[str, Any]) -> Data:
        return self._fields(draw, given, self.plans.facts, self.read.facts)

    def _fields(
        self, draw: Draw, given: Mapping[str, Any], plans: Mapping[str, Plan], read: Mapping[str, Plan]
    ) -> Data:
        found: Data = {}
        for name, plan in plans.items():
            if name in given:
                found[name] = self._given(draw, given[name], plan, read.get(name))
            elif name in read and (value := self._more(draw, read[name])) is not NOTHING:
                found[name] = value
        return found

    def _more(self, draw: Draw, plan: Plan) -> Any:
        made = self.drawn.get(id(plan))
        if made is None:
            made = self.drawn[id(plan)] = self.drawing.of(plan)
        return made(draw)

    def _given(self, draw: Draw, given: Any, plan: Plan, read: Plan | None) -> Any:
        if given is None:
            return None
        if plan.judgement is not None and isinstance(given, dict) and "value" in given:
            return {**given, "value": self._value(draw, given["value"], plan, read)}
        return self._value(draw, given, plan, read)

    def _value(self, draw: Draw, given: Any, plan: Plan, read: Plan | None) -> Any:
        match plan.type:
            case types.RecordType():
                return self._fields(draw, given, plan.fields, read.fields if read else {})
            case types.ListType():
                return self._list(draw, given, plan, read)
            case types.SetType(element=element):
                return self._set(draw, given, plan, element)
            case types.PeriodType():
                return self._period(draw, given, plan)
        if not isinstance(given, dict):
            return given
        if not self.known and draw(_COIN):
            return given
        return self._scalar(draw, given, plan)

    # --- single values ----------------------------------------------------------------------------------------------

    def _scalar(self, draw: Draw, given: Mapping[str, Any], plan: Plan) -> Any:
        if not given:  # a judgement that says nothing yet
            return draw(st.sampled_from([self._written(v, plan.type) for v in plan.values]))
        if "one_of" in given:
            if self.known or draw(_COIN):
                return draw(st.sampled_from(self._of_members(given["one_of"], plan.type)))
            return {"one_of": draw(st.lists(st.sampled_from(given["one_of"]), min_size=1, unique=True))}
        bounds = {name: exact_scalar(value, plan.type) for name, value in given.items()}
        choices = within(bounds, plan)
        if not choices:
            if self.known:
                reject()
            return given
        chosen = draw(st.sampled_from(choices))
        if self.known or draw(_COIN):
            return self._written(chosen, plan.type)
        tighter = {n: v for n, v in bounds.items() if n not in LOWER} | {"at_least": chosen}
        if not leaves_some(tighter, plan.type):
            return given
        return {name: self._written(value, plan.type) for name, value in tighter.items()}

    def _of_members(self, possible: list[str], type_: types.Type) -> list[str]:
        return sorted(possible, key=type_.members.index) if isinstance(type_, types.EnumType) else list(possible)

    def _written(self, value: Any, type_: types.Type) -> Any:
        return written(value, type_, self.plans.zone)

    # --- several ----------------------------------------------------------------------------------------------------

    def _list(self, draw: Draw, given: Any, plan: Plan, read: Plan | None) -> Any:
        assert plan.element is not None
        element, of_read = plan.element, read.element if read else None
        is_open = isinstance(given, dict)
        listed = [self._given(draw, x, element, of_read) for x in (given["known"] if is_open else given)]
        if is_open and of_read is not None:
            listed += [self.drawing.value(of_read)(draw) for _ in range(draw(_FEW))]
        key = next((name for name, inner in element.fields.items() if inner.key), None)
        if key is not None:
            before = enumerate(given["known"] if is_open else given)
            kept = {place: x[key] for place, x in before if not isinstance(x.get(key, {}), dict)}
            tell_apart(listed, key, element.fields[key], kept)
        return {"known": listed, "open": True} if is_open and not self.known and draw(_COIN) else listed

    def _set(self, draw: Draw, given: Any, plan: Plan, element: types.Type) -> Any:
        if not isinstance(given, dict):
            return given
        members = element.members if isinstance(element, types.EnumType) else self.plans.actors
        surely = list(given["known"])
        possible = [x for x in given.get("possible", members) if x not in surely]
        surely += draw(st.lists(st.sampled_from(possible), unique=True)) if possible else []
        if self.known or draw(_COIN):
            return surely
        left = [x for x in possible if x not in surely]
        return {"known": surely, "possible": [*surely, *(x for x in left if draw(_COIN))]}

    def _period(self, draw: Draw, given: Mapping[str, Any], plan: Plan) -> Data:
        found: Data = {}
        day = Plan(plan.path, types.DATE, values=plan.values)
        for name in ("from", "until"):
            if isinstance(end := given.get(name), dict):
                found[name] = self._scalar(draw, end, day) if self.known or draw(_COIN) else end
            elif name in given or self.known or draw(_COIN):
                found[name] = end
        if isinstance(first := found.get("from"), str) and isinstance(last := found.get("until"), str) and last < first:
            return dict(given) if not self.known else {"from": first, "until": first}
        return found


_FEW = st.integers(0, 1)


def exact_scalar(given: Any, type_: types.Type) -> Any:
    """A value of a fact file in canonical form, as it is compared."""
    if isinstance(type_, types.NumberType | types.DurationType | types.DateType | types.DateTimeType):
        found = scalar(given, type_, Place(""))
        assert not isinstance(found, Wrong), found
        return found
    return given


def within(bounds: Mapping[str, Any], plan: Plan) -> list[Any]:
    """Some values within *bounds*, the policy's own first; none where no room was found."""
    low = max((bounds[n] for n in LOWER if n in bounds), default=None)
    high = min((bounds[n] for n in UPPER if n in bounds), default=None)
    interval = declared_range(plan.type)
    ends = [end for end in (low, high, interval.low, interval.high) if end is not None]
    found = [*plan.values, *ends, *(step(end, plan.type, by) for end in ends for by in (1, -1))]
    for least in (low, interval.low):
        for most in (high, interval.high):
            if least is not None and most is not None and not _is_whole(plan.type):
                found.append(_middle(least, most))
    fitting = (v for v in found if v is not None and fits(v, bounds) and inside(v, interval))
    return list(dict.fromkeys(fitting))


def _is_whole(type_: types.Type) -> bool:
    return isinstance(type_, types.DateType) or (isinstance(type_, types.NumberType) and type_.integer)


def _middle(low: Any, high: Any) -> Any:
    if isinstance(low, int | Fraction):
        middle = Fraction(low + high) / 2
        return middle.numerator if middle.denominator == 1 else middle
    return low + (high - low) / 2
