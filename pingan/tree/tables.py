"""The tables of a grammar as plain data: what its parser does in each state, and the words that it tells apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from attrs import astuple, field, frozen

Key = TypeVar("Key")

STARTS: Final = ("module", "declarations")
END: Final = "$END"


@frozen
class Production:
    """What is done when a production has been read whole: its *size* symbols become one *origin*.

    Of its children those in *kept* stay (their places; the children of what stands in *spliced* one by one). *name* is
    that of the node they make; without one (`name` empty) they are a part of the production around them.
    """

    origin: str
    size: int
    name: str
    kept: tuple[int, ...]
    spliced: tuple[int, ...]
    passes: bool
    """Its only child stands for it."""
    declares: bool
    """It is a header or a declaration, whole."""

    @property
    def only_passes(self) -> bool:
        """Whether it changes nothing but what its only symbol is called."""
        return self.size == 1 and (self.passes or (not self.name and len(self.kept) == 1))


@frozen
class Tables:
    """What a parser needs to read a text: data only, so that it can be kept."""

    actions: tuple[Mapping[str, int], ...]
    """By state and terminal: the state that follows, or, negative, the production that ends here (-1: the first)."""
    gotos: tuple[Mapping[str, int], ...]
    productions: tuple[Production, ...]
    start: int
    end: int
    words: Mapping[str, str]
    """The keyword that a word is, where that takes nothing but the word."""
    phrases: Mapping[str, tuple[tuple[str, str], ...]]
    """By first word: terminals that may begin with it, as patterns, the likelier first."""
    numbers: tuple[tuple[str, str], ...]
    """Terminals that begin with a digit, as patterns, the likelier first."""
    signs: Mapping[str, str]
    reserved: frozenset[str] = field(repr=False)
    seen: frozenset[str]
    """Terminals of which a node is made; the others only hold a text together."""

    def to_data(self) -> dict[str, Any]:
        """These tables as data for JSON; rows that are alike, and terminals that lead to the same, stand there once."""
        groups: dict[tuple[str, ...], int] = {}
        rows: dict[tuple[int, ...], int] = {}
        states = [[_place(_grouped(row, groups), rows) for row in half] for half in (self.actions, self.gotos)]
        return {
            "groups": [" ".join(group) for group in groups],
            "rows": list(rows),
            "actions": states[0],
            "gotos": states[1],
            "productions": [astuple(production) for production in self.productions],
            "start": self.start,
            "end": self.end,
            "words": dict(self.words),
            "phrases": dict(self.phrases),
            "numbers": self.numbers,
            "signs": dict(self.signs),
            "reserved": sorted(self.reserved),
            "seen": sorted(self.seen),
        }

    @staticmethod
    def from_data(data: dict[str, Any]) -> Tables:
        """The tables that became *data*."""
        groups = [group.split(" ") for group in data["groups"]]
        rows: list[dict[str, int]] = []
        for packed in data["rows"]:
            row: dict[str, int] = {}
            for action, group in zip(packed[::2], packed[1::2], strict=True):
                row.update(dict.fromkeys(groups[group], action))
            rows.append(row)
        return Tables(
            tuple([rows[place] for place in data["actions"]]),
            tuple([rows[place] for place in data["gotos"]]),
            tuple([Production(o, s, n, tuple(k), tuple(i), p, d) for o, s, n, k, i, p, d in data["productions"]]),
            data["start"],
            data["end"],
            data["words"],
            {first: tuple([(t, p) for t, p in pairs]) for first, pairs in data["phrases"].items()},
            tuple([(terminal, pattern) for terminal, pattern in data["numbers"]]),
            data["signs"],
            frozenset(data["reserved"]),
            frozenset(data["seen"]),
        )


def _grouped(row: Mapping[str, int], groups: dict[tuple[str, ...], int]) -> tuple[int, ...]:
    """*row* as each action, and the number of the group of what leads to it."""
    by_action: dict[int, list[str]] = {}
    for name, action in sorted(row.items()):
        by_action.setdefault(action, []).append(name)
    packed: list[int] = []
    for action, names in sorted(by_action.items()):
        packed += (action, _place(tuple(names), groups))
    return tuple(packed)


def _place(key: Key, places: dict[Key, int]) -> int:
    return places.setdefault(key, len(places))
