"""Norms against each other: conflicts, what must be done and must not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import islice
from typing import Any, Final

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.language.intervals import can_be_equal
from pingan.language.shapes import Members, Range, Record, SetBounds, Shape, Truth
from pingan.outcome.nodes import Argument, Cause, Conflict, Norm
from pingan.program.operators import compare
from pingan.program.shapes import is_settled
from pingan.program.truth import CAN_BE_TRUE, OPEN, bits, both, truth

_KINDS: dict[str, Any] = {
    "must": "must_against_must_not",
    "should": "should_against_must_not",
    "may": "may_against_must_not",
    "discretion": "may_against_must_not",
}

MAXIMUM_CONFLICTS: Final = 10_000
"""Conflicts that one outcome may hold."""
MAXIMUM_PAIRS: Final = 1_000_000
"""Pairs of norms that are compared for them."""


def conflicts(norms: Sequence[Norm], apart: Set[tuple[str, str]] = frozenset()) -> tuple[Conflict, ...]:
    """What must, should or may be done and must not be, as far as both may hold: same bearer, action and arguments.

    Two policies of which one replaces the other (*apart*) are never in force for the same: they have no conflicts.
    """
    sides: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index, norm in enumerate(norms):
        if norm.action is not None and norm.states != {"none"}:
            sides[norm.bearer.name, norm.action][norm.modality == "must_not"].append(index)
    pairs = (
        pair
        for demands, bans in sides.values()
        for pair in _pairs(norms, demands, bans)
        if (norms[pair[0]].policy, norms[pair[1]].policy) not in apart
    )
    conflicting = (c for left, right in islice(pairs, MAXIMUM_PAIRS + 1) if (c := _conflict(norms, left, right)))
    found = sorted(islice(conflicting, MAXIMUM_CONFLICTS + 1), key=lambda c: (c.left, c.right))
    if len(found) > MAXIMUM_CONFLICTS or next(pairs, None) is not None:
        message = f"more than {MAXIMUM_CONFLICTS:,} pairs of norms stand against each other"
        remedy = "evaluate fewer elements or fewer policies at a time"
        raise FactError((FactProblem("facts", message, remedy, "too-many-elements"),))
    return tuple(found)


def _pairs(norms: Sequence[Norm], demands: Sequence[int], bans: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Whom to compare: norms whose arguments are known meet only those of the same arguments, or of open ones."""
    known: dict[object, list[int]] = defaultdict(list)
    undecided: list[int] = []
    for ban in bans:
        arguments = norms[ban].arguments
        (known[_named(arguments)] if _are_known(arguments) else undecided).append(ban)
    for demand in demands:
        arguments = norms[demand].arguments
        others = [*known.get(_named(arguments), ()), *undecided] if _are_known(arguments) else bans
        yield from ((demand, ban) for ban in others)


def _are_known(arguments: Sequence[Argument]) -> bool:
    return all(is_settled(argument.value) for argument in arguments)


def _named(arguments: Sequence[Argument]) -> frozenset[tuple[str, Shape]]:
    return frozenset((argument.name, argument.value) for argument in arguments)


def _conflict(norms: Sequence[Norm], left: int, right: int) -> Conflict | None:
    one, other = norms[left], norms[right]
    claim = both(both(_applies(one), _applies(other)), _same_arguments(one, other))
    if not claim & CAN_BE_TRUE:
        return None
    causes: set[Cause] = set()
    if claim == OPEN:
        causes.update(cause for norm in (one, other) if _applies(norm) == OPEN for cause in norm.causes)
    citations = tuple(dict.fromkeys(one.citations + other.citations))
    return Conflict(_KINDS[one.modality], left, right, truth(claim), citations, tuple(sorted(causes)))


def _applies(norm: Norm) -> int:
    applies = norm.applies
    return bits(applies is not Truth.FALSE, applies is not Truth.TRUE)


def _same_arguments(one: Norm, other: Norm) -> int:
    ours, theirs = ({a.name: a.value for a in norm.arguments} for norm in (one, other))
    if ours.keys() != theirs.keys():
        return bits(False, True)
    claim = CAN_BE_TRUE
    for name, value in ours.items():
        claim = both(claim, same(value, theirs[name]))
    return claim


def same(one: Shape, other: Shape) -> int:
    """Whether two arguments are the same; what is absent is the same as what is absent."""
    if is_settled(one) and is_settled(other):
        return bits(one == other, one != other)
    absent = one.absent and other.absent
    return bits(absent or (one.present and other.present and _can_be_same(one, other)), True)


def _can_be_same(one: Shape, other: Shape) -> bool:
    match one, other:
        case Range(ours), Range(theirs):
            return ours is not None and theirs is not None and can_be_equal(ours, theirs)
        case ((Members() | Record()), (Members() | Record())):
            return bool(compare("=", one, other) & CAN_BE_TRUE)
        case SetBounds(ours, our_most), SetBounds(theirs, their_most):
            return (their_most is None or ours <= their_most) and (our_most is None or theirs <= our_most)
    return True
