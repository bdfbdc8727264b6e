"""Witnesses: smallest facts that show what a rule or a definition can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import chain
from typing import Final

from attrs import evolve

from pingan.language import types
from pingan.model import nodes as model
from pingan.policy import Policy
from pingan.witnesses.changes import Steps, path_of, places, value_at, with_value, without
from pingan.witnesses.kit import EVALUATIONS, Kit
from pingan.witnesses.looking import Goal
from pingan.witnesses.nodes import STATE_KINDS, Case, Search, Witness
from pingan.witnesses.proving import cannot_be
from pingan.witnesses.searching import Budget

_SECOND: Final = timedelta(seconds=1)
_DAY: Final = timedelta(days=1)


def find_witness(policy: Policy, key: str, kind: str = "applies", *, evaluations: int = EVALUATIONS) -> Witness | None:
    """Smallest facts under which the rule or definition *key* (``policy.name``) of *policy* is *kind*.

    Of a rule *kind* is ``applies``, ``none`` (it does not: one change away from facts under which it does, where there
    are such), ``undetermined`` (one fact left out), or a state that one of its norms is in. Of a definition it is
    ``true``, ``false``, ``undetermined``, or a value of it as text. None when nothing was found within *evaluations*
    questions, which proves nothing. Always the same answer. Raises LookupError for a key or a kind that is not there.

    >>> import pingan
    >>> text = "policy p fact depth: integer >= 0 actor a action b rule r { when depth >= 30 then a must b }"
    >>> policy = pingan.load(pingan.Source("p.rules", text))
    >>> find_witness(policy, "p.r").case.facts, find_witness(policy, "p.r", "none").case.facts
    ({'depth': 30}, {'depth': 29})
    """
    return search(Kit.of(policy), key, kind, evaluations=evaluations).witness


def search(kit: Kit, key: str, kind: str, *, evaluations: int = EVALUATIONS) -> Search:
    """As `find_witness`, and what became of the search where there is none."""
    budget = kit.budget(evaluations)
    if key in kit.policy.model.definitions:
        found = _of_definition(kit, key, kind, budget)
    elif key not in kit.policy.model.rules:
        raise LookupError(f"there is no rule or definition `{key}`")
    elif kind == "applies":
        found = _applying(kit, key, budget)
    elif kind == "none":
        found = _not_applying(kit, key, budget)
    elif kind == "undetermined":
        found = _undetermined(kit, key, budget)
    elif kind in STATE_KINDS:
        found = _in_state(kit, key, kind, budget)
    else:
        raise LookupError(f"a rule is never `{kind}`")
    used = budget.used
    if found is None:
        return Search(None, used, cannot_be(kit, key, kind))
    return Search(evolve(found, evaluations=used), used)


# --- rules ----------------------------------------------------------------------------------------------------------


def _applying(kit: Kit, key: str, budget: Budget) -> Witness | None:
    case = _base(kit, key, budget)
    return None if case is None else Witness(key, "applies", case)


def _base(kit: Kit, key: str, budget: Budget) -> Case | None:
    """A case in which it applies: numbers and days at the boundary, where there is one."""
    if (key, budget.most) not in kit.bases:
        kit.bases[key, budget.most] = _found_base(kit, key, budget)
    return kit.bases[key, budget.most]


def _found_base(kit: Kit, key: str, budget: Budget) -> Case | None:
    goal = Goal(key, "applies")
    case = first_case(kit, goal, budget)
    if case is None:
        return None
    for steps in kit.leaves(case):
        pair = kit.closest(goal, Goal(key, "none"), case, steps)
        if pair is not None:
            case = pair[0]
    return case


def first_case(kit: Kit, goal: Goal, budget: Budget, starts: list[Case] | None = None) -> Case | None:
    """The first case that reaches *goal*, as small as it gets: under no settings, else under one of them."""
    for settings in kit.readings(goal.key):
        share = kit.budget(min(max(budget.most // 2, 1), budget.most - budget.used))
        begun = kit.starts(settings) if starts is None else (evolve(s, settings=settings) for s in starts)
        for case in kit.reaching(goal, share, begun):
            return kit.shrunk(goal, case)
        if budget.is_spent():
            return None
    return None


def _not_applying(kit: Kit, key: str, budget: Budget) -> Witness | None:
    """One change away from a case in which it applies; else any in which it surely does not."""
    goal = Goal(key, "none")
    base = _base(kit, key, budget)
    if base is not None:
        for steps in ranked(kit, key, base):
            pair = kit.closest(Goal(key, "applies"), goal, base, steps)
            if pair is not None:
                return Witness(key, "none", pair[1], pair[0], path_of(steps))
            for case in kit.beside(base, steps):
                if budget.is_spent():
                    return None
                if kit.reaches(goal, case):
                    return Witness(key, "none", case, base, path_of(steps))
        for case in kit.at_other_times(base):
            if budget.is_spent():
                return None
            if kit.reaches(goal, case):
                return Witness(key, "none", case, base, "as_of")
        near = _with_more(kit, key, base, budget) or _under_other_settings(kit, key, base)
        if near is not None:
            return near
    found = first_case(kit, goal, budget)
    return None if found is None else Witness(key, "none", found)


def _with_more(kit: Kit, key: str, base: Case, budget: Budget) -> Witness | None:
    """Where one changed fact leaves it open: what has to be said of others besides, in both cases."""
    goal = Goal(key, "none")
    for steps in ranked(kit, key, base):
        for changed in kit.beside(base, steps, 4):
            for case in kit.reaching(goal, kit.budget(min(100, budget.most - budget.used)), [changed]):
                fuller = evolve(case, facts=with_value(case.facts, steps, value_at(base.facts, steps)))
                if kit.reaches(Goal(key, "applies"), fuller):
                    return Witness(key, "none", case, fuller, path_of(steps))
    return None


def _under_other_settings(kit: Kit, key: str, base: Case) -> Witness | None:
    for name, given in base.settings.items():
        for value in kit.boundaries.settings.get(name, ()):
            case = evolve(base, settings={**base.settings, name: value})
            if value != given and kit.reaches(Goal(key, "none"), case):
                return Witness(key, "none", case, base, name)
    return None


def _undetermined(kit: Kit, key: str, budget: Budget) -> Witness | None:
    """A case in which it applies without one of its facts; else any in which that is open."""
    goal = Goal(key, "undetermined")
    base = _base(kit, key, budget)
    if base is not None:
        inner = ranked(kit, key, base)
        outer = [s for s in places(base.facts, kit.policy.model.vocabulary) if s not in inner]
        for steps in chain(inner, reversed(outer)):
            case = evolve(base, facts=without(base.facts, steps))
            if kit.reaches(goal, case):
                return Witness(key, "undetermined", case, base, path_of(steps))
        for name in (*base.settings, *base.since):
            settings = {other: value for other, value in base.settings.items() if other != name}
            since = {other: value for other, value in base.since.items() if other != name}
            case = evolve(base, settings=settings, since=since)
            if kit.reaches(goal, case):
                return Witness(key, "undetermined", case, base, name)
    for other in kit.readings(key):
        for case in kit.starts(other):
            if budget.is_spent():
                return None
            if kit.reaches(goal, case):
                return Witness(key, "undetermined", case)
    return None


def ranked(kit: Kit, key: str, case: Case) -> tuple[Steps, ...]:
    """Where single values are given in *case*: those first that the rule itself waits for when they are left out."""
    goal = Goal(key, "applies")

    def is_foreign(steps: Steps) -> bool:
        look = kit.looker.look(goal, evolve(case, facts=without(case.facts, steps)))
        return not (look.causes and look.own)

    return tuple(sorted(kit.leaves(case), key=is_foreign))


def _in_state(kit: Kit, key: str, state: str, budget: Budget) -> Witness | None:
    """A case in which one of its norms is surely in *state*; where none is found, around the deadlines of the rule."""
    goal = Goal(key, state)
    found = first_case(kit, goal, kit.budget(budget.most // 3))
    if found is None:
        base = first_case(kit, Goal(key, "applies"), kit.budget(budget.most // 3))
        if base is not None:
            moments = list(around_deadlines(kit, key, base))
            found = first_case(kit, goal, budget, [evolve(base, as_of=moment) for moment in moments])
            if found is None:
                found = first_case(kit, goal, budget, [Case({}, moment) for moment in moments])
    return None if found is None else Witness(key, state, found)


def around_deadlines(kit: Kit, key: str, case: Case) -> Iterator[date | datetime]:
    """Instants before, at and after the deadlines of the rule's norms."""
    seen: dict[date | datetime, None] = {}
    for norm in kit.looker.norms(key, case):
        if norm.deadline is None:
            continue
        for end in (norm.deadline.latest, norm.deadline.earliest):
            if end is None:
                continue
            step = _SECOND if isinstance(end, datetime) else _DAY
            for change in (step, timedelta(0), -step, 400 * _DAY, -_DAY):
                try:
                    seen[end + change] = None
                except OverflowError:
                    continue
    yield from seen


