"""Norms: each one as written, for each element, period and bearer, with every state it may have."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from attrs import define

from pingan.language import types
from pingan.language.shapes import Members, Range, Record, Shape, exactly
from pingan.language.shapes import PeriodBounds as PeriodShape
from pingan.model import nodes as model
from pingan.outcome import nodes as outcome
from pingan.program import times
from pingan.program.deadlines import (
    Age,
    age_of,
    as_of,
    bounds_in_force,
    deadline_of,
    first_held,
    limit_of,
    moment,
    since_of,
    today,
)
from pingan.program.evaluator import Evaluator
from pingan.program.evidence import Measures, nothing_to_measure, with_elements
from pingan.program.frame import Binding, Frame, Instance
from pingan.program.judged import Judged, Weighed
from pingan.program.moments import Limit, Moment, Since, can_be_after, can_be_by
from pingan.program.norm_causes import causes_of
from pingan.program.periods import MAXIMUM_PERIODS, JudgedPeriod, between, judged, reach_of, with_others
from pingan.program.plans import NormPlan, Who, plan_of
from pingan.program.states import Evidence, Rows, States, rows_of
from pingan.program.truth import (
    CAN_BE_FALSE,
    CAN_BE_TRUE,
    bits,
    both,
    condition,
    either,
    negated,
    truth,
)

MISSED: States = frozenset({"late", "breached"})
_NONE: States = frozenset({"none"})
_NO_STATES: States = frozenset()
_NO_ROWS: Final = Rows(_NO_STATES)
_APPLIED: Final = Rows(frozenset({"applies"}))
_ENDLESS: Final = Limit(numberless=True)
_UNMEASURED: Final = Measures()
_PLAIN: Final[tuple[States, ...]] = (
    _NO_STATES, frozenset({"applies"}), _NONE, frozenset({"applies", "none"}),
)  # fmt: skip
"""By the bits of whether it applies: the states of a norm that has neither deadline nor test."""


def judged_norms(evaluator: Evaluator, binding: Binding) -> Iterator[Judged]:
    """Every norm of a rule for one element."""
    for plan in plan_of(evaluator, binding.rule).norms:
        if plan.plain:
            yield from _plain(evaluator, plan, binding)
            continue
        for frame, period in _periods(evaluator, plan, binding, binding.frame, None):
            since = since_of(evaluator, binding.rule, frame)
            setting = _Setting(evaluator, binding, plan, frame, period, since, binding.applies, None)
            for who in plan.bearers:
                yield from _chain(setting, who)


def _plain(evaluator: Evaluator, plan: NormPlan, binding: Binding) -> Iterator[Judged]:
    """A norm of which nothing is asked but whether it applies."""
    frame, applies = binding.frame, binding.applies
    since = since_of(evaluator, binding.rule, frame)
    states = _PLAIN[applies]
    rows = _APPLIED if applies & CAN_BE_TRUE else _NO_ROWS
    is_same = applies == CAN_BE_FALSE and not binding.elements and not since.told and not binding.defeats
    for place, who in enumerate(plan.bearers):
        assert who.party is not None and plan.partners is not None and plan.arguments is not None
        instance = Instance(binding, plan.norm, who.party, frame, states, None)
        weighed = since, _ENDLESS, CAN_BE_FALSE, None, who.expression, rows
        norm = plan.unmet.get(place) if is_same else None
        if norm is None:
            norm = outcome.Norm(
                *plan.head,
                who.party,
                plan.partners,
                *plan.demand,
                plan.arguments,
                binding.elements,
                None,
                None,
                age_of(since.moment, as_of(frame, plan.rule.zone)) if since.told else None,
                states,
                truth(applies),
                None,
                None,
                None,
                (),
                *plan.told,
                causes_of(evaluator, Weighed(instance, *weighed)) if len(states) > 1 else (),
                _overriding(binding) if binding.defeats else (),
                *plan.tail,
                span=plan.norm.span,
            )
            if is_same:
                plan.unmet[place] = norm
        yield Judged(instance, *weighed, norm)


@define(eq=False)
class _Setting:
    """One norm in its place: *applies* are the bits of its applicability, *missed* the norm it follows from."""

    evaluator: Evaluator
    binding: Binding
    plan: NormPlan
    frame: Frame
    period: JudgedPeriod | None
    since: Since
    applies: int
    missed: Judged | None

    @property
    def norm(self) -> model.Norm:
        return self.plan.norm


def _periods(
    evaluator: Evaluator, plan: NormPlan, binding: Binding, frame: Frame, outer: JudgedPeriod | None
) -> list[tuple[Frame, JudgedPeriod | None]]:
    """The frames to judge a norm in: the periods of one that recurs, else the one that it stands in (*outer*).

    There are at most two periods, unless the situation has a window: then those of the window, too.
    """
    norm = plan.norm
    if not isinstance(norm.deadline, model.Every):
        return [(frame, outer)]
    day = today(frame, binding.rule.zone)
    if day is None:
        return [(frame, outer)]
    bounds = bounds_in_force(evaluator, binding.rule, frame)
    calendar = evaluator.calendar_named(binding.rule.calendar)
    periods = judged(norm.deadline, day, bounds, calendar)
    if periods is None:
        return [(frame, None)]
    if frame.situation.window is not None:
        start, end = frame.situation.window
        listed = between(norm.deadline, times.plus_days(start, -reach_of(norm)) or date.min, end, bounds, calendar)
        periods = with_others(periods, islice(listed, MAXIMUM_PERIODS))
    return [(frame.judging(_shape(period)), period) for period in periods]


def _shape(period: JudgedPeriod) -> PeriodShape:
    return PeriodShape(Range(exactly(period.first)), Range(exactly(period.last)))


def _chain(setting: _Setting, who: Who) -> Iterator[Judged]:
    """A norm and what follows from missing it. Each bearer of what follows goes on by itself."""
    found = _judge(setting, who)
    yield found
    following = setting.plan.following
    if following is None:
        return
    missed = bits(bool(found.norm.states & MISSED), bool(found.norm.states - MISSED))
    since = _since_missed(setting, found)
    for frame, period in _periods(setting.evaluator, following, setting.binding, setting.frame, setting.period):
        inner = _Setting(setting.evaluator, setting.binding, following, frame, period, since, missed, found)
        for bearer in following.bearers:
            yield from _chain(inner, bearer)


def _since_missed(setting: _Setting, missed: Judged) -> Since:
    """The deadline missed, or the instant of the breach; else some instant since it came into force."""
    norm, zone = setting.norm, setting.binding.rule.zone
    if missed.limit.number is not None and norm.holding != "throughout":
        return Since(missed.limit.number, True, norm.deadline.limit if isinstance(norm.deadline, model.By) else None)
    if norm.breached_at is not None:
        breach = moment(setting.evaluator, norm.breached_at, setting.frame, zone)
        return Since(breach, True, norm.breached_at)
    return first_held(setting.evaluator, setting.binding.rule, setting.frame)


def _judge(setting: _Setting, who: Who) -> Judged:
    evaluator, binding, plan, frame = setting.evaluator, setting.binding, setting.plan, setting.frame
    norm = plan.norm
    party, bound = (who.party, CAN_BE_TRUE) if who.party else _party(evaluator, who.expression, frame)
    limit = _limit(setting)
    applies = both(setting.applies, bound)
    # What fails in the code of a library is told, of norms that do not apply, too; a calendar asks what it will be.
    is_asked = bool(applies & CAN_BE_TRUE) or evaluator.calls_libraries or frame.situation.window is not None
    unmeasured = CAN_BE_FALSE
    if is_asked and isinstance(norm.duty, model.Ensure):
        unmeasured = nothing_to_measure(evaluator, norm.duty.condition, frame)
    owed = both(applies, negated(unmeasured))
    rows, evidence = _NO_ROWS, None
    if owed & CAN_BE_TRUE or evaluator.calls_libraries:
        evidence = _evidence(setting, limit)
        found_rows = rows_of(evidence)
        rows = found_rows if owed & CAN_BE_TRUE else _NO_ROWS
    found = rows.states | _NONE if owed & CAN_BE_FALSE else rows.states
    instance = Instance(binding, norm, party, frame, found, setting.missed.instance if setting.missed else None)
    weighed = setting.since, limit, unmeasured, setting.missed, who.expression, rows
    measured = _UNMEASURED if plan.test is None else with_elements(evaluator, plan.test, frame)
    period = setting.period
    built = outcome.Norm(
        *plan.head,
        party,
        _partners(evaluator, norm, frame) if plan.partners is None else plan.partners,
        *plan.demand,
        tuple(_arguments(evaluator, norm, frame)) if plan.arguments is None else plan.arguments,
        binding.elements,
        (period.first, period.last) if period else None,
        deadline_of(limit.number),
        _age(setting) if limit.number is None and _has_age(setting) else None,
        found,
        truth(applies),
        measured.shortfall,
        measured.required,
        measured.actual,
        measured.parts,
        *plan.told,
        causes_of(evaluator, Weighed(instance, *weighed)) if len(found) > 1 else (),
        _overriding(binding) if binding.defeats else (),
        *plan.tail,
        span=norm.span,
    )
    return Judged(instance, *weighed, built, evidence)


def _overriding(binding: Binding) -> tuple[str, ...]:
    return tuple(sorted({d.rule.key for d in binding.defeats if d.holds == CAN_BE_TRUE}))


def _has_age(setting: _Setting) -> bool:
    """Where a word is not set, or nothing is said of a deadline but what it would count from."""
    return isinstance(setting.norm.deadline, model.Within) or (setting.norm.deadline is None and setting.since.told)


def _age(setting: _Setting) -> Age:
    return age_of(setting.since.moment, as_of(setting.frame, setting.binding.rule.zone))


def _limit(setting: _Setting) -> Limit:
    deadline = setting.norm.deadline
    if deadline is None:
        return _ENDLESS
    zone = setting.binding.rule.zone
    if setting.period is not None and isinstance(deadline, model.Every):
        return Limit(Moment(Range(exactly(setting.period.due)), True, zone))
    return limit_of(setting.evaluator, setting.norm, setting.since, setting.frame, setting.binding.rule)


def _evidence(setting: _Setting, limit: Limit) -> Evidence:
    evaluator, plan, frame, zone = setting.evaluator, setting.plan, setting.frame, setting.binding.rule.zone
    norm, test, now = plan.norm, plan.test, as_of(frame, zone)
    return Evidence(
        modality=norm.modality,
        as_of=now,
        when=condition(evaluator.value_of(test, frame)) if test is not None else None,
        at=moment(evaluator, norm.fulfilled_at, frame, zone) if norm.fulfilled_at else None,
        breached=_breached(setting, now),
        in_time=setting.period is not None and plan.reads_period,
        ensured=isinstance(norm.duty, model.Ensure) and (norm.deadline is None or norm.modality == "must_not"),
        number=limit.number,
        numberless=limit.numberless,
        since=setting.since.moment if setting.since.told else None,
        soft=setting.binding.rule.soft,
        holding=norm.holding,
    )


def _breached(setting: _Setting, now: Moment) -> int | None:
    """What breaks the norm for certain: by a test, or at a moment by now (and in the period judged)."""
    evaluator, norm, frame = setting.evaluator, setting.norm, setting.frame
    found: int | None = None
    if norm.breached_when is not None:
        found = condition(evaluator.value_of(norm.breached_when, frame))
    if norm.breached_at is not None:
        at = moment(evaluator, norm.breached_at, frame, setting.binding.rule.zone)
        happened = _happened(at, now, setting.period if isinstance(norm.deadline, model.Every) else None)
        found = happened if found is None else either(found, happened)
    return found


def _happened(at: Moment, now: Moment, period: JudgedPeriod | None) -> int:
    """Whether *at* is there, by now, and in the period judged."""
    later = at.absent or can_be_after(at, now)
    if period is None:
        return bits(can_be_by(at, now), later)
    last = Moment(Range(exactly(period.last)), True, at.zone)
    before = Moment(Range(exactly(times.plus_days(period.first, -1) or date.min)), True, at.zone)
    return bits(can_be_after(at, before, last, now), later or can_be_by(at, before) or can_be_after(at, last))


def _party(evaluator: Evaluator, expression: model.Expression, frame: Frame) -> tuple[outcome.Party, int]:
    """Who it is, and whether there is somebody (bits)."""
    shape = evaluator.value_of(expression, frame)
    exists = bits(shape.present, shape.absent)
    if isinstance(shape, Record):
        label = shape.key
        if label is None and isinstance(expression, model.FactValue):
            label = evaluator.policy.vocabulary.facts[expression.name].label
        return outcome.Party(shape.path, label, shape.path), exists
    names = sorted(str(v) for v in (shape.values or ())) if isinstance(shape, Members) else []
    actor = evaluator.policy.vocabulary.actors.get(names[0]) if len(names) == 1 else None
    return outcome.Party(" | ".join(names) or "?", actor.label if actor else None), exists


def _partners(evaluator: Evaluator, norm: model.Norm, frame: Frame) -> tuple[outcome.Party, ...]:
    return tuple(_party(evaluator, partner, frame)[0] for partner in norm.partners)


def _arguments(evaluator: Evaluator, norm: model.Norm, frame: Frame) -> Iterator[outcome.Argument]:
    if isinstance(norm.duty, model.Act):
        for name, expression in norm.duty.arguments:
            yield outcome.Argument(name, _identity(evaluator.value_of(expression, frame), expression))


def _identity(shape: Shape, expression: model.Expression) -> Shape:
    """An actor given as a record is told by its path, like one that is named."""
    if isinstance(shape, Record) and shape.present and isinstance(expression.type, types.ActorType):
        return Members(frozenset({shape.path}), shape.absent)
    return shape
