"""The causes of an undetermined norm: of its applicability, and of whatever its possible states differ by."""

from __future__ import annotations

from pingan.graph.from_model import in_force_test
from pingan.language.intervals import meet
from pingan.model import nodes as model
from pingan.outcome.nodes import Cause
from pingan.program.causes import Walk, sorted_causes
from pingan.program.deadlines import as_of, moment
from pingan.program.duties import test_of
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Binding
from pingan.program.judged import Weighed
from pingan.program.moments import Moment
from pingan.program.shapes import is_settled
from pingan.program.truth import OPEN


def causes_of(evaluator: Evaluator, judged: Weighed) -> tuple[Cause, ...]:
    """The causes of a norm with several possible states."""
    walk = Walk(evaluator)
    binding, norm, frame = judged.instance.binding, judged.instance.norm, judged.instance.frame
    if judged.missed is not None:
        walk.causes.update(judged.missed.norm.causes)
    elif binding.applies == OPEN:
        walk.causes.update(applying_causes(evaluator, binding))
    if isinstance(norm.duty, model.Ensure) and judged.unmeasured == OPEN:
        _walk_compared(walk, norm.duty.condition, judged)
    if evaluator.value_of(judged.bearer, frame).absent:
        walk.value(judged.bearer, frame)
    evidence = _Evidence(evaluator, judged).causes() if len(judged.rows.states) > 1 else frozenset[Cause]()
    return sorted_causes(walk.causes | evidence)


def applying_causes(evaluator: Evaluator, binding: Binding) -> frozenset[Cause]:
    """The parts of an applicability that are undetermined. The scope is reported once, for the policy."""
    if binding.waits is None:
        binding.waits = _applying_causes(evaluator, binding)
    return binding.waits


def _applying_causes(evaluator: Evaluator, binding: Binding) -> frozenset[Cause]:
    walk = Walk(evaluator)
    rule, frame = binding.rule, binding.frame
    if binding.exists == OPEN:
        inner = frame
        for each, element in zip(rule.each, binding.elements, strict=True):
            for item in evaluator.elements(each.collection, inner, each.key_field):
                if item.path == element.path and not item.sure:
                    walk.element(each.collection, item, inner)
    if rule.in_force is not None and binding.in_force == OPEN:
        walk.condition(in_force_test(rule.in_force), frame)
    walk.condition(rule.condition, frame)
    for exception in rule.exceptions:
        walk.condition(exception, frame)
    for defeat in binding.defeats:
        if defeat.holds == OPEN:
            walk.causes |= applying_causes(evaluator, defeat)
    return frozenset(walk.causes)


def _walk_compared(walk: Walk, test: model.Expression, judged: Weighed) -> None:
    """Operands that may be absent: whether there is anything to measure is open."""
    match test:
        case model.Not(operand):
            _walk_compared(walk, operand, judged)
        case model.And(operands) | model.Or(operands):
            for operand in operands:
                _walk_compared(walk, operand, judged)
        case model.Comparison(_, left, right) | model.Has(_, left, right) | model.In(left, right):
            for operand in (left, right):
                if walk.value_of(operand, judged.instance.frame).absent:
                    walk.value(operand, judged.instance.frame)


class _Evidence:
    """The causes that the possible states of a norm which applies differ by."""

    def __init__(self, evaluator: Evaluator, judged: Weighed) -> None:
        self._evaluator = evaluator
        self._judged = judged
        self._norm = judged.instance.norm
        self._frame = judged.instance.frame
        self._rule = judged.instance.binding.rule
        self._now = as_of(self._frame, self._rule.zone)
        self._walk = Walk(evaluator, self._unknown_period())

    def _unknown_period(self) -> Cause | None:
        """Why `period` is not known: no length is set, or nothing says from which day it is counted."""
        every = self._norm.deadline
        if not isinstance(every, model.Every) or every.unit is not None:
            return None
        if every.length is None and every.parameter is not None:
            return Cause(every.parameter, "parameter")
        return Cause(self._rule.key, "first_held")

    def causes(self) -> frozenset[Cause]:
        rows, norm = self._judged.rows, self._norm
        if rows.done_or_not:
            self._walk.condition(test_of(norm), self._frame)
            self._moment(norm.fulfilled_at)
        if rows.in_time_or_late:
            self._moment(norm.fulfilled_at)
            self.deadline()
        if rows.undated:
            self._walk.add(self._rule.key, "time_of_day")
        if rows.begun_or_not:
            self._counted_from()
            self._as_of(self._judged.since.moment)
        if rows.over_or_not or rows.numbered_or_not:
            self.deadline()
        if rows.over_or_not:
            self._as_of(self._judged.limit.number)
        if rows.broken_or_not:
            self._walk.condition(norm.breached_when, self._frame)
            self._moment(norm.breached_at)
        return frozenset(self._walk.causes)

    def deadline(self) -> frozenset[Cause]:
        """Why the deadline is open."""
        limit, norm = self._judged.limit, self._norm
        if isinstance(norm.deadline, model.By):
            self._walk.value(norm.deadline.limit, self._frame)
        if limit.off_calendar:
            self._walk.calendar(self._rule.calendar)
        if limit.number is not None and isinstance(norm.deadline, model.Within) and not is_settled(limit.number.range):
            self._counted_from()
            self._hours(norm.deadline.duration)
        return frozenset(self._walk.causes)

    def _hours(self, duration: model.Duration | None) -> None:
        """Hours counted from a day: from some instant of it."""
        since = self._judged.since
        counts_time = duration is not None and duration.unit == "second"
        if counts_time and since.moment.is_day and is_settled(since.moment.range):
            if since.written is None or not self._walk.days_read(since.written, self._frame):
                self._walk.add(self._rule.key, "time_of_day")

    def _counted_from(self) -> None:
        """Why it is open what the deadline counts from."""
        since, missed = self._judged.since, self._judged.missed
        if since.written is not None:
            self._walk.value(since.written, self._frame)
        elif not since.told:
            self._walk.add(self._rule.key, "first_held")
        elif missed is not None:
            self._walk.causes |= _Evidence(self._evaluator, missed).deadline()

    def _moment(self, expression: model.Expression | None) -> None:
        if expression is not None:
            self._walk.value(expression, self._frame)
            self._as_of(moment(self._evaluator, expression, self._frame, self._rule.zone))

    def _as_of(self, compared: Moment | None) -> None:
        """A day given for as_of leaves open what lies within that day."""
        if compared is None:
            return
        interval, now = compared.range.interval, self._now.range.interval
        if compared.is_day or interval is None or now is None or now.single:
            return
        if meet(interval, now) is not None:
            self._walk.add("as_of", "time_of_day")
