"""From nodes to rows: every distinct part once, after all that it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from attrs import define, field

from pingan.codec.kinds import PLAIN, SCALARS, Kind, Kinds
from pingan.source import Source, Span

BUILT_IN: Final = (
    "tuple", "frozenset", "list", "dict", "map", "source", "fraction", "decimal", "date", "datetime", "timedelta",
    "integer", "bytes", "span",
)  # fmt: skip
"""The names of rows that are no nodes, in the order of their numbers; nodes and enums are numbered after them."""
LONGEST: Final = 10**15
"""Whole numbers up to this stand for themselves; longer ones are written in hexadecimal."""

Row = list[int | str]
Rows = list[Row | str | int | bool | None]


def to_rows(value: object, kinds: Kinds, outside: Sequence[object] = ()) -> dict[str, object]:
    """*value* as plain data: ``kinds`` (what the numbers of rows mean) and ``rows``, the last of which is *value*.

    A row is a scalar, or a list: the number of its kind, then the numbers of the rows (always earlier ones) that it
    is made of; a span stands in its node as source, start and end. *outside* are values known to the reader: they
    have the first numbers and no rows. Equal data are equal rows, and the same value always gives the same.
    Raises TypeError for what is not of *kinds*.
    """
    writer = _Writer(kinds, list(outside))
    writer.write(value)
    return {"kinds": writer.described(), "rows": writer.rows}


@define
class _Writer:
    kinds: Kinds
    outside: list[object]
    rows: Rows = field(factory=list)
    _numbers: dict[str, int] = field(factory=dict)
    """Of kinds of nodes and enums, in the order met."""
    _of_rows: dict[object, int] = field(factory=dict)
    """The numbers of rows by what is in them."""
    _of_values: dict[int, tuple[int, object]] = field(factory=dict)
    """By identity; INVARIANT: values are held, so that no other gets the identity of one that is gone."""
    _of_sources: dict[Source, int] = field(factory=dict)
    _met: dict[type, Kind | None] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        for number, value in enumerate(self.outside):
            self._of_values[id(value)] = number, value
            if isinstance(value, Source):
                self._of_sources[value] = number

    def write(self, root: object) -> None:
        """Rows for *root* and all that it is made of, without recursion: a deep condition is no deep stack."""
        known, waiting = self._of_values, list[tuple[object, list[Any] | None]]()
        waiting.append((root, None))
        while waiting:
            value, parts = waiting.pop()
            if type(value) in SCALARS or id(value) in known:
                continue
            if parts is None:
                kind = self._kind(value)
                parts = self._parts(value) if kind is None else [getattr(value, name) for name in kind.names]
                waiting.append((value, parts))
                for part in reversed(parts):
                    inner = part.source if kind is not None and type(part) is Span else part
                    if type(inner) not in SCALARS and id(inner) not in known:
                        waiting.append((inner, None))
            else:
                known[id(value)] = self._row(value, parts), value
        # INVARIANT: all rows but this one are of its parts, so it is the last.
        assert self._number(root) == len(self.outside) + len(self.rows) - 1

    def described(self) -> list[object]:
        """The kinds that rows are of: names, nodes with their fields."""
        found: list[object] = [*BUILT_IN]
        for name in self._numbers:
            kind = None if name.startswith("enum ") else self.kinds.kind(name)
            found.append(name if kind is None else [name, *kind.words])
        return found

    def _kind(self, value: object) -> Kind | None:
        cls = type(value)
        if cls not in self._met:
            name = self.kinds.names.get(cls)
            self._met[cls] = None if name is None or issubclass(cls, Enum) else self.kinds.kind(name)
        return self._met[cls]

    def _parts(self, value: object) -> list[Any]:
        """What must have a row before *value*, which is no node, has one."""
        if isinstance(value, Span):
            return [value.source]
        if isinstance(value, tuple | list):
            return list(value)
        if isinstance(value, frozenset):
            return sorted(value)
        if isinstance(value, dict):
            return [part for entry in value.items() for part in entry]
        return []

    def _row(self, value: Any, parts: list[Any]) -> int:
        kind = self._kind(value)
        if kind is not None:
            return self._add([self._kind_number(self.kinds.names[kind.cls]), *self._fields(parts, kind)])
        if isinstance(value, Enum) and type(value) in self.kinds.names:
            return self._add([self._kind_number(f"enum {self.kinds.names[type(value)]}"), self._number(value.name)])
        if isinstance(value, Source):
            if value not in self._of_sources:
                self._of_sources[value] = self._add_built_in("source", value.name, value.text)
            return self._of_sources[value]
        if isinstance(value, Span):
            return self._add([BUILT_IN.index("span"), self._number(value.source), value.start, value.end])
        if type(value) in (tuple, list, frozenset):
            return self._add_built_in(type(value).__name__, *parts)
        if type(value) is dict:
            # Data that says nothing but data is told apart, so that a reader need not look into it again.
            name = "dict" if all(type(part) in PLAIN for part in value.values()) else "map"
            return self._add_built_in(name, *parts)
        return self._add_built_in(*_text_of(value))

    def _fields(self, parts: list[Any], kind: Kind) -> Iterator[int]:
        for part, accepted in zip(parts, kind.accepted, strict=True):
            if accepted is None:
                yield self._number(part.source)
                yield part.start
                yield part.end
            else:
                yield self._number(part)

    def _number(self, value: object) -> int:
        """The number of the row of *value*; a scalar gets its row here."""
        if type(value) not in SCALARS:
            return self._of_values[id(value)][0]
        if type(value) is int and abs(value) > LONGEST:
            return self._add_built_in("integer", hex(value))
        key = type(value), value
        found = self._of_rows.get(key)
        if found is None:
            found = self._of_rows[key] = len(self.outside) + len(self.rows)
            self.rows.append(cast("str | int | bool | None", value))
        return found

    def _add_built_in(self, name: str, *parts: object) -> int:
        numbers = [self._number(part) for part in parts]
        return self._add([BUILT_IN.index(name), *numbers])

    def _add(self, row: list[int]) -> int:
        key = tuple(row)
        found = self._of_rows.get(key)
        if found is None:
            found = self._of_rows[key] = len(self.outside) + len(self.rows)
            self.rows.append(cast("Row", row))
        return found

    def _kind_number(self, name: str) -> int:
        return len(BUILT_IN) + self._numbers.setdefault(name, len(self._numbers))


def _text_of(value: object) -> tuple[str, str]:
    """The kind of a single value, and its text."""
    match value:
        case Fraction():
            return "fraction", f"{value.numerator:x}/{value.denominator:x}"
        case Decimal():
            return "decimal", str(value)
        case datetime():
            return "datetime", _instant(value)
        case date():
            return "date", value.isoformat()
        case timedelta():
            return "timedelta", f"{value.days} {value.seconds} {value.microseconds}"
        case bytes():
            return "bytes", value.hex()
    raise TypeError(f"no data are written for {type(value).__qualname__}")


def _instant(value: datetime) -> str:
    """What the clock shows, then the zone by its name, or the offset: an instant stays the one that was written."""
    zone = value.tzinfo
    if isinstance(zone, ZoneInfo) and zone.key:
        return f"{value.replace(tzinfo=None).isoformat()} {value.fold} {zone.key}"
    return value.isoformat()
