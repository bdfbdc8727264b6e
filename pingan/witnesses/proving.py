"""Whether something cannot be: every way refuted, and the ways cover all that there is.

As in a search causes are answered, but what lies between the values tried is given as well: as bounds, as a choice of
members, as sets with and without one. Where one such rest stays open, nothing is proved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from attrs import evolve

from pingan.graph.nodes import children
from pingan.language import types
from pingan.language.shapes import Truth
from pingan.model import nodes as model
from pingan.outcome.nodes import Cause
from pingan.witnesses.changes import declared_at, is_given, names_of, steps_of, value_at, with_value
from pingan.witnesses.kit import Kit
from pingan.witnesses.looking import MISSED, Goal
from pingan.witnesses.nodes import Case

QUESTIONS: Final = 600
"""Questions that a proof may ask."""


def cannot_be(kit: Kit, key: str, kind: str) -> bool:
    """Whether the rule *key* is never *kind*, whatever the facts and whenever it is asked. False: that is not known.

    Only of ``applies``, ``none`` and ``undetermined``, where the instant matters for nothing but what is in force. Of
    a definition: whether it has always one value, and *kind* is not it.
    """
    if key in kit.policy.model.definitions:
        return _has_one_value(kit, key)
    if kind not in ("applies", "none", "undetermined") or not _is_timeless(kit, key):
        return False
    asked = kit.looker.asked
    if kind == "undetermined":
        # What is settled with nothing given stays as it is, whatever is given.
        goals = Goal(key, "applies"), Goal(key, "none")
        return all(
            any(kit.reaches(goal, start) for goal in goals) and kit.looker.asked - asked < QUESTIONS
            for start in kit.starts()
        )
    goal = Goal(key, kind)
    waiting = list(kit.starts())
    while waiting:
        if kit.looker.asked - asked >= QUESTIONS:
            return False
        case = waiting.pop()
        look = kit.looker.look(goal, case)
        if look.truth is Truth.TRUE or not look.sure:
            return False
        if look.truth is Truth.FALSE:
            continue
        parts = next((found for cause in look.causes if (found := covering(kit, case, cause)) is not None), None)
        if parts is None:
            return False
        waiting += parts
    return True


def _has_one_value(kit: Kit, key: str) -> bool:
    """Whether a definition is settled with nothing given, and neither instants nor settings change it."""
    policy = kit.policy.model
    definition = policy.definitions[key]
    parts = [part for case in definition.cases for part in (case.condition, case.value) if part is not None]
    if kit.settings_read(key) or any(_reads_instant(part, policy, set()) for part in parts):
        return False
    start = next(iter(kit.starts()))
    return kit.looker.look(Goal(key, "undetermined"), start) == MISSED


def _is_timeless(kit: Kit, key: str) -> bool:
    """Whether the rule asks for the instant only to see whether it is in force."""
    policy = kit.policy.model
    rule = policy.rules[key]
    header = policy.headers.get(rule.module)
    parts = [rule.condition, *rule.exceptions, *(each.collection for each in rule.each), header and header.scope]
    for in_force in (rule.in_force, header and header.in_force):
        parts += [in_force.period, in_force.tested] if in_force else []
    for norm in rule.norms:
        parts += [*norm.bearers, norm.duty.condition if isinstance(norm.duty, model.Ensure) else None]
    others = [k for k, r in policy.rules.items() if key in r.overrides]
    if others or (header and header.replaced_by) or any(norm.otherwise for norm in rule.norms):
        return False
    return not any(_reads_instant(part, policy, set()) for part in parts if part)


def _reads_instant(node: model.Expression, policy: model.Policy, seen: set[str]) -> bool:
    if isinstance(node, model.AsOf | model.JudgedPeriod):
        return True
    if isinstance(node, model.DefinitionValue) and node.definition not in seen:
        seen.add(node.definition)
        for case in policy.definitions[node.definition].cases:
            for part in (case.condition, case.value):
                if part is not None and _reads_instant(part, policy, seen):
                    return True
    return any(_reads_instant(child, policy, seen) for child in children(node))


# --- parts that cover all ---------------------------------------------------------------------------------------------


def covering(kit: Kit, case: Case, cause: Cause) -> list[Case] | None:
    """*case* with *cause* answered in ways that leave nothing out; None where there are no such ways."""
    if cause.kind == "reading":
        names = kit.boundaries.settings.get(cause.subject, ())
        return [evolve(case, settings={**case.settings, cause.subject: name}) for name in names] or None
    if cause.kind not in ("missing", "judgement", "open"):
        return None
    steps = steps_of(cause.subject)
    declared, kind = declared_at(steps, kit.policy.model.vocabulary)
    held = value_at(case.facts, steps) if is_given(case.facts, steps) else None
    tried = kit.boundaries.values.get(names_of(steps), ())
    values = _covering(kind, [v for v in tried if v is not None], held)
    if values is None:
        return None
    if declared.optional and declared.judgement is None and not isinstance(steps[-1], int) and held is None:
        values.append(None)
    return [evolve(case, facts=with_value(case.facts, steps, value)) for value in values]


def _covering(kind: types.Type, tried: list[Any], held: Any) -> list[Any] | None:
    """Values of type *kind* that cover it: those *tried*, and what lies between; more of a set that is *held*."""
    if held is not None and not isinstance(kind, types.SetType):
        return None
    match kind:
        case types.BooleanType():
            return [True, False]
        case types.EnumType(members=members):
            rest = [m for m in members if m not in tried]
            return [*tried, *([{"one_of": rest}] if len(rest) > 1 else rest)]
        case types.NumberType(integer=integer, interval=interval):
            low = interval.low if not isinstance(interval.low, date) else None
            high = interval.high if not isinstance(interval.high, date) else None
            gaps = _gaps(sorted(tried), Fraction(1) if integer else None, low, high)
            return [*tried, *gaps] if tried else None
        case types.DateType():
            return [*tried, *_gaps(sorted(tried), timedelta(days=1), None, None)] if tried else None
        case types.DateTimeType():
            return [*tried, *_gaps(sorted(tried), None, None, None)] if tried else None
        case types.RecordType():
            return [{}]
        case types.SetType(types.EnumType(members=members)):
            return _split(members, tried, held)
        case _:
            return None


def _gaps(values: list[Any], step: Any, low: Any, high: Any) -> Iterator[dict[str, Any]]:
    """What lies below, between and above *values*; nothing where the next is only a *step* away."""
    if not values:
        return
    if low is None or values[0] > low:
        yield {"less_than": values[0]}
    for one, other in pairwise(values):
        if step is None or other - one > step:
            yield {"more_than": one, "less_than": other}
    if high is None or values[-1] < high:
        yield {"more_than": values[-1]}


def _split(members: tuple[str, ...], tried: list[Any], held: Any) -> list[Any] | None:
    """A set with one member more, and without it: those first that the policy asks for."""
    known: list[str] = []
    possible = list(members)
    if isinstance(held, Mapping):
        known = list(held.get("known", ()))
        possible = [*known, *held.get("possible", [m for m in members if m not in known])]
    elif held is not None:
        return None
    asked = dict.fromkeys([m for each in tried for m in each] + list(members))
    member = next((m for m in asked if m in possible and m not in known), None)
    if member is None:
        return None
    rest = [m for m in possible if m != member and m not in known]
    return [_set([*known, member], rest), _set(known, rest)]


def _set(known: list[str], possible: list[str]) -> Any:
    return {"known": known, "possible": possible} if possible else known
