"""What somebody probably meant to write."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

LONGEST_NAME = 80
"""Longer names are not compared: what is wrong with them is no slip of the pen."""


def did_you_mean(name: str, candidates: Iterable[str], limit: int = 1) -> str | None:
    """A question naming the candidates nearest to *name* (at most *limit* of them), or None when none is near.

    A slip is a character too many, too few, another one, or two swapped; letter case and full-width forms
    are no difference at all. One slip is forgiven in every three characters (in Han text, where a character
    is nearly a word, one in every two). Equally near candidates come in order of code points, so the
    answer never depends on the order in which they are given.

    >>> did_you_mean("incident.depth_in", ["incident.depth_cm", "incident.kind"])
    'did you mean `incident.depth_cm`?'
    >>> did_you_mean("伤害程渡", ["伤害程度", "人数"])
    'did you mean `伤害程度`?'
    >>> did_you_mean("tree", ["house"]) is None
    True
    """
    found = nearest(name, candidates, limit)
    if not found:
        return None
    *others, last = [f"`{n}`" for n in found]
    return f"did you mean {', '.join(others)} or {last}?" if others else f"did you mean {last}?"


def nearest(name: str, candidates: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """The candidates near enough to *name*, nearest first, at most *limit* of them."""
    wanted = _folded(name)
    if not wanted or len(wanted) > LONGEST_NAME:
        return ()
    slips = _forgiven(wanted)
    letters = Counter(wanted)
    ranked: list[tuple[int, str]] = []
    for candidate in sorted({c for c in candidates if c != name and len(c) <= LONGEST_NAME}):
        distance = _distance(wanted, letters, _folded(candidate), slips)
        if distance is not None:
            ranked = sorted([*ranked, (distance, candidate)])[:limit]
            # What comes later has to be nearer than the last one kept: a tie goes to the earlier code point.
            slips = ranked[-1][0] - 1 if len(ranked) == limit else slips
    return tuple(candidate for _, candidate in ranked)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _forgiven(name: str) -> int:
    """How many slips a name of this length and script may contain."""
    han = sum("\u3400" <= c <= "\u9fff" or "\U00020000" <= c <= "\U0003ffff" for c in name)
    return (len(name) - han) // 3 + han // 2


def _distance(wanted: str, letters: Counter[str], other: str, slips: int) -> int | None:
    """Slips from *wanted* to *other*; None when there are more than *slips*."""
    if slips < 0:
        return None
    if wanted == other:
        return 0
    if slips == 0 or abs(len(wanted) - len(other)) > slips:
        return None
    # Letters that only one of the two has need a slip each: a cheap bound that spares most of the tables.
    shared = (letters & Counter(other)).total()
    if max(len(wanted), len(other)) - shared > slips:
        return None
    distance = _slips(wanted, other, slips)
    return distance if distance <= slips else None


def _slips(left: str, right: str, most: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours that lead from *left* to *right* (optimal string
    alignment); something greater than *most* as soon as it is clear that there are more.
    """
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        following = [i]
        for j, b in enumerate(right, start=1):
            cost = min(row[j] + 1, following[j - 1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and b == left[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        if min(following) > most and min(row) > most:
            return most + 1
        before, row = row, following
    return row[-1]
