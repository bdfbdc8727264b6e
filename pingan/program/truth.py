"""Booleans as two bits: can be true (1), can be false (2). Kleene's connectives are bit operations on them."""

from __future__ import annotations

from typing import Final

from pingan.language.shapes import Members, Shape, Truth

CAN_BE_TRUE: Final = 1
CAN_BE_FALSE: Final = 2
OPEN: Final = 3

TRUE: Final = Members(frozenset({True}))
FALSE: Final = Members(frozenset({False}))
EITHER: Final = Members(frozenset({True, False}))
IMPOSSIBLE: Final = Members(frozenset())
_SHAPES: Final = (IMPOSSIBLE, TRUE, FALSE, EITHER)


def bits(can_be_true: bool, can_be_false: bool) -> int:
    return (CAN_BE_TRUE if can_be_true else 0) | (CAN_BE_FALSE if can_be_false else 0)


def shape_of(claim: int) -> Members:
    """The boolean shape of two bits."""
    return _SHAPES[claim]


def condition(shape: Shape) -> int:
    """The bits of *shape* used as a condition: an absent boolean counts as false."""
    if shape is TRUE:
        return CAN_BE_TRUE
    if shape is FALSE:
        return CAN_BE_FALSE
    if not isinstance(shape, Members):
        return CAN_BE_FALSE
    values = shape.values or frozenset()
    return bits(True in values, False in values or shape.absent)


def negated(claim: int) -> int:
    return (claim & 1) << 1 | claim >> 1


def both(one: int, other: int) -> int:
    """And: true if both can be, false if either can be."""
    return (one & other & CAN_BE_TRUE) | ((one | other) & CAN_BE_FALSE)


def either(one: int, other: int) -> int:
    """Or: true if either can be, false if both can be."""
    return ((one | other) & CAN_BE_TRUE) | (one & other & CAN_BE_FALSE)


def truth(claim: int) -> Truth:
    return (Truth.UNDETERMINED, Truth.TRUE, Truth.FALSE, Truth.UNDETERMINED)[claim]
