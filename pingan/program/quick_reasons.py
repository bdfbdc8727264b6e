"""The reasons of rules that surely apply, where all they depend on is given plainly: put together from what was said.

Of a claim about one value everything is decided by that value, so what was said of it once is said again. What has no
such parts, and every rule when it is first explained, is told by `program.reasons`; nothing here says anything new.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from attrs import define, evolve, field, frozen

from pingan.diagnostics.errors import FactError
from pingan.language.shapes import Truth
from pingan.model import nodes as model
from pingan.model.to_text import Language
from pingan.model.value_text import truth_text
from pingan.outcome.nodes import Reason, ReasonKind
from pingan.program.facts import Facts
from pingan.program.frame import Frame
from pingan.program.plans import NormPlan, plan_of
from pingan.program.reason_steps import Scene, Steps
from pingan.program.reasons import in_force_reason
from pingan.program.sayings import LONGEST_SAID, MAXIMUM_SAID, Path, Sayings

if TYPE_CHECKING:
    from pingan.program.program import Program

Data = Mapping[str, Any]

_NOTHING: Final = Facts({}, {}, (), (), {})
_HOLDS: Final[Mapping[ReasonKind, Truth]] = {
    "scope": Truth.TRUE,
    "condition": Truth.TRUE,
    "exception": Truth.FALSE,
}


MAXIMUM_PLANS: Final = 16_384
"""Rules of which it is kept how they are told."""


MAXIMUM_SCENES: Final = 64
"""Values that are kept checked: those of the last incidents, of which several rules are told."""


class _NotPlain(Exception):  # noqa: N818  # nothing is wrong
    """Something that is to be told the long way."""


@define(eq=False)
class _Claim:
    """A claim: about the one value at *path*, or (*alone*: the truth of one part that settles it) about its *parts*."""

    expression: model.Expression
    kind: ReasonKind
    path: Path | None = None
    parts: tuple[_Claim, ...] = ()
    alone: Truth | None = None
    text: str = ""
    says: tuple[str, str] = ("", "")
    """In words, that it holds and that it does not."""
    said: dict[object, Reason] = field(factory=dict)


@frozen(eq=False)
class _Plan:
    """A rule: when its policy and it are in force, and what else it claims, in the order in which that is told."""

    sayings: Sayings
    before: tuple[_Claim, ...]
    forces: tuple[model.InForce, ...]
    after: tuple[_Claim, ...]
    norms: list[Reason] = field(factory=list)
    """Its norms, as they are told when it applies; empty until that was so."""


class QuickReasons:
    """The reasons of a program's rules in one language."""

    def __init__(self, program: Program, language: Language) -> None:
        self._program = program
        self.language = language
        self._plans: dict[str, _Plan | None] = {}
        self._claims: list[_Claim] = []
        """All that are about one value."""
        self._kept = 0
        self._scenes: dict[tuple[Path, object], Scene] = {}

    def reasons(self, key: str, data: Data, as_of: date | datetime) -> tuple[Reason, ...] | None:
        """Of the rule *key*, which surely applies; *data* are all facts. None: they are to be told the long way."""
        plan = self._plan(key)
        if plan is None or not plan.norms:
            return None
        try:
            below = (
                *[self._limb(claim, plan, data) for claim in plan.before],
                *[self._in_force(force, plan, as_of) for force in plan.forces],
                *[self._limb(claim, plan, data) for claim in plan.after],
            )
        except (_NotPlain, FactError, RecursionError):
            return None
        return tuple(
            [
                Reason("norm", n.expression, n.says, below, n.citations, n.span, subject=n.subject, holds=n.holds)
                for n in plan.norms
            ]
        )

    def learn(self, key: str, told: tuple[Reason, ...]) -> None:
        """That the rule *key*, which surely applies, was *told* the long way."""
        plan = self._plan(key)
        if plan is not None and not plan.norms:
            plan.norms[:] = [evolve(reason, children=()) for reason in told]

    # --- rules -----------------------------------------------------------------------------------------------------

    def _plan(self, key: str) -> _Plan | None:
        try:
            return self._plans[key]
        except KeyError:
            pass
        try:
            plan = self._planned(self._program.policy.rules[key])
        except (_NotPlain, KeyError):  # a definition is no rule
            plan = None
        if len(self._plans) >= MAXIMUM_PLANS:
            self._plans, self._claims, self._kept = {}, [], 0
        self._plans[key] = plan
        return plan

    def _planned(self, rule: model.Rule) -> _Plan:
        plan, header = plan_of(self._program, rule), self._program.header_of(rule)
        if rule.each or rule.since is not None or plan.overriding or not all(map(_is_plain, plan.norms)):
            raise _NotPlain
        if header is None or header.replaced_by:
            raise _NotPlain
        sayings = self._program.sayings(self.language, rule.zone)
        forces = tuple(force for force in (header.in_force, rule.in_force) if force is not None)
        if not all(sayings.depends_on_instant_alone(force) for force in forces):
            raise _NotPlain
        before = (self._claim(header.scope, "scope", sayings),) if header.scope is not None else ()
        after = [self._claim(rule.condition, "condition", sayings)] if rule.condition is not None else []
        after += [self._claim(exception, "exception", sayings) for exception in rule.exceptions]
        return _Plan(sayings, before, forces, tuple(after))

    def _claim(self, expression: model.Expression, kind: ReasonKind, sayings: Sayings) -> _Claim:
        path = sayings.alone_read(expression)
        if path is not None:
            claim = _Claim(expression, kind, path)
            self._claims.append(claim)
            return claim
        match expression:
            case model.And(operands):
                alone: Truth | None = Truth.FALSE
            case model.Or(operands):
                alone = Truth.TRUE
            case model.Not(operand):
                operands, alone = (operand,), None
            case _:
                raise _NotPlain
        if any(isinstance(operand, model.Constant | model.Absent) for operand in operands):
            raise _NotPlain
        parts = tuple(self._claim(operand, "expression", sayings) for operand in operands)
        says = truth_text(Truth.TRUE, self.language), truth_text(Truth.FALSE, self.language)
        return _Claim(expression, kind, None, parts, alone, sayings.text(expression), says)

    # --- what is told ----------------------------------------------------------------------------------------------

    def _in_force(self, force: model.InForce, plan: _Plan, as_of: date | datetime) -> Reason:
        found = plan.sayings.said_in_force(force, as_of)
        if found is None:
            situation = self._program.asked(_NOTHING, as_of, {})
            found = in_force_reason(self._program, situation, force, self._steps(plan))
        if found.holds is not Truth.TRUE:
            raise _NotPlain
        return found

    def _limb(self, claim: _Claim, plan: _Plan, data: Data) -> Reason:
        reason = self._told(claim, plan, data)
        if reason.holds is not _HOLDS[claim.kind]:
            raise _NotPlain
        return reason

    def _told(self, claim: _Claim, plan: _Plan, data: Data) -> Reason:
        if claim.path is not None:
            return self._said(claim, claim.path, plan, data)
        below: list[Reason] = []
        alone = claim.alone
        for part in claim.parts:
            reason = self._told(part, plan, data)
            if reason.holds is alone:
                below = [reason]
                break
            if reason.holds is Truth.UNDETERMINED:
                raise _NotPlain
            below.append(reason)
        first = below[0].holds
        # What is denied is otherwise than its part. A part that settles it alone is all that is left of them.
        is_true = first is Truth.FALSE if alone is None else (first is alone) == (alone is Truth.TRUE)
        truth = Truth.TRUE if is_true else Truth.FALSE
        says = claim.says[not is_true]
        return Reason(claim.kind, claim.text, says, tuple(below), span=claim.expression.span, holds=truth)

    def _said(self, claim: _Claim, path: Path, plan: _Plan, data: Data) -> Reason:
        given: Any = data
        try:
            for name in path:
                given = given[name]
            key = tuple(given) if type(given) is list else given
            found = claim.said.get(key)
        except (KeyError, TypeError):
            raise _NotPlain from None
        if found is None:
            found = self._steps(plan).claim(claim.expression, self._scene(path, key, given), claim.kind)
            if type(given) is str and len(given) > LONGEST_SAID:
                return found
            if self._kept >= MAXIMUM_SAID:
                self._forget()
            self._kept += 1
            claim.said[key] = found
        return found

    def _scene(self, path: Path, key: object, given: object) -> Scene:
        """Where nothing but *given* is given."""
        found = self._scenes.get((path, key))
        if found is None:
            facts = given
            for name in reversed(path):
                facts = {name: facts}
            # The value is sound wherever it stands, whenever that is: it was decided by.
            checked = self._program.checked(facts, _ANY_DAY)
            found = Scene(Frame(self._program.asked(checked, _ANY_DAY, {})))
            if len(self._scenes) >= MAXIMUM_SCENES:
                self._scenes.clear()
            self._scenes[path, key] = found
        return found

    def _steps(self, plan: _Plan) -> Steps:
        return Steps(self._program, self._program.policy, plan.sayings)

    def _forget(self) -> None:
        """What was said of values goes, how rules are told stays."""
        self._kept = 0
        for claim in self._claims:
            claim.said = {}


_ANY_DAY: Final = date(2000, 1, 1)


def _is_plain(norm: NormPlan) -> bool:
    """Whether nothing is told of a norm but that it applies, and why."""
    is_told = norm.following is None and not any(bearer.optional for bearer in norm.norm.bearers)
    return norm.plain and is_told
