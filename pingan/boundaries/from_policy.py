"""The boundaries of a policy: what its facts are held against, with what lies beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Final

from pingan.boundaries.constants import Constants, instant_at, is_number
from pingan.boundaries.nodes import Boundaries, FactPath
from pingan.boundaries.slots import Held, Slot, Value, paths
from pingan.boundaries.walking import Walk, beside_day
from pingan.language import types
from pingan.language.shapes import Interval
from pingan.language.to_data import length_text
from pingan.model import nodes as model

if TYPE_CHECKING:
    from pingan.policy import Policy

ORDINARY: Final = date(2016, 6, 1)
"""The day to ask about where a policy names no day at all: a Wednesday that no calendar makes special."""

MOST_DIGITS: Final = 20
"""Digits behind the point that a constant's neighbours differ from it by."""

MOST_PATHS: Final = 5_000
"""Facts, and fields of them, that are looked at."""

_SMALL: Final = Fraction(1, 100)
_FEW: Final = 4
_SECOND: Final = timedelta(seconds=1)
_OTHER_TEXTS: Final = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
"""More than the constants that are kept of one fact: two of them are always free."""


def boundaries_of(policy: Policy) -> Boundaries:
    """Values worth trying for each fact that *policy* reads, and instants worth asking about; always the same ones.

    >>> import pingan
    >>> text = "policy p fact depth: integer >= 0 actor a action b rule r { when depth >= 30 then a must b }"
    >>> boundaries_of(pingan.load(pingan.Source("p.rules", text))).values
    {('depth',): (30, 29, 31)}
    """
    return boundaries_of_model(policy.model)


def boundaries_of_model(policy: model.Policy) -> Boundaries:
    """As `boundaries_of`, of what a policy means."""
    held = Held()
    held.instants.extend(ordinary_days(policy))
    zone = next((header.zone for header in policy.headers.values()), "UTC")
    for _ in range(2):
        constants = Constants(policy, held)
        Walk(policy, held, constants, zone).everything()
    values: dict[FactPath, tuple[object, ...]] = {}
    sizes: dict[FactPath, tuple[int, ...]] = {}
    places = {**dict.fromkeys(held.constants), **dict.fromkeys(held.sizes)}
    for path, declared, slot in _placed(policy.vocabulary, places):
        if isinstance(declared.type, types.ListType):
            sizes[path] = _sizes(held.sizes.get(slot, ()))
        inner = declared.type.element if isinstance(declared.type, types.ListType) else declared.type
        if isinstance(inner, types.RecordType):
            if declared.optional:
                values[path] = (None,)
            continue
        found = tuple(_values(inner, held.constants.get(slot, ()), policy, held.instants[0], zone))
        values[path] = (*found, None) if declared.optional else found
    settings = {key: tuple(_settings(parameter, held, policy, zone)) for key, parameter in policy.parameters.items()}
    settings |= {key: Constants(policy, held).readings(key) for key in policy.interpretations}
    settings = {key: found for key, found in settings.items() if found}
    return Boundaries(values, sizes, settings, tuple(_instants(held.instants)))


def _placed(vocabulary: model.Vocabulary, slots: dict[Slot, None]) -> Iterator[tuple[FactPath, model.Field, Slot]]:
    for path, declared in islice(paths(vocabulary, slots), MOST_PATHS):
        yield path, declared, _slot(path, vocabulary)


def _slot(path: FactPath, vocabulary: model.Vocabulary) -> Slot:
    slot = "", path[0]
    declared = vocabulary.facts[path[0]].field
    for name in path[1:]:
        assert declared is not None
        inner = declared.type.element if isinstance(declared.type, types.ListType) else declared.type
        assert isinstance(inner, types.RecordType)
        slot = inner.name, name
        declared = vocabulary.records[inner.name].fields[name]
    return slot


# --- instants -------------------------------------------------------------------------------------------------------


def ordinary_days(policy: model.Policy) -> tuple[date, ...]:
    """For each policy loaded a day on which it is in force; that on which most of them are first."""
    constants = Constants(policy, Held())
    spans = [
        period
        for header in policy.headers.values()
        if header.in_force is not None and header.in_force.tested is None
        for period in constants.periods(header.in_force.period)[:1]
    ]
    days = dict.fromkeys(ordinary_day(first, last) for first, last in spans)
    spread = sorted(days, key=lambda day: -sum(_within(day, span) for span in spans))
    return tuple(spread) or (ORDINARY,)


def ordinary_day(first: date | None, last: date | None) -> date:
    """A day from *first* until *last*: a fortnight after the first, or what comes near it."""
    if first is None:
        return ORDINARY if last is None or last >= ORDINARY else last
    try:
        day = first + timedelta(days=14)
    except OverflowError:
        return first
    return day if last is None or day <= last else first


def _within(day: date, span: tuple[date | None, date | None]) -> bool:
    first, last = span
    return (first is None or first <= day) and (last is None or day <= last)


def _instants(found: Iterable[date | datetime]) -> Iterator[date | datetime]:
    """Each day between its neighbours, each instant, and at last what lies a second beside these."""
    seen: dict[date | datetime, None] = {}
    last: list[date | datetime] = []
    for moment in found:
        if isinstance(moment, datetime):
            seen[moment] = None
            last += _beside(moment, _SECOND)
        else:
            seen.update(dict.fromkeys(beside_day(moment)))
    return iter({**seen, **dict.fromkeys(last)})


def _beside(moment: datetime, step: timedelta) -> Iterator[datetime]:
    for change in (-step, step):
        try:
            yield moment + change
        except OverflowError:
            continue


# --- values ---------------------------------------------------------------------------------------------------------


