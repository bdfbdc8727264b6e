"""The causes of an undetermined norm: of its applicability, and of whatever its possible states differ by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pingan.graph.from_model import in_force_test
from pingan.language import types
from pingan.language.intervals import meet
from pingan.language.shapes import Range
from pingan.model import nodes as model
from pingan.outcome.nodes import Cause
from pingan.program.causes import Walk, sorted_causes
from pingan.program.deadlines import as_of
from pingan.program.evidence import test_of
from pingan.program.frame import Binding
from pingan.program.moments import Moment, can_be_by
from pingan.program.shapes import is_settled
from pingan.program.states import States
from pingan.program.truth import OPEN

if TYPE_CHECKING:
    from pingan.program.norms import Judged
    from pingan.program.program import Program


def causes_of(program: Program, judged: Judged, rows: States) -> tuple[Cause, ...]:
    """The causes of a norm with several possible states; *rows* are those it may have if it applies."""
    walk = Walk(program)
    binding, norm, frame = judged.instance.binding, judged.instance.norm, judged.instance.frame
    if judged.missed is not None:
        walk.causes.update(judged.missed.norm.causes)
    elif binding.applies == OPEN:
        walk_applying(walk, program, binding)
    if isinstance(norm.duty, model.Ensure) and judged.unmeasured == OPEN:
        walk.value(norm.duty.condition, frame)
        _walk_compared(walk, norm.duty.condition, judged)
    if program.value_of(judged.bearer, frame).absent:
        walk.value(judged.bearer, frame)
    if len(rows) > 1:
        _walk_evidence(walk, program, judged)
        if judged.undated:
            walk.add(binding.rule.key, "time_of_day")
    return sorted_causes(walk.causes)


def walk_applying(walk: Walk, program: Program, binding: Binding) -> None:
    """The parts of an applicability that are undetermined. The scope is reported once, for the policy."""
    rule, frame = binding.rule, binding.frame
    if binding.exists == OPEN:
        inner = frame
        for each, element in zip(rule.each, binding.elements, strict=True):
            for item in program.elements(each.collection, inner, each.key_field):
                if item.path == element.path and not item.sure:
                    walk.element(each.collection, item, inner)
    if rule.in_force is not None and binding.in_force == OPEN:
        walk.condition(in_force_test(rule.in_force), frame)
    walk.condition(rule.condition, frame)
    for exception in rule.exceptions:
        walk.condition(exception, frame)
    for defeat in binding.defeats:
        if defeat.holds == OPEN:
            walk_applying(walk, program, defeat)


def _walk_compared(walk: Walk, test: model.Expression, judged: Judged) -> None:
    """Operands that may be absent: whether there is anything to measure is open."""
    match test:
        case model.Not(operand):
            _walk_compared(walk, operand, judged)
        case model.And(operands) | model.Or(operands):
            for operand in operands:
                _walk_compared(walk, operand, judged)
        case model.Comparison(_, left, right) | model.Has(_, left, right) | model.In(left, right):
            walk.value(left, judged.instance.frame)
            walk.value(right, judged.instance.frame)


def _walk_evidence(walk: Walk, program: Program, judged: Judged) -> None:
    norm, frame, rule = judged.instance.norm, judged.instance.frame, judged.instance.binding.rule
    now = as_of(frame, rule.zone)
    walk.condition(test_of(norm), frame)
    if norm.fulfilled_at is not None:
        at = Moment(
            _range(program, norm.fulfilled_at, judged), isinstance(norm.fulfilled_at.type, types.DateType), rule.zone
        )
        if at.absent or can_be_by(at, now):
            walk.value(norm.fulfilled_at, frame)
        _walk_as_of(walk, at, now)
    if judged.limit.numberless or norm.modality == "must_not":
        walk.condition(norm.breached_when, frame)
        walk.value(norm.breached_at, frame)
    if norm.modality != "must_not":
        _walk_deadline(walk, program, judged, now)


def _range(program: Program, expression: model.Expression, judged: Judged) -> Range:
    shape = program.value_of(expression, judged.instance.frame)
    return shape if isinstance(shape, Range) else Range(None, True)


def _walk_as_of(walk: Walk, moment: Moment, now: Moment) -> None:
    """A day given for as_of leaves open what lies within that day."""
    interval, instant = moment.range.interval, now.range.interval
    if moment.is_day or interval is None or instant is None or instant.single:
        return
    if meet(interval, instant) is not None:
        walk.add("as_of", "time_of_day")


def _walk_deadline(walk: Walk, program: Program, judged: Judged, now: Moment) -> None:
    norm, frame, rule = judged.instance.norm, judged.instance.frame, judged.instance.binding.rule
    number, since = judged.limit.number, judged.since
    if isinstance(norm.deadline, model.By):
        walk.value(norm.deadline.limit, frame)
        _walk_rolling(walk, program, judged)
    if since.told:
        if not is_settled(since.moment.range):
            _walk_since(walk, program, judged, now)
        _walk_as_of(walk, since.moment, now)
    if number is None or is_settled(number.range):
        if number is not None:
            _walk_as_of(walk, number, now)
        return
    if isinstance(norm.deadline, model.Within):
        _walk_since(walk, program, judged, now)
        duration = norm.deadline.duration
        if duration is not None and duration.unit == "working_day" and _is_lost(judged):
            walk.calendar(frame)
        if since.moment.is_day and duration is not None and duration.unit == "second":
            subject = program.path_of(since.written, frame) if since.written else rule.key
            walk.add(subject or rule.key, "time_of_day")
        _walk_rolling(walk, program, judged)
    _walk_as_of(walk, number, now)


def _walk_since(walk: Walk, program: Program, judged: Judged, now: Moment) -> None:
    since, instance = judged.since, judged.instance
    if since.written is not None:
        walk.value(since.written, instance.frame)
    elif not since.told:
        walk.add(instance.binding.rule.key, "first_held")
    elif judged.missed is not None:
        # It counts from a deadline that is open itself.
        _walk_deadline(walk, program, judged.missed, now)


def _is_lost(judged: Judged) -> bool:
    """Whether the deadline has no end although T has: the calendar does not reach it."""
    number, since = judged.limit.number, judged.since.moment
    if number is None or number.range.interval is None or since.range.interval is None:
        return False
    return number.range.interval.high is None and since.range.interval.high is not None


def _walk_rolling(walk: Walk, program: Program, judged: Judged) -> None:
    deadline = judged.instance.norm.deadline
    if isinstance(deadline, model.By | model.Within) and deadline.rolling and judged.limit.number:
        interval = judged.limit.number.range.interval
        if interval is not None and interval.high is None:
            walk.calendar(judged.instance.frame)
