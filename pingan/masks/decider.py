"""What decides: the function made of a policy's tables, and everything that it hands on."""

from __future__ import annotations

from bisect import bisect_right

from pingan.masks.positions import OddError
from pingan.masks.readers import Reader, facts_of
from pingan.masks.tables import Pair, Tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    Decision = tuple[int, int, object]
    """What is not refuted, what is proven, and a copy of the facts."""
    Start = tuple[object, int, dict[tuple[int, int], int]]
    """An instant, the row of its day, and what strata are at it where nothing that they depend on is given: by number
    and by which records are there."""
    Strata = Callable[[Sequence[int], object, object], Sequence[int]]
    """What strata (by number) are, given facts and an instant: bits (1: true, 2: false)."""

__all__ = ["Decider"]

_MOST_FIELDS = 64
"""Records with more columns are read field by field unless all of these are given."""
_MOST_KEPT = 256
_MOST_COLUMNS = 1000
"""Records with more columns are read field by field."""


class Decider:
    """Decides what conjunctions a policy's facts leave. Usable from many threads: it keeps rows, and nothing else.

    ``decide(facts, as_of)`` is what is not refuted, what is proven, and a copy of the facts (see `facts_of`); None for
    whatever is not plain enough: then the facts have to be checked. What it accepts, the check accepts.
    """

    __slots__ = ("_each", "_facts", "_last", "_optional", "_strata", "_untouched", "asked", "decide", "tables")

    def __init__(self, tables: Tables, strata: Strata, *, quick: bool = True) -> None:
        self.tables = tables
        self._strata = strata
        self._last: list[object] = [(object(), 0, {})]
        self._untouched: dict[tuple[int, int], tuple[Pair, tuple[int, ...]]] = {}
        self._facts = Reader(tables.facts, tables.everything)
        self._each = tuple((n, stratum.needs | stratum.forbids) for n, stratum in enumerate(tables.strata))
        self.asked = 0
        for _, conjunctions in self._each:
            self.asked |= conjunctions
        self._optional = [reader for reader in self._facts.all() if reader.group.optional and reader.group.strata]
        for place, reader in enumerate(self._optional):
            reader.present, reader.null = 1 << 2 * place, 2 << 2 * place
        self.decide: Callable[..., Decision | None] = self._field_by_field
        if quick:
            self.quicken()

    def quicken(self) -> None:
        """Makes functions for these tables: it takes as long as some hundred questions without them."""
        _prepare(self._facts)
        self.decide = self._made()

    def _made(self) -> Callable[..., Decision | None]:
        """The function for the record that has most columns, or for the facts themselves."""
        from pingan.masks.generated import decide_all  # whoever asks once does without

        everything = self.tables.everything
        facts = self._facts
        readers: dict[str | None, Reader] = {None: facts}
        readers.update(facts.records)
        usual = {name: len(r.simple) for name, r in readers.items() if 0 < len(r.simple) <= _MOST_COLUMNS}
        if not usual:
            return self._field_by_field
        name = max(usual, key=lambda n: usual[n])
        reader = readers[name]
        left = (everything, everything) if name is None else facts.left_by(frozenset((name,)))
        return decide_all(
            reader,
            name,
            left,
            self._last,
            self.asked,
            self._field_by_field,
            self._settled,
            self._start,
            most=1 < len(reader.simple) <= _MOST_FIELDS,
        )

    def facts_of(self, copy: object) -> object:
        """The facts that a decision was made of: equal to those given, in canonical names."""
        return facts_of(copy)

    # --- whatever is not quite so plain -----------------------------------------------------------------------------

    def _field_by_field(self, facts: object, as_of: object) -> Decision | None:
        try:
            start = self._start(as_of)
            mask, proven, touched, there, copy = self._facts.read(facts)
            mask &= start[1]
            proven &= mask
            if mask & self.asked:
                return self._settled(mask, proven, touched, there, copy, start)
        except Exception:  # of whatever was given, or of a stack that is too full: the check has more room
            return None
        return mask, proven, copy

    def _settled(self, mask: int, proven: int, touched: int, there: int, copy: object, start: Start) -> Decision:
        """With what strata say of the conjunctions that are left.

        *touched* are those that depend on values given; the others depend at most on the instant, and on which records
        are *there*.
        """
        (left, surely), instant = self._untouched.get((touched, there)) or self._all_untouched(
            touched, there, copy, start[0]
        )
        mask &= left
        proven &= surely & left
        for number in instant:
            bits = start[2].get((number, there))
            if bits is None:
                bits = start[2][number, there] = self._strata((number,), facts_of(copy), start[0])[0]
            mask, proven = self._with(number, bits, mask, proven)
        asked = []
        for number, needs_or_forbids in self._each:
            if touched >> number & 1 and mask & needs_or_forbids:
                asked.append(number)
        if asked:
            found = self._strata(asked, facts_of(copy), start[0])
            for number, bits in zip(asked, found, strict=True):
                mask, proven = self._with(number, bits, mask, proven)
        return mask, proven, copy

    def _all_untouched(self, touched: int, there: int, copy: object, as_of: object) -> tuple[Pair, tuple[int, ...]]:
        """What the strata that are not *touched* leave, and those of them that depend on the instant."""
        mask = proven = self.tables.everything
        instant, asked = [], []
        changed = self._changed(there)
        for number, stratum in enumerate(self.tables.strata):
            if touched >> number & 1:
                continue
            if stratum.untouched is None:
                instant.append(number)
            elif changed >> number & 1:
                asked.append(number)
            else:
                mask, proven = self._with(number, stratum.untouched, mask, proven)
        found = self._strata(asked, facts_of(copy), as_of) if asked else ()
        for number, bits in zip(asked, found, strict=True):
            mask, proven = self._with(number, bits, mask, proven)
        if len(self._untouched) >= _MOST_KEPT:
            self._untouched.clear()
        result = self._untouched[touched, there] = (mask, proven), tuple(instant)
        return result

    def _changed(self, there: int) -> int:
        """The strata that depend on the records that are *there*, or not."""
        found = 0
        for reader in self._optional:
            if there & (reader.present | reader.null):
                found |= reader.group.strata
        return found

    def _with(self, number: int, bits: int, mask: int, proven: int) -> Pair:
        stratum = self.tables.strata[number]
        if not bits & 1:
            mask &= ~stratum.needs
        if not bits & 2:
            mask &= ~stratum.forbids
        if bits & 2:
            proven &= ~stratum.needs
        if bits & 1:
            proven &= ~stratum.forbids
        return mask, proven & mask

    # --- the instant ------------------------------------------------------------------------------------------------

    def _start(self, as_of: object) -> Start:
        """What depends on the instant alone. Raises an exception for what is neither a day nor an aware instant."""
        last: Start = self._last[0]  # type: ignore[assignment]
        if last[0] is as_of:
            return last
        mask = self.tables.used
        for days in self.tables.days:
            mask &= days.rows[bisect_right(days.starts, _ordinal(as_of, days.zone))]
        if not self.tables.days:
            _ordinal(as_of, "UTC")
        start: Start = (as_of, mask, {})
        self._last[0] = start
        return start


def _ordinal(as_of: object, zone: str) -> int:
    """The day of *as_of* in *zone*."""
    from pingan.masks.clock import date, datetime

    if not isinstance(as_of, date) or not 1 < as_of.year < 9999:  # days at the ends may lack instants in a zone
        raise OddError
    if type(as_of) is date:
        return as_of.toordinal()
    if type(as_of) is not datetime or as_of.utcoffset() is None:
        raise OddError
    return as_of.astimezone(_ZONES.get(zone) or _zone(zone)).toordinal()


_ZONES: dict[str, tzinfo] = {}


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    found = _ZONES[name] = ZoneInfo(name)
    return found


def _prepare(reader: Reader) -> None:
    """Lets functions be made for every record that has columns."""
    from pingan.masks.generated import read_all, read_most
    from pingan.masks.lookups import Integers

    for lookup in reader.lookups.values():
        if isinstance(lookup, Integers):
            lookup.fill()
    if 0 < len(reader.simple) <= _MOST_FIELDS:
        reader.makers = read_all, read_most
    for record in reader.records.values():
        _prepare(record)
