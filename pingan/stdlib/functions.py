"""The functions every policy may call. To add one: write its `Function` below and list it in `FUNCTIONS`.

*check* answers with the type of a call or with what was expected; *act* maps shapes to the tightest shape. Both are
names of this module, so that an environment can be pickled.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Final

from pingan.language import intervals, types
from pingan.language.function import Function, Signature
from pingan.language.shapes import Elements, Interval, Members, PeriodBounds, Range, SetBounds, Shape

_Types = tuple[types.Type, ...]
_Optional = tuple[bool, ...]
_Shapes = tuple[Shape, ...]
_ABSENT: Final = Range(None, True)


# --- one number ---------------------------------------------------------------------------------------------


def _number_check(given: _Types, optional: _Optional) -> Signature | str:
    if len(given) != 1 or not isinstance(given[0], types.NumberType | types.UnknownType):
        return "one number"
    return Signature(types.INTEGER, optional[0])


def _number_act(apply: Callable[[Interval], Interval], given: _Shapes) -> Shape:
    operand = given[0]
    if not isinstance(operand, Range) or operand.interval is None:
        return _ABSENT
    return Range(apply(operand.interval), operand.absent)


def _abs_check(given: _Types, optional: _Optional) -> Signature | str:
    if len(given) != 1 or not isinstance(given[0], types.NumberType | types.DurationType | types.UnknownType):
        return "one number or duration"
    if isinstance(given[0], types.NumberType):
        return Signature(types.NumberType(integer=given[0].integer), optional[0])
    return Signature(types.DURATION if isinstance(given[0], types.DurationType) else types.UNKNOWN, optional[0])


CEIL = Function(
    "ceil",
    _number_check,
    partial(_number_act, intervals.ceiling),
    "The least whole number that is not smaller.",
    {"zh": "向上取整"},
)
FLOOR = Function(
    "floor",
    _number_check,
    partial(_number_act, intervals.floor_of),
    "The greatest whole number that is not greater.",
    {"zh": "向下取整"},
)
ROUND = Function(
    "round",
    _number_check,
    partial(_number_act, intervals.rounded),
    "The nearest whole number; halves go up.",
    {"zh": "四舍五入"},
)
ABS = Function(
    "abs",
    _abs_check,
    partial(_number_act, intervals.absolute),
    "The size of a number, without its sign.",
    {"zh": "绝对值"},
)


# --- the least and the greatest of several ---------------------------------------------------------------------


def _extreme_check(given: _Types, optional: _Optional) -> Signature | str:
    known = [t for t in given if not isinstance(t, types.UnknownType)]
    if len(given) < 2:
        return "two values or more"
    if not known:
        return Signature(types.UNKNOWN, all(optional))
    if all(isinstance(t, types.NumberType) for t in known):
        integer = all(isinstance(t, types.NumberType) and t.integer for t in known)
        return Signature(types.NumberType(integer=integer), all(optional))
    for kind, result in (
        (types.DurationType, types.DURATION),
        (types.DateType, types.DATE),
        (types.DateTimeType, types.DATETIME),
    ):
        if all(isinstance(t, kind) for t in known):
            return Signature(result, all(optional))
    return "numbers, durations, dates or datetimes, all of one kind"


def _extreme_act(
    choose: Callable[[list[tuple[Interval, bool]]], tuple[Interval | None, bool]], given: _Shapes
) -> Shape:
    items = [(s.interval, not s.absent) for s in given if isinstance(s, Range) and s.interval is not None]
    interval, absent = choose(items)
    return Range(interval, absent)


MIN = Function(
    "min",
    _extreme_check,
    partial(_extreme_act, intervals.least),
    "The least; what is absent is skipped.",
    {"zh": "取小"},
)
MAX = Function(
    "max",
    _extreme_check,
    partial(_extreme_act, intervals.greatest),
    "The greatest; what is absent is skipped.",
    {"zh": "取大"},
)


# --- collections ------------------------------------------------------------------------------------------------


def _size_check(given: _Types, optional: _Optional) -> Signature | str:
    if len(given) != 1 or not isinstance(given[0], types.SetType | types.ListType | types.UnknownType):
        return "one set or list"
    return Signature(types.INTEGER, False)


def _size_act(given: _Shapes) -> Shape:
    """A collection reached through an absent record counts as empty."""
    collection = given[0]
    low: int = 0
    high: int | None = 0
    if isinstance(collection, SetBounds) and collection.present:
        low, high = len(collection.surely), None if collection.possibly is None else len(collection.possibly)
    elif isinstance(collection, Elements) and collection.present:
        low, high = len(collection.elements), None if collection.open else len(collection.elements)
    return Range(Interval(0 if collection.absent else low, high, False, high is None))


SIZE = Function("size", _size_check, _size_act, "How many elements a set or a list has.", {"zh": "个数"})


def _collect_check(given: _Types, optional: _Optional) -> Signature | str:
    """Pairs: whether it counts, and the set whose members then count."""
    conditions, sets = given[::2], [t for t in given[1::2] if not isinstance(t, types.UnknownType)]
    is_paired = bool(given) and len(given) % 2 == 0
    if not is_paired or not all(isinstance(t, types.BooleanType | types.UnknownType) for t in conditions):
        return "conditions, each with a set after it"
    elements = {t.element for t in sets if isinstance(t, types.SetType)}
    named = {e for e in elements if not isinstance(e, types.UnknownType)}
    if not all(isinstance(t, types.SetType) for t in sets) or len(named) > 1:
        return "conditions, each with a set after it, all of one kind"
    return Signature(types.SetType(next(iter(named), types.UNKNOWN)), False)


def _collect_act(given: _Shapes) -> Shape:
    surely: frozenset[object] = frozenset()
    possibly: frozenset[object] | None = frozenset()
    for claim, members in zip(given[::2], given[1::2], strict=True):
        values = claim.values if isinstance(claim, Members) and claim.values is not None else frozenset()
        if True not in values or not isinstance(members, SetBounds) or not members.present:
            continue
        if possibly is not None:
            possibly = None if members.possibly is None else possibly | members.possibly
        if values == {True} and not claim.absent and not members.absent:
            surely |= members.surely
    return SetBounds(surely, possibly)


COLLECT = Function(
    "collect",
    _collect_check,
    _collect_act,
    "The members of every set whose condition holds: `collect(C1, {a}, C2, {a, b})`.",
    {"zh": "汇集"},
)


# --- days ---------------------------------------------------------------------------------------------------------


def _year_check(given: _Types, optional: _Optional) -> Signature | str:
    if len(given) != 1 or not isinstance(given[0], types.DateType | types.UnknownType):
        return "one day"
    return Signature(types.INTEGER, optional[0])


def _year_act(given: _Shapes) -> Shape:
    operand = given[0]
    if not isinstance(operand, Range) or operand.interval is None:
        return _ABSENT
    first, last = operand.interval.low, operand.interval.high
    low = first if isinstance(first, date) else date.min
    high = last if isinstance(last, date) else date.max
    # After the last day of a year comes the next year, before its first day the one before.
    low += timedelta(days=operand.interval.low_open and low < date.max and first is not None)
    high -= timedelta(days=operand.interval.high_open and high > date.min and last is not None)
    return Range(Interval(low.year, high.year, False, False), operand.absent)


YEAR = Function("year", _year_check, _year_act, "The number of the year that a day is in.", {"zh": "年份"})


# --- periods ------------------------------------------------------------------------------------------------------


def _period_check(result: types.Type, given: _Types, optional: _Optional) -> Signature | str:
    """Whatever is asked of a period may be absent: its ends may be open."""
    if len(given) != 1 or not isinstance(given[0], types.PeriodType | types.UnknownType):
        return "one period"
    return Signature(result, True)


def _end_act(name: str, given: _Shapes) -> Shape:
    period = given[0]
    if not isinstance(period, PeriodBounds) or not period.present:
        return _ABSENT
    end = period.start if name == "start" else period.end
    return Range(end.interval, end.absent or period.absent)


def _preceding_act(given: _Shapes) -> Shape:
    period = given[0]
    if not isinstance(period, PeriodBounds) or not period.present:
        return PeriodBounds(_ABSENT, _ABSENT, True, False)
    start, end = period.start, period.end
    absent = period.absent or start.absent or end.absent
    if start.interval is None or end.interval is None:
        return PeriodBounds(_ABSENT, _ABSENT, True, False)
    first, last = start.interval, end.interval
    if first.single and last.single and isinstance(first.low, date) and isinstance(last.low, date):
        before = preceding(first.low, last.low)
        if before is None:
            return PeriodBounds(_ABSENT, _ABSENT, True, False)
        return PeriodBounds(Range(_exactly(before[0])), Range(_exactly(before[1])), absent)
    # How long an open period is, is open: it ends the day before it begins, and may begin on any day before.
    bottom, top = _day_before(first.low), _day_before(first.high)
    ends = Interval(bottom, top, bottom is None, top is None)
    return PeriodBounds(Range(Interval(None, top, True, top is None)), Range(ends), absent=True)


def _exactly(day: date) -> Interval:
    return Interval(day, day, False, False)


def _day_before(day: object) -> date | None:
    return day - timedelta(days=1) if isinstance(day, date) and day > date.min else None


def preceding(first: date, last: date) -> tuple[date, date] | None:
    """The stretch of the same length right before: whole months before whole months, else as many days.

    >>> preceding(date(2016, 4, 1), date(2016, 6, 30))
    (datetime.date(2016, 1, 1), datetime.date(2016, 3, 31))
    """
    try:
        end = first - timedelta(days=1)
        if first.day != 1 or last.day != monthrange(last.year, last.month)[1] or last < first:
            return first - (last - first) - timedelta(days=1), end
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
        return date(year, month + 1, 1), end
    except (OverflowError, ValueError):
        return None


START = Function(
    "start",
    partial(_period_check, types.DATE),
    partial(_end_act, "start"),
    "The first day of a period; absent where it is open.",
    {"zh": "开始"},
)
END = Function(
    "end",
    partial(_period_check, types.DATE),
    partial(_end_act, "end"),
    "The last day of a period; absent where it is open.",
    {"zh": "结束"},
)
PRECEDING = Function(
    "preceding",
    partial(_period_check, types.PERIOD),
    _preceding_act,
    "The period of the same length right before; absent before an open period.",
    {"zh": "前一时期"},
)

FUNCTIONS: Final = (ABS, CEIL, COLLECT, END, FLOOR, MAX, MIN, PRECEDING, ROUND, SIZE, START, YEAR)
"""Every function that ships, by name."""
