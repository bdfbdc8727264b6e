"""The next values to a constant: one step of its type down and up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final

from attrs import evolve

from pingan.language import types
from pingan.language.intervals import meet
from pingan.language.shapes import Interval, exactly
from pingan.model import nodes as m
from pingan.model.to_text import PARTS, number_text

_UNITS: Final = (86400, 3600, 60)
"""A day, an hour and a minute, in seconds."""


def neighbours(constant: m.Constant) -> tuple[m.Constant, ...]:
    """*constant* one step down and one step up, as far as there is such a value."""
    value = constant.value
    match value:
        case bool() | str():
            return ()
        case datetime():
            moments = (_moved(value, timedelta(minutes=way)) for way in (-1, 1))
            return tuple(evolve(constant, value=moment) for moment in moments if moment is not None)
        case date():
            days = (_moved(value, timedelta(days=way)) for way in (-1, 1))
            return tuple(evolve(constant, value=day) for day in days if day is not None)
    is_length = isinstance(constant.type, types.DurationType)
    assert isinstance(value, int | Fraction)
    step = Fraction(_unit(value)) if is_length else _step(constant)
    found = [Fraction(value) + way * step for way in (-1, 1)]
    if is_length or constant.suffix:  # below nothing there is no length, and no share
        found = [n for n in found if n >= 0]
    return tuple(evolve(constant, value=n.numerator if n.denominator == 1 else n) for n in found)


def longer_and_shorter(length: m.Duration) -> tuple[m.Duration, ...]:
    """*length* one unit less and one more: an hour of hours, a day of days, a year of years."""
    step = Fraction(1)
    if length.unit == "second":
        step = Fraction(3600 if length.amount % 3600 == 0 else 60)
    elif length.unit == "month" and length.amount % 12 == 0:
        step = Fraction(12)
    found = (evolve(length, amount=length.amount + way * step) for way in (-1, 1))
    return tuple(each for each in found if each.amount >= 0)


def holds(value: object, interval: Interval) -> bool:
    """Whether a number lies in *interval*."""
    number = Fraction(value) if isinstance(value, int | Fraction) else None
    if number is None:
        return True
    return meet(exactly(number), interval) is not None


def _moved(moment: date, length: timedelta) -> date | None:
    try:
        return moment + length
    except OverflowError:
        return None


def _unit(seconds: int | Fraction) -> int:
    return next((unit for unit in _UNITS if seconds and seconds % unit == 0), 60)


def _step(constant: m.Constant) -> Fraction:
    """The smallest decimal step in which the number is written: 1 of 80 %, 0.1 of 2.5."""
    assert isinstance(constant.value, int | Fraction)
    parts = PARTS[constant.suffix]
    written = number_text(Fraction(constant.value) * parts)
    if "/" in written:
        return Fraction(1, 100)
    places = len(written.partition(".")[2])
    return Fraction(1, parts * 10**places)