def _settings(parameter: model.Parameter, held: Held, policy: model.Policy, zone: str) -> Iterator[object]:
    """Values for a parameter that is not set, in the form of settings: lengths and days as text."""
    if parameter.value is not None:
        return
    constants = held.constants.get(("=", parameter.key), ())
    if isinstance(parameter.type, types.DurationType):
        yield from ("1 hour", "1 day", "30 days")
    for value in _values(parameter.type, constants, policy, held.instants[0], zone):
        match value:
            case timedelta():
                seconds = Fraction(value // timedelta(microseconds=1), 1_000_000)
                if seconds and seconds % 60 == 0:  # settings know no smaller unit than a minute
                    yield length_text(seconds)
            case {"from": date() as first, "until": date() as last}:
                yield {"from": first.isoformat(), "until": last.isoformat()}
            case date():
                yield value.isoformat()
            case _:
                yield value


def _sizes(held: Iterable[int]) -> tuple[int, ...]:
    around = (size for each in held for size in (each, each - 1, each + 1))
    return tuple(dict.fromkeys(size for size in (1, 0, 2, *around) if 0 <= size <= 12))


def _values(
    type: types.Type, held: Iterable[Value], policy: model.Policy, ordinary: date | datetime, zone: str
) -> Iterator[object]:
    match type:
        case types.BooleanType():
            yield from (True, False)
        case types.NumberType():
            step = Fraction(1) if type.integer else _step(held)
            yield from _numbers(held, step, type.interval, integer=type.integer)
        case types.DurationType():
            for seconds in _numbers(held, Fraction(1), type.interval, integer=False):
                if seconds >= 0:
                    yield timedelta(microseconds=int(Fraction(seconds) * 1_000_000))
        case types.TextType():
            texts = tuple(v for v in held if isinstance(v, str))
            yield from texts
            yield from [text for text in _OTHER_TEXTS if text not in texts][:2]
        case types.DateType():
            days = [v.date() if isinstance(v, datetime) else v for v in held if isinstance(v, date)]
            day = ordinary.date() if isinstance(ordinary, datetime) else ordinary
            yield from dict.fromkeys(beside for each in days or [day] for beside in beside_day(each))
        case types.DateTimeType():
            moments = [instant_at(v, zone) for v in held if isinstance(v, date)] or [instant_at(ordinary, zone)]
            if len(moments) < _FEW:  # something that comes well after the rest
                moments += list(_beside(max(moments), timedelta(days=1)))[1:]
            yield from dict.fromkeys((*moments, *(m for each in moments for m in _beside(each, _SECOND))))
        case types.EnumType(members=members):
            yield from _members(held, members)
        case types.ActorType():
            yield from _members(held, tuple(policy.vocabulary.actors))
        case types.SetType(element):
            yield from _sets(element, held, policy)
        case types.PeriodType():
            yield from _periods(held, ordinary)
        case _:
            return


def _members(held: Iterable[Value], members: tuple[str, ...]) -> Iterator[str]:
    """Those that are tested, and one that is not."""
    tested = [v for v in held if v in members]
    yield from (str(v) for v in tested)
    yield from [m for m in members if m not in tested][:1]


def _sets(element: types.Type, held: Iterable[Value], policy: model.Policy) -> Iterator[list[str]]:
    members = element.members if isinstance(element, types.EnumType) else tuple(policy.vocabulary.actors)
    tested = list(dict.fromkeys(str(v) for v in held if v in members))
    other = [m for m in members if m not in tested][:1]
    yield from ([m] for m in tested)
    yield []
    if len(tested) > 1:
        yield tested
        yield from ([m for m in tested if m != left] for left in (tested if len(tested) > 2 else []))
    if other:
        yield other


def _periods(held: Iterable[Value], ordinary: date | datetime) -> Iterator[dict[str, object]]:
    days = [v.date() if isinstance(v, datetime) else v for v in held if isinstance(v, date)] or [ordinary]
    for day in days:
        yield {"from": day, "until": day}
    if len(days) > 1:
        yield {"from": min(days), "until": max(days)}


def _step(held: Iterable[Value]) -> Fraction:
    """A hundredth; where something is written more finely, one of its last digit."""
    step = _SMALL
    for value in held:
        while isinstance(value, Fraction) and is_decimal(value) and (value / step).denominator != 1:
            step /= 10
    return step


def is_decimal(value: Fraction) -> bool:
    """Whether the digits of *value* end, and are no more than a number may have."""
    return (value * 10**MOST_DIGITS).denominator == 1


def _numbers(held: Iterable[Value], step: Fraction, interval: Interval, *, integer: bool) -> Iterator[int | Fraction]:
    numbers = [Fraction(v) for v in held if is_number(v)]
    if not numbers:
        low, high = interval.low, interval.high
        first = low if low is not None and not isinstance(low, date) else 0
        top = high if high is not None and not isinstance(high, date) else None
        numbers = [Fraction(first)] if top is None else [Fraction(first), Fraction(top)]
    seen: dict[int | Fraction, None] = {}
    for number in numbers:
        middle = Fraction(number.__floor__()) if integer else number
        steps = middle / step
        below, above = (steps - 1, steps + 1) if steps.denominator == 1 else (steps.__floor__(), steps.__ceil__())
        for value in (middle, below * step, above * step):
            if allows(interval, value):
                seen[value.numerator if value.denominator == 1 else value] = None
    yield from seen


def allows(interval: Interval, value: Fraction) -> bool:
    """Whether a number lies within the range that its declaration states."""
    low, high = interval.low, interval.high
    if low is not None and not isinstance(low, date) and (value < low or (value == low and interval.low_open)):
        return False
    return not (
        high is not None and not isinstance(high, date) and (value > high or (value == high and interval.high_open))
    )
