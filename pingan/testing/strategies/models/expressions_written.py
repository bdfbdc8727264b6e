"""Expressions as an author would write them: the way back from what a text means to a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from pingan.language import types
from pingan.language.to_data import number_text
from pingan.model import nodes as m
from pingan.syntax import nodes as s


def path(*names: str) -> s.Path:
    return s.Path(tuple(s.Name(name) for name in names))


def number(value: int | Fraction) -> s.Expression:
    """An exact number: digits, or a division where these do not end; with its sign before it."""
    if value < 0:
        return s.Negation(number(-value))
    text = number_text(value)
    if "/" in text:
        return s.Arithmetic("/", s.NumberLiteral(str(value.numerator)), s.NumberLiteral(str(value.denominator)))
    return s.NumberLiteral(text)


def length(seconds: int | Fraction) -> s.Expression:
    """Exact time: hours and minutes, which count from an instant as they are, whatever the calendar."""
    if seconds < 0:
        return s.Negation(length(-seconds))
    hours = Fraction(seconds) / 3600
    if hours.denominator == 1:
        return s.DurationLiteral(str(hours.numerator), "hour")
    return s.DurationLiteral(number_text(Fraction(seconds) / 60), "minute")


def calendar_length(duration: m.Duration) -> s.DurationLiteral:
    """The length of a deadline, in its own unit."""
    if duration.unit == "second":
        found = length(duration.amount)
        assert isinstance(found, s.DurationLiteral)
        return found
    return s.DurationLiteral(number_text(duration.amount), duration.unit)


def constant(value: Any, type_: types.Type, zone: ZoneInfo) -> s.Expression:
    match value:
        case bool():
            return s.BooleanLiteral(value)
        case datetime():
            local = value.astimezone(zone)
            return s.DateTimeLiteral(local.replace(tzinfo=None) if not local.fold else local)
        case date():
            return s.DateLiteral(value)
        case str():
            return s.TextLiteral(value) if isinstance(type_, types.TextType) else path(value)
    return length(value) if isinstance(type_, types.DurationType) else number(value)


class Writing:
    """Writes the expressions of a policy whose instants are local to *zone*."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    def all(self, expressions: Sequence[m.Expression]) -> tuple[s.Expression, ...]:
        return tuple(self.expression(each) for each in expressions)

    def maybe(self, expression: m.Expression | None) -> s.Expression | None:
        return None if expression is None else self.expression(expression)

    def expression(self, node: m.Expression) -> s.Expression:
        match node:
            case m.Constant(value):
                return constant(value, node.type, self.zone)
            case m.Absent():
                return s.AbsentLiteral()
            case m.FactValue() | m.FieldValue() | m.DefinitionValue() | m.ElementValue():
                return s.Path(tuple(s.Name(name) for name in self.names(node)))
            case m.ParameterValue(key) | m.ReadingValue(key):
                return path(key.rpartition(".")[2])
            case m.AsOf():
                return path("as_of")
            case m.JudgedPeriod():
                return path("period")
            case m.Not(operand):
                return s.Not(self.expression(operand))
            case m.And(operands):
                return s.And(self.all(operands))
            case m.Or(operands):
                return s.Or(self.all(operands))
            case m.Comparison(operator, left, right):
                return s.Comparison(operator, self.expression(left), self.expression(right))
            case m.Has(quantity, collection, members):
                return s.Has(quantity, self.expression(collection), self.expression(members))
            case m.In(element, collection):
                return s.In(self.expression(element), self.expression(collection))
            case m.SetOf(elements):
                return s.SetLiteral(self.all(elements))
            case m.PeriodOf(start, end):
                return s.PeriodLiteral(self.maybe(start), self.maybe(end))
            case m.Aggregate():
                return self._aggregate(node)
            case _:
                return self._worked_out(node)

    def _worked_out(self, node: m.Expression) -> s.Expression:
        match node:
            case m.DateOf(m.InstantsOf(operand)) | m.InstantsOf(operand):
                return self.expression(operand)
            case m.DateOf(operand):
                return s.Call(s.Name("date"), (self.expression(operand),))
            case m.Arithmetic(operator, left, right):
                return s.Arithmetic(operator, self.expression(left), self.expression(right))
            case m.Shift(operand, amount, unit):
                moved = s.DurationLiteral(str(abs(amount)), unit)
                return s.Arithmetic("-" if amount < 0 else "+", self.expression(operand), moved)
            case m.Negation(operand):
                return s.Negation(self.expression(operand))
            case m.Present(operand):
                return s.Call(s.Name("present"), (self.expression(operand),))
            case m.Call(function, arguments):
                return s.Call(s.Name(function), self.all(arguments))
        raise TypeError(f"no text says {type(node).__name__}")

    def _aggregate(self, node: m.Aggregate) -> s.Expression:
        function, variable = s.Name(node.function), s.Name(node.variable)
        return s.Aggregate(
            function, variable, self.expression(node.collection), self.maybe(node.filter), self.maybe(node.body)
        )

    def names(self, node: m.Expression) -> tuple[str, ...]:
        """The names of a path, with dots between them."""
        match node:
            case m.FactValue(name) | m.ElementValue(name):
                return (name,)
            case m.FieldValue(record, name):
                return (*self.names(record), name)
            case m.DefinitionValue(key, subject):
                own = key.rpartition(".")[2]
                return (own,) if subject is None else (*self.names(subject), own)
            case m.Constant(str(value)):
                return (value,)
        raise TypeError(f"no path leads to {type(node).__name__}")
