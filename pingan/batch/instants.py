"""The instants that a block of records is asked about: one for all, or one for each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from pingan.batch.bits import Flags
from pingan.batch.data import data_of, identities, plainly
from pingan.batch.packages import pyarrow as pa
from pingan.diagnostics.errors import FactError, FactProblem

AsOf = date | datetime


@define(eq=False)
class Instants:
    """*one* for all records, or by number those of each (None: it cannot be read)."""

    one: AsOf | None
    _numbers: NDArray[np.int64] | None = None
    _known: dict[int, AsOf | FactProblem] = field(factory=dict)

    def at(self, row: int) -> AsOf:
        if self.one is not None:
            return self.one
        assert self._numbers is not None
        found = self._known[int(self._numbers[row])]
        if isinstance(found, FactProblem):
            raise FactError((found,))
        return found

    def identities(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Numbers that are equal where instants are."""
        return np.zeros(len(rows), np.int64) if self._numbers is None else self._numbers[rows]

    @property
    def distinct(self) -> dict[int, AsOf]:
        """The instants that can be read, by their numbers."""
        return {number: found for number, found in self._known.items() if not isinstance(found, FactProblem)}

    @property
    def odd(self) -> Flags | None:
        """The records whose instant cannot be read."""
        if self._numbers is None or len(self.distinct) == len(self._known):
            return None
        bad = [number for number, found in self._known.items() if isinstance(found, FactProblem)]
        return np.isin(self._numbers, bad)


def instants_of(array: pa.Array, read: Callable[[str], Any]) -> Instants:
    """The instants of a column; *read* reads one that is text (raises FactError)."""
    array = plainly(array)
    same = identities(array)
    _, first, numbers = np.unique(same, return_index=True, return_inverse=True)
    found: dict[int, AsOf | FactProblem] = {}
    for number, value in enumerate(data_of(array.take(pa.array(first)))):
        found[number] = _instant(value, read)
    return Instants(None, numbers.ravel().astype(np.int64), found)


def _instant(value: object, read: Callable[[str], Any]) -> AsOf | FactProblem:
    if value is None:
        return FactProblem("as_of", "the instant asked about is not given", "give a date, or an instant with its zone")
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return FactProblem("as_of", f"expected an instant, not {value!r}")
    try:
        found: AsOf = read(value)
    except FactError as error:
        return error.problems[0]
    return found
