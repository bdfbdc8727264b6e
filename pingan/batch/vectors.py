"""Conditions about several facts worked out for all records at once, where that is exact.

Everything is counted in whole numbers of 64 bits. What these cannot hold, and whatever is not written here, is asked of
the program for each combination of values instead.
"""

from __future__ import annotations

import operator as operators
from collections.abc import Callable, Mapping
from datetime import datetime
from fractions import Fraction
from math import lcm
from typing import Any, Final

import numpy as np
from attrs import define, frozen
from numpy.typing import NDArray

from pingan.batch.block import Block
from pingan.batch.columns import Coded, Numbers, Truths, count_of
from pingan.batch.data import FIRST_DAY, FIRST_INSTANT, LAST_DAY, LAST_INSTANT
from pingan.language.types import DateTimeType, DateType, DurationType, EnumType, NumberType
from pingan.matching.atoms import Reading
from pingan.model import nodes as model

_MOST: Final = 2**62
_MICROSECONDS: Final = 1_000_000
_COMPARE: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "=": operators.eq,
    "!=": operators.ne,
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}
Values = NDArray[np.int64]


class NotHere(Exception):  # noqa: N818  # it is no error: the program is asked instead
    """The condition, or a value in it, is none that is worked out here."""


@frozen(eq=False)
class Count:
    """Numbers, lengths of time (in seconds), days or instants: *unit* counts make 1. All lie from *low* to *high*."""

    values: Values
    unit: int
    low: int
    high: int

    def scaled(self, unit: int) -> Count:
        """The same values in a finer unit."""
        factor = unit // self.unit
        return (
            self if factor == 1 else _checked(lambda: self.values * factor, unit, self.low * factor, self.high * factor)
        )


def _checked(values: Callable[[], Values], unit: int, low: int, high: int) -> Count:
    if low < -_MOST or high > _MOST or unit > _MOST:
        raise NotHere
    return Count(values(), unit, low, high)


@frozen(eq=False)
class Quotient:
    """One count by another; where that is zero it is absent."""

    above: Count
    below: Count


