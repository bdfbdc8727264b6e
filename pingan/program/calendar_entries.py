"""The calendar of duties: which norms of an evaluation have a day in its window, and whether they apply then."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime

from attrs import evolve, frozen

from pingan.language.shapes import Truth
from pingan.model import nodes as model
from pingan.outcome.calendar_nodes import CalendarEntry
from pingan.outcome.nodes import Norm
from pingan.program.answers import Answers
from pingan.program.causes import sorted_causes
from pingan.program.deadlines import bounds_in_force, today
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Binding, Frame
from pingan.program.judged import Judged
from pingan.program.masking import masked_norms
from pingan.program.norm_causes import applying_causes
from pingan.program.periods import Bounds
from pingan.program.truth import CAN_BE_TRUE, bits, both, negated, truth


@frozen
class Entries:
    """Those with a day in the window, by day, and those without any day yet, by norm."""

    dated: tuple[CalendarEntry, ...]
    undated: tuple[CalendarEntry, ...]


def entries_of(
    evaluator: Evaluator, found: Answers, *, has_facts: bool = True, show_sensitive: bool = False
) -> Entries:
    """What a calendar tells of *found*, the answers of a situation with a window."""
    window = found.frame.situation.window
    assert window is not None
    norms = [judged.norm for judged in found.norms] if show_sensitive else masked_norms(evaluator, found)
    dated: list[CalendarEntry] = []
    undated: list[CalendarEntry] = []
    for judged, norm in zip(found.norms, norms, strict=True):
        if norm.deadline is not None and is_guessed(evaluator, judged, has_facts=has_facts):
            norm = evolve(norm, deadline=None)
        if norm.deadline is None or norm.deadline.earliest is norm.deadline.latest is None:
            if has_date(judged.instance.norm):
                undated.append(_entry(evaluator, judged, norm, None))
            continue
        entry = _entry(evaluator, judged, norm, _day(norm.deadline.latest) or _day(norm.deadline.earliest))
        if (entry.first or date.min) <= window[1] and (entry.last or date.max) >= window[0]:
            dated.append(entry)
    return Entries(
        tuple(sorted(dated, key=lambda e: e.key)),
        tuple(sorted(undated, key=lambda e: (e.norm.key, e.uid))),
    )


def has_date(norm: model.Norm) -> bool:
    """Whether *norm* has a day or an instant, or will have one, or recurs: a word that is not set is none of it."""
    return not isinstance(norm.deadline, model.Within | None) or (
        isinstance(norm.deadline, model.Within) and norm.deadline.duration is not None
    )


def is_guessed(evaluator: Evaluator, judged: Judged, *, has_facts: bool) -> bool:
    """Whether the deadline counts from when a rule first held, of which an evaluation supposes that it was by now.

    It need not be so where no facts were given, nor of a rule that is not yet in force.
    """
    if not isinstance(judged.instance.norm.deadline, model.Within):
        return False
    if judged.missed is not None and judged.missed.limit.number is not None:
        return is_guessed(evaluator, judged.missed, has_facts=has_facts)
    if judged.since.told:
        return False
    rule, frame = judged.instance.binding.rule, judged.instance.binding.frame
    return not has_facts or _is_coming(evaluator, rule, bounds_in_force(evaluator, rule, frame), frame, None)


def _entry(evaluator: Evaluator, judged: Judged, norm: Norm, due: date | None) -> CalendarEntry:
    binding = judged.instance.binding
    bounds = bounds_in_force(evaluator, binding.rule, binding.frame)
    coming = norm.depth == 0 and _is_coming(evaluator, binding.rule, bounds, binding.frame, due)
    applies = _will_apply(evaluator, judged, due) if coming else norm.applies
    causes = norm.causes
    if coming and applies is Truth.UNDETERMINED:
        causes = sorted_causes(applying_causes(evaluator, binding))
    return CalendarEntry(_uid(judged, norm), norm, applies, coming, (bounds.first, bounds.last), causes)


def _is_coming(evaluator: Evaluator, rule: model.Rule, bounds: Bounds, frame: Frame, due: date | None) -> bool:
    """Whether *rule* is not yet in force, and will be by *due* (None: sometime)."""
    header = evaluator.header_of(rule)
    written = [i for i in (header.in_force if header else None, rule.in_force) if i is not None]
    if any(i.tested is not None for i in written):
        return False
    day = today(frame, rule.zone)
    if bounds.first is None or day is None or bounds.first <= day:
        return False
    return (due is None or bounds.first <= due) and (bounds.last is None or bounds.first <= bounds.last)


def _will_apply(evaluator: Evaluator, judged: Judged, due: date | None) -> Truth:
    """Whether a norm of a rule that is coming applies, as far as the facts say, once it is in force."""
    binding = judged.instance.binding
    bearer = evaluator.value_of(judged.bearer, judged.instance.frame)
    applies = both(binding.exists, _holds(evaluator, binding, due))
    return truth(both(both(applies, bits(bearer.present, bearer.absent)), negated(judged.unmeasured)))


def _holds(evaluator: Evaluator, binding: Binding, due: date | None) -> int:
    """As `Binding.holds`, but rules that are coming are taken to be in force."""
    rule = binding.rule
    bounds = bounds_in_force(evaluator, rule, binding.frame)
    force = both(binding.policy_in_force, binding.in_force)
    if _is_coming(evaluator, rule, bounds, binding.frame, due):
        force = CAN_BE_TRUE
    holds = both(both(binding.scope, force), binding.condition)
    for exception in binding.exceptions:
        holds = both(holds, negated(exception))
    for defeat in binding.defeats:
        holds = both(holds, negated(_holds(evaluator, defeat, due)))
    return holds


def _uid(judged: Judged, norm: Norm) -> str:
    """What tells the norm from every other, whatever is known of it: of the norm as shown, so it tells no secret."""
    chain: list[object] = []
    above = judged.missed
    while above is not None:
        bearers = [id(bearer) for bearer in above.instance.norm.bearers]
        chain.append([above.norm.place, above.norm.depth, _iso(above.norm.period), bearers.index(id(above.bearer))])
        above = above.missed
    elements = [[e.variable, "" if e.others else e.name, e.others] for e in norm.elements]
    told = [
        norm.policy, norm.rule, norm.place, norm.depth, elements, _iso(norm.period), norm.bearer.name, chain,
    ]  # fmt: skip
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _iso(period: tuple[date, date] | None) -> list[str] | None:
    return [day.isoformat() for day in period] if period else None


def _day(moment: date | datetime | None) -> date | None:
    return moment.date() if isinstance(moment, datetime) else moment
