"""What a case says about a goal: that it is reached, that it never is from here, or what is still open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from attrs import define, evolve, field, frozen

from pingan.diagnostics.errors import FactError, PolicyError
from pingan.graph.from_model import policy_in_force_test
from pingan.language.shapes import Members, Shape, Truth
from pingan.language.stack import with_room
from pingan.model import nodes as model
from pingan.model.asked import settings_key
from pingan.outcome.nodes import Cause, Norm
from pingan.policy import Policy
from pingan.program.answers import Bound, bound, judged
from pingan.program.causes import Walk
from pingan.program.closures import Act
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Frame, Situation
from pingan.program.norm_causes import applying_causes
from pingan.program.program import Program
from pingan.program.shapes import is_settled
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, OPEN, condition, either, negated
from pingan.witnesses.nodes import Case

MAXIMUM_KEPT: Final = 50_000
"""Expressions of which it is kept how they are worked out."""


@frozen
class Look:
    """Whether the goal is reached; where that is open, why: what belongs to the goal itself before the policy's own."""

    truth: Truth
    causes: tuple[Cause, ...] = ()
    own: bool = True
    """Whether it is open for the rule's own sake, and not only because its policy may not stand."""
    sure: bool = True
    """Where it is missed: whether that is refuted, and not only that there is no way on from here."""


REACHED = Look(Truth.TRUE)
MISSED = Look(Truth.FALSE)
STUCK = Look(Truth.FALSE, sure=False)
"""Nothing says what to answer next; or there is something wrong with the facts."""


@frozen
class Goal:
    """What a case is to show of a rule or a definition, by key.

    *kind* is one of `Kind`, or ``value`` (of a definition: that it is *value*), ``condition`` (that *expression* is
    true) and ``refuted`` (that it is false).
    """

    key: str
    kind: str
    value: object = None
    expression: model.Expression | None = None


class Kept:
    """A program that keeps how expressions made for a search are worked out; the rest it leaves to the program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._acts: dict[int, tuple[model.Expression, Act]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.program, name)

    def value_of(self, expression: model.Expression, frame: Frame) -> Shape:
        """Everything that *expression* may be in *frame*."""
        # The expression is kept beside, so that its identity is never another's.
        known = self._acts.get(id(expression))
        if known is None:
            if len(self._acts) >= MAXIMUM_KEPT:
                self._acts.clear()
            known = self._acts[id(expression)] = expression, self.program.act(expression)
        return known[1](frame)


@define(eq=False)
class Looker:
    """Asks a policy, and counts how often."""

    policy: Policy
    asked: int = 0
    _under: dict[object, Policy | None] = field(factory=dict)
    _kept: dict[int, Kept] = field(factory=dict)

    def policy_of(self, settings: Mapping[str, object]) -> Policy | None:
        """The policy under *settings*; None where these do not fit."""
        if not settings:
            return self.policy
        key = settings_key(settings)
        if key not in self._under:
            if len(self._under) > 64:
                self._under.clear()
            try:
                self._under[key] = self.policy.with_settings(settings)
            except PolicyError:
                self._under[key] = None
        return self._under[key]

    def situation(self, case: Case) -> tuple[Program, Situation] | None:
        """The question of *case*; None where something is wrong with it."""
        policy = self.policy_of(case.settings)
        if policy is None:
            return None
        program = policy.program
        try:
            return program, program.asked(program.checked(case.facts, case.as_of), case.as_of, dict(case.since))
        except FactError:
            return None

    def look(self, goal: Goal, case: Case) -> Look:
        """What *case* says about *goal*. What is wrong with its facts is missed."""
        self.asked += 1
        found = self.situation(case)
        if found is None:
            return STUCK
        program, situation = found
        try:
            if goal.expression is not None:
                return with_room(lambda: _of_expression(self._keeping(program), situation, goal))
            return with_room(lambda: _look(program, evolve_fresh(program, situation), goal))
        except (FactError, PolicyError):  # too many elements; a library's code that failed
            return STUCK

    def _keeping(self, program: Program) -> Kept:
        found = self._kept.get(id(program))
        if found is None or found.program is not program:
            found = self._kept[id(program)] = Kept(program)
        return found

    def norms(self, key: str, case: Case) -> tuple[Norm, ...]:
        """The norms of the rule *key* in *case*."""
        found = self.situation(case)
        if found is None:
            return ()
        program, situation = found
        return _norms(program, bound(program, situation, {key}), key)


def evolve_fresh(program: Program, situation: Situation) -> Situation:
    """*situation* with nothing worked out."""
    return evolve(situation, slots=[None] * len(program.graph.nodes), memory={})


def _look(program: Program, situation: Situation, goal: Goal) -> Look:
    if goal.key in program.policy.definitions:
        return _of_definition(program, situation, goal)
    return _of_rule(program, situation, goal)


# --- rules ----------------------------------------------------------------------------------------------------------


def _of_rule(program: Program, situation: Situation, goal: Goal) -> Look:
    found = bound(program, situation, {goal.key})
    bindings = found.bindings[goal.key]
    applies = CAN_BE_FALSE
    for binding in bindings:
        applies = either(applies, binding.applies)
    if goal.kind == "none" and applies == CAN_BE_FALSE:
        return REACHED
    if goal.kind != "none" and applies == CAN_BE_FALSE:
        return MISSED
    if applies == OPEN:
        if goal.kind == "undetermined":
            norms = _norms(program, found, goal.key)
            return REACHED if any(n.applies is Truth.UNDETERMINED for n in norms) else MISSED
        causes: list[Cause] = []
        for binding in bindings:
            if binding.applies == OPEN:
                causes += sorted(applying_causes(program, binding))
        own = bool(causes)
        causes += _standing_causes(program, found, goal.key)
        if causes:
            return Look(Truth.UNDETERMINED, tuple(dict.fromkeys(causes)), own)
    return _of_norms(_norms(program, found, goal.key), goal)


def _of_norms(norms: tuple[Norm, ...], goal: Goal) -> Look:
    kind = goal.kind
    if kind == "applies":
        reached = any(n.applies is Truth.TRUE for n in norms)
        possible = any(n.applies is not Truth.FALSE for n in norms)
        waiting = [n for n in norms if n.applies is Truth.UNDETERMINED]
    elif kind == "none":
        reached = all(n.applies is Truth.FALSE for n in norms)
        possible = all(n.applies is not Truth.TRUE for n in norms)
        waiting = [n for n in norms if n.applies is Truth.UNDETERMINED]
    elif kind == "undetermined":
        return REACHED if any(n.applies is Truth.UNDETERMINED for n in norms) else MISSED
    else:
        reached = any(n.states == {kind} for n in norms)
        possible = any(kind in n.states for n in norms)
        waiting = [n for n in norms if kind in n.states]
    if reached:
        return REACHED
    causes = tuple(dict.fromkeys(cause for n in waiting for cause in n.causes))
    if not possible:
        return MISSED
    return Look(Truth.UNDETERMINED, causes) if causes else STUCK


def _norms(program: Program, found: Bound, key: str) -> tuple[Norm, ...]:
    return tuple(each.norm for each in judged(program, found, {key}).norms)


def _standing_causes(program: Program, found: Bound, key: str) -> list[Cause]:
    """Why it is open whether the rule's policy stands."""
    header = program.headers.get(program.policy.rules[key].module)
    if header is None:
        return []
    walk = Walk(program)
    walk.condition(header.scope, found.frame)
    walk.condition(policy_in_force_test(header), found.frame)
    return sorted(walk.causes)


