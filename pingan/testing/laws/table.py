"""The laws that hold of every policy."""

from __future__ import annotations

from collections.abc import Iterable

from pingan.testing.laws.explained import EXPLAINED
from pingan.testing.laws.law import Law
from pingan.testing.laws.monotone import MONOTONE
from pingan.testing.laws.order_free import ORDER_FREE
from pingan.testing.laws.same_everywhere import SAME_EVERYWHERE
from pingan.testing.laws.sound import SOUND

LAWS: tuple[Law, ...] = (MONOTONE, SOUND, ORDER_FREE, EXPLAINED, SAME_EVERYWHERE)
"""In the order in which they are tried: what one of them finds, the later ones often find, too."""


def laws_named(laws: Iterable[Law | str]) -> tuple[Law, ...]:
    """*laws*, those of the table also by their names. Raises ValueError for a name that none of them has."""
    known = {law.name: law for law in LAWS}
    unknown = [law for law in laws if isinstance(law, str) and law not in known]
    if unknown:
        raise ValueError(f"there is no law called {', '.join(map(repr, unknown))}; there are {', '.join(known)}")
    return tuple(known[law] if isinstance(law, str) else law for law in laws)
