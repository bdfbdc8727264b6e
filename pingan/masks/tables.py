"""A policy as tables: what every value of a fact leaves of its conjunctions. Plain data; importing it costs nothing.

A *mask* is an integer with one bit a conjunction: what is not refuted, or what is proven. A *row* is the mask that one
value leaves. Rows are ANDed, so a table is all there is to a fact: it says which values there are, too.
"""

from __future__ import annotations

Pair = tuple[int, int]
"""What is not refuted, and what is proven."""


class Column:
    """One fact, or a field of a record that is one: its values, checked by looking them up, and their rows.

    *kind* says how a value is looked up: ``boolean`` (rows: false, true), ``name`` (members and actors: *pieces* of
    every name and alias), ``text`` (*pieces* of the texts that matter; any other has the last row), ``integer``,
    ``number``, ``date``, ``instant``, ``length`` (by *starts*), ``set`` (*pieces* are bits of members, *tests* what is
    asked of them), ``other`` (nothing is known of its values here).

    Ordered values have a position: days and microseconds since the epoch as they are, integers as they are, numbers
    and seconds as ``2 * value * scale``, one more if that is not whole. ``rows[bisect_right(starts, position)]`` is the
    row; *low* and *high* are the first and last position allowed. A column without *rows* is read by no conjunction.
    """

    __slots__ = (
        "absent",
        "high",
        "kind",
        "low",
        "missing",
        "missing_absent",
        "optional",
        "path",
        "pieces",
        "rows",
        "scale",
        "secret",
        "starts",
        "strata",
        "tests",
        "units",
    )

    def __init__(self, path: tuple[str, ...], kind: str, everything: int, *, optional: bool = False) -> None:
        self.path = path
        self.kind = kind
        self.optional = optional
        """Whether null may be given for it."""
        self.pieces: dict[str, int] = {}
        self.starts: tuple[int, ...] = ()
        self.scale = 1
        self.low: int | None = None
        self.high: int | None = None
        self.rows: tuple[int, ...] = ()
        self.tests: tuple[tuple[bool, int, int, int], ...] = ()
        """Of a set: whether all of some members are asked for (or any), those, the conjunctions that need it, and
        those that need its contrary."""
        self.units: dict[str, int] = {}
        """Of a length: the seconds of every unit."""
        self.absent = everything
        """The row of null, its own or a record's above."""
        self.missing: Pair = (everything, everything)
        """Where it is not given; *missing_absent* where a record above, not given, may be absent."""
        self.missing_absent: Pair = (everything, everything)
        self.strata = 0
        """The strata that depend on it, a bit each."""
        self.secret = False
        """Whether it is sensitive: no value met is kept beyond its question."""


class Group:
    """A record among the facts, or (*path* empty) the facts themselves: *fields* by every name, aliases too."""

    __slots__ = ("aliases", "fields", "optional", "path", "strata")

    def __init__(self, path: tuple[str, ...], *, optional: bool = False) -> None:
        self.path = path
        self.optional = optional
        self.fields: dict[str, Column | Group] = {}
        """By canonical name."""
        self.aliases: dict[str, str] = {}
        """Canonical names by alias."""
        self.strata = 0
        """The strata that depend on whether it is there."""


class Days:
    """What depends on the day of the evaluation in *zone*: rows by its ordinal."""

    __slots__ = ("rows", "starts", "zone")

    def __init__(self, zone: str, starts: tuple[int, ...], rows: tuple[int, ...]) -> None:
        self.zone = zone
        self.starts = starts
        self.rows = rows


class Stratum:
    """A condition that is worked out apart: the conjunctions that need it, and those that need its contrary.

    *untouched* is what it may be (1: true, 2: false, 3: either) where nothing it depends on is given; None where that
    depends on the instant.
    """

    __slots__ = ("forbids", "needs", "untouched")

    def __init__(self, needs: int, forbids: int, untouched: int | None) -> None:
        self.needs = needs
        self.forbids = forbids
        self.untouched = untouched


class Tables:
    """Everything that decides which rules of a policy apply.

    Bit i stands for the first conjunction of rule i, bit ``len(keys) + i`` for its second one if *doubled*; *extras*
    are the bits of further ones, with their rules. *keys* are sorted.
    """

    __slots__ = (
        "days",
        "doubled",
        "everything",
        "extras",
        "facts",
        "keys",
        "overridden",
        "standings",
        "strata",
        "used",
    )

    def __init__(self, keys: tuple[str, ...], width: int) -> None:
        self.keys = keys
        self.everything = (1 << width) - 1
        self.used = 0
        """The bits that stand for a conjunction."""
        self.doubled = False
        self.extras: tuple[Pair, ...] = ()
        self.standings: tuple[Pair, ...] = ()
        """The bits of conjunctions any of which lets a policy stand, with the rules that stand and fall with it."""
        self.overridden: tuple[tuple[int, tuple[int, ...]], ...] = ()
        """Rules that others override, those that override first, each with these."""
        self.facts = Group(())
        self.days: tuple[Days, ...] = ()
        self.strata: tuple[Stratum, ...] = ()
