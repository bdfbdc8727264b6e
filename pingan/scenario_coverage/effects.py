"""Which other outcomes of a condition would change what is looked at: sets of outcomes, carried down a tree.

Outcomes are the bits of `pingan.program.truth` (1 true, 2 false, 3 undetermined). A set of them is a mask with a bit an
outcome. The effect of a condition is the set of those outcomes other than its own with which what is looked at would
have come out otherwise, everything else as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, OPEN, both, either

OUTCOMES: Final = (CAN_BE_TRUE, CAN_BE_FALSE, OPEN)
BIT: Final = (0, 1, 2, 4)
"""The bit of each outcome in a set of outcomes."""
ANY: Final = 7
NONE: Final = 0


def others(actual: int) -> int:
    """All outcomes but *actual*."""
    return ANY & ~BIT[actual]


def seen_through(actual: int, effect: int, outcome_of: Callable[[int], int]) -> int:
    """The effect of a part that is *actual*, of a whole with *effect* that is *outcome_of* what the part is."""
    found = 0
    for outcome in OUTCOMES:
        if outcome != actual and effect & BIT[outcome_of(outcome)]:
            found |= BIT[outcome]
    return found


def of_not(effect: int) -> int:
    """The effect of what is denied by a condition with *effect*."""
    return (effect & 1) << 1 | (effect & 2) >> 1 | effect & 4


def of_operands(sign: str, claims: Sequence[int], effect: int) -> list[int]:
    """The effects of the operands *claims* of an ``and`` or an ``or`` with *effect*."""
    if not effect:
        return [NONE] * len(claims)
    join, nothing = (both, CAN_BE_TRUE) if sign == "and" else (either, CAN_BE_FALSE)
    before = [nothing]
    for claim in claims:
        before.append(join(before[-1], claim))
    found: list[int] = []
    after = nothing
    for place in range(len(claims) - 1, -1, -1):
        rest = join(before[place], after)
        found.append(seen_through(claims[place], effect, lambda outcome, rest=rest: join(rest, outcome)))  # type: ignore[misc]
        after = join(after, claims[place])
    found.reverse()
    return found
