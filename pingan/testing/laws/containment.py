"""Whether one answer lies within another: fewer possible values, fewer possible states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pingan.language.dialect import Language, dialect, in_chinese
from pingan.language.shapes import Elements, Interval, Members, PeriodBounds, Range, SetBounds, Shape, Truth
from pingan.model.value_text import truth_text
from pingan.outcome.nodes import STATES
from pingan.testing.laws.conclusions import Conclusions, Key, NormConclusion
from pingan.testing.laws.said import Said


def breaks(narrow: Conclusions, wide: Conclusions) -> list[str]:
    """Where *narrow* (from facts that add) says something that *wide* had excluded. Empty when the law holds."""
    return [*_norms(narrow, wide), *_definitions(narrow, wide), *_policies(narrow, wide), *_conflicts(narrow, wide)]


def _norms(narrow: Conclusions, wide: Conclusions) -> Iterator[str]:
    earlier, alike = wide.by_key, _unlisted_ones(wide)
    for norm in narrow.norms:
        before = earlier.get(norm.key) or _of_unlisted(norm, alike)
        if before is None:
            # An element that was not listed: left out where its condition failed for a wholly unknown one.
            if norm.states != {"none"}:
                yield Said(
                    f"{norm} was ruled out, and now is {states_text(norm.states)}",
                    f"{norm.chinese}原已排除，现为{states_text(norm.states, 'zh')}",
                )
            continue
        if not norm.states <= before.states:
            yield Said(
                f"{norm} could only be {states_text(before.states)}, and now is {states_text(norm.states)}",
                f"{norm.chinese}原只可能{states_text(before.states, 'zh')}，现为{states_text(norm.states, 'zh')}",
            )
        if before.key == norm.key and before.unmeasured and not norm.unmeasured and norm.applicable != {False}:
            yield Said(f"{norm} had nothing to measure, and now has something", f"{norm.chinese}原没有可衡量的，现在有")


def _definitions(narrow: Conclusions, wide: Conclusions) -> Iterator[str]:
    for name, (shape, _) in narrow.definitions.items():
        before = wide.definitions.get(name)
        if before is not None and not shape_within(shape, before[0]):
            yield Said(
                f"{name} could only be {value_text(before[0])}, and now is {value_text(shape)}",
                f"{name}原只可能为{value_text(before[0], 'zh')}，现为{value_text(shape, 'zh')}",
            )


def _policies(narrow: Conclusions, wide: Conclusions) -> Iterator[str]:
    for name, (scope, force, _) in narrow.policies.items():
        was = wide.policies[name]
        for what, chinese, now, before in (("scope", "适用范围", scope, was[0]), ("force", "施行", force, was[1])):
            if not truth_within(now, before):
                yield Said(
                    f"the {what} of {name} was {before.value}, and now is {now.value}",
                    f"{name}的{chinese}原为{truth_text(before, 'zh')}，现为{truth_text(now, 'zh')}",
                )


def _conflicts(narrow: Conclusions, wide: Conclusions) -> Iterator[str]:
    now, before = narrow.by_key, wide.by_key
    for pair in dict.fromkeys((*narrow.conflicts, *wide.conflicts)):
        if all(key in now and key in before for key in pair):
            holds, held = (found.conflicts.get(pair, Truth.FALSE) for found in (narrow, wide))
            if not truth_within(holds, held):
                both = " and ".join(str(now[key]) for key in pair)
                pair_zh = "与".join(now[key].chinese for key in pair)
                yield Said(
                    f"the conflict of {both} was {held.value}, and now is {holds.value}",
                    f"{pair_zh}的冲突原为{truth_text(held, 'zh')}，现为{truth_text(holds, 'zh')}",
                )


# --- norms of elements that nobody had listed -----------------------------------------------------------------------


def _unlisted_ones(wide: Conclusions) -> dict[Key, list[NormConclusion]]:
    found: dict[Key, list[NormConclusion]] = {}
    for norm in wide.norms:
        if norm.others:
            found.setdefault(_place(norm), []).append(norm)
    return found


def _of_unlisted(norm: NormConclusion, alike: dict[Key, list[NormConclusion]]) -> NormConclusion | None:
    """The same norm before more was known: of the elements that nobody had listed."""
    same = (w for w in alike.get(_place(norm), ()) if _covers(w.paths, norm.paths))
    bearers = [*map(_anywhere, (norm.bearer, *norm.above))]
    return next((w for w in same if [*map(_anywhere, (w.bearer, *w.above))] == bearers), None)


def _place(norm: NormConclusion) -> Key:
    return norm.rule, norm.place, norm.depth, norm.period


def _anywhere(path: str) -> str:
    """*path* whichever element of its lists it goes through."""
    return re.sub(r"\[\w+\]", "[]", path)


def _covers(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    return all(a == b or ("[others]" in a and _anywhere(a) == _anywhere(b)) for a, b in zip(wide, narrow, strict=True))


# --- values ---------------------------------------------------------------------------------------------------------


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
            return a is not None and b is not None and _interval_within(a, b)
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


def _interval_within(narrow: Interval, wide: Interval) -> bool:
    return _low(wide) <= _low(narrow) and _high(narrow) <= _high(wide)


# An end as a tuple that compares: rank -1 and 1 are the infinite ends, the last entry is "just below" or "just above".


def _low(interval: Interval) -> tuple[int, Any, int]:
    return (-1, 0, 0) if interval.low is None else (0, interval.low, int(interval.low_open))


def _high(interval: Interval) -> tuple[int, Any, int]:
    return (1, 0, 0) if interval.high is None else (0, interval.high, -int(interval.high_open))


# --- in words -------------------------------------------------------------------------------------------------------


def states_text(states: frozenset[str], language: Language = "en") -> str:
    """*states* in their order."""
    named = [dialect(language).state(state) for state in STATES if state in states]
    return ("或" if in_chinese(language) else " or ").join(named)


def value_text(shape: Shape, language: Language = "en") -> str:
    """What *shape* may be, for somebody who looks for a fault."""
    say = _SAYINGS[in_chinese(language)]
    if not shape.present:
        return say["absent"]
    absent = [say["absent"]] if shape.absent else []
    match shape:
        case Members(values=None):
            return say["or"].join([say["text"], *absent])
        case Members(values=values):
            return say["or"].join([*sorted(map(_plain, values or ())), *absent])
        case Range(interval=interval) if interval is not None:
            return say["or"].join([_interval_text(interval, say), *absent])
        case SetBounds(surely=surely, possibly=possibly):
            more = [say["any"]] if possibly is None else sorted(map(_plain, possibly - surely))
            known = f"{{{', '.join(sorted(map(_plain, surely)))}}}"
            return say["or"].join([known + (say["perhaps"] + ", ".join(more) if more else ""), *absent])
        case _:
            return f"{shape}"


_SAYINGS = (
    {
        "absent": "absent", "or": " or ", "text": "any text", "any": "anything", "and": " and ",
        "perhaps": " and perhaps ", "more": "more than ", "least": "at least ", "less": "less than ",
        "most": "at most ",
    },
    {
        "absent": "不存在", "or": "或", "text": "任意文本", "any": "任意值", "and": "且",
        "perhaps": "，可能还有", "more": "大于", "least": "至少", "less": "小于",
        "most": "至多",
    },
)  # fmt: skip


def _interval_text(interval: Interval, say: dict[str, str]) -> str:
    if interval.single:
        return str(interval.low)
    low = "" if interval.low is None else f"{say['more' if interval.low_open else 'least']}{interval.low}"
    high = "" if interval.high is None else f"{say['less' if interval.high_open else 'most']}{interval.high}"
    return say["and"].join(filter(None, [low, high])) or say["any"]


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
