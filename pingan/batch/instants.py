"""The instants that a block of records is asked about: one for all, or one for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np
from attrs import define
from numpy.typing import NDArray

from pingan.batch.bits import Flags
from pingan.batch.columns import EPOCH_DAY
from pingan.batch.data import EPOCH, FIRST_INSTANT, LAST_INSTANT, data_of, identities, in_micros, plainly, raw, valid
from pingan.batch.packages import pyarrow as pa
from pingan.diagnostics.errors import FactError, FactProblem
from pingan.program.times import day_of, zone_of

AsOf = date | datetime

_QUARTER: Final = 900_000_000
"""Microseconds of a quarter of an hour: no zone changes its offset twice within one."""
_DAY: Final = 86_400_000_000


@define(eq=False)
class Instants:
    """One instant for all records."""

    one: AsOf | None

    @property
    def odd(self) -> Flags | None:
        """The records whose instant cannot be read; None: there are none."""
        return None

    def at(self, row: int) -> AsOf:
        """The instant of a record. Raises FactError when it cannot be read."""
        assert self.one is not None
        return self.one

    def identities(self, rows: NDArray[np.int64], zone: str | None = None) -> NDArray[np.int64]:
        """Of *rows* (none of them odd), numbers that are equal where instants are, or (*zone*) their days there."""
        return np.zeros(len(rows), np.int64)

    def known_by(self, row: int, zone: str | None) -> object:
        """What the instant of a record is known by: itself, or its day."""
        return self.at(row) if zone is None else _day(self.at(row), zone)


@define(eq=False)
class Stamps(Instants):
    """Timestamps, in microseconds."""

    array: pa.Array
    values: NDArray[np.int64]
    bad: Flags

    @property
    def odd(self) -> Flags | None:
        return self.bad

    def at(self, row: int) -> AsOf:
        if self.bad[row]:
            raise FactError((_unreadable(data_of(self.array.slice(row, 1))[0]),))
        return EPOCH + timedelta(microseconds=int(self.values[row]))

    def identities(self, rows: NDArray[np.int64], zone: str | None = None) -> NDArray[np.int64]:
        values = self.values[rows]
        return values - values.min(initial=LAST_INSTANT) if zone is None else days_of(values, zone)


@define(eq=False)
class Several(Instants):
    """Days, or instants that are written as text: few different ones, by their numbers."""

    numbers: NDArray[np.int64]
    known: list[AsOf | FactProblem]

    @property
    def odd(self) -> Flags | None:
        return np.array([isinstance(found, FactProblem) for found in self.known] or [False], np.bool_)[self.numbers]

    def at(self, row: int) -> AsOf:
        found = self.known[int(self.numbers[row])]
        if isinstance(found, FactProblem):
            raise FactError((found,))
        return found

    def identities(self, rows: NDArray[np.int64], zone: str | None = None) -> NDArray[np.int64]:
        if zone is None:
            return self.numbers[rows]
        days = [None if isinstance(found, FactProblem) else _day(found, zone) for found in self.known]
        return np.array([0 if day is None else day.toordinal() for day in days], np.int64)[self.numbers[rows]]


def _day(moment: AsOf, zone: str) -> date | None:
    """The day of an instant; at the very ends of the calendar it may have none."""
    return day_of(moment, zone) if isinstance(moment, datetime) else moment


def days_of(values: NDArray[np.int64], zone: str) -> NDArray[np.int64]:
    """The days in *zone* of instants (microseconds), counted as Python counts them; 0 where there is none."""
    quarters, places = np.unique(values // _QUARTER, return_inverse=True)
    offsets = np.zeros(len(quarters), np.int64)
    whole = np.zeros(len(quarters), np.bool_)
    for n, quarter in enumerate(quarters.tolist()):
        first = _offset(quarter * _QUARTER, zone)
        whole[n] = first is not None and first == _offset((quarter + 1) * _QUARTER - 1, zone)
        offsets[n] = first or 0
    found = (values + offsets[places]) // _DAY + EPOCH_DAY
    for n in np.flatnonzero(~whole[places]).tolist():
        day = day_of(EPOCH + timedelta(microseconds=int(values[n])), zone)
        found[n] = 0 if day is None else day.toordinal()
    return found


@lru_cache(maxsize=1 << 17)
def _offset(instant: int, zone: str) -> int | None:
    """The offset from UTC in microseconds; None where the calendar ends."""
    try:
        offset = (EPOCH + timedelta(microseconds=instant)).astimezone(zone_of(zone)).utcoffset()
    except (OverflowError, ValueError):
        return None
    return None if offset is None else offset // timedelta(microseconds=1)


def instants_of(array: pa.Array, read: Callable[[str], Any]) -> Instants:
    """The instants of a column; *read* reads one that is text (raises FactError)."""
    array = plainly(array)
    if pa.types.is_timestamp(array.type):
        values, odd = in_micros(raw(array, np.int64), array.type.unit)
        bad = (values < FIRST_INSTANT) | (values > LAST_INSTANT)
        bad = bad if odd is None else bad | odd
        there = valid(array)
        return Stamps(None, array, values, bad if there is None else bad | ~there)
    _, first, numbers = np.unique(identities(array), return_index=True, return_inverse=True)
    known = [_instant(value, read) for value in data_of(array.take(pa.array(first)))]
    return Several(None, numbers.ravel().astype(np.int64), known)


def _instant(value: object, read: Callable[[str], Any]) -> AsOf | FactProblem:
    if isinstance(value, date):
        return problem_of(value) or value
    if not isinstance(value, str):
        return _unreadable(value)
    try:
        found: AsOf = read(value)
    except FactError as error:
        return error.problems[0]
    return problem_of(found) or found


def problem_of(moment: object) -> FactProblem | None:
    """What is wrong with *moment* as the instant asked about; None: nothing."""
    if not isinstance(moment, date):
        return FactProblem("as_of", "expected a date or an instant")
    if not isinstance(moment, datetime):
        return None
    if moment.utcoffset() is None:
        return FactProblem("as_of", "the instant does not say its time zone", "add the offset from UTC")
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return FactProblem("as_of", "the instant lies outside the years 1 to 9999")
    return None


def _unreadable(value: object) -> FactProblem:
    if value is None:
        return FactProblem("as_of", "the instant asked about is not given", "give a date, or an instant with its zone")
    return FactProblem("as_of", f"expected an instant, not {value!r}")
