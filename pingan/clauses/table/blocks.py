"""What an expression may be, cut into blocks: a block is what no cell of a table tells apart.

A dimension is an expression that cells ask about; a cell (as a resolved condition) is a mask on the blocks of one
dimension. All that is said about overlaps and gaps is said of blocks, so it is exact.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from attrs import field, frozen

from pingan.language import types
from pingan.language.intervals import contains
from pingan.language.shapes import Interval
from pingan.model import nodes as model

MAXIMUM_MEMBERS: Final = 10
"""Members of a set that cells ask about: each of them doubles the number of blocks."""


class OpaqueError(Exception):
    """A condition that is no plain test of one expression against constants."""


class _Other:
    """Any text or actor that no cell names."""


OTHER: Final = _Other()
ABSENT: Final = _Other()


@frozen
class Blocks:
    """The blocks of a dimension, each by a value that stands for it (*values*); *absent* is one more, the last."""

    values: tuple[Any, ...]
    ranks: tuple[Any, ...] | None = field(repr=False)
    """What orders the values; None where nothing does."""
    absent: bool

    @property
    def count(self) -> int:
        return len(self.values) + self.absent

    @property
    def all(self) -> int:
        return (1 << self.count) - 1

    @property
    def there(self) -> int:
        """Every block but absence."""
        return (1 << len(self.values)) - 1

    def witness(self, block: int) -> Any:
        return self.values[block] if block < len(self.values) else ABSENT

    def equal(self, rank: Any) -> int:
        if self.ranks is None:
            return sum(1 << n for n, value in enumerate(self.values) if value == rank)
        return self._between(bisect_left(self.ranks, rank), bisect_right(self.ranks, rank))

    def below(self, rank: Any, *, included: bool) -> int:
        if self.ranks is None:
            raise OpaqueError
        return self._between(0, (bisect_right if included else bisect_left)(self.ranks, rank))

    def _between(self, first: int, end: int) -> int:
        return (1 << end) - (1 << first) if end > first else 0


def subject(test: model.Expression) -> model.Expression:
    """The expression that *test* asks about. Raises OpaqueError when that is not one alone."""
    found: set[model.Expression] = set()
    waiting = [test]
    while waiting:
        node = waiting.pop()
        match node:
            case model.And(operands) | model.Or(operands):
                waiting += operands
            case model.Not(operand):
                waiting.append(operand)
            case model.Comparison(left=left) | model.In(element=left) | model.Has(collection=left):
                found.add(left)
            case model.Present(operand):
                found.add(operand)
            case model.Constant():
                pass
            case _ if isinstance(node.type, types.BooleanType):
                found.add(node)
            case _:
                raise OpaqueError
    if len(found) != 1:
        raise OpaqueError
    return found.pop()


def blocks(about: model.Expression, tests: Iterable[model.Expression], policy: model.Policy) -> Blocks:
    """The blocks of *about* that *tests* tell apart. Raises OpaqueError for what cannot be cut."""
    constants = {c for test in tests for c in _constants(test, policy)}
    absent = about.optional
    match about.type:
        case types.BooleanType():
            return Blocks((False, True), None, absent)
        case types.EnumType(members=members, ordered=ordered):
            return Blocks(members, tuple(range(len(members))) if ordered else None, absent)
        case types.NumberType(integer=integer, interval=interval):
            values = _cut([c for c in constants if isinstance(c, int | Fraction)], interval, integer)
            return Blocks(values, values, absent)
        case types.DurationType(interval=interval):
            values = _cut([c for c in constants if isinstance(c, int | Fraction)], interval, False)
            return Blocks(values, values, absent)
        case types.DateType() | types.DateTimeType():
            days = _cut_moments([c for c in constants if isinstance(c, date)], isinstance(about.type, types.DateType))
            return Blocks(days, days, absent)
        case types.TextType() | types.ActorType():
            return Blocks((*sorted(c for c in constants if isinstance(c, str)), OTHER), None, absent)
        case types.SetType():
            named = sorted({str(c) for c in constants})
            if len(named) > MAXIMUM_MEMBERS:
                raise OpaqueError
            subsets = tuple(
                frozenset(m for n, m in enumerate(named) if bits >> n & 1) for bits in range(1 << len(named))
            )
            return Blocks(subsets, None, False)
        case _:
            raise OpaqueError


def mask(test: model.Expression, about: model.Expression, of: Blocks, policy: model.Policy) -> int:
    """The blocks of *about* in which *test* holds."""
    match test:
        case model.And(operands):
            result = of.all
            for operand in operands:
                result &= mask(operand, about, of, policy)
            return result
        case model.Or(operands):
            result = 0
            for operand in operands:
                result |= mask(operand, about, of, policy)
            return result
        case model.Not(operand):
            return of.all & ~mask(operand, about, of, policy)
        case model.Constant(value):
            return of.all if value else 0
        case model.Present():
            return of.there
        case model.Comparison(operator, _, right):
            return _compared(operator, constant(right, policy), about, of)
        case model.In(_, collection):
            return _contained(collection, about, of, policy)
        case model.Has(quantity, _, members):
            return _having(quantity, members, of, policy)
        case _:
            return of.equal(True)


def constant(expression: model.Expression, policy: model.Policy) -> Any:
    """The value of *expression*, whatever the facts. Raises OpaqueError when there is none."""
    match expression:
        case model.Constant(value):
            return value
        case model.Negation(operand):
            value = constant(operand, policy)
            return -value
        case model.ParameterValue(key):
            found = policy.parameters[key].value if key in policy.parameters else None
            if isinstance(found, model.Constant):
                return found.value
            if isinstance(found, model.Duration) and found.unit in ("second", "day"):
                return found.amount * (86400 if found.unit == "day" else 1)
    raise OpaqueError


def _rank(value: Any, about: model.Expression) -> Any:
    if isinstance(about.type, types.EnumType) and about.type.ordered:
        return about.type.members.index(value)
    return value


def _compared(operator: str, value: Any, about: model.Expression, of: Blocks) -> int:
    rank = _rank(value, about)
    match operator:
        case "=":
            return of.equal(rank)
        case "!=":
            return of.all & ~of.equal(rank)
        case "<" | "<=":
            return of.below(rank, included=operator == "<=")
        case _:
            return of.there & ~of.below(rank, included=operator == ">")


def _contained(collection: model.Expression, about: model.Expression, of: Blocks, policy: model.Policy) -> int:
    result = 0
    match _written_out(collection, policy):
        case model.SetOf(elements):
            for element in elements:
                result |= of.equal(_rank(constant(element, policy), about))
            return result
        case model.PeriodOf(start, end):
            result = of.there
            if start is not None:
                result &= ~of.below(constant(start, policy), included=False)
            if end is not None:
                result &= of.below(constant(end, policy), included=True)
            return result
    raise OpaqueError


def _having(quantity: str, members: model.Expression, of: Blocks, policy: model.Policy) -> int:
    named = {str(c) for c in _members(members, policy)}
    result = 0
    for number, held in enumerate(of.values):
        if named & held if quantity == "any" else named <= held:
            result |= 1 << number
    return result


def _members(expression: model.Expression, policy: model.Policy) -> list[Any]:
    if isinstance(expression, model.SetOf):
        return [constant(e, policy) for e in expression.elements]
    return [constant(expression, policy)]


def _written_out(expression: model.Expression, policy: model.Policy) -> model.Expression:
    """A definition of one value, or a parameter, as that value."""
    match expression:
        case model.DefinitionValue(key, None) if key in policy.definitions:
            cases = policy.definitions[key].cases
            if len(cases) == 1 and cases[0].condition is None:
                return cases[0].value
        case model.ParameterValue(key) if key in policy.parameters:
            value = policy.parameters[key].value
            if isinstance(value, model.Expression):
                return value
    return expression


def _constants(test: model.Expression, policy: model.Policy) -> list[Any]:
    """The constants that *test* compares with."""
    found: list[Any] = []
    waiting = [test]
    while waiting:
        match waiting.pop():
            case model.And(operands) | model.Or(operands):
                waiting += operands
            case model.Not(operand):
                waiting.append(operand)
            case model.Comparison(_, _, right):
                found.append(constant(right, policy))
            case model.Has(_, _, members):
                found += _members(members, policy)
            case model.In(_, collection):
                found += _ends(_written_out(collection, policy), policy)
    return found


def _ends(collection: model.Expression, policy: model.Policy) -> list[Any]:
    match collection:
        case model.SetOf(elements):
            return [constant(e, policy) for e in elements]
        case model.PeriodOf(start, end):
            return [constant(e, policy) for e in (start, end) if e is not None]
    raise OpaqueError


def _cut(constants: Sequence[int | Fraction], interval: Interval, integer: bool) -> tuple[int | Fraction, ...]:
    """A number in each of the intervals and points that *constants* cut *interval* into, from below."""
    ends = [e for e in (interval.low, interval.high) if isinstance(e, int | Fraction)]
    points: list[int | Fraction] = sorted({*constants, *ends})
    if not points:
        return (0,)
    found: list[int | Fraction] = [_whole_below(points[0])]
    for point, following in pairwise([*points, None]):
        assert point is not None
        found.append(point)
        found.append(_whole_above(point) if following is None else _inside(point, following))
    kept = [v for v in found if contains(interval, v) and (not integer or v == int(v))]
    return tuple(sorted(set(kept)))


def _whole_below(point: int | Fraction) -> int:
    floor = point.numerator // point.denominator
    return floor - 1 if floor == point else floor


def _whole_above(point: int | Fraction) -> int:
    return point.numerator // point.denominator + 1


def _inside(low: int | Fraction, high: int | Fraction) -> int | Fraction:
    """A number between the two, whole where there is one."""
    whole = _whole_above(low)
    return whole if whole < high else (Fraction(low) + Fraction(high)) / 2


def _cut_moments(constants: Sequence[date], days: bool) -> tuple[date, ...]:
    points = sorted({c for c in constants if isinstance(c, datetime) != days})
    if len(points) != len(set(constants)):
        raise OpaqueError
    if not points:
        return (date(2000, 1, 1),) if days else (datetime(2000, 1, 1, tzinfo=UTC),)
    step = timedelta(days=1) if days else timedelta(seconds=1)
    found = set(points)
    try:
        found |= {points[0] - step, *(p + step for p in points)}
    except OverflowError:
        raise OpaqueError from None
    return tuple(sorted(found))
