"""What each fact is held against: every comparison of the policy, turned to each of the facts it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from attrs import define

from pingan.boundaries.constants import Constants, calculated, instant_at, is_number, shifted
from pingan.boundaries.slots import Held, Value, slot_of
from pingan.graph.nodes import children
from pingan.language import types
from pingan.model import constants as literals
from pingan.model import nodes as model

_DEEP: Final = 24


@define(eq=False)
class Walk:
    """Goes over *policy* and notes in *held* what its facts are held against."""

    policy: model.Policy
    held: Held
    constants: Constants
    zone: str
    _depth: int = 0

    def everything(self) -> None:
        """One pass; a second one knows what facts are held against that are compared with one another."""
        for header in self.policy.headers.values():
            self._in_force(header.in_force)
            self._conditions(header.scope)
            for replacement in header.replaced_by:
                self._in_force(replacement.in_force)
        for definition in self.policy.definitions.values():
            for case in definition.cases:
                self._conditions(case.condition, case.value)
        for rule in self.policy.rules.values():
            self._in_force(rule.in_force)
            self._conditions(*(each.collection for each in rule.each), rule.condition, *rule.exceptions, rule.since)
            for norm in rule.all_norms:
                self._norm(norm, rule.since)

    # --- norms --------------------------------------------------------------------------------------------------------

    def _norm(self, norm: model.Norm, since: model.Expression | None) -> None:
        self._conditions(*norm.bearers, *norm.partners, norm.fulfilled_when, norm.fulfilled_at)
        self._conditions(norm.breached_when, norm.breached_at)
        if isinstance(norm.duty, model.Ensure):
            self._conditions(norm.duty.condition)
        else:
            self._conditions(*(value for _, value in norm.duty.arguments))
        ends = list(self._ends(norm.deadline, since))
        for moment in (*ends, *_later(ends)):
            self.held.instant(moment)
            for evidence in (norm.fulfilled_at, norm.breached_at):
                if evidence is not None:
                    self.hold(evidence, moment)

    def _ends(self, deadline: model.Deadline | None, since: model.Expression | None) -> Iterator[date | datetime]:
        match deadline:
            case model.By(limit):
                self._conditions(limit)
                yield from (v for v in self.constants.of(limit) if isinstance(v, date))
            case model.Within(duration) if duration is not None:
                begins = [v for v in self.constants.of(since) if isinstance(v, date)]
                if not begins:
                    begins = [self._ordinary(since)]
                    self._each(since, begins)
                for moment in begins[:3]:
                    if duration.unit != "second":
                        last = shifted(moment, int(duration.amount), duration.unit)
                    else:
                        last = next((v for v in calculated("+", moment, duration.amount) if isinstance(v, date)), None)
                    if last is not None:
                        yield last
            case _:
                return

    def _ordinary(self, since: model.Expression | None) -> date:
        """An instant, or a day, from which a deadline may count: where nothing says otherwise the ordinary day."""
        ordinary = self.held.instants[0]
        if since is None or not isinstance(since.type, types.DateTimeType):
            return ordinary
        return instant_at(ordinary, self.zone)

    def _in_force(self, in_force: model.InForce | None) -> None:
        if in_force is None:
            return
        self._conditions(in_force.period, in_force.tested)
        for day in (d for period in self.constants.periods(in_force.period) for d in period if d is not None):
            if in_force.tested is not None:
                self.hold(in_force.tested, day)
            for beside in beside_day(day):
                self.held.instant(beside)

    # --- conditions ---------------------------------------------------------------------------------------------------

    def _conditions(self, *expressions: model.Expression | None) -> None:
        waiting = [e for e in expressions if e is not None]
        while waiting:
            node = waiting.pop()
            self._one(node)
            waiting += reversed(list(children(node)))

    def _one(self, node: model.Expression) -> None:
        slot = slot_of(node)
        if slot is not None:
            self.held.read(slot)
        match node:
            case model.Comparison(_, left, right):
                self._each(left, self.constants.of(right))
                self._each(right, self.constants.of(left))
            case model.In(element, collection) if isinstance(collection.type, types.PeriodType):
                days = [d for period in self.constants.periods(collection) for d in period if d is not None]
                self._each(element, days)
                self._each(collection, self.constants.of(element))
            case model.In(element, collection):
                self._each(element, self.constants.of(collection))
                self._each(collection, self.constants.of(element))
            case model.Has(_, collection, members):
                self._each(collection, self.constants.of(members))
                self._each(members, self.constants.of(collection))
            case _:
                pass

    def _each(self, expression: model.Expression | None, values: Iterable[Value]) -> None:
        if expression is not None:
            for value in values:
                self.hold(expression, value)

    def hold(self, expression: model.Expression, value: Value) -> None:
        """Notes that it makes a difference whether *expression* is *value*: solved for each fact in it in turn."""
        if self._depth > _DEEP:
            return
        self._depth += 1
        try:
            self._hold(expression, value)
        finally:
            self._depth -= 1

    def _hold(self, expression: model.Expression, value: Value) -> None:
        slot = slot_of(expression)
        if slot is not None:
            self.held.hold(slot, value)
            return
        match expression:
            case model.DefinitionValue(key):
                for case in self.policy.definitions[key].cases:
                    self.hold(case.value, value)
            case model.Arithmetic(operator, left, right):
                self._solve(operator, left, right, value)
            case model.Negation(operand) if is_number(value):
                self.hold(operand, -value)
            case model.Shift(operand, amount, unit):
                back = shifted(value, -amount, unit)
                if back is not None:
                    self.hold(operand, back)
            case model.DateOf(operand, zone) if isinstance(value, date) and not isinstance(value, datetime):
                self.hold(operand, literals.start_of(value, zone) + timedelta(hours=12))
            case model.InstantsOf(operand) if isinstance(value, datetime):
                self.hold(operand, value.date())
            case model.AsOf() if isinstance(value, date):
                self.held.instant(value)
            case model.Call(function, arguments):
                self._called(function, arguments, value)
            case model.Aggregate(function, _, collection, _, body):
                self._aggregate(function, collection, body, value)
            case model.SetOf(elements):
                for element in elements:
                    self.hold(element, value)
            case model.ParameterValue(key) if self.policy.parameters[key].value is None:
                self.held.hold(("=", key), value)
            case _:
                pass

    def _solve(self, operator: str, left: model.Expression, right: model.Expression, value: Value) -> None:
        """``left operator right = value`` for the left side and for the right, the other one being what it may be."""
        inverse = {"+": "-", "-": "+", "*": "/", "/": "*"}[operator]
        plain: tuple[Value, ...] = (0,) if operator in "+-" and is_number(value) else (1,)
        for other in (self.constants.of(right) or plain)[:6]:
            for solved in calculated(inverse, value, other):
                self.hold(left, solved)
        for other in (self.constants.of(left) or plain)[:6]:
            for solved in calculated(inverse if operator in "+*" else operator, *_sides(operator, value, other)):
                self.hold(right, solved)

    def _called(self, function: str, arguments: tuple[model.Expression, ...], value: Value) -> None:
        if function == "size" and isinstance(value, int):
            self._size(arguments[0], value)
        elif function == "year" and isinstance(value, int) and 1 < value < 9999:
            for day in (date(value, 1, 1), date(value, 12, 31)):
                self.hold(arguments[0], day)
        elif function in ("ceil", "floor", "round", "abs", "min", "max"):
            for argument in arguments:
                self.hold(argument, value)
        elif function in ("start", "end", "preceding"):
            self.hold(arguments[0], value)

    def _aggregate(
        self, function: str, collection: model.Expression, body: model.Expression | None, value: Value
    ) -> None:
        if function == "count" and isinstance(value, int):
            self._size(collection, value)
        elif function in ("sum", "min", "max") and body is not None:
            self.hold(body, value)

    def _size(self, collection: model.Expression, value: int) -> None:
        slot = slot_of(collection)
        if slot is not None:
            self.held.size(slot, value)


def _sides(operator: str, value: Value, other: Value) -> tuple[Value, Value]:
    """Of ``other operator x = value``: x = value - other, value / other, other - value, other / value."""
    return (value, other) if operator in "+*" else (other, value)


def _later(ends: Iterable[date | datetime]) -> Iterator[date | datetime]:
    """A day after each of *ends*: well after a deadline, as most of what is late is."""
    for end in ends:
        try:
            yield end + timedelta(days=1)
        except OverflowError:
            continue


def beside_day(day: date) -> Iterator[date]:
    """*day*, the day before and the day after."""
    yield day
    for days in (-1, 1):
        try:
            yield day + timedelta(days=days)
        except OverflowError:
            continue
