"""From rows to nodes: only known classes, every field of a type that it may have, nothing run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from typing import Any, Final
from zoneinfo import ZoneInfo

from attrs import define, field

from pingan.codec.kinds import PLAIN, SCALARS, Accepted, Kind, Kinds
from pingan.codec.writing import BUILT_IN
from pingan.source import NOWHERE, Source, Span

MAXIMUM_ROWS: Final = 20_000_000


class UnreadableError(ValueError):
    """Data that are not what `to_rows` writes."""


def from_rows(data: object, kinds: Kinds, outside: Sequence[object] = ()) -> Any:
    """What `to_rows` wrote as *data*. Raises UnreadableError for anything else, made by accident or on purpose.

    *outside* must be the values that were known when it was written.
    """
    if not isinstance(data, dict) or data.keys() != {"kinds", "rows"}:
        raise UnreadableError("no rows")
    rows = data["rows"]
    if not isinstance(rows, list) or not isinstance(data["kinds"], list) or not 0 < len(rows) <= MAXIMUM_ROWS:
        raise UnreadableError("no rows")
    reader = _Reader(kinds, [_Described(name, kinds).reader() for name in data["kinds"]], list(outside))
    try:
        reader.read(rows)
    except UnreadableError:
        raise
    except (ValueError, TypeError, LookupError, ArithmeticError, InvalidOperation, RecursionError) as error:
        raise UnreadableError(f"row {len(reader.values) - len(outside)}") from error
    return reader.values[-1]


Build = Callable[["_Reader", list[int]], Any]
"""Makes a value of the numbers of a row behind that of its kind."""


@define
class _Reader:
    """The values of the rows so far; *plain* says (1 or 0) of each whether it is plain data."""

    kinds: Kinds
    builds: list[Build]
    values: list[Any]
    plain: bytearray = field(factory=bytearray)
    checked: set[tuple[int, int]] = field(factory=set)
    """Containers that a field was found to accept, so that none is looked through again and again."""

    def read(self, rows: list[Any]) -> None:
        values, builds, plain = self.values, self.builds, self.plain
        plain.extend(b"\0" * len(values))
        for row in rows:
            if type(row) is list:
                if set(map(type, row)) != {int} or min(row) < 0:
                    raise UnreadableError("a row is made of numbers")
                # INVARIANT: a number beyond the rows so far is no index of *values*.
                value = builds[row[0]](self, row[1:])
                values.append(value)
                if len(plain) < len(values):
                    plain.append(type(value) in PLAIN)
            elif type(row) in SCALARS:
                values.append(row)
                plain.append(1)
            else:
                raise UnreadableError(f"a row is no {type(row).__name__}")

    def text(self, number: int) -> str:
        found = self.values[number]
        if type(found) is not str:
            raise UnreadableError("a text was expected")
        return found

    def accepts(self, accepted: Accepted, number: int) -> Any:
        """The value *number*, where a field accepts it."""
        value = self.values[number]
        kind = type(value)
        if accepted.plain:
            if not self.plain[number] or (kind not in accepted.types):
                raise UnreadableError("plain data were expected")
        elif kind not in accepted.types:
            key = id(accepted), number
            if key not in self.checked:
                if not accepted.holds(value):
                    raise UnreadableError(f"a {kind.__name__} does not belong there")
                self.checked.add(key)
        return value

    def span(self, source: int, start: int, end: int) -> Span:
        found = self.values[source]
        if type(found) is not Source or not start <= end <= len(found.text):
            raise UnreadableError("a span lies in a text")
        return Span(found, start, end) if end or found != NOWHERE.source else NOWHERE


@define
class _Described:
    """A kind as the data describe it."""

    description: object
    kinds: Kinds

    def reader(self) -> Build:
        match self.description:
            case str() as name if name in _BUILT_IN:
                return _BUILT_IN[name]
            case str() as name if name.startswith("enum "):
                return self._enum(name.removeprefix("enum "))
            case [str() as name, *words]:
                kind = self.kinds.kind(name)
                if kind is not None and words == list(kind.words):
                    return _node(kind)
        raise UnreadableError(f"there are no data called {str(self.description)[:80]}")

    def _enum(self, name: str) -> Build:
        cls = self.kinds.classes.get(name)
        if cls is None or not issubclass(cls, Enum):
            raise UnreadableError(f"there are no data called {name[:80]}")
        members = cls

        def build(reader: _Reader, numbers: list[int]) -> Any:
            (name,) = numbers
            return members[reader.text(name)]

        return build


def _node(kind: Kind) -> Build:
    cls, accepted = kind.cls, kind.accepted
    positional = len(kind.words) - len(kind.keyword_only)
    named = tuple(word for word in kind.words if word in kind.keyword_only)
    # What must be named stands behind the rest, so that a node is made of one list cut in two.
    places = [n for n, word in enumerate(kind.words) if word not in kind.keyword_only]
    places += [n for n, word in enumerate(kind.words) if word in kind.keyword_only]
    width = sum(3 if a is None else 1 for a in accepted)
    in_order = places == sorted(places)
    # What is plain data has to be asked of the reader.
    checks = [(frozenset() if a is None or a.plain else a.types, a) for a in accepted]

    def build(reader: _Reader, numbers: list[int]) -> Any:
        if len(numbers) != width:
            raise UnreadableError("a field too many or too few")
        values, parts, place = reader.values, [], 0
        for types, each in checks:
            if each is None:
                parts.append(reader.span(*numbers[place : place + 3]))
                place += 3
                continue
            value = values[numbers[place]]
            parts.append(value if type(value) in types else reader.accepts(each, numbers[place]))
            place += 1
        if not in_order:
            parts = [parts[n] for n in places]
        if not named:
            return cls(*parts)
        return cls(*parts[:positional], **dict(zip(named, parts[positional:], strict=True)))

    return build


# --- what is no node ---------------------------------------------------------------------------------------------


def _tuple(reader: _Reader, numbers: list[int]) -> Any:
    values = reader.values
    return tuple([values[number] for number in numbers])


def _frozenset(reader: _Reader, numbers: list[int]) -> Any:
    return frozenset(_tuple(reader, numbers))


def _list(reader: _Reader, numbers: list[int]) -> Any:
    plain = reader.plain
    if not all(plain[number] for number in numbers):
        raise UnreadableError("a list holds plain data")
    return list(_tuple(reader, numbers))


def _map(reader: _Reader, numbers: list[int]) -> Any:
    if len(numbers) % 2:
        raise UnreadableError("a mapping is made of pairs")
    found = {reader.text(key): reader.values[value] for key, value in zip(numbers[::2], numbers[1::2], strict=True)}
    if len(found) * 2 != len(numbers):
        raise UnreadableError("a name stands twice")
    reader.plain.append(0)
    return found


def _dict(reader: _Reader, numbers: list[int]) -> Any:
    found = _map(reader, numbers)
    if not all(reader.plain[number] for number in numbers[1::2]):
        raise UnreadableError("plain data were expected")
    reader.plain[-1] = 1
    return found


def _source(reader: _Reader, numbers: list[int]) -> Any:
    name, text = numbers
    return Source(reader.text(name), reader.text(text))


def _span(reader: _Reader, numbers: list[int]) -> Any:
    return reader.span(*numbers)


def _of_text(make: Callable[[str], Any]) -> Build:
    def build(reader: _Reader, numbers: list[int]) -> Any:
        (text,) = numbers
        return make(reader.text(text))

    return build


def _fraction(text: str) -> Fraction:
    numerator, _, denominator = text.partition("/")
    return Fraction(int(numerator, 16), int(denominator, 16))


def _integer(text: str) -> int:
    return int(text, 16)


def _datetime(text: str) -> datetime:
    clock, _, place = text.partition(" ")
    if not place:
        return datetime.fromisoformat(clock)
    fold, _, zone = place.partition(" ")
    return datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone), fold=int(fold))


def _timedelta(text: str) -> timedelta:
    days, seconds, microseconds = map(int, text.split(" "))
    return timedelta(days, seconds, microseconds)


_BUILT_IN: Final[dict[str, Build]] = {
    "tuple": _tuple,
    "frozenset": _frozenset,
    "list": _list,
    "dict": _dict,
    "map": _map,
    "source": _source,
    "fraction": _of_text(_fraction),
    "decimal": _of_text(Decimal),
    "date": _of_text(date.fromisoformat),
    "datetime": _of_text(_datetime),
    "timedelta": _of_text(_timedelta),
    "integer": _of_text(_integer),
    "bytes": _of_text(bytes.fromhex),
    "span": _span,
}
assert tuple(_BUILT_IN) == BUILT_IN
