"""Periods that are known when the policy is read, and what cannot be right about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from attrs import frozen

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.model import nodes as model

_DAY = timedelta(days=1)


@frozen
class Days:
    """From *first* until *last*, both included; None: no bound."""

    first: date | None = None
    last: date | None = None

    @property
    def is_empty(self) -> bool:
        return self.first is not None and self.last is not None and self.first > self.last

    def meet(self, other: Days) -> Days:
        """The days in both; empty when there are none."""
        first = max((d for d in (self.first, other.first) if d is not None), default=None)
        last = min((d for d in (self.last, other.last) if d is not None), default=None)
        return Days(first, last)

    def __str__(self) -> str:
        if self.first is not None and self.first == self.last:
            return self.first.isoformat()
        parts = [f"from {self.first}"] if self.first is not None else []
        parts += [f"until {self.last}"] if self.last is not None else []
        return " ".join(parts) or "always"


@frozen
class Timeline:
    """What is known without facts: periods and days as far as settings and readings decide them."""

    policy: model.Policy

    def days_of(self, expression: model.Expression) -> Days | None:
        """The days of a period; None where they depend on facts."""
        match expression:
            case model.PeriodOf(start, end):
                first, last = (None if side is None else self.day_of(side) for side in (start, end))
                unknown = (start is not None and first is None) or (end is not None and last is None)
                return None if unknown else Days(first, last)
            case model.DefinitionValue(definition, None):
                value = self.value_of(definition)
                return None if value is None else self.days_of(value)
            case model.ParameterValue(parameter):
                setting = self.policy.parameters[parameter].value
                return self.days_of(setting) if isinstance(setting, model.PeriodOf) else None
        return None

    def day_of(self, expression: model.Expression) -> date | None:
        """A day; None where it depends on facts, or there is none."""
        match expression:
            case model.Constant(day):
                return _day(day)
            case model.Call("start" | "end" as side, (period,)):
                days = self.days_of(period)
                return None if days is None else days.first if side == "start" else days.last
            case model.Shift(operand, amount, "day"):
                start = self.day_of(operand)
                return None if start is None else _moved(start, amount)
            case model.DefinitionValue(definition, None):
                value = self.value_of(definition)
                return None if value is None else self.day_of(value)
            case model.ParameterValue(parameter):
                setting = self.policy.parameters[parameter].value
                return _day(setting.value) if isinstance(setting, model.Constant) else None
        return None

    def value_of(self, key: str) -> model.Expression | None:
        """The value of a definition in the case that its readings choose; None where facts choose it."""
        for case in self.policy.definitions[key].cases:
            chosen = True if case.condition is None else self._holds(case.condition)
            if chosen is None:
                return None
            if chosen:
                return case.value
        return None

    def _holds(self, condition: model.Expression) -> bool | None:
        match condition:
            case model.Comparison("=", model.ReadingValue(key), model.Constant(value)):
                interpretation = self.policy.interpretations[key]
                reading = interpretation.chosen or interpretation.default
                return None if reading is None else reading == value
            case model.Not(operand):
                found = self._holds(operand)
                return None if found is None else not found
        return None

    def in_force(self, written: model.InForce | None) -> Days | None:
        return Days() if written is None else self.days_of(written.period)

    def policy_in_force(self, header: model.Header) -> Days | None:
        """The days on which a policy is in force by its own words, and before something takes its place for all."""
        own = self.in_force(header.in_force)
        for later in header.replaced_by:
            days = self.days_of(later.in_force.period)
            if own is not None and later.in_force.tested is None and days is not None and days.first is not None:
                own = own.meet(Days(None, _moved(days.first, -1)))
        return own


def _day(value: object) -> date | None:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _moved(day: date, days: int) -> date | None:
    try:
        return day + days * _DAY
    except OverflowError:
        return None


def check_timelines(policy: model.Policy, diagnostics: Diagnostics) -> None:
    """Reports derived periods that end before they begin, rules and policies that are never in force, and two versions
    of one document that are in force at once."""
    timeline = Timeline(policy)
    for definition in policy.definitions.values():
        for case in definition.cases:
            _check_period(case.value, timeline, diagnostics)
    for header in policy.headers.values():
        if header.in_force is not None:
            _check_period(header.in_force.period, timeline, diagnostics)
            _check_replaced(header, timeline, diagnostics)
    for rule in policy.rules.values():
        if rule.in_force is not None:
            _check_period(rule.in_force.period, timeline, diagnostics)
            _check_rule(rule, rule.in_force, timeline, diagnostics)
    _check_documents(list(policy.headers.values()), timeline, diagnostics)


def _check_period(expression: model.Expression, timeline: Timeline, diagnostics: Diagnostics) -> None:
    if isinstance(expression, model.PeriodOf):
        days = timeline.days_of(expression)
        if days is not None and days.is_empty:
            message = f"the period ends before it begins: it is from {days.first} until {days.last}"
            diagnostics.error("empty-period", message, expression.span)


def _check_replaced(header: model.Header, timeline: Timeline, diagnostics: Diagnostics) -> None:
    own, rest = timeline.in_force(header.in_force), timeline.policy_in_force(header)
    if header.in_force is None or header.in_force.tested is not None or own is None or rest is None:
        return
    if rest.is_empty and not own.is_empty:
        earlier = next((r for r in header.replaced_by if r.in_force.tested is None), None)
        by = earlier.policy if earlier else ""
        message = f"`{header.name}` is never in force: `{by}` replaces it before it begins"
        remarks = (
            () if earlier is None else (Annotation(earlier.in_force.period.span, f"`{by}` is in force from here"),)
        )
        diagnostics.warning("never-in-force", message, header.in_force.period.span, *remarks)


def _check_rule(rule: model.Rule, written: model.InForce, timeline: Timeline, diagnostics: Diagnostics) -> None:
    header = timeline.policy.headers.get(rule.module)
    own = timeline.in_force(written)
    if header is None or own is None:
        return
    theirs = timeline.policy_in_force(header)
    tested = header.in_force.tested if header.in_force is not None else None
    if theirs is None or theirs.is_empty or own.is_empty or tested != written.tested or not own.meet(theirs).is_empty:
        return
    message = f"`{rule.name}` is never in force: its own time is {own}, that of `{header.name}` {theirs}"
    place = header.span if header.in_force is None else header.in_force.period.span
    remedy = "one of the two is wrong, or the rule belongs to another policy"
    remark = Annotation(place, "when the policy is in force")
    diagnostics.warning("never-in-force", message, written.period.span, remark, help=remedy)


def _check_documents(headers: Sequence[model.Header], timeline: Timeline, diagnostics: Diagnostics) -> None:
    """Two versions of one document, neither of which replaces the other, with days on which both are in force."""
    for place, one in enumerate(headers):
        for other in headers[place + 1 :]:
            if not _are_versions(one, other) or _are_related(one, other, timeline.policy.headers):
                continue
            days = _together(one, other, timeline)
            if days is None or days.is_empty:
                continue
            message = f"`{one.name}` and `{other.name}` are versions of one document and both in force ({days})"
            remark = Annotation(one.span, "the other version")
            remedy = "write `replaces` in the newer one, or end the older one with `in force until …`"
            diagnostics.warning("two-versions", message, other.span, remark, help=remedy)


def _are_versions(one: model.Header, other: model.Header) -> bool:
    """Whether both name the same document (by its number, else by its title) and different versions of it."""
    if one.version == other.version:
        return False
    if one.document is not None or other.document is not None:
        return one.document == other.document
    return one.label is not None and one.label == other.label


def _are_related(one: model.Header, other: model.Header, headers: Mapping[str, model.Header]) -> bool:
    """Whether one replaces or extends the other, or what does in turn."""
    return other.name in _grounds(one, headers) or one.name in _grounds(other, headers)


def _grounds(header: model.Header, headers: Mapping[str, model.Header]) -> set[str]:
    found: set[str] = set()
    waiting: list[str] = [*header.extends, *header.replaces]
    while waiting:
        name = waiting.pop()
        if name not in found and name in headers:
            found.add(name)
            waiting += [*headers[name].extends, *headers[name].replaces]
    return found


def _together(one: model.Header, other: model.Header, timeline: Timeline) -> Days | None:
    tested = [h.in_force.tested if h.in_force is not None else None for h in (one, other)]
    ours, theirs = timeline.policy_in_force(one), timeline.policy_in_force(other)
    if tested[0] != tested[1] or ours is None or theirs is None:
        return None
    return ours.meet(theirs)


def constant_periods(
    policy: model.Policy, timeline: Timeline
) -> Iterator[tuple[model.Definition, model.PeriodOf, Days]]:
    """The definitions that are periods whose days are known, with the case that counts."""
    for key, definition in sorted(policy.definitions.items()):
        value = timeline.value_of(key) if definition.record is None else None
        days = timeline.days_of(value) if isinstance(value, model.PeriodOf) else None
        if isinstance(value, model.PeriodOf) and days is not None and not days.is_empty:
            yield definition, value, days
