"""Values that an application gives parameters and interpretations: plain Python or JSON data, strictly read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final, Literal, cast

from pingan.language import types
from pingan.language.dialects import Dialects, core_dialects
from pingan.language.types import Type
from pingan.model import constants
from pingan.model import nodes as model
from pingan.model.agreement import described
from pingan.source import NOWHERE
from pingan.syntax import nodes as syntax

Value = model.Constant | model.Duration | model.PeriodOf | model.SetOf

_DIGITS: Final = 28
_LONGEST: Final = 10**28
_DURATION: Final = re.compile(r"([0-9]{1,28}(?:\.[0-9]{1,28})?) ?(\D+)")
_NUMBER: Final = re.compile(r"(-?)([0-9]{1,28}(?:\.[0-9]{1,28})?)([%‰]?)")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def given_value(
    given: object,
    type: Type,
    zone: str,
    members: Mapping[str, Mapping[str, str]],
    dialects: Dialects | None = None,
) -> Value | str:
    """*given* as a value of *type*, or a sentence saying what was expected."""
    match type:
        case types.DurationType():
            found: Value | None = _duration(given, dialects or core_dialects())
        case types.PeriodType():
            found = _period(given)
        case types.SetType(element=element):
            return _set(given, element, zone, members)
        case _:
            found = _scalar(given, type, zone, members)
    return found if found is not None else f"expected {described(type)}{_example(type)}, {_found(given)}"


def _found(given: object) -> str:
    if isinstance(given, float):
        return f"found the binary fraction {_shown(given)}: write it as text, or as a Decimal"
    return f"found {_shown(given)}"


def _scalar(given: object, type: Type, zone: str, members: Mapping[str, Mapping[str, str]]) -> model.Constant | None:
    value: object = None
    match type, given:
        case types.BooleanType(), bool():
            value = given
        case types.BooleanType(), "true" | "false":
            value = given == "true"
        case types.NumberType(integer=integer), _:
            number = _number(given)
            value = None if number is None or (integer and not isinstance(number, int)) else number
        case types.EnumType(name=name), str():
            value = members.get(name, {}).get(given)
        case types.TextType() | types.ActorType(), str():
            value = given
        case types.DateType(), _:
            value = _date(given)
        case types.DateTimeType(), _:
            value = _instant(given, zone)
    return None if value is None else model.Constant(cast("bool | int | Fraction | str | date", value), type=type)


def _number(given: object) -> int | Fraction | None:
    if isinstance(given, bool):
        return None
    if isinstance(given, str):
        found = _NUMBER.fullmatch(given)
        if found is None:
            return None
        literal = syntax.NumberLiteral(found[2], cast('Literal["", "%", "‰"]', found[3]))
        value = constants.number_literal(literal).value
        assert isinstance(value, int | Fraction)
        return -value if found[1] else value
    if isinstance(given, int | Fraction):
        return constants.whole(Fraction(given)) if _is_short(Fraction(given)) else None
    if not isinstance(given, Decimal):
        return None
    try:
        is_near = given.is_finite() and abs(given.adjusted()) <= _DIGITS
        return constants.whole(Fraction(given)) if is_near and _is_short(Fraction(given)) else None
    except InvalidOperation:
        return None


def _is_short(number: Fraction) -> bool:
    """Whether *number* has no more digits before and behind the point than a number in a text may have."""
    return abs(number) < _LONGEST and number.denominator <= _LONGEST


def _date(given: object) -> date | None:
    if isinstance(given, datetime):
        return None
    if isinstance(given, date):
        return given
    if not isinstance(given, str) or _DATE.fullmatch(given) is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _instant(given: object, zone: str) -> datetime | None:
    if isinstance(given, datetime):
        return constants.instant(given, zone)
    if not isinstance(given, str) or _DATE.match(given) is None or _DATE.fullmatch(given) is not None:
        return None
    try:
        return constants.instant(datetime.fromisoformat(given), zone)
    except ValueError:
        return None


def _duration(given: object, dialects: Dialects) -> model.Duration | None:
    if isinstance(given, model.Duration):
        return given
    if isinstance(given, timedelta):
        microseconds = (given.days * constants.DAY + given.seconds) * 10**6 + given.microseconds
        return model.Duration(Fraction(microseconds, 10**6), "second")
    found = _DURATION.fullmatch(given) if isinstance(given, str) else None
    unit = dialects.canonical("durations", " ".join(found[2].split())) if found else None
    if found is None or unit is None:
        return None
    return constants.duration_literal(syntax.DurationLiteral(found[1], cast(syntax.DurationUnit, unit)))


def _period(given: object) -> model.PeriodOf | None:
    if isinstance(given, model.PeriodOf):
        return given
    if not isinstance(given, Mapping) or not given or not given.keys() <= {"from", "until"}:
        return None
    ends: list[model.Constant | None] = []
    for name in ("from", "until"):
        day = _date(given[name]) if given.get(name) is not None else None
        if day is None and given.get(name) is not None:
            return None
        ends.append(None if day is None else model.Constant(day, type=types.DATE))
    start, end = ends
    if start is not None and end is not None and cast(date, start.value) > cast(date, end.value):
        return None
    return model.PeriodOf(start, end, type=types.PERIOD)


def _set(given: object, element: Type, zone: str, members: Mapping[str, Mapping[str, str]]) -> Value | str:
    if not isinstance(given, list | tuple | set | frozenset):
        return f"expected {described(types.SetType(element))}, found {_shown(given)}"
    found: list[model.Expression] = []
    for each in given:
        value = _scalar(each, element, zone, members)
        if value is None:
            return f"expected {described(element)}, {_found(each)}"
        if value not in found:
            found.append(value)
    return model.SetOf(tuple(sorted(found, key=repr)), type=types.SetType(element), span=NOWHERE)


def _example(type: Type) -> str:
    match type:
        case types.DurationType():
            return " such as `2 hours`"
        case types.PeriodType():
            return ' such as `{"from": "2016-01-01", "until": "2016-12-31"}`'
        case types.DateType():
            return " such as `2016-01-05`"
        case types.DateTimeType():
            return " such as `2016-01-05T10:30`"
        case _:
            return ""


def _shown(given: object) -> str:
    if isinstance(given, int) and given.bit_length() > 200:
        return "a very long number"
    text = repr(given) if isinstance(given, str | int | float | Decimal | date | None) else type(given).__name__
    return text if len(text) <= 40 else f"{text[:40]}…"
