"""The tables of a policy as the values that `pingan.codec.packed` writes, and back. Light: nothing is imported.

INVARIANT: what is read has the types, and the numbers of rows, that looking facts up relies on; what it decides is as
good as whoever built the artifact.
"""

from __future__ import annotations

from pingan.codec.container import RefusedError
from pingan.codec.packed import UnpackableError, packed, unpacked
from pingan.masks.tables import Column, Days, Group, Stratum, Tables

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

TABLES = "tables"
_BY_NAME = frozenset(("name", "text", "set"))
_BY_POSITION = frozenset(("integer", "number", "date", "instant", "length"))
_MOST_DEPTH = 64


def tables_section(tables: Tables) -> bytes:
    """The section that holds *tables*."""
    return packed(
        (
            tables.keys,
            tables.everything.bit_length(),
            tables.used,
            tables.doubled,
            tables.extras,
            tables.standings,
            tables.overridden,
            tuple((days.zone, days.starts, days.rows) for days in tables.days),
            tuple((stratum.needs, stratum.forbids, stratum.untouched) for stratum in tables.strata),
            _group_data(tables.facts),
        )
    )


def _group_data(group: Group) -> tuple[object, ...]:
    fields = tuple(
        (name, _group_data(field) if isinstance(field, Group) else _column_data(field))
        for name, field in group.fields.items()
    )
    return group.path, group.optional, group.strata, _pairs(group.aliases), fields


def _column_data(column: Column) -> tuple[object, ...]:
    return (
        column.path,
        column.kind,
        column.optional,
        _pairs(column.pieces),
        column.starts,
        column.scale,
        column.low,
        column.high,
        column.rows,
        column.tests,
        _pairs(column.units),
        column.absent,
        column.missing,
        column.missing_absent,
        column.strata,
        column.secret,
    )