# --- definitions ----------------------------------------------------------------------------------------------------


def _of_definition(kit: Kit, key: str, kind: str, budget: Budget) -> Witness | None:
    definition = kit.policy.model.definitions[key]
    if definition.variable is not None:
        raise LookupError(f"`{key}` belongs to a record: its values are seen in the rules that read it")
    if kind == "undetermined":
        for settings in kit.readings(key):
            for case in kit.starts(settings):
                if budget.is_spent():
                    return None
                if kit.reaches(Goal(key, kind), case):
                    return Witness(key, kind, case)
        return None
    goal = Goal(key, "value", value_named(definition, kind))
    found = first_case(kit, goal, budget)
    return None if found is None else Witness(key, kind, found)


def value_named(definition: model.Definition, text: str) -> object:
    """The value of *definition* that *text* says. Raises LookupError when it can never be that."""
    if text == "absent":
        return None
    try:
        match definition.type:
            case types.BooleanType():
                return {"true": True, "false": False}[text]
            case types.EnumType(members=members):
                return {member: member for member in members}[text]
            case types.NumberType():
                number = Fraction(text)
                return number.numerator if number.denominator == 1 else number
            case types.DateType():
                return date.fromisoformat(text)
            case types.TextType() | types.ActorType():
                return text
    except (KeyError, ValueError, ZeroDivisionError):
        pass
    raise LookupError(f"`{definition.key}` is never `{text}`")


def kinds_of_definition(definition: model.Definition) -> tuple[str, ...]:
    """What may be shown of a definition: each of its values, as far as they can be told, and that it is open."""
    found: dict[str, None] = {}
    if isinstance(definition.type, types.BooleanType):
        found |= {"true": None, "false": None}
    elif isinstance(definition.type, types.EnumType):
        found |= dict.fromkeys(definition.type.members)
    else:
        for case in definition.cases:
            if isinstance(case.value, model.Constant) and not isinstance(definition.type, types.DurationType):
                found[str(case.value.value)] = None
    return (*found, "undetermined")
