"""Whether one conclusion lies within another: fewer possible values, fewer possible states."""

from __future__ import annotations

import re
from typing import Any

from pingan.language.shapes import Elements, Members, PeriodBounds, Range, SetBounds, Shape, Truth
from tests.reference import Decision, NormDecision
from tests.reference_values import high, low


def shape_within(narrow: Shape, wide: Shape) -> bool:
    """Whether every value of *narrow* is one of *wide*."""
    if narrow.absent and not wide.absent:
        return False
    if not narrow.present:
        return True
    if not wide.present:
        return False
    match narrow, wide:
        case Members(values=a), Members(values=b):
            return b is None or (a is not None and a <= b)
        case Range(interval=a), Range(interval=b):
            assert a is not None and b is not None
            return low(b) <= low(a) and high(a) <= high(b)
        case SetBounds(), SetBounds():
            upper = wide.possibly is None or (narrow.possibly is not None and narrow.possibly <= wide.possibly)
            return upper and wide.surely <= narrow.surely
        case PeriodBounds(), PeriodBounds():
            return shape_within(narrow.start, wide.start) and shape_within(narrow.end, wide.end)
        case Elements(), Elements():
            return len(narrow.elements) >= len(wide.elements) and (wide.open or not narrow.open)
    return True


def truth_within(narrow: Truth, wide: Truth) -> bool:
    return wide is Truth.UNDETERMINED or narrow is wide


def by_key(decision: Decision) -> dict[Any, NormDecision]:
    return {norm.key: norm for norm in decision.norms}


def breaks(narrow: Decision, wide: Decision) -> list[str]:
    """Where *narrow* (from facts that add) says something that *wide* had excluded. Empty when the law holds."""
    found = []
    for key, norm in by_key(narrow).items():
        before = _before(norm, wide)
        if before is None:
            # An element that was not listed: left out where its condition failed for a wholly unknown one.
            if norm.states != {"none"}:
                found.append(f"{key} was ruled out and is now {sorted(norm.states)}")
        elif not norm.states <= before.states:
            found.append(f"{key}: {sorted(norm.states)} not within {sorted(before.states)}")
    for name, (shape, _) in narrow.definitions.items():
        if not shape_within(shape, wide.definitions[name][0]):
            found.append(f"{name}: {shape} not within {wide.definitions[name][0]}")
    for name, (scope, force, _) in narrow.policies.items():
        if not (truth_within(scope, wide.policies[name][0]) and truth_within(force, wide.policies[name][1])):
            found.append(f"scope or force of {name}")
    narrow_keys, wide_keys = by_key(narrow), by_key(wide)
    for pair in {*narrow.conflicts, *wide.conflicts}:
        if all(key in narrow_keys and key in wide_keys for key in pair):
            now, before_ = (d.conflicts.get(pair, Truth.FALSE) for d in (narrow, wide))
            if not truth_within(now, before_):
                found.append(f"conflict {pair}: {now} not within {before_}")
    for key, norm in narrow_keys.items():
        measured = wide_keys[key].nothing_to_measure and not norm.nothing_to_measure if key in wide_keys else False
        if measured and norm.applicable != {False}:
            found.append(f"{key}: nothing to measure, and then something")
    return found


def _before(norm: NormDecision, wide: Decision) -> NormDecision | None:
    """The same norm before more was known: of the element itself, or of the elements that nobody had listed."""
    earlier = by_key(wide)
    if norm.key in earlier:
        return earlier[norm.key]
    place = (norm.rule, norm.place, norm.depth, norm.period)
    same = [w for w in wide.norms if w.others and (w.rule, w.place, w.depth, w.period) == place]
    alike = [w for w in same if _covers(w.paths, norm.paths)]
    bearers = [(_unlisted(norm.bearer), *map(_unlisted, norm.above))]
    return next((w for w in alike if [(_unlisted(w.bearer), *map(_unlisted, w.above))] == bearers), None)


def _unlisted(path: str) -> str:
    """*path* whichever element of its lists it goes through."""
    return re.sub(r"\[\w+\]", "[]", path)


def _covers(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    return all(a == b or ("[others]" in a and _unlisted(a) == _unlisted(b)) for a, b in zip(wide, narrow, strict=True))
