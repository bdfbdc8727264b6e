"""Single values of facts: exact numbers, days, instants and lengths of time, or what was expected instead."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from pingan.language.dialects import Dialects, core_dialects
from pingan.language.shapes import Scalar
from pingan.language.to_data import number_text
from pingan.language.types import DateTimeType, DateType, DurationType, NumberType
from pingan.program.fact_places import Place, described, quoted

MAXIMUM_DIGITS = 28

ScalarType = NumberType | DateType | DateTimeType | DurationType


@frozen
class Wrong:
    """Why a value cannot be taken, and what to do about it."""

    message: str
    help: str | None = None


def scalar(given: object, type: ScalarType, place: Place, dialects: Dialects | None = None) -> Scalar | Wrong:
    """*given* as a value of *type*: numbers int or Fraction, durations in seconds, instants in UTC.

    Units of time are words of *dialects*.
    """
    match type:
        case NumberType():
            return _number(given, type.integer, place)
        case DateType():
            return _day(given, place)
        case DateTimeType():
            return _instant(given, place)
        case DurationType():
            return _seconds(given, place, dialects or core_dialects())


# --- numbers ---------------------------------------------------------------------------------------------

_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_FRACTION = re.compile(r"(-?[0-9]+)/([0-9]+)")
_FLOAT_HELP = "binary fractions are not exact: give a Decimal, or the number as text"


def whole(number: Fraction | int) -> int | Fraction:
    """An int when *number* is whole."""
    fraction = Fraction(number)
    return fraction.numerator if fraction.denominator == 1 else fraction


def _number(given: object, integer: bool, place: Place) -> int | Fraction | Wrong:
    expected = "a whole number" if integer else "a number"
    if isinstance(given, float):
        return Wrong(f"expected {expected} written exactly, not a binary fraction", _FLOAT_HELP)
    if isinstance(given, str) and not integer and len(given) <= 80:
        return _number_text(given, place)
    if isinstance(given, bool) or not isinstance(given, int | Decimal | Fraction):
        remedy = "write it without quotes" if isinstance(given, str) and _DECIMAL.fullmatch(given) else None
        return Wrong(f"expected {expected}, not {described(given, place)}", remedy)
    if isinstance(given, Decimal):
        if not given.is_finite():
            return Wrong(f"expected {expected}, not an infinite or undefined one")
        # Checked before anything is computed: the power of ten alone could fill the memory.
        if len(given.as_tuple().digits) > MAXIMUM_DIGITS or abs(given.adjusted()) > MAXIMUM_DIGITS:
            return _too_long()
    number = whole(Fraction(given))
    if _digits(number) > MAXIMUM_DIGITS:
        return _too_long()
    if integer and not isinstance(number, int):
        return Wrong(f"expected a whole number, not {shown_number(number, place)}")
    return number


def _number_text(given: str, place: Place) -> int | Fraction | Wrong:
    if parts := _FRACTION.fullmatch(given):
        if not int(parts.group(2)):
            return Wrong("expected a number, not a division by zero")
        number = Fraction(int(parts.group(1)), int(parts.group(2)))
    elif _DECIMAL.fullmatch(given):
        number = Fraction(given)
    else:
        return Wrong(f"expected a number, not {described(given, place)}")
    return _too_long() if _digits(number) > MAXIMUM_DIGITS else whole(number)


def _digits(number: int | Fraction) -> int:
    """Digits that it takes to write *number* down, before and after the point (a bound on both)."""
    largest = max(abs(number.numerator), number.denominator)
    # INVARIANT: no text is made of a huge integer; Python refuses past 4,300 digits.
    return MAXIMUM_DIGITS + 1 if largest > 10**MAXIMUM_DIGITS else len(str(largest)) if largest else 1


def _too_long() -> Wrong:
    return Wrong(f"the number is longer than {MAXIMUM_DIGITS} digits")


def shown_number(number: int | Fraction, place: Place) -> str:
    return "one with a fraction" if place.sensitive else number_text(number)


# --- days and instants -----------------------------------------------------------------------------------

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_OFFSET_HELP = "add the offset from UTC, as in 2016-01-05T10:30+08:00"


def _day(given: object, place: Place) -> date | Wrong:
    if isinstance(given, datetime) or (isinstance(given, str) and _INSTANT.fullmatch(given)):
        return Wrong("expected a date, not an instant", "leave the time of day out")
    if isinstance(given, date):
        return given
    if isinstance(given, str) and _DAY.fullmatch(given):
        try:
            return date.fromisoformat(given)
        except ValueError:
            return Wrong(f"there is no such day as {described(given, place).removeprefix('the text ')}")
    return Wrong(f"expected a date such as 2016-01-05, not {described(given, place)}")


def _instant(given: object, place: Place) -> datetime | Wrong:
    if isinstance(given, datetime):
        instant = given
    elif isinstance(given, date) or (isinstance(given, str) and _DAY.fullmatch(given)):
        return Wrong(
            "expected an instant, not a date",
            "add the time of day and the offset; of a day alone give the bounds: at_least its start, less_than its end",
        )
    elif isinstance(given, str) and _INSTANT.fullmatch(given):
        try:
            instant = datetime.fromisoformat(given)
        except ValueError:
            return Wrong(f"there is no such instant as {described(given, place).removeprefix('the text ')}")
    else:
        return Wrong(f"expected an instant such as 2016-01-05T10:30+08:00, not {described(given, place)}")
    if instant.utcoffset() is None:
        return Wrong("the instant does not say its time zone", _OFFSET_HELP)
    try:
        return instant.astimezone(UTC)
    except (OverflowError, ValueError):
        return Wrong("the instant lies outside the years 1 to 9999")


# --- lengths of time ---------------------------------------------------------------------------------------

_LENGTH = re.compile(r"(-?[0-9]{1,28}(?:\.[0-9]{1,28})?)\s*([^\s0-9].*)")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_CALENDAR_UNITS = ("month", "year", "working_day")


def _unit(word: str, dialects: Dialects) -> str | None:
    """The unit that *word* means in any dialect. Facts have seconds besides, which no policy needs."""
    return "second" if word in ("second", "seconds", "秒") else dialects.canonical("durations", word)


def _seconds(given: object, place: Place, dialects: Dialects) -> int | Fraction | Wrong:
    if isinstance(given, timedelta):
        return whole(Fraction(given // timedelta(microseconds=1), 1_000_000))
    if isinstance(given, str) and len(given) <= 80 and (parts := _LENGTH.fullmatch(given.strip())):
        amount, word = parts.groups()
        unit = _unit(" ".join(word.split()), dialects)
        if unit in _CALENDAR_UNITS:
            return Wrong(
                f"{quoted(word)} has no fixed length",
                "months, years and working days only count from a date: give days or hours",
            )
        if unit is not None:
            seconds = whole(Fraction(amount) * _SECONDS[unit])
            return _too_long() if _digits(seconds) > MAXIMUM_DIGITS else seconds
    return Wrong(f"expected a length of time such as `2 hours`, not {described(given, place)}")
