"""Norms that demand the same of the same, of however many policies, and which of them asks more."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import UTC, date, datetime, time
from fractions import Fraction
from itertools import combinations
from typing import Final, Literal

from attrs import evolve

from pingan.language import types
from pingan.language.shapes import Interval, Members, Range, Shape, Truth
from pingan.model import nodes as model
from pingan.model.layers import apart
from pingan.model.nodes import Citation
from pingan.outcome.nodes import Deadline, Group, Norm, Stricter
from pingan.program.duties import Duty, Standard
from pingan.program.evaluator import Evaluator
from pingan.program.judged import Judged
from pingan.program.operators import compare
from pingan.program.times import end_of_day, zone_of
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, bits, truth

MAXIMUM_COMPARED: Final = 100
"""Norms about the same element and period that are compared with each other; of more nothing is said."""

_DAY: Final = 86_400
_CHANGE_OF_CLOCKS: Final = 3 * 3600
"""More than clocks are ever put forward or back between an instant and a deadline."""

Kind = Literal["deadline", "standard"]


def groups(evaluator: Evaluator, norms: Sequence[Judged]) -> tuple[Group, ...]:
    """Norms that may apply, of equal bearer, modality, duty and arguments, in the order of their first."""
    found: dict[tuple[object, ...], list[int]] = {}
    for index, judged in enumerate(norms):
        norm = judged.norm
        if norm.states != {"none"}:
            demand = (norm.bearer.name, norm.modality, _duty(evaluator, judged).demand, norm.arguments)
            found.setdefault(demand, []).append(index)
    never = apart(evaluator.headers)
    return tuple(
        Group(
            tuple(members),
            _earliest([norms[i].norm for i in members]),
            _citations(norms[i].norm for i in members),
            tuple(_stricter(evaluator, norms, members, never)),
        )
        for members in found.values()
    )


def _duty(evaluator: Evaluator, judged: Judged) -> Duty:
    norm = judged.instance.norm
    return evaluator.duties[judged.instance.binding.rule.key, norm.place, norm.depth]


def _earliest(norms: Sequence[Norm]) -> Deadline | None:
    deadlines = [norm.deadline for norm in norms if norm.deadline is not None]
    return min(deadlines, key=deadline_order, default=None)


def deadline_order(deadline: Deadline) -> tuple[tuple[int, datetime], tuple[int, datetime]]:
    """By earliest, then latest; no bound below stands first, none above last."""
    return _instant(deadline.earliest, deadline.zone, -1), _instant(deadline.latest, deadline.zone, 1)


def _instant(end: date | datetime | None, zone: str, infinite: int) -> tuple[int, datetime]:
    if end is None:
        return infinite, datetime.min.replace(tzinfo=UTC)
    if isinstance(end, datetime):
        return 0, end
    # A day counts until it ends.
    return 0, datetime.combine(end, time.max, zone_of(zone))


def _citations(norms: Iterable[Norm]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citation for norm in norms for citation in norm.citations))


# --- what is stricter --------------------------------------------------------------------------------------------


def _stricter(
    evaluator: Evaluator, norms: Sequence[Judged], members: Sequence[int], never: Set[tuple[str, str]]
) -> Iterator[Stricter]:
    """Each pair of *members* about the same elements and period of which one asks more, or may.

    Policies of which one replaces the other (*never* in force for the same) are not compared.
    """
    alike: dict[object, list[int]] = defaultdict(list)
    for index in members:
        norm = norms[index].norm
        if _is_comparable(evaluator, norms[index]):
            alike[tuple(e.path for e in norm.elements), norm.period, norm.depth].append(index)
    for together in alike.values():
        if len(together) > MAXIMUM_COMPARED:
            continue
        for left, right in combinations(together, 2):
            if (norms[left].norm.policy, norms[right].norm.policy) in never:
                continue
            for one, other in ((left, right), (right, left)):
                yield from _marks(evaluator, norms, one, other)


def _is_comparable(evaluator: Evaluator, judged: Judged) -> bool:
    """Whether there is something that could be more or less: a number, or a standard."""
    written = judged.instance.norm.deadline
    is_told = isinstance(written, model.Within) and written.duration is not None
    return is_told or judged.limit.number is not None or _duty(evaluator, judged).standard is not None


def _marks(evaluator: Evaluator, norms: Sequence[Judged], one: int, other: int) -> Iterator[Stricter]:
    mine, theirs = norms[one], norms[other]
    claims: tuple[tuple[Kind, int], ...] = (
        ("deadline", _is_earlier(evaluator, mine, theirs)),
        ("standard", _is_higher(evaluator, mine, theirs)),
    )
    for kind, claim in claims:
        holds = truth(claim)
        if holds is not Truth.FALSE:
            yield Stricter(kind, one, other, holds, _citations((mine.norm, theirs.norm)))


def _is_earlier(evaluator: Evaluator, mine: Judged, theirs: Judged) -> int:
    """Whether one deadline ends before another (bits); of norms without a number nothing is said.

    Nor is it of a state judged by its deadline and one judged otherwise: what ends later may ask more.
    """
    if mine.instance.norm.holding != theirs.instance.norm.holding:
        return CAN_BE_FALSE
    told = _told(evaluator, mine, theirs)
    if told is not None:
        return told
    ours, other = _ends(mine), _ends(theirs)
    if ours is None or other is None:
        return CAN_BE_FALSE
    sure = all(_has_number(judged) for judged in (mine, theirs))
    return compare("<", ours, other) | (0 if sure else CAN_BE_FALSE)


def _has_number(judged: Judged) -> bool:
    """Whether there surely is a deadline: one so far off that no calendar has its day is late, and no less there."""
    limit = judged.limit
    if isinstance(judged.instance.norm.deadline, model.Within):
        return limit.number is not None and not judged.since.moment.absent
    return limit.number is not None and not limit.number.absent and not limit.numberless


def _told(evaluator: Evaluator, mine: Judged, theirs: Judged) -> int | None:
    """What is certain whatever the facts are: two lengths that count from one instant, two ends by one expression.

    None where they are not such.
    """
    ours, other = _duty(evaluator, mine), _duty(evaluator, theirs)
    if ours.by is not None and ours.by == other.by:
        return CAN_BE_FALSE
    one, another = mine.instance.norm.deadline, theirs.instance.norm.deadline
    if ours.since is None or ours.since != other.since:
        return None
    if not isinstance(one, model.Within) or not isinstance(another, model.Within) or one.rolling or another.rolling:
        return None
    if one.duration is None or another.duration is None:
        return None
    return _is_shorter(one.duration, another.duration)


def _is_shorter(one: model.Duration, other: model.Duration) -> int | None:
    """Whether one length surely ends before another from one instant (bits); None where that depends on the instant."""
    if one.unit == other.unit:
        return bits(one.amount < other.amount, not one.amount < other.amount)
    (least, greatest), (their_least, their_greatest) = _seconds(one), _seconds(other)
    if greatest is not None and greatest < their_least:
        return CAN_BE_TRUE
    return CAN_BE_FALSE if their_greatest is not None and their_greatest < least else None


def _seconds(length: model.Duration) -> tuple[Fraction, Fraction | None]:
    """The least and the greatest time from an instant to the end of *length*; days end with a day."""
    if length.unit == "second":
        return length.amount, length.amount
    least, greatest = (28, 31) if length.unit == "month" else (1, 1)
    shortest = length.amount * least * _DAY - _CHANGE_OF_CLOCKS
    if length.unit == "working_day":
        return shortest, None
    return shortest, (length.amount * greatest + 1) * _DAY + _CHANGE_OF_CLOCKS


def _ends(judged: Judged) -> Range | None:
    """The instants that the deadline may end at, a day with its last."""
    number = judged.limit.number
    interval = None if number is None else number.range.interval
    if number is None or interval is None:
        return None
    if not number.is_day:
        return Range(interval)
    low, high = (end_of_day(e, number.zone) if isinstance(e, date) else None for e in (interval.low, interval.high))
    return Range(Interval(low, high, low is None, high is None))


def _is_higher(evaluator: Evaluator, mine: Judged, theirs: Judged) -> int:
    """Whether one standard of the same measure is above (of an upper limit: below) another (bits)."""
    one, other = _duty(evaluator, mine).standard, _duty(evaluator, theirs).standard
    if one is None or other is None or (one.measure, one.side) != (other.measure, other.side):
        return CAN_BE_FALSE
    if one.named == other.named:
        more = one.strict and not other.strict
        return bits(more, not more)
    ours, limit = _least(evaluator, one, mine), _least(evaluator, other, theirs)
    if ours is None or limit is None:
        return CAN_BE_FALSE
    operator = ">=" if one.strict and not other.strict and not _is_whole(one.type) else ">"
    return compare(operator, ours, limit)


def _is_whole(type: types.Type) -> bool:
    return isinstance(type, types.EnumType) or (isinstance(type, types.NumberType) and type.integer)


def _least(evaluator: Evaluator, standard: Standard, judged: Judged) -> Range | None:
    """The threshold as a number that is greater for the stricter; whole ones as the least value that meets it."""
    found = _number(evaluator.value_of(standard.threshold, judged.instance.frame), standard.type)
    if found is None or found.interval is None:
        return None
    if standard.side == "at_most":
        found = evolve(found, interval=_negative(found.interval))
    if _is_whole(standard.type) and found.interval is not None:
        found = evolve(found, interval=_whole(found.interval, standard.strict))
    return found


def _number(shape: Shape, type: types.Type) -> Range | None:
    if isinstance(shape, Range):
        return shape
    if isinstance(shape, Members) and isinstance(type, types.EnumType):
        members = type.members if shape.values is None else [m for m in type.members if m in shape.values]
        places = [type.members.index(m) for m in members]
        return Range(Interval(min(places), max(places), False, False) if places else None, shape.absent)
    return None


def _negative(interval: Interval) -> Interval:
    low, high = interval.low, interval.high
    assert not isinstance(low, date | str) and not isinstance(high, date | str)
    return Interval(
        None if high is None else -high, None if low is None else -low, interval.high_open, interval.low_open
    )


def _whole(interval: Interval, strict: bool) -> Interval:
    """The least whole number that is at least (*strict*: above) a number of *interval*."""
    low, high = interval.low, interval.high
    assert not isinstance(low, date | str) and not isinstance(high, date | str)
    if low is not None:
        low = math.floor(low) + 1 if strict or interval.low_open else math.ceil(low)
    if high is not None:
        high = math.floor(high) + 1 if strict and not interval.high_open else math.ceil(high)
    return Interval(low, high, low is None, high is None)
