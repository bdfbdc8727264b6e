"""From conjunctions to rules: what conjunctions show, less what policies and overriding rules take back."""

from __future__ import annotations

from pingan.masks.tables import Pair, Tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Decision = tuple[int, int, object]
    """The conjunctions not refuted, those proven, and a copy of the facts."""

_PIECE = 512
_PIECE_MASK = (1 << _PIECE) - 1
_ONE = tuple(1 << n for n in range(_PIECE))
"""Bits by their place."""


class Folder:
    """Folds the conjunctions of one policy's tables to its rules: one bit a rule, in the order of their keys."""

    __slots__ = ("_count", "_extras", "_from", "_keys", "_rules", "applicable", "tables")

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._count = len(tables.keys)
        self._rules = (1 << self._count) - 1
        self._keys = tables.keys
        self._from = tables.extras[0][0] if tables.extras else 0
        self._extras = tuple(rule for _, rule in tables.extras)
        self.applicable: Callable[[Decision], tuple[str, ...]] = self._applicable
        """The keys of the rules that surely apply by a decision, sorted."""
        if not (tables.extras or tables.standings or tables.overridden):
            self.applicable = _directly(tables)

    def folded(self, mask: int, proven: int) -> Pair:
        """Which rules may apply, and which surely do."""
        if mask == proven and not self.tables.standings:
            shown = self._shown(mask)
            if self.tables.overridden:
                return self._overridden(shown, shown)
            return shown, shown
        shown, surely = self._shown(mask), self._shown(proven)
        for policy, rules in self.tables.standings:
            if not proven & policy:
                surely &= ~rules
                if not mask & policy:
                    shown &= ~rules
        return self._overridden(shown, surely) if self.tables.overridden else (shown, surely)

    def _shown(self, mask: int) -> int:
        """The rules that any of their conjunctions shows."""
        shown = (mask | mask >> self._count if self.tables.doubled else mask) & self._rules
        if self._extras:
            for number in bits(mask >> self._from & ((1 << len(self._extras)) - 1)):
                shown |= 1 << self._extras[number]
        return shown

    def _overridden(self, mask: int, proven: int) -> Pair:
        for rule, others in self.tables.overridden:
            if not mask >> rule & 1:
                continue
            for other in others:
                if mask >> other & 1:
                    proven &= ~(1 << rule)
                    if proven >> other & 1:
                        mask &= ~(1 << rule)
                        break
        return mask, proven

    def keys(self, rules: int) -> tuple[str, ...]:
        """The keys of *rules*."""
        keys = self._keys
        return tuple([keys[number] for number in bits(rules)])

    def _applicable(self, decision: Decision) -> tuple[str, ...]:
        return self.keys(self.folded(decision[0], decision[1])[1])


def _directly(tables: Tables) -> Callable[[Decision], tuple[str, ...]]:
    """The same where every rule has at most two conjunctions, and nothing else to look at."""
    keys, count, doubled = tables.keys, len(tables.keys), tables.doubled
    all_rules = (1 << count) - 1

    def of_few(decision: Decision) -> tuple[str, ...]:
        proven = decision[1]
        rules = (proven | proven >> count if doubled else proven) & all_rules
        if not rules:
            return ()
        found: list[str] = []
        while rules:
            number = rules.bit_length() - 1
            found.append(keys[number])
            rules ^= _ONE[number]
        found.reverse()
        return tuple(found)

    def of_many(decision: Decision) -> tuple[str, ...]:
        proven = decision[1]
        rules = (proven | proven >> count if doubled else proven) & all_rules
        found: list[str] = []
        add = found.append
        offset = -1
        while rules:
            piece = rules & _PIECE_MASK
            while piece:
                low = piece & -piece
                add(keys[offset + low.bit_length()])
                piece ^= low
            rules >>= _PIECE
            offset += _PIECE
        return tuple(found)

    return of_few if count <= _PIECE else of_many


def bits(mask: int) -> list[int]:
    """The places of the bits of *mask*, the lowest first."""
    found: list[int] = []
    add = found.append
    offset = 0
    while mask:
        piece = mask & _PIECE_MASK if mask > _PIECE_MASK else mask
        while piece:
            low = piece & -piece
            add(offset + low.bit_length() - 1)
            piece ^= low
        mask >>= _PIECE
        offset += _PIECE
    return found
