"""One fact's column: how its values are looked up, and what each of them leaves of the conjunctions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from fractions import Fraction
from math import lcm
from typing import Any

from attrs import define, field

from pingan.language import types
from pingan.language.dialects import Dialects
from pingan.language.shapes import Interval
from pingan.masks.positions import LIMIT, microseconds
from pingan.masks.tables import Column, Pair
from pingan.matching.nodes import Atom, Value
from pingan.model import nodes as model
from pingan.program.fact_bounds import declared_range
from pingan.program.fact_names import FactNames, Names
from pingan.program.tables_of_rows import (
    END,
    EVERYWHERE,
    Demand,
    Ranges,
    Sweep,
    complement,
    covers,
    intersection,
    mask_of,
    meets,
    union,
)

__all__ = ["Columns", "Demand"]

_SECONDS = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_UNITS_OF_FACTS = {"second": 1, "seconds": 1, "秒": 1}


@define(eq=False)
class Columns:
    """Makes columns of one vocabulary; all rows have *width* bits."""

    vocabulary: model.Vocabulary
    names: FactNames
    dialects: Dialects
    width: int
    has_set_limits: bool = field(kw_only=True)

    def column(
        self, path: tuple[str, ...], type: types.Type, demand: Demand, *, optional: bool, below_optional: bool
    ) -> Column:
        """The column of a field of *type*. *optional* says whether it may be null, *below_optional* a record above."""
        column = Column(path, "other", (1 << self.width) - 1, optional=optional)
        filled = self._filled(column, type, demand, (optional, below_optional))
        if filled is not None and demand.bits:
            self._row_of_known(column, demand, filled)
        return column

    def _filled(self, column: Column, type: types.Type, demand: Demand, absent: tuple[bool, bool]) -> _Positions | None:
        match type:
            case types.BooleanType():
                column.kind = "boolean"
                found = _Positions(_boolean, domain=((0, 2),))
            case types.EnumType():
                column.kind = "name"
                column.pieces = _pieces(self.names.members[type.name], type.members)
                found = _Positions({m: n for n, m in enumerate(type.members)}.__getitem__, ((0, len(type.members)),))
            case types.TextType() | types.ActorType():
                found = self._texts(column, demand, is_text=isinstance(type, types.TextType))
            case types.NumberType() | types.DurationType() | types.DateType() | types.DateTimeType():
                found = self._ordered(column, type, demand)
            case types.SetType():
                self._set(column, type, demand, absent)
                return None
            case _:
                return None
        self._unknown(column, demand, found, absent)
        return found

    # --- what a known value leaves --------------------------------------------------------------------------------

    def _row_of_known(self, column: Column, demand: Demand, positions: _Positions) -> None:
        swept = Sweep(self.width, positions.of_all(demand)).rows()
        if swept is None:
            column.kind = "other"
            return
        starts, rows = swept
        if column.kind in ("boolean", "name", "text"):
            sweep = {start: rows[n] for n, start in enumerate(starts, 1)}
            row, found = rows[0], []
            for piece in range(int(positions.domain[0][1])):
                row = sweep.get(piece, row)
                found.append(row)
            column.rows = tuple(found)
        else:
            column.starts, column.rows = starts, rows

    def _texts(self, column: Column, demand: Demand, *, is_text: bool) -> _Positions:
        texts = sorted({c for atom in demand.atoms.values() for c in atom.constants if isinstance(c, str)})
        place = {text: n for n, text in enumerate(texts)}
        if is_text:
            column.kind, column.pieces = "text", place
        else:
            column.kind = "name"
            known = self.names.actors
            column.pieces = {n: place.get(known.find(n) or n, len(texts)) for n in known.all}
        return _Positions(place.__getitem__, ((0, len(texts) + 1),))

    def _ordered(
        self,
        column: Column,
        type: types.NumberType | types.DurationType | types.DateType | types.DateTimeType,
        demand: Demand,
    ) -> _Positions:
        declared = declared_range(type)
        match type:
            case types.DateType():
                column.kind = "date"
                return _Positions(_ordinal, EVERYWHERE)
            case types.DateTimeType():
                column.kind = "instant"
                return _Positions(_microseconds, EVERYWHERE)
            case types.NumberType(integer=True):
                column.kind = "integer"
                column.low = max(_whole(declared.low, -LIMIT + 1), -LIMIT + 1)
                column.high = min(_whole(declared.high, LIMIT - 1), LIMIT - 1)
                low = -END if declared.low is None else _whole(declared.low, 0)
                high = END if declared.high is None else _whole(declared.high, 0) + 1
                column.scale = scale = _scale(demand.atoms.values(), Interval())
                return _Positions(_twice(scale), ((low, high),), scale=2 * scale)
            case _:
                column.kind = "length" if isinstance(type, types.DurationType) else "number"
                column.units = self._units() if column.kind == "length" else {}
                column.scale = _scale(demand.atoms.values(), declared)
                at = _twice(column.scale)
                column.low = None if declared.low is None else at(declared.low) + declared.low_open
                column.high = None if declared.high is None else at(declared.high) - declared.high_open
                low = -END if column.low is None else column.low
                high = END if column.high is None else column.high + 1
                return _Positions(at, ((low, high),))

    def _units(self) -> dict[str, int]:
        """The seconds of every word for a unit of fixed length."""
        found = dict(_UNITS_OF_FACTS)
        for dialect in self.dialects:
            for words in dialect.groups["durations"].values():
                for word in words:
                    unit = self.dialects.canonical("durations", word)
                    if unit in _SECONDS:
                        found.setdefault(word, _SECONDS[unit])
        return found

    # --- what is left where no value is known ---------------------------------------------------------------------

    def _unknown(self, column: Column, demand: Demand, positions: _Positions, absent: tuple[bool, bool]) -> None:
        optional, below_optional = absent
        claims: dict[int, tuple[int, int, int]] = {}
        for number, atom in demand.atoms.items():
            ranges = positions.of(atom)
            can, must = meets(ranges, positions.domain), covers(ranges, positions.domain)
            known, maybe = can + 2 * (not must), can + 2
            claims[number] = (maybe if optional else known, maybe if optional or below_optional else known, 2)
        self._fill_unknown(column, demand, claims, absent)

    def _fill_unknown(
        self, column: Column, demand: Demand, claims: dict[int, tuple[int, int, int]], absent: tuple[bool, bool]
    ) -> None:
        """From what an atom may be where nothing is given, nothing and perhaps no record, or null."""

        def pair(which: int) -> Pair:
            lost: tuple[list[int], list[int]] = ([], [])
            for limb, bits in demand.bits.items():
                claim = claims[limb >> 1][which]
                if limb & 1:
                    claim = _negated(claim)
                if not claim & 1:
                    lost[0].extend(bits)
                if claim & 2:
                    lost[1].extend(bits)
            return everything & ~mask_of(lost[0]), everything & ~mask_of(lost[1])

        everything = (1 << self.width) - 1
        column.missing = pair(0)
        same = all(claim[0] == claim[1] for claim in claims.values())
        column.missing_absent = column.missing if same else pair(1)
        column.absent = pair(2)[0] if any(absent) else everything

    # --- sets -----------------------------------------------------------------------------------------------------

    def _set(self, column: Column, type: types.SetType, demand: Demand, absent: tuple[bool, bool]) -> None:
        names, members = self._members(type.element)
        place = {member: n for n, member in enumerate(members)}
        needs: dict[tuple[bool, int], tuple[list[int], list[int]]] = {}
        claims: dict[int, tuple[int, int, int]] = {}
        optional, below_optional = absent
        for number, atom in demand.atoms.items():
            everything = atom.operator in ("has", "has_all", "present")
            wanted = mask_of(place.get(str(c), 0) for c in atom.constants)
            for negated in (False, True):
                bits = demand.bits.get(2 * number + negated, ())
                needs.setdefault((everything, wanted), ([], []))[negated].extend(bits)
            known = 3 if wanted else 1 if everything else 2
            maybe = known | (2 if optional else 0)
            claims[number] = maybe, maybe | (2 if below_optional else 0), 2
        self._fill_unknown(column, demand, claims, absent)
        if names is None or self.has_set_limits:
            return
        column.kind, column.pieces = "set", _pieces(names, members)
        column.tests = tuple((*test, mask_of(both[0]), mask_of(both[1])) for test, both in sorted(needs.items()))

    def _members(self, element: types.Type) -> tuple[Names | None, tuple[str, ...]]:
        if isinstance(element, types.EnumType):
            return self.names.members[element.name], element.members
        if isinstance(element, types.ActorType):
            return self.names.actors, tuple(self.vocabulary.actors)
        return None, ()


@define(eq=False)
class _Positions:
    """Where constants stand among the values of a field, and where all its values lie (*domain*).

    *scale* is how many positions of constants one position of values is.
    """

    at: Callable[[Any], int]
    domain: Ranges
    scale: int = 1
    _known: dict[tuple[str, tuple[Value | None, ...]], Ranges] = field(factory=dict)

    def of(self, atom: Atom) -> Ranges:
        """Where *atom* holds."""
        key = atom.operator, atom.constants
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._scaled(self._of(*key))
        return found

    def of_all(self, demand: Demand) -> dict[int, Ranges]:
        """Where the limbs of each bit hold, all of them."""
        found: dict[int, Ranges] = {}
        for limb, bits in demand.bits.items():
            ranges = self.of(demand.atoms[limb >> 1])
            if limb & 1:
                ranges = complement(ranges)
            for bit in bits:
                known = found.get(bit)
                found[bit] = ranges if known is None else intersection(known, ranges)
        return found

    def _of(self, operator: str, constants: tuple[Value | None, ...]) -> Ranges:
        match operator:
            case "present":
                return EVERYWHERE
            case "is":
                return ((1, 2),)
            case "within":
                first, last = constants
                return union([(-END if first is None else self.at(first), END if last is None else self.at(last) + 1)])
            case "=" | "in":
                return union((at, at + 1) for at in map(self.at, constants))
        [at] = map(self.at, constants)
        match operator:
            case "<":
                return ((-END, at),)
            case "<=":
                return ((-END, at + 1),)
            case ">":
                return ((at + 1, END),)
            case ">=":
                return ((at, END),)
        raise ValueError(f"a single value is never asked whether it {operator}")

    def _scaled(self, ranges: Ranges) -> Ranges:
        if self.scale == 1:
            return ranges
        return union((_up(start, self.scale), _up(end, self.scale)) for start, end in ranges)


def _up(position: float, scale: int) -> float:
    return position if abs(position) == END else -(-int(position) // scale)


def _negated(claim: int) -> int:
    return (claim & 1) << 1 | claim >> 1


def _boolean(value: object) -> int:
    return int(value is True)


def _ordinal(value: date) -> int:
    return value.toordinal()


def _microseconds(value: datetime) -> int:
    return microseconds(value)


def _twice(scale: int) -> Callable[[Any], int]:
    return lambda value: int(2 * scale * Fraction(value))


def _scale(atoms: Iterable[Atom], declared: Interval) -> int:
    """What makes every constant and every end of the declared range whole."""
    constants = [c for atom in atoms for c in atom.constants]
    ends = [c for c in (*constants, declared.low, declared.high) if isinstance(c, Fraction)]
    return lcm(1, *(c.denominator for c in ends))


def _whole(end: object, otherwise: int) -> int:
    return int(end) if isinstance(end, int | Fraction) else otherwise


def _pieces(names: Names, members: tuple[str, ...]) -> dict[str, int]:
    place = {member: n for n, member in enumerate(members)}
    return {name: place[found] for name in names.all if (found := names.find(name)) is not None}
