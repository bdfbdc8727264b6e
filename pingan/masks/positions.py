"""Where a value given stands among the values of its column; `OddError` for whatever has to be looked at more closely.

What is accepted here is accepted by the check of facts, with the same meaning; what is not accepted here may still be.
"""

from __future__ import annotations

from math import gcd

from pingan.masks.tables import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any

LIMIT = 10**28
"""Numbers are shorter than this, as are their denominators."""
_LONGEST_TEXT = 80


class OddError(Exception):
    """A value that is not known here."""


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def ratio_of_text(text: str) -> tuple[int, int]:
    """The numerator and denominator (not reduced) of a number written out."""
    sign, digits = (-1, text[1:]) if text[:1] == "-" else (1, text)
    if len(text) > _LONGEST_TEXT:
        raise OddError
    whole, point, rest = digits.partition(".")
    if not point:
        whole, slash, rest = digits.partition("/")
        if not slash:
            if not _digits(whole):
                raise OddError
            return sign * int(whole), 1
        if not (_digits(whole) and _digits(rest)) or not int(rest):
            raise OddError
        return sign * int(whole), int(rest)
    if not (_digits(whole) and _digits(rest)):
        raise OddError
    return sign * int(whole + rest), 10 ** len(rest)


def _reduced(numerator: int, denominator: int) -> tuple[int, int]:
    common = gcd(numerator, denominator)
    return numerator // common, denominator // common


def of_ratio(column: Column, numerator: int, denominator: int) -> int:
    """The position of a number or a number of seconds."""
    numerator, denominator = _reduced(numerator, denominator)
    if not (-LIMIT < numerator < LIMIT and denominator < LIMIT):
        raise OddError
    whole, rest = divmod(numerator * column.scale, denominator)
    return _within(column, 2 * whole + (rest != 0))


def _within(column: Column, position: int) -> int:
    if (column.low is not None and position < column.low) or (column.high is not None and position > column.high):
        raise OddError
    return position


def number(column: Column, value: object) -> int:
    """The position of an exact number: text, an integer or a decimal one."""
    if type(value) is str:
        return of_ratio(column, *ratio_of_text(value))
    if type(value) is int:
        return of_ratio(column, value, 1)
    decimal, checked = exact_numbers()
    if type(value) is not decimal:
        raise OddError
    checked(value)
    return of_ratio(column, *value.as_integer_ratio())  # type: ignore[attr-defined]


def exact_numbers() -> tuple[type, Callable[[Any], object]]:
    """The type of decimal numbers, and what raises an exception for one that is too long to compute anything of it."""
    if not _EXACT:
        _EXACT.append(_exact())
    return _EXACT[0]


def _exact() -> tuple[type, Callable[[Any], object]]:
    import decimal

    trapped = [decimal.Rounded, decimal.Overflow, decimal.Subnormal, decimal.Clamped, decimal.InvalidOperation]
    return decimal.Decimal, decimal.Context(prec=28, Emin=-28, Emax=28, traps=trapped).plus


_EXACT: list[tuple[type, Callable[[Any], object]]] = []
"""Made when the first decimal number is met: importing `decimal` takes a while."""


def day(column: Column, value: object) -> int:
    """The ordinal of a day, itself or written out."""
    from pingan.masks.clock import date

    if type(value) is str:
        if not (len(value) == 10 and value[4] == value[7] == "-" and _digits(value[:4] + value[5:7] + value[8:])):
            raise OddError
        return date.fromisoformat(value).toordinal()
    if type(value) is not date:
        raise OddError
    return value.toordinal()


def instant(column: Column, value: object) -> int:
    """The microseconds since the epoch of an aware instant, itself or written out."""
    from datetime import datetime

    if type(value) is str:
        if len(value) > 32 or value[10:11] != "T" or not _is_instant(value):
            raise OddError
        return microseconds(datetime.fromisoformat(value))
    if type(value) is not datetime:
        raise OddError
    return microseconds(value)


def _is_instant(text: str) -> bool:
    """Whether *text* is ``2016-01-05T10:30[:00[.123456]]`` and an offset."""
    if text[-1:] == "Z":
        moment = text[11:-1]
    elif text[-6:-5] in ("+", "-") and text[-3:-2] == ":" and _digits(text[-5:-3] + text[-2:]):
        moment = text[11:-6]
    else:
        return False
    moment, point, fraction = moment.partition(".")
    if point and not (_digits(fraction) and len(fraction) <= 6 and len(moment) == 8):
        return False
    parts = moment.split(":")
    day = text[:10].split("-")
    return (
        len(parts) in (2, 3)
        and all(len(p) == 2 and _digits(p) for p in parts)
        and [len(p) for p in day] == [4, 2, 2]
        and all(map(_digits, day))
    )


def microseconds(moment: datetime) -> int:
    """Of an aware instant, since the epoch. Fails where it has no date in UTC."""
    from datetime import UTC, datetime, timedelta

    if moment.utcoffset() is None:
        raise OddError
    return (moment.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def length(column: Column, value: object) -> int:
    """The position of a length of time: ``2 hours``, or a timedelta."""
    from datetime import timedelta

    if type(value) is timedelta:
        numerator, denominator = _reduced(value // timedelta(microseconds=1), 1_000_000)
        whole, rest = divmod(numerator * column.scale, denominator)
        return _within(column, 2 * whole + (rest != 0))
    if type(value) is not str or len(value) > _LONGEST_TEXT:
        raise OddError
    amount, space, unit = value.partition(" ")
    seconds = column.units.get(unit) if space else None
    if seconds is None or len(amount) > 28 or "/" in amount:
        raise OddError
    numerator, denominator = ratio_of_text(amount)
    return of_ratio(column, numerator * seconds, denominator)


POSITIONS = {"number": number, "date": day, "instant": instant, "length": length}
