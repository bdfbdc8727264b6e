"""Phases of one thing: periods that have days in common, or leave days out, without saying that they mean it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Final

from attrs import frozen

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.model import nodes as model
from pingan.model.timelines import Days, Timeline, constant_periods

_DAY: Final = timedelta(days=1)
_NUMBERED: Final = re.compile(r"^(?P<before>.*?)(?P<number>[0-9]+|[一二三四五六七八九十]+)(?P<after>[^0-9]*)$")


@frozen
class _Phase:
    """A defined period with both ends; *linked*: its start is said by another period, so how they meet is meant so."""

    definition: model.Definition
    first: date
    last: date
    linked: bool

    @property
    def stems(self) -> frozenset[str]:
        """What its name and its label are without their number; empty when neither has one."""
        words = (self.definition.name, self.definition.label or "")
        return frozenset(f"{m['before']}#{m['after']}" for word in words if (m := _NUMBERED.match(word)))


def check_phases(policy: model.Policy, diagnostics: Diagnostics) -> None:
    """Warns of phases of one thing that have days in common, and of days between them that belong to none."""
    by_module: dict[str, list[_Phase]] = {}
    for definition, period, days in constant_periods(policy, Timeline(policy)):
        if days.first is not None and days.last is not None:
            linked = not isinstance(period.start, model.Constant)
            by_module.setdefault(definition.module, []).append(_Phase(definition, days.first, days.last, linked))
    for phases in by_module.values():
        in_order = sorted(phases, key=lambda p: (p.first, p.last, p.definition.name))
        for one, other in combinations(in_order, 2):
            _check_overlap(one, other, in_order, diagnostics)
        for series in _series(in_order):
            _check_gaps(series, diagnostics)


def _check_overlap(one: _Phase, other: _Phase, phases: Sequence[_Phase], diagnostics: Diagnostics) -> None:
    crosses = one.first < other.first <= one.last < other.last
    if not crosses or other.linked or one.linked or not _are_phases(one, other, phases):
        return
    common = Days(other.first, one.last)
    count = (one.last - other.first).days + 1
    days = "1 day" if count == 1 else f"{count} days"
    names = f"`{one.definition.name}` and `{other.definition.name}`"
    message = f"{names} have {days} in common: {common}"
    remark = Annotation(one.definition.span, f"until {one.last}")
    remedy = f"on such a day the duties of both hold; if it is meant so, write `from end({one.definition.name})`"
    if count > 1:
        remedy += f" (`- {count - 1} days`)"
    diagnostics.warning("phases-overlap", message, other.definition.span, remark, help=remedy)


def _are_phases(one: _Phase, other: _Phase, phases: Sequence[_Phase]) -> bool:
    """Whether both are parts of one thing: they touch on a day, are numbered alike, or fill a third period."""
    if one.last == other.first or one.stems & other.stems:
        return True
    return any(p.first == one.first and p.last == other.last for p in phases if p not in (one, other))


def _series(phases: Sequence[_Phase]) -> Iterator[list[_Phase]]:
    """Phases numbered alike, in order of time."""
    stems = sorted({stem for phase in phases for stem in phase.stems})
    told: set[tuple[str, ...]] = set()
    for stem in stems:
        series = [phase for phase in phases if stem in phase.stems]
        names = tuple(phase.definition.name for phase in series)
        if len(series) > 1 and names not in told:
            told.add(names)
            yield series


def _check_gaps(series: Sequence[_Phase], diagnostics: Diagnostics) -> None:
    for one, other in pairwise(series):
        first, last = one.last, other.first
        if last - first <= _DAY or one.linked or other.linked:
            continue
        days = Days(first + _DAY, last - _DAY)
        message = f"between `{one.definition.name}` and `{other.definition.name}` lie days of no phase: {days}"
        remark = Annotation(one.definition.span, f"until {one.last}")
        remedy = f"if it is meant so, write `from end({one.definition.name}) + {(last - first).days} days`"
        diagnostics.warning("phases-apart", message, other.definition.span, remark, help=remedy)
