"""The laws that hold of every policy."""

from __future__ import annotations

from pingan.testing.laws.explained import EXPLAINED
from pingan.testing.laws.law import Law
from pingan.testing.laws.monotone import MONOTONE
from pingan.testing.laws.order_free import ORDER_FREE
from pingan.testing.laws.same_everywhere import SAME_EVERYWHERE
from pingan.testing.laws.sound import SOUND

LAWS: tuple[Law, ...] = (MONOTONE, SOUND, ORDER_FREE, EXPLAINED, SAME_EVERYWHERE)
"""In the order in which they are tried: what one of them finds, the later ones often find, too."""
