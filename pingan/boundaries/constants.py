"""Values that an expression may have as far as its text says: constants, parameters, sums, cases of definitions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import islice, product
from typing import Final, TypeGuard
from zoneinfo import ZoneInfo

from attrs import define, field

from pingan.boundaries.slots import Held, Value, slot_of
from pingan.language import types
from pingan.model import constants
from pingan.model import nodes as model

MOST: Final = 16
"""Values that are looked at of one expression."""

_DEEP: Final = 24
_LONGEST: Final = 400 * 366 * constants.DAY


@define(eq=False)
class Constants:
    """What expressions of *policy* may come to, facts being what they are *held* against elsewhere."""

    policy: model.Policy
    held: Held
    _known: dict[str, tuple[Value, ...]] = field(factory=dict)
    _depth: int = 0

    def of(self, expression: model.Expression | None) -> tuple[Value, ...]:
        """At most 16 values, those first that stand first in the text."""
        if expression is None or self._depth > _DEEP:
            return ()
        self._depth += 1
        try:
            return tuple(islice(dict.fromkeys(self._of(expression)), MOST))
        finally:
            self._depth -= 1

    def _of(self, expression: model.Expression) -> Iterator[Value]:
        match expression:
            case model.Constant(value):
                yield value
            case model.ParameterValue(key):
                yield from self.parameter(key)
            case model.ReadingValue(key):
                yield from self.readings(key)
            case model.DefinitionValue(key):
                yield from self._defined(key)
            case model.Negation(operand):
                yield from (-v for v in self.of(operand) if is_number(v))
            case model.Arithmetic(operator, left, right):
                for one, other in product(self.of(left), self.of(right)):
                    yield from calculated(operator, one, other)
            case model.Shift(operand, amount, unit):
                yield from (d for v in self.of(operand) if (d := shifted(v, amount, unit)) is not None)
            case model.DateOf(operand, zone):
                yield from (day_of(v, zone) for v in self.of(operand) if isinstance(v, date))
            case model.InstantsOf(operand, zone):
                for value in self.of(operand):
                    if isinstance(value, date) and not isinstance(value, datetime):
                        yield constants.start_of(value, zone)
                        yield constants.start_of(value, zone) + timedelta(hours=12)
            case model.Call(function, arguments):
                yield from self._called(function, arguments)
            case model.SetOf(elements):
                for element in elements:
                    yield from self.of(element)
            case model.AsOf():
                yield from self.held.instants[:4]
            case _:
                slot = slot_of(expression)
                if slot is not None:
                    yield from self.held.constants.get(slot, ())[:6]

    def _defined(self, key: str) -> tuple[Value, ...]:
        if key not in self._known:
            self._known[key] = ()  # while its own cases are looked at
            found = [v for case in self.policy.definitions[key].cases for v in self.of(case.value)]
            self._known[key] = tuple(dict.fromkeys(found))[:MOST]
        return self._known[key]

    def _called(self, function: str, arguments: tuple[model.Expression, ...]) -> Iterator[Value]:
        if function in ("start", "end", "preceding") and len(arguments) == 1:
            for first, last in self.periods(arguments[0]):
                day = first if function == "start" else last
                if day is not None:
                    yield day
        elif function == "year" and len(arguments) == 1:
            yield from (v.year for v in self.of(arguments[0]) if isinstance(v, date))
        elif function in ("min", "max", "abs", "round"):
            for argument in arguments:
                yield from self.of(argument)
        elif function in ("ceil", "floor"):
            for value in (v for argument in arguments for v in self.of(argument)):
                if is_number(value):
                    yield -(-value // 1) if function == "ceil" else value // 1

    def readings(self, key: str) -> tuple[str, ...]:
        """The readings of an interpretation, the one that holds first."""
        interpretation = self.policy.interpretations[key]
        names = (interpretation.chosen, interpretation.default, *(reading.name for reading in interpretation.readings))
        return tuple(dict.fromkeys(name for name in names if name is not None))

    def _is_out(self, condition: model.Expression | None) -> bool:
        """Whether a case is one of a reading that is not the one that holds."""
        match condition:
            case model.And(operands):
                return any(self._is_out(operand) for operand in operands)
            case model.Comparison("=", model.ReadingValue(key), model.Constant(value)):
                return self.readings(key)[0] != value
            case model.In(model.ReadingValue(key), model.SetOf() as several):
                return self.readings(key)[0] not in self.of(several)
            case _:
                return False

    def parameter(self, key: str) -> tuple[Value, ...]:
        """What a parameter is set to."""
        match self.policy.parameters[key].value:
            case model.Constant(value):
                return (value,)
            case model.Duration() as duration if (length := constants.seconds(duration)) is not None:
                return (constants.whole(length),)
            case model.SetOf() as members:
                return self.of(members)
            case None:
                return tuple(self.held.constants.get(("=", key), ()))[:2]
            case _:
                return ()

    def periods(self, expression: model.Expression | None) -> tuple[tuple[date | None, date | None], ...]:
        """First and last days (None: open) that an expression of type period may have."""
        match expression:
            case model.PeriodOf(start, end):
                starts = [None] if start is None else [day for v in self.of(start) if (day := _day(v)) is not None]
                ends = [None] if end is None else [day for v in self.of(end) if (day := _day(v)) is not None]
                return tuple(islice(product(starts, ends), MOST))
            case model.DefinitionValue(key):
                if self._depth > _DEEP:
                    return ()
                self._depth += 1
                try:
                    cases = self.policy.definitions[key].cases
                    chosen = [case for case in cases if not self._is_out(case.condition)] or cases
                    return tuple(p for case in chosen for p in self.periods(case.value))
                finally:
                    self._depth -= 1
            case model.ParameterValue(key):
                value = self.policy.parameters[key].value
                return self.periods(value) if isinstance(value, model.PeriodOf) else ()
            case model.SetOf(elements):
                return tuple(p for element in elements for p in self.periods(element))
            case model.Call(_, (inner,)):
                return self.periods(inner)
            case model.JudgedPeriod():
                return tuple(_judged(self.held.instants[0])) if self.held.instants else ()
            case _:
                return ()


def _judged(ordinary: date) -> Iterator[tuple[date, date]]:
    """Periods that a recurring norm may be judged for about an ordinary day: its year and month, and those before."""
    if 1 < ordinary.year < 9999:
        yield from ((date(year, 1, 1), date(year, 12, 31)) for year in (ordinary.year, ordinary.year - 1))
        first = date(ordinary.year, ordinary.month, 1)
        for begins in (first, (first - timedelta(days=1)).replace(day=1)):
            following = (begins + timedelta(days=31)).replace(day=1)
            yield begins, following - timedelta(days=1)


def is_number(value: object) -> TypeGuard[int | Fraction]:
    """Whether one can count with it."""
    return isinstance(value, int | Fraction) and not isinstance(value, bool)


def _day(value: Value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def day_of(value: date, zone: str) -> date:
    """The day of an instant in *zone*; a day itself."""
    return value.astimezone(ZoneInfo(zone)).date() if isinstance(value, datetime) else value


def calculated(operator: str, left: Value, right: Value) -> Iterator[Value]:
    """*left operator right*, where that is something."""
    try:
        if isinstance(left, date) and is_number(right):
            yield moved(left, right if operator == "+" else -right)
        elif isinstance(right, date) and is_number(left) and operator == "+":
            yield moved(right, left)
        elif isinstance(left, date) and isinstance(right, date) and type(left) is type(right):
            length = left - right
            yield constants.whole(Fraction(length // timedelta(microseconds=1), 1_000_000))
        elif is_number(left) and is_number(right):
            one, other = Fraction(left), Fraction(right)
            if operator == "/" and not other:
                return
            found = {"+": one + other, "-": one - other, "*": one * other}.get(operator)
            yield constants.whole(one / other if found is None else found)
    except (OverflowError, ValueError, TypeError):
        return


def moved(moment: date, seconds: int | Fraction) -> date:
    """*moment* so many seconds later. Raises OverflowError outside the years 1 to 9999."""
    length = Fraction(seconds)
    if abs(length) > _LONGEST:
        raise OverflowError
    if not isinstance(moment, datetime):
        return moment + timedelta(days=int(length // constants.DAY))
    return moment + timedelta(microseconds=int(length * 1_000_000))


def shifted(value: Value, amount: int, unit: str) -> date | None:
    """The day *amount* units after *value*; working days are taken as days (the neighbours are tried as well)."""
    if not isinstance(value, date) or abs(amount) > 12 * 400 * 31:
        return None
    try:
        if unit != "month":
            return value + timedelta(days=amount)
        month = value.year * 12 + value.month - 1 + amount
        year, month = divmod(month, 12)
        for day in (value.day, 30, 29, 28):
            try:
                return value.replace(year=year, month=month + 1, day=day)
            except ValueError:
                continue
    except OverflowError:
        return None
    return None


def instant_at(day: date, zone: str) -> datetime:
    """Noon of *day* in *zone*; an instant itself."""
    return day if isinstance(day, datetime) else constants.start_of(day, zone) + timedelta(hours=12)


def is_duration(type: types.Type) -> bool:
    """Whether values of *type* are lengths of time (numbers of seconds)."""
    return isinstance(type, types.DurationType)
