"""Exact values as plain data and text: one way to write each, shared by fact files, outcomes and messages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import assert_never

from pingan.language.shapes import Interval, Scalar

LONGEST_BITS = 4096
"""Longer numbers (only arithmetic makes them) are written in sixteens."""


def number_text(number: int | Fraction) -> str:
    """*number* written exactly: ``3``, ``0.749``, or ``1/3`` when no decimal is exact."""
    fraction = Fraction(number)
    if max(abs(fraction.numerator), fraction.denominator).bit_length() > LONGEST_BITS:
        return f"{fraction.numerator:#x}/{fraction.denominator:#x}"  # decimal digits this many are slow, and refused
    if fraction.denominator == 1:
        return str(fraction.numerator)
    rest, fives = fraction.denominator, 0
    twos = (rest & -rest).bit_length() - 1
    rest >>= twos
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        return f"{fraction.numerator}/{fraction.denominator}"
    places = max(twos, fives)
    digits = str(abs(fraction.numerator) * 10**places // fraction.denominator).rjust(places + 1, "0")
    return f"{'-' if fraction < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def instant_text(instant: datetime) -> str:
    """An aware instant in UTC: ``2016-01-05T02:30:00Z``."""
    try:
        return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
    except OverflowError:  # in the first or last hours of the calendar
        return instant.isoformat()


def length_text(seconds: int | Fraction) -> str:
    """A length of time in the largest unit that divides it: ``2 hours``, ``90 minutes``, ``1.5 seconds``."""
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if (seconds and Fraction(seconds, size).denominator == 1) or unit == "second":
            amount = number_text(Fraction(seconds, size))
            return f"{amount} {unit}{'' if amount == '1' else 's'}"
    raise AssertionError("every length is some seconds")


def scalar_data(value: Scalar, *, duration: bool = False) -> int | str:
    """A number, day, instant or (*duration*) length of time: whole numbers as numbers, everything else as text."""
    match value:
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case int() | Fraction() if duration:
            return length_text(value)
        case int() if value.bit_length() <= LONGEST_BITS:
            return value
        case int() | Fraction():
            return number_text(value)
        case _:
            assert_never(value)


def interval_data(interval: Interval, *, duration: bool = False) -> object:
    """One value, or its bounds."""
    if interval.low is not None and interval.single:
        return scalar_data(interval.low, duration=duration)
    bounds: dict[str, object] = {}
    if interval.low is not None:
        bounds["more_than" if interval.low_open else "at_least"] = scalar_data(interval.low, duration=duration)
    if interval.high is not None:
        bounds["less_than" if interval.high_open else "at_most"] = scalar_data(interval.high, duration=duration)
    return bounds
