"""Rows by value, kept once they were worked out. A value that is not known here raises an exception."""

from __future__ import annotations

from bisect import bisect_right

from pingan.masks.positions import LIMIT, POSITIONS, OddError, exact_numbers, number
from pingan.masks.tables import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from decimal import Decimal

    Rows = dict[object, int]
else:
    Rows = dict

MAXIMUM_ENTRIES = 4096
MAXIMUM_BITS = 1 << 26
"""Of all rows that one lookup keeps."""
_MAXIMUM_MEMBERS = 32
_MAXIMUM_TEXT = 4096
_CHUNK = 7
_CHUNK_MASK = (1 << _CHUNK) - 1
_SMALL = 2048
"""Integers in a range no larger than this have a row each."""


class Missing:
    """The type of `MISSING`."""

    __slots__ = ()


MISSING = Missing()
"""Stands for a fact that is not given, where something has to stand."""


class Lookup(Rows):
    """The rows of a column by value, and what is known of values that have none.

    Several threads may use one: what they keep is the same whoever keeps it.
    """

    __slots__ = ("column", "everything", "limit")

    def __init__(self, column: Column, everything: int) -> None:
        super().__init__()
        self.column = column
        self.everything = everything
        self.limit = max(64, min(MAXIMUM_ENTRIES, MAXIMUM_BITS // (everything.bit_length() + 256)))

    def __missing__(self, value: object) -> int:
        column = self.column
        if value is None and column.optional:
            row = self[value] = column.absent
            return row
        if value is MISSING:
            row = self[value] = column.missing[0]
            return row
        return self.found(value)

    def found(self, value: object) -> int:
        """The row of a value met for the first time."""
        raise OddError

    def kept(self, value: object, row: int) -> int:
        if self.column.secret:
            return row
        if len(self) >= self.limit:
            self.clear()
        self[value] = row
        return row

    def at(self, position: int) -> int:
        """The row at a position."""
        rows = self.column.rows
        return rows[bisect_right(self.column.starts, position)] if rows else self.everything


class Names(Lookup):
    """Rows by name: of an enum's members, of actors, of booleans."""

    __slots__ = ()

    def __init__(self, column: Column, everything: int) -> None:
        super().__init__(column, everything)
        if column.kind == "boolean":
            self.update(zip((False, True), column.rows or (everything, everything), strict=True))
        for name, piece in column.pieces.items():
            self[name] = column.rows[piece] if column.rows else everything


class Texts(Lookup):
    """Rows by text; one that no conjunction asks for has the last, and is not kept: it may say who somebody is."""

    __slots__ = ()

    def __init__(self, column: Column, everything: int) -> None:
        super().__init__(column, everything)
        if column.rows:
            self.update({text: column.rows[piece] for text, piece in column.pieces.items()})

    def found(self, value: object) -> int:
        if type(value) is not str or len(value.encode()) > _MAXIMUM_TEXT:
            raise OddError
        return self.column.rows[self.column.pieces.get(value, -1)] if self.column.rows else self.everything


class Integers(Lookup):
    """Rows by integer. INVARIANT: whoever looks one up has made sure that it is of type int, which True is not."""

    __slots__ = ("high", "low")

    def __init__(self, column: Column, everything: int) -> None:
        super().__init__(column, everything)
        self.low = -LIMIT + 1 if column.low is None else column.low
        self.high = LIMIT - 1 if column.high is None else column.high

    def fill(self) -> None:
        """Looks every integer up, where there are not many: functions that are made hold the rows of all."""
        if not self and self.high - self.low < _SMALL:
            self.update([(n, self.at(n)) for n in range(self.low, self.high + 1)])

    def found(self, value: object) -> int:
        if type(value) is not int or not self.low <= value <= self.high:
            raise OddError
        return self.at(value)


class Ordered(Lookup):
    """Rows by number, day, instant or length of time, as text or as Python's own."""

    __slots__ = ("exact", "position")

    def __init__(self, column: Column, everything: int) -> None:
        super().__init__(column, everything)
        self.position = POSITIONS[column.kind]
        self.exact: dict[object, tuple[int, Decimal]] = {}
        """Of decimal numbers: apart, since they are equal to binary fractions, and to others with more digits."""

    def found(self, value: object) -> int:
        row = self.at(self.position(self.column, value))
        kind = type(value).__name__
        # An instant of a zone with summer time is equal to another one, and an integer to a boolean.
        return row if kind in ("int", "datetime", "Decimal") else self.kept(value, row)


class Numbers(Ordered):
    """Rows by number. What `exact` has is that of a value if it has as many digits, too."""

    __slots__ = ()

    def __missing__(self, value: object) -> int:
        if type(value) is str or value is None or value is MISSING:
            return super().__missing__(value)
        known = self.exact.get(value)
        if known is not None and value.same_quantum(known[1]):  # type: ignore[attr-defined]
            return known[0]
        return self.further(value)

    def further(self, value: object) -> int:
        """The row of a value that is no text, met for the first time."""
        if value is None or value is MISSING:
            return self[value]
        if type(value) is int:
            return self.at(number(self.column, value))
        decimal, checked = exact_numbers()
        if type(value) is not decimal:
            raise OddError
        checked(value)
        column = self.column
        over, under = value.as_integer_ratio()  # type: ignore[attr-defined]
        whole, rest = divmod(over * column.scale, under)
        position = 2 * whole + (rest != 0)
        low, high = column.low, column.high
        if (low is not None and position < low) or (high is not None and position > high):
            raise OddError
        if not (-LIMIT < over < LIMIT and under < LIMIT):
            raise OddError
        row = column.rows[bisect_right(column.starts, position)] if column.rows else self.everything
        if column.secret:
            return row
        exact = self.exact
        if len(exact) >= self.limit:
            exact.clear()
        exact[value] = row, value  # type: ignore[assignment]
        return row


class Sets(Lookup):
    """Rows by the members of a set, as a tuple in any order."""

    __slots__ = ("apart", "members", "several")

    def __init__(self, column: Column, everything: int) -> None:
        super().__init__(column, everything)
        self.members = {name: 1 << piece for name, piece in column.pieces.items()}
        self.several = tuple(test for test in column.tests if test[1].bit_count() != 1)
        single = [test for test in column.tests if test[1].bit_count() == 1]
        count = max((test[1].bit_length() for test in single), default=0)
        self.apart = tuple(_Chunk(place, single, everything) for place in range(0, count, _CHUNK))

    def found(self, value: object) -> int:
        assert isinstance(value, tuple)
        given = 0
        for member in value:
            given |= self.members[member]
        row = self.everything
        for chunk in self.apart:
            row &= chunk[given >> chunk.place & _CHUNK_MASK]
        for everything, wanted, needs, forbids in self.several:
            common = given & wanted
            row &= ~(forbids if (common == wanted if everything else common) else needs)
        return self.kept(value, row) if len(value) <= _MAXIMUM_MEMBERS else row


class _Chunk(dict[int, int] if TYPE_CHECKING else dict):  # type: ignore[misc]
    """What some members of a set leave, by which of them are in it."""

    __slots__ = ("everything", "place", "tests")

    def __init__(self, place: int, tests: list[tuple[bool, int, int, int]], everything: int) -> None:
        super().__init__()
        self.place = place
        self.everything = everything
        self.tests = [(t[1] >> place, t[2], t[3]) for t in tests if t[1] >> place & _CHUNK_MASK]

    def __missing__(self, given: int) -> int:
        refuted = 0
        for member, needs, forbids in self.tests:
            refuted |= forbids if given & member else needs
        row = self[given] = self.everything & ~refuted
        return row


_LOOKUPS: dict[str, type[Lookup]] = {
    "boolean": Names,
    "name": Names,
    "text": Texts,
    "integer": Integers,
    "number": Numbers,
    "date": Ordered,
    "instant": Ordered,
    "length": Ordered,
    "set": Sets,
    "other": Lookup,
}


def lookup_of(column: Column, everything: int) -> Lookup:
    """The rows of *column*; *everything* is the row that says nothing."""
    return _LOOKUPS[column.kind](column, everything)


def collected(value: object) -> tuple[object, ...]:
    """The members of a set as given."""
    if type(value) in _COLLECTIONS:
        return tuple(value)  # type: ignore[arg-type]
    raise OddError


_COLLECTIONS = frozenset((list, tuple, set, frozenset))
