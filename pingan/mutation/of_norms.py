"""Mutators of norms: who, how strictly, what, by when, and what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve

from pingan.language import types
from pingan.model import nodes as m
from pingan.model.walk import walk
from pingan.mutation.nodes import REMOVED
from pingan.mutation.places import Place
from pingan.mutation.steps import longer_and_shorter

_MODALITIES: Final[dict[m.Modality, tuple[m.Modality, ...]]] = {
    "must": ("should", "may", "must_not"),
    "should": ("must", "may"),
    "may": ("must", "discretion"),
    "discretion": ("may", "must"),
    "must_not": ("must", "may"),
}
_UNITS: Final[dict[str, m.RecurringUnit]] = {
    "day": "week", "week": "month", "third_of_month": "month", "half_month": "month", "month": "quarter",
    "quarter": "half_year", "half_year": "year", "year": "half_year",
}  # fmt: skip
_DAYS: Final = {
    "day": 1, "week": 7, "third_of_month": 11, "half_month": 16, "month": 31, "quarter": 92, "half_year": 184,
    "year": 366,
}  # fmt: skip
_EVIDENCE: Final = ("fulfilled_when", "fulfilled_at", "breached_when", "breached_at")


def modality(place: Place) -> Iterator[object]:
    """``must`` for ``should``, ``may`` for ``must`` … where the language has such a norm."""
    if isinstance(place.node, m.Norm):
        changed = (evolve(place.node, modality=other) for other in _MODALITIES[place.node.modality])
        yield from (norm for norm in changed if _is_norm(norm))


def _is_norm(norm: m.Norm) -> bool:
    """Whether the language has it: which evidence and deadlines go with which modality."""
    has_fulfilled = norm.fulfilled_when is not None or norm.fulfilled_at is not None
    has_breached = norm.breached_when is not None or norm.breached_at is not None
    match norm.modality:
        case "must_not":
            return isinstance(norm.duty, m.Act) and norm.deadline is None and not has_fulfilled
        case "may" | "discretion":
            return not has_fulfilled and not has_breached and norm.otherwise is None
        case "should":
            return not has_breached and norm.otherwise is None
    return True


def bearer(place: Place) -> Iterator[object]:
    """Somebody else who bears norms of the policy; one of several forgotten."""
    norm = place.inside.node if place.inside is not None else None
    if place.name != "bearers" or not isinstance(norm, m.Norm):
        return
    if len(norm.bearers) > 1:
        yield REMOVED
    taken = {b.value for b in (*norm.bearers, *norm.partners) if isinstance(b, m.Constant)}
    vocabulary = place.policy.vocabulary
    alike = {c for actor in taken for c in vocabulary.classes_of(str(actor))}
    alike |= {a for a in vocabulary.actors if taken & set(vocabulary.classes_of(a))}
    known = _bearers(place.policy, place.declaration.module)
    others = [a for a in known if a not in alike] or [a for a in vocabulary.actors if a not in alike]
    if others:
        now = place.node.value if isinstance(place.node, m.Constant) else ""
        other = next((a for a in others if a > str(now)), others[0])
        yield m.Constant(other, type=types.ACTOR, span=place.node.span)


def _bearers(policy: m.Policy, module: str) -> list[str]:
    """The actors that bear norms of *module*, by name."""
    found: set[str] = set()
    for rule in policy.rules.values():
        if rule.module == module:
            for norm in rule.norms:
                level: m.Norm | None = norm
                while level is not None:
                    found |= {str(b.value) for b in level.bearers if isinstance(b, m.Constant)}
                    level = level.otherwise
    return sorted(found)


def partner(place: Place) -> Iterator[object]:
    """One of those who act jointly forgotten."""
    if place.name == "partners":
        yield REMOVED


def action(place: Place) -> Iterator[object]:
    """Another action that takes the same."""
    if isinstance(place.node, m.Act):
        now = place.policy.vocabulary.actions.get(place.node.action)
        if now is not None:
            others = sorted(
                (
                    a
                    for a in place.policy.vocabulary.actions.values()
                    if a.name != now.name and _takes(a, now, place.node)
                ),
                key=lambda a: (a.module != now.module, a.kind != now.kind, a.name <= now.name, a.name),
            )
            yield from (evolve(place.node, action=other.name, kind=other.kind) for other in others[:1])


def _takes(other: m.Action, now: m.Action, act: m.Act) -> bool:
    """Whether *other* takes the arguments that *act* gives to *now*."""
    theirs = [(p.name, p.type) for p in other.parameters]
    given = {name for name, _ in act.arguments}
    ours = [(p.name, p.type) for p in now.parameters if p.name in given]
    return ours == theirs or (not ours and not theirs)


def norm(place: Place) -> Iterator[object]:
    """One of several norms of a rule forgotten."""
    if place.name == "norms" and isinstance(place.declaration, m.Rule) and len(place.declaration.norms) > 1:
        yield REMOVED


def otherwise(place: Place) -> Iterator[object]:
    """What follows from a miss forgotten."""
    if place.name == "otherwise":
        yield REMOVED


# --- by when --------------------------------------------------------------------------------------------------------


def length(place: Place) -> Iterator[object]:
    """A deadline one unit shorter, and one longer."""
    match place.node:
        case m.Within(duration, None) if duration is not None:
            yield from (evolve(place.node, duration=other) for other in longer_and_shorter(duration))
        case m.Every(unit, day) if day is not None and unit is not None:
            yield from (evolve(place.node, day=n) for n in (day - 1, day + 1) if 1 <= n <= _DAYS[unit])


def unit(place: Place) -> Iterator[object]:
    """Days for hours, working days for days, a quarter for a month."""
    match place.node:
        case m.Within(m.Duration(amount, "second"), None, rolling=False) if amount % 3600 == 0 and amount:
            yield evolve(place.node, duration=m.Duration(amount / 3600, "day"))
        case m.Within(m.Duration(amount, "day"), None):
            yield evolve(place.node, duration=m.Duration(amount, "working_day"))
        case m.Within(m.Duration(amount, "working_day"), None):
            yield evolve(place.node, duration=m.Duration(amount, "day"))
        case m.Every(unit, day) if unit is not None:
            other = _UNITS[unit]
            yield m.Every(other, day if day is None or day <= _DAYS[other] else None)


def deadline(place: Place) -> Iterator[object]:
    """A deadline forgotten; the day of a period; ``rolling`` added or forgotten."""
    match place.node:
        case m.Norm(deadline=m.Every()) if _reads_period(place.node):
            pass
        case m.Norm(deadline=deadline) if deadline is not None:
            yield evolve(place.node, deadline=None, holding=None)
        case m.Every(day=day) if day is not None:
            yield evolve(place.node, day=None)
        case m.Within(duration, rolling=rolling) if duration is not None and duration.unit != "second":
            yield evolve(place.node, rolling=not rolling)
        case m.By(limit, rolling=rolling) if isinstance(limit.type, types.DateType):
            yield evolve(place.node, rolling=not rolling)


def _reads_period(norm: m.Norm) -> bool:
    read: list[m.Expression | None] = [getattr(norm, name) for name in _EVIDENCE]
    if isinstance(norm.duty, m.Ensure):
        read.append(norm.duty.condition)
    return any(isinstance(part, m.JudgedPeriod) for e in read if e is not None for part in walk(e))


def holding(place: Place) -> Iterator[object]:
    """``judged at the end`` and ``throughout``: when what is ensured is looked at."""
    if isinstance(place.node, m.Norm) and place.node.holding is not None:
        yield evolve(place.node, holding=None)
        yield evolve(place.node, holding="at_end" if place.node.holding == "throughout" else "throughout")


# --- what shows it --------------------------------------------------------------------------------------------------


def evidence(place: Place) -> Iterator[object]:
    """What shows that it is done, or broken, forgotten; a fulfilment taken for a breach is not of the language."""
    if place.name in _EVIDENCE and place.inside is not None and isinstance(place.inside.node, m.Norm):
        yield REMOVED


def argument(place: Place) -> Iterator[object]:
    """Another argument of an action, where it is somebody or something named; an argument forgotten."""
    if isinstance(place.node, m.Act):
        for index, (_, given) in enumerate(place.node.arguments):
            if not isinstance(given.type, types.RecordType):  # of which nothing can be expected by name
                kept = place.node.arguments[:index] + place.node.arguments[index + 1 :]
                yield evolve(place.node, arguments=kept)
    if place.name == "arguments" and isinstance(place.node, m.Constant):
        match place.node.type:
            case types.ActorType():
                others: Sequence[str] = tuple(a for a in place.policy.vocabulary.actors if a != place.node.value)
            case types.EnumType(members=members):
                others = tuple(a for a in members if a != place.node.value)
            case _:
                return
        yield from (evolve(place.node, value=other) for other in others[:1])