@define(eq=False)
class Vectors:
    """Conditions over *rows* of a block, all of which have every fact that is read."""

    block: Block
    policy: model.Policy
    reading: Reading
    rows: NDArray[np.int64]
    as_of: object

    def holds(self, condition: model.Expression) -> NDArray[np.bool_]:
        """For which rows *condition* holds. Raises NotHere."""
        match condition:
            case model.And(operands) | model.Or(operands):
                join = operators.and_ if isinstance(condition, model.And) else operators.or_
                found = self.holds(operands[0])
                for operand in operands[1:]:
                    found = join(found, self.holds(operand))
                return found
            case model.Not(operand):
                return ~self.holds(operand)
            case model.Comparison(operator, left, right):
                return self._compared(operator, left, right)
            case model.DefinitionValue():
                return self.holds(self._defined(condition))
            case model.FactValue() | model.FieldValue():
                column = self._column(condition)
                if isinstance(column, Truths):
                    return np.unpackbits(column.bits, bitorder="little")[self.rows].view(np.bool_)
        raise NotHere

    def _defined(self, value: model.DefinitionValue) -> model.Expression:
        """What a definition of one value says."""
        cases = self.policy.definitions[value.definition].cases
        if value.subject is not None or len(cases) != 1 or cases[0].condition is not None:
            raise NotHere
        return cases[0].value

    def _column(self, expression: model.Expression) -> object:
        path = self.reading.path(expression)
        column = None if path is None else self.block.columns.get(path)
        if column is None:
            raise NotHere
        return column

    # --- comparisons ------------------------------------------------------------------------------------------

    def _compared(self, operator: str, left: model.Expression, right: model.Expression) -> NDArray[np.bool_]:
        compare = _COMPARE[operator]
        if isinstance(left.type, EnumType):
            return compare(self._members(left), self._members(right))  # type: ignore[no-any-return]
        one, other = self._value(left), self._value(right)
        if isinstance(one, Quotient) and isinstance(other, Quotient):
            raise NotHere
        if isinstance(one, Quotient) and isinstance(other, Count):
            return self._compared_quotient(operator, compare, one, other, flip=False)
        if isinstance(other, Quotient) and isinstance(one, Count):
            return self._compared_quotient(operator, compare, other, one, flip=True)
        assert isinstance(one, Count) and isinstance(other, Count)
        unit = lcm(one.unit, other.unit)
        return compare(one.scaled(unit).values, other.scaled(unit).values)  # type: ignore[no-any-return]

    def _compared_quotient(
        self, operator: str, compare: Callable[[Any, Any], Any], one: Quotient, other: Count, *, flip: bool
    ) -> NDArray[np.bool_]:
        """a / b against c: a against c times b, the other way round where b is negative; false where b is zero."""
        above, below = one.above, one.below
        sign = np.sign(below.values)
        size = _checked(lambda: np.abs(below.values), below.unit, 0, max(abs(below.low), abs(below.high)))
        wide = max(abs(above.low), abs(above.high))
        left = _checked(lambda: above.values * sign, above.unit, -wide, wide)
        right = _product(other, size)
        unit = lcm(left.unit, right.unit)
        ours, theirs = left.scaled(unit).values, right.scaled(unit).values
        found: NDArray[np.bool_] = compare(theirs, ours) if flip else compare(ours, theirs)
        # What is absent is equal to nothing, less than nothing; and hence different from everything.
        return np.where(sign == 0, operator == "!=", found)

    def _members(self, expression: model.Expression) -> Any:
        """The places of members in their enum."""
        assert isinstance(expression.type, EnumType)
        places = {name: n for n, name in enumerate(expression.type.members)}
        constant = self.reading.constant(expression)
        if isinstance(constant, str):
            return places[constant]
        column = self._column(expression)
        if not isinstance(column, Coded):
            raise NotHere
        table = np.array([places.get(name, -1) for name in column.names] or [-1], np.int64)
        return table[column.codes[self.rows]]

    # --- values -----------------------------------------------------------------------------------------------

    def _value(self, expression: model.Expression) -> Count | Quotient:
        kind = expression.type
        constant = self.reading.constant(expression)
        if constant is not None:
            return self._constant(constant, kind)
        match expression:
            case model.DefinitionValue():
                return self._value(self._defined(expression))
            case model.FactValue() | model.FieldValue():
                column = self._column(expression)
                if not isinstance(column, Numbers):
                    raise NotHere
                values = column.values[self.rows].astype(np.int64)
                return _checked(lambda: values, column.unit, int(values.min()), int(values.max()))
            case model.AsOf() if isinstance(self.as_of, datetime):
                return self._constant(self.as_of, kind)
            case model.Negation(operand):
                inner = self._count(operand)
                return _checked(lambda: -inner.values, inner.unit, -inner.high, -inner.low)
            case model.Shift(operand, amount, "day"):
                days = self._count(operand)
                return _within(_sum(days, amount), FIRST_DAY, LAST_DAY)
            case model.Arithmetic():
                return self._arithmetic(expression)
        raise NotHere

    def _count(self, expression: model.Expression) -> Count:
        found = self._value(expression)
        if isinstance(found, Quotient):
            raise NotHere
        return found

    def _constant(self, value: object, kind: object) -> Count:
        if isinstance(kind, NumberType | DurationType) and isinstance(value, int | Fraction):
            exact = Fraction(value)
            number, unit = exact.numerator, exact.denominator
        else:
            unit = _MICROSECONDS if isinstance(kind, DateTimeType) else 1
            counted = count_of(value, unit, kind)
            if counted is None or counted.denominator != 1:
                raise NotHere
            number = int(counted)
        return _checked(lambda: np.full(len(self.rows), number, np.int64), unit, number, number)

    def _arithmetic(self, expression: model.Arithmetic) -> Count | Quotient:
        left, right = expression.left, expression.right
        one, other = self._count(left), self._count(right)
        if isinstance(left.type, DateTimeType | DateType):
            return self._moved(expression, one, other)
        match expression.operator:
            case "*":
                return _product(one, other)
            case "/":
                return Quotient(one, other)
            case _:
                return _added(one, other, -1 if expression.operator == "-" else 1)

    def _moved(self, expression: model.Arithmetic, one: Count, other: Count) -> Count:
        """The time between two days or instants, or an instant later or earlier by a length of time."""
        left, right = expression.left.type, expression.right.type
        if isinstance(right, DateTimeType | DateType):
            if type(left) is not type(right):
                raise NotHere
            apart = _added(one, other, -1)
            if isinstance(left, DateTimeType):
                return Count(apart.values, _MICROSECONDS, apart.low, apart.high)
            return _checked(lambda: apart.values * 86_400, 1, apart.low * 86_400, apart.high * 86_400)
        if isinstance(left, DateType) or _MICROSECONDS % other.unit:
            raise NotHere
        length = other.scaled(_MICROSECONDS)
        moment = Count(one.values, _MICROSECONDS, one.low, one.high)
        return _within(_added(moment, length, -1 if expression.operator == "-" else 1), FIRST_INSTANT, LAST_INSTANT)


def _added(one: Count, other: Count, sign: int) -> Count:
    unit = lcm(one.unit, other.unit)
    ours, theirs = one.scaled(unit), other.scaled(unit)
    if sign > 0:
        return _checked(lambda: ours.values + theirs.values, unit, ours.low + theirs.low, ours.high + theirs.high)
    return _checked(lambda: ours.values - theirs.values, unit, ours.low - theirs.high, ours.high - theirs.low)


def _sum(one: Count, amount: int) -> Count:
    return _checked(lambda: one.values + amount, one.unit, one.low + amount, one.high + amount)


def _product(one: Count, other: Count) -> Count:
    corners = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
    return _checked(lambda: one.values * other.values, one.unit * other.unit, min(corners), max(corners))


def _within(count: Count, low: int, high: int) -> Count:
    """*count*, if all of it lies in the calendar."""
    if count.low < low or count.high > high:
        raise NotHere
    return count
