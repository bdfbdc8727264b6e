"""Laws: what must be so of every policy, tried on facts that nobody thought of."""

from pingan.testing.laws.checking import BrokenError, check_laws, laws_of, look, try_law
from pingan.testing.laws.explained import EXPLAINED
from pingan.testing.laws.law import Law, Trial
from pingan.testing.laws.monotone import MONOTONE
from pingan.testing.laws.order_free import ORDER_FREE
from pingan.testing.laws.same_everywhere import SAME_EVERYWHERE
from pingan.testing.laws.sound import SOUND
from pingan.testing.laws.table import LAWS
from pingan.testing.laws.telling import LawError

__all__ = [
    "EXPLAINED",
    "LAWS",
    "MONOTONE",
    "ORDER_FREE",
    "SAME_EVERYWHERE",
    "SOUND",
    "BrokenError",
    "Law",
    "LawError",
    "Trial",
    "check_laws",
    "laws_of",
    "look",
    "try_law",
]
