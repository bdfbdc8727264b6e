"""What is possible: the values that a fact or an expression may have.

One class a kind of value. ``absent`` says whether the value may also be known not to exist (`null`);
``present`` whether it may exist. Only data lives here: the program and the reference interpreter
bring their own operators, so that one can be held against the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Final

from attrs import field, frozen

Scalar = int | Fraction | date | datetime
"""What an interval may run over: numbers (durations as seconds), days, or instants (aware)."""


@frozen
class Interval:
    """The values from *low* to *high*; an end is None when there is no bound (and is then open).

    Integers and days are kept closed: ``more than 2`` is ``low=3``.
    """

    low: Scalar | None = None
    high: Scalar | None = None
    low_open: bool = True
    high_open: bool = True

    @property
    def single(self) -> bool:
        """Whether exactly one value is left."""
        return self.low is not None and self.low == self.high


ANY_NUMBER: Final = Interval()


def exactly(value: Scalar) -> Interval:
    """The interval that holds *value* alone."""
    return Interval(value, value, False, False)


@frozen
class Members:
    """A boolean, enum member, text or actor: one of *values* (None: any text whatever)."""

    values: frozenset[object] | None
    absent: bool = False

    @property
    def present(self) -> bool:
        return self.values is None or bool(self.values)


@frozen
class Range:
    """A number, day, instant or duration (in seconds): somewhere in *interval* (None: certainly absent)."""

    interval: Interval | None
    absent: bool = False

    @property
    def present(self) -> bool:
        return self.interval is not None


@frozen
class SetBounds:
    """A set that holds all of *surely* and nothing outside *possibly* (None: anything; certainly absent: both empty
    and *present* false).
    """

    surely: frozenset[object]
    possibly: frozenset[object] | None
    absent: bool = False
    present: bool = True


@frozen
class PeriodBounds:
    """A period: where its first and its last day lie; an end that is absent is open."""

    start: Range
    end: Range
    absent: bool = False
    present: bool = True


@frozen
class Record:
    """A record's fields as far as given (by canonical field name; what is not here is missing).

    *path* is where it stands in the facts (``region.hospitals[2]``) and is its identity as an actor;
    *key* is the value of the record's key field, when it has one and it is known.
    """

    name: str
    fields: Mapping[str, Shape] = field(eq=False)
    path: str
    key: str | None = None
    absent: bool = False
    present: bool = True


@frozen
class Elements:
    """A list: its known elements in order, and whether there may be others."""

    elements: tuple[Shape, ...]
    open: bool
    absent: bool = False
    present: bool = True


Shape = Members | Range | SetBounds | PeriodBounds | Record | Elements


class Truth(Enum):
    """True, false or undetermined. Asking an undetermined truth for a bool raises: unknown is never false.

    >>> Truth.UNDETERMINED is Truth.FALSE
    False
    >>> bool(Truth.UNDETERMINED)
    Traceback (most recent call last):
    ...
    ValueError: undetermined is neither true nor false: compare with Truth.TRUE or Truth.FALSE
    """

    TRUE = "true"
    FALSE = "false"
    UNDETERMINED = "undetermined"

    def __bool__(self) -> bool:
        if self is Truth.UNDETERMINED:
            raise ValueError("undetermined is neither true nor false: compare with Truth.TRUE or Truth.FALSE")
        return self is Truth.TRUE

    @staticmethod
    def of(possible: frozenset[bool]) -> Truth:
        """The truth of a claim that may be each of *possible*."""
        if len(possible) != 1:
            return Truth.UNDETERMINED
        return Truth.TRUE if True in possible else Truth.FALSE