def _pairs(mapping: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(part for pair in mapping.items() for part in pair)


# --- back ----------------------------------------------------------------------------------------------------------


class _OtherError(Exception):
    """Data that are no tables."""


def tables_of(content: bytes) -> Tables:
    """The tables in a section. Raises RefusedError for anything else."""
    try:
        return _Reader().tables(unpacked(content))
    except (_OtherError, UnpackableError, TypeError, ValueError, LookupError, OverflowError) as error:
        raise RefusedError(f"the artifact is damaged: its section `{TABLES}` holds something else") from error


class _Reader:
    """Makes tables of data whose every part is looked at first."""

    __slots__ = ("everything", "rules", "strata")

    def tables(self, data: Any) -> Tables:
        keys, width, used, doubled, extras, standings, overridden, days, strata, facts = _tuple(data, 10)
        if not _texts(keys) or list(keys) != sorted(set(keys)) or type(width) is not int or not 0 <= width < 1 << 28:
            raise _OtherError
        found = Tables(keys, width)
        self.everything = found.everything
        self.rules = len(keys)
        found.used = self.mask(used)
        found.doubled = _boolean(doubled)
        if width < len(keys) * (2 if found.doubled else 1):
            raise _OtherError
        found.extras = tuple((self.mask(bit), self.rule(rule)) for bit, rule in _tuple(extras))
        found.standings = tuple((self.mask(bits), _whole(rules)) for bits, rules in _tuple(standings))
        found.overridden = tuple(
            (self.rule(rule), tuple(self.rule(other) for other in _tuple(others)))
            for rule, others in _tuple(overridden)
        )
        found.days = tuple(self.days(*_tuple(each, 3)) for each in _tuple(days))
        found.strata = tuple(self.stratum(*_tuple(each, 3)) for each in _tuple(strata))
        self.strata = (1 << len(found.strata)) - 1
        found.facts = self.group(facts, 0)
        return found

    def mask(self, value: Any) -> int:
        if type(value) is not int or not 0 <= value <= self.everything:  # all bits up to one are in *everything*
            raise _OtherError
        return value

    def rule(self, value: Any) -> int:
        if type(value) is not int or not 0 <= value < self.rules:
            raise _OtherError
        return value

    def pair(self, value: Any) -> tuple[int, int]:
        left, surely = _tuple(value, 2)
        return self.mask(left), self.mask(surely)

    def rows(self, value: Any) -> tuple[int, ...]:
        return tuple(map(self.mask, _tuple(value)))

    def days(self, zone: Any, starts: Any, rows: Any) -> Days:
        found = Days(_text(zone), _ascending(starts), self.rows(rows))
        if len(found.rows) != len(found.starts) + 1:
            raise _OtherError
        return found

    def stratum(self, needs: Any, forbids: Any, untouched: Any) -> Stratum:
        if untouched is not None and (type(untouched) is not int or untouched not in (1, 2, 3)):
            raise _OtherError
        return Stratum(self.mask(needs), self.mask(forbids), untouched)

    def group(self, data: Any, depth: int) -> Group:
        path, optional, strata, aliases, fields = _tuple(data, 5)
        if depth > _MOST_DEPTH or not _texts(path):
            raise _OtherError
        found = Group(path, optional=_boolean(optional))
        found.strata = self.of_strata(strata)
        found.aliases = {alias: _text(name) for alias, name in _mapping(aliases).items()}
        for entry in _tuple(fields):
            name, field = _tuple(entry, 2)
            if _text(name) in found.fields:
                raise _OtherError
            found.fields[name] = self.group(field, depth + 1) if len(field) == 5 else self.column(field)
        return found

    def column(self, data: Any) -> Column:
        path, kind, optional, pieces, starts, scale, low, high, rows, tests, units, *rest = _tuple(data, 16)
        if not _texts(path) or type(scale) is not int or scale < 1:
            raise _OtherError
        found = Column(path, _text(kind), self.everything, optional=_boolean(optional))
        found.pieces = {name: _whole(piece) for name, piece in _mapping(pieces).items()}
        found.starts = _ascending(starts)
        found.scale = scale
        found.low, found.high = (None if end is None else _integer(end) for end in (low, high))
        found.rows = self.rows(rows)
        found.tests = tuple(self.test(*_tuple(test, 4)) for test in _tuple(tests))
        found.units = {name: _whole(seconds) for name, seconds in _mapping(units).items()}
        absent, missing, missing_absent, strata, secret = rest
        found.absent = self.mask(absent)
        found.missing, found.missing_absent = self.pair(missing), self.pair(missing_absent)
        found.strata = self.of_strata(strata)
        found.secret = _boolean(secret)
        _check(found)
        return found

    def test(self, everything: Any, wanted: Any, needs: Any, forbids: Any) -> tuple[bool, int, int, int]:
        return _boolean(everything), _whole(wanted), self.mask(needs), self.mask(forbids)

    def of_strata(self, value: Any) -> int:
        if type(value) is not int or not 0 <= value <= self.strata:
            raise _OtherError
        return value


def _check(column: Column) -> None:
    """A column with rows has one for every value that it may be looked up by."""
    rows, pieces = len(column.rows), column.pieces.values()
    if column.kind == "boolean":
        sound = rows in (0, 2)
    elif column.kind in _BY_POSITION:
        sound = rows == len(column.starts) + 1 or not rows
    elif column.kind == "set":
        sound = all(piece < 1 << 16 for piece in pieces)
    elif column.kind in _BY_NAME:
        sound = not rows or all(piece < rows for piece in pieces)
    else:
        sound = column.kind == "other"
    if not sound:
        raise _OtherError


def _tuple(value: Any, length: int | None = None) -> tuple[Any, ...]:
    if not isinstance(value, tuple) or (length is not None and len(value) != length):
        raise _OtherError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _OtherError
    return value


def _texts(value: Any) -> bool:
    return isinstance(value, tuple) and all(type(each) is str for each in value)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _OtherError
    return value


def _integer(value: Any) -> int:
    if type(value) is not int:
        raise _OtherError
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise _OtherError
    return value


def _ascending(value: Any) -> tuple[int, ...]:
    found = tuple(map(_integer, _tuple(value)))
    if list(found) != sorted(set(found)):
        raise _OtherError
    return found


def _mapping(value: Any) -> dict[str, Any]:
    """Names and values, in turn."""
    entries = _tuple(value)
    found = {_text(name): content for name, content in zip(entries[::2], entries[1::2], strict=True)}
    if 2 * len(found) != len(entries):
        raise _OtherError
    return found