# --- definitions and expressions ------------------------------------------------------------------------------------


def _of_definition(program: Program, situation: Situation, goal: Goal) -> Look:
    frame = Frame(situation)
    shape = program.definition(goal.key, frame)
    if goal.kind == "undetermined":
        return MISSED if is_settled(shape) else REACHED
    wanted = {"true": True, "false": False}.get(goal.kind, goal.value)
    if is_settled(shape):
        return REACHED if _is(shape, wanted) else MISSED
    if not may_be(shape, wanted):
        return MISSED
    walk = Walk(program)
    walk.cases(program.policy.definitions[goal.key], frame)
    return Look(Truth.UNDETERMINED, tuple(sorted(walk.causes))) if walk.causes else STUCK


def _is(shape: Shape, wanted: object) -> bool:
    """Whether *shape*, which is settled, is *wanted* (None: absent)."""
    if wanted is None or not getattr(shape, "present", True):
        return wanted is None and not getattr(shape, "present", True)
    return may_be(shape, wanted)


def may_be(shape: Shape, wanted: object) -> bool:
    """Whether *shape* has room for the single value *wanted* (None: absent); of sets and periods: whether it is any."""
    if wanted is None:
        return bool(shape.absent) or not shape.present
    if isinstance(shape, Members):
        return shape.values is None or wanted in shape.values
    interval: Any = getattr(shape, "interval", None)
    if interval is None:
        return bool(shape.present)
    try:
        low, high = interval.low, interval.high
        return not (
            (low is not None and (wanted < low or (wanted == low and interval.low_open)))
            or (high is not None and (wanted > high or (wanted == high and interval.high_open)))
        )
    except TypeError:
        return False


def _of_expression(program: Kept, situation: Situation, goal: Goal) -> Look:
    expression, frame = goal.expression, Frame(situation)
    assert expression is not None
    claim = condition(program.value_of(expression, frame))
    claim = negated(claim) if goal.kind == "refuted" else claim
    if claim != OPEN:
        return REACHED if claim == CAN_BE_TRUE else MISSED
    walk = Walk(cast(Evaluator, program))
    walk.condition(expression, frame)
    return Look(Truth.UNDETERMINED, tuple(sorted(walk.causes))) if walk.causes else STUCK
