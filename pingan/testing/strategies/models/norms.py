"""Norms of every modality, with duties, deadlines, evidence and what follows from a miss."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from attrs import evolve

from pingan.language import types
from pingan.model import nodes as m
from pingan.testing.strategies.models import conditions
from pingan.testing.strategies.models import expressions as e
from pingan.testing.strategies.models.surroundings import INTERVAL, Draw, Surroundings, actors_at
from pingan.testing.strategies.packages import st


@st.composite
def norms(draw: Draw, place: int, depth_below: int, here: Surroundings, depth: int) -> m.Norm:
    """A norm; *depth_below* counts the `otherwise`s above it."""
    modality = draw(st.sampled_from(_modalities(here)))
    deadline = draw(deadlines(here)) if modality in ("must", "should") else None
    if modality == "must_not" and not here.written and draw(st.integers(0, 4)) == 0:
        deadline = m.Every("month", 5)
    if depth_below and isinstance(deadline, m.Every):
        deadline = None if "deadlines" in here.without else m.Within(m.Duration(Fraction(2), "day"))
    inner = evolve(here, period=isinstance(deadline, m.Every))
    may_ensure = modality not in ("may", "discretion") and not (here.written and modality == "must_not")
    ensures = may_ensure and draw(st.integers(0, 3)) == (3 if here.written else 0)
    duty = m.Ensure(conditions.condition(draw, inner, depth)) if ensures else _act(draw, here)
    permits = modality in ("may", "discretion")
    parts: dict[str, Any] = {} if ensures or permits else _evidence(draw, modality, inner)
    holding: Any = None
    if ensures and deadline is not None and modality != "must_not":
        holding = draw(st.sampled_from([None, "at_end", "throughout"]))
    otherwise = None
    if modality == "must" and depth_below < 2 and "otherwise" not in here.without:
        if draw(st.integers(0, 2)) == (2 if here.written else 0):
            follows = evolve(here, period=False)
            otherwise = draw(norms(place, depth_below + 1, follows, depth - 1 if depth > 1 else 1))
    bearers = _bearers(draw, here)
    return m.Norm(
        place=place, depth=depth_below, bearers=bearers, partners=_partners(draw, here, bearers),
        modality=modality, duty=duty, deadline=deadline, otherwise=otherwise, holding=holding, **parts,
    )  # fmt: skip


def _modalities(here: Surroundings) -> list[m.Modality]:
    found: list[m.Modality] = ["must", "must", "must", "should", "may", "must_not"]
    return [*found, "discretion"] if here.written else found


def _bearers(draw: Draw, here: Surroundings) -> tuple[m.Expression, ...]:
    choices = [*(m.Constant(name, type=types.ACTOR) for name in here.vocabulary.actors), *actors_at(here)]
    return tuple(draw(st.lists(st.sampled_from(choices), min_size=1, max_size=2, unique=True)))


def _partners(draw: Draw, here: Surroundings, bearers: tuple[m.Expression, ...]) -> tuple[m.Expression, ...]:
    others = [m.Constant(name, type=types.ACTOR) for name in here.vocabulary.actors]
    others = [actor for actor in others if actor not in bearers]
    if not here.written or not others or draw(st.integers(0, 7)) != 7:
        return ()
    return (draw(st.sampled_from(others)),)


def _act(draw: Draw, here: Surroundings) -> m.Act:
    action = draw(st.sampled_from(list(here.vocabulary.actions.values())))
    arguments = tuple((p.name, _argument(draw, here, p.type)) for p in action.parameters)
    return m.Act(action.name, action.kind, arguments)


def _argument(draw: Draw, here: Surroundings, type_: types.Type) -> m.Expression:
    if isinstance(type_, types.SetType):
        return e.set_value(draw, here, type_.element, 0)
    return e.leaf(draw, here, type_)


def _evidence(draw: Draw, modality: str, here: Surroundings) -> dict[str, Any]:
    """What shows that a norm was met or broken."""
    parts: dict[str, Any] = {}
    if "evidence" in here.without:
        return parts

    def moment() -> m.Expression:
        return e.instant(draw, here, 1) if draw(st.booleans()) else e.day(draw, here, 1)

    if modality != "must_not":
        form = draw(st.sampled_from([None, "fulfilled_when", "fulfilled_at", "fulfilled_at"]))
        if form is not None:
            parts[form] = conditions.condition(draw, here, 1) if form == "fulfilled_when" else moment()
    if modality == "must_not" or (modality == "must" and draw(st.integers(0, 3)) == (3 if here.written else 0)):
        breaches = ["breached_when", "breached_at"]
        form = draw(st.sampled_from([None, *breaches] if here.written else breaches))
        if form is not None:
            parts[form] = conditions.condition(draw, here, 1) if form == "breached_when" else moment()
    return parts


@st.composite
def deadlines(draw: Draw, here: Surroundings) -> m.Deadline | None:
    """When a norm is to be met: a length after T, a day, once each period, or promptly."""
    rolling = draw(st.integers(0, 3)) == (3 if here.written else 0)
    match draw(st.sampled_from(_forms(here))):
        case "hours":
            return m.Within(m.Duration(Fraction(draw(st.sampled_from([1800, 7200, 86400]))), "second"))
        case "days":
            amount, unit = draw(
                st.sampled_from([(3, "day"), (1, "month"), (5, "working_day"), (30, "day"), (0, "day")])
            )
            return m.Within(m.Duration(Fraction(amount), unit), rolling=rolling)
        case "by":
            limit = e.instant(draw, here, 1) if draw(st.booleans()) else e.day(draw, here, 1)
            return m.By(limit, rolling=rolling and isinstance(limit.type, types.DateType))
        case "every":
            every: m.Every = draw(_every(here))
            return every
        case "promptly":
            parameter = next(p for p in here.parameters if p.name == "promptly")
            return m.Within(_length(here, "promptly"), parameter.key)
        case _:
            return None


def _forms(here: Surroundings) -> list[str]:
    found = ["none"]
    if "deadlines" not in here.without:
        found += ["hours", "days", "by"]
    if "recurring" not in here.without:
        found.append("every")
    if "deadlines" not in here.without and any(p.name == "promptly" for p in here.parameters):
        found.append("promptly")
    return found


def _length(here: Surroundings, parameter: str) -> m.Duration | None:
    value = next(p.value for p in here.parameters if p.name == parameter)
    return value if isinstance(value, m.Duration) else None


@st.composite
def _every(draw: Draw, here: Surroundings) -> m.Every:
    interval = next((p for p in here.parameters if p.name == INTERVAL), None)
    if interval is not None and draw(st.integers(0, 3)) == (3 if here.written else 0):
        return m.Every(None, parameter=interval.key, length=_length(here, INTERVAL))
    units: list[m.RecurringUnit] = [
        "day", "week", "third_of_month", "half_month", "month", "quarter", "half_year", "year",
    ]  # fmt: skip
    unit = draw(st.sampled_from(units))
    days = [None, 5, 31, 90] if unit == "year" else [None, 5, 31]
    if here.written:
        days = [None, *(day for day in (1, 5, 90) if day <= _LONGEST[unit])]
    return m.Every(unit, draw(st.sampled_from(days)) if unit != "day" else None)


_LONGEST = {
    "day": 1, "week": 7, "third_of_month": 8, "half_month": 13, "month": 28, "quarter": 90, "half_year": 181,
    "year": 365,
}  # fmt: skip
