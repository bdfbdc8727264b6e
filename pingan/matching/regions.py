"""What tests of one field can be together: in each region between the constants that it is held against."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from pingan.language import types
from pingan.language.shapes import Interval
from pingan.model import nodes as m

Subject = Hashable
"""What a test is about: tests of different subjects have nothing to do with one another."""

_MIRRORED: Final = {"=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_LINES: Final = (types.NumberType, types.DurationType, types.DateType, types.DateTimeType)
_ABSENT: Final = object()


def subject_of(test: m.Expression) -> Subject:
    """The field that *test* holds against constants; itself where it is no such test."""
    found = held(test)
    return test if found is None else found[0]


def truths(tests: Sequence[m.Expression]) -> list[tuple[bool, ...]]:
    """For tests of one subject: which are true, in every region there is. What is no such test may be either."""
    found = [one for one in map(held, tests) if one is not None]
    if len(found) < len(tests):
        return [(True,), (False,)]
    subject = found[0][0]
    regions: dict[tuple[bool, ...], None] = {}
    for value in _values(subject, [constant for _, _, constants in found for constant in constants]):
        regions[tuple(_is_true(operator, constants, value, subject.type) for _, operator, constants in found)] = None
    return list(regions)


Held = tuple[m.Expression, str, tuple[Any, ...]]
"""A field, how it is held, and the constants."""


def held(test: m.Expression) -> Held | None:
    """How *test* holds a single value against constants; None where it is no such test."""
    match test:
        case m.Comparison(operator, left, m.Constant(value)) if _is_field(left):
            return left, operator, (value,)
        case m.Comparison(operator, m.Constant(value), right) if _is_field(right) and operator in _MIRRORED:
            return right, _MIRRORED[operator], (value,)
        case m.In(element, m.SetOf(elements)) if _is_field(element):
            constants = tuple(e.value for e in elements if isinstance(e, m.Constant))
            return (element, "in", constants) if len(constants) == len(elements) else None
        case m.Present(operand) if _is_field(operand):
            return operand, "present", ()
        case m.FactValue() | m.FieldValue() | m.ElementValue() | m.ParameterValue() | m.DefinitionValue():
            return test, "is", ()
    return None


def _is_field(expression: m.Expression) -> bool:
    """Whether it is a single value: of the facts, of a setting, or worked out; read twice it is the same."""
    if isinstance(expression, m.Constant | m.Absent | m.Broken):
        return False
    known = (*_LINES, types.BooleanType, types.EnumType, types.TextType)
    return isinstance(expression.type, known)


def _values(subject: m.Expression, constants: Sequence[Any]) -> Iterator[object]:
    """A value of every region that *constants* make of what the subject may be."""
    if subject.optional:
        yield _ABSENT
    match subject.type:
        case types.BooleanType():
            yield from (True, False)
        case types.EnumType(members=members):
            yield from members
        case types.NumberType(interval=interval) | types.DurationType(interval=interval):
            numbers = sorted({Fraction(c) for c in constants} | _ends(interval))
            yield from (value for value in _along(numbers, _middle, Fraction(1)) if _lies(value, interval))
        case types.DateType() | types.DateTimeType():
            # Not on a calendar: only the order counts, and whether something lies between.
            moments = sorted(set(constants))
            for place in range(len(moments)):
                yield from (_Moment(2 * place, moments), _Moment(2 * place + 1, moments))
            yield _Moment(2 * len(moments), moments)
        case _:
            yield from dict.fromkeys(constants)
            yield "".join(str(c) for c in constants) + "?"


def _ends(interval: Interval) -> set[Fraction]:
    return {Fraction(end) for end in (interval.low, interval.high) if isinstance(end, int | Fraction)}


def _along(
    numbers: Sequence[Fraction], middle: Callable[[Fraction, Fraction], Fraction], step: Fraction
) -> Iterator[Fraction]:
    """Each number, and something between and beside them: whole numbers are taken for numbers that may be any."""
    if not numbers:
        yield Fraction(0)
        return
    yield numbers[0] - step
    for one, other in pairwise(numbers):
        yield from (one, middle(one, other))
    yield from (numbers[-1], numbers[-1] + step)


def _middle(one: Fraction, other: Fraction) -> Fraction:
    return (one + other) / 2


def _lies(value: Fraction, interval: Interval) -> bool:
    low, high = interval.low, interval.high
    above = not isinstance(low, int | Fraction) or value > low or (value == low and not interval.low_open)
    below = not isinstance(high, int | Fraction) or value < high or (value == high and not interval.high_open)
    return above and below


class _Moment:
    """A moment by its place among others: before the first (0), at it (1), between it and the second (2) …"""

    def __init__(self, place: int, moments: Sequence[date]) -> None:
        self.place = place
        self.moments = moments

    def compared(self, other: date | datetime) -> int:
        there = 2 * self.moments.index(other) + 1
        return (self.place > there) - (self.place < there)


def _is_true(operator: str, constants: Sequence[Any], value: object, kind: types.Type) -> bool:
    """Whether the test holds of *value*; of what is absent, none does."""
    if operator == "present":
        return value is not _ABSENT
    if value is _ABSENT:
        return False
    match operator:
        case "is":
            return value is True
        case "in":
            return any(_order(value, constant, kind) == 0 for constant in constants)
    order = _order(value, constants[0], kind)
    return {"=": order == 0, "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]


def _order(value: Any, constant: Any, kind: types.Type) -> int:
    if isinstance(value, _Moment):
        return value.compared(constant)
    if isinstance(kind, types.EnumType):
        value, constant = kind.members.index(value), kind.members.index(constant)
    elif isinstance(kind, types.TextType):
        return 0 if value == constant else 1
    return int(value > constant) - int(value < constant)
