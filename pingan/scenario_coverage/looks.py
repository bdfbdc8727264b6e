"""What the expectations of a scenario that passed look at: which norms, and what of them would be noticed otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from enum import IntEnum
from typing import assert_never

from attrs import define, field, frozen

from pingan.language.shapes import Truth
from pingan.model import nodes as model
from pingan.outcome.expected import is_deadline, names_all
from pingan.outcome.nodes import PolicyStatus
from pingan.program.judged import Judged
from pingan.program.meant import is_meant


class Depth(IntEnum):
    """How far something is looked at: not at all; beside others that would do as well; alone, so that it matters."""

    NOT = 0
    BESIDE = 1
    ALONE = 2


Fails = Callable[[Set[str]], bool]
"""Whether an expectation would no longer hold by a norm that has these states."""


@frozen(eq=False)
class Noticed:
    """An expectation fails where that is so of all of *norms*: it holds by any of them."""

    fails: Fails
    norms: Sequence[Judged]


@define(eq=False)
class Look:
    """A norm that is looked at: whether it *applies*; the *evidence* of its being fulfilled, broken, or short of
    something; the *limit*, its deadline; its *arguments*.

    What would be noticed if it applied otherwise, or if its evidence were otherwise, is said by the expectations that
    look at it alone.
    """

    judged: Judged
    applies: bool = False
    evidence: bool = False
    limit: Depth = Depth.NOT
    arguments: Depth = Depth.NOT
    by_applying: list[Noticed] = field(factory=list)
    by_evidence: list[Noticed] = field(factory=list)


@define(eq=False)
class _Looks:
    policy: model.Policy
    norms: Sequence[Judged]
    statuses: Sequence[PolicyStatus]
    found: dict[int, Look] = field(factory=dict)
    together: list[list[Look]] = field(factory=list)

    def add(self, norms: Sequence[Judged], fails: Fails, *, evidence: bool = True, each: bool = False) -> None:
        """*norms* are looked at, whether they apply and, with *evidence*, what shows of them.

        Unless the expectation is about *each* of them, it holds by any one.
        """
        one_rule, one_norm = _of_one_rule(norms), _of_one_norm(norms)
        for judged in norms:
            look, noticed = self.of(judged), Noticed(fails, (judged,) if each else norms)
            look.applies = True
            if each or one_rule is Depth.ALONE:
                look.by_applying.append(noticed)
            if evidence:
                self.evidence(look, noticed, Depth.ALONE if each else one_norm)
        if one_rule is Depth.BESIDE and not each and len({j.instance.binding.rule.key for j in norms}) == 1:
            self.together.append([_alone(judged, fails, norms, evidence=evidence) for judged in norms])

    def evidence(self, look: Look, noticed: Noticed, depth: Depth) -> None:
        look.evidence = True
        look.limit = max(look.limit, depth)
        if depth is Depth.ALONE:
            look.by_evidence.append(noticed)

    def of(self, judged: Judged) -> Look:
        return self.found.setdefault(id(judged), Look(judged))

    def expectation(self, expectation: model.Expectation) -> None:
        match expectation:
            case model.ExpectNorm():
                self._norm(expectation)
            case model.ExpectState():
                self._state(expectation)
            case model.ExpectShortfall(rule, action):
                short = [j for j in self._of(rule, action) if j.norm.shortfall is not None]
                for judged in short:
                    self.evidence(self.of(judged), Noticed(_anything, short), _of_one_norm(short))
            case model.ExpectDeadline(rule, action, value):
                dated = [j for j in self._of(rule, action) if is_deadline(j.norm, value)]
                for judged in dated:
                    self.of(judged).limit = max(self.of(judged).limit, _of_one_norm(dated))
            case model.ExpectUndetermined(subject, action, causes):
                scope = tuple(c for status in self.statuses for c in status.causes)
                waiting = [
                    j
                    for j in self._of(subject, action)
                    if len(j.norm.states) > 1 and names_all(j.norm.causes + scope, causes)
                ]
                self.add(waiting, lambda states: len(states) < 2)
            case model.ExpectConflict(left, right):
                for rule in (left, right):
                    opposed = [j for j in self._of(rule, None) if j.norm.applies is Truth.TRUE]
                    self.add(opposed, lambda states: "none" in states, evidence=False)
            case model.ExpectValue():
                pass  # the definitions that compute it are looked at
            case _:
                assert_never(expectation)

    def _norm(self, expected: model.ExpectNorm) -> None:
        meant = [
            j for j in self.norms if j.norm.modality == expected.modality and is_meant(j.norm, expected, self.policy)
        ]
        if expected.negated:
            self.add(meant, lambda states: states != {"none"}, evidence=False, each=True)
            return
        applying = [j for j in meant if j.norm.applies is Truth.TRUE]
        self.add(applying, lambda states: "none" in states, evidence=False)
        for judged in applying if expected.arguments else ():
            self.of(judged).arguments = max(self.of(judged).arguments, _of_one_norm(applying))

    def _state(self, expected: model.ExpectState) -> None:
        norms, state = self._of(expected.rule, expected.action), expected.state
        evidence = state != "none"
        if not expected.negated:
            found = [j for j in norms if j.norm.states == {state}]
            self.add(found, lambda states: states != {state}, evidence=evidence)
        elif not evidence:
            self.add(norms, lambda states: "none" in states, evidence=False, each=True)
        else:
            # What is not breached may be so because it does not apply: that is not looked at.
            for judged in norms:
                self.evidence(self.of(judged), Noticed(lambda states: state in states, (judged,)), Depth.ALONE)

    def _of(self, rule: str, action: str | None) -> list[Judged]:
        return [j for j in self.norms if j.instance.binding.rule.key == rule and action in (None, j.norm.action)]


def _alone(judged: Judged, fails: Fails, norms: Sequence[Judged], *, evidence: bool) -> Look:
    """*judged* as if its element were the only one."""
    own = Noticed(fails, [j for j in norms if j.instance.binding is judged.instance.binding])
    look = Look(judged, applies=True, evidence=evidence, by_applying=[own])
    if evidence and _of_one_norm(own.norms) is Depth.ALONE:
        look.limit = Depth.ALONE
        look.by_evidence.append(own)
    return look


def _anything(states: Set[str]) -> bool:
    return True


def _of_one_rule(norms: Sequence[Judged]) -> Depth:
    """ALONE where *norms* are of one rule for one element: if it did not apply, none of them would be left."""
    return Depth.ALONE if len({id(j.instance.binding) for j in norms}) == 1 else Depth.BESIDE


def _of_one_norm(norms: Sequence[Judged]) -> Depth:
    """ALONE where *norms* are one norm of one rule for one element: its bearers and periods share what shows of it."""
    return Depth.ALONE if len({(id(j.instance.binding), id(j.instance.norm)) for j in norms}) == 1 else Depth.BESIDE


@frozen(eq=False)
class LooksOf:
    """What a scenario looks at.

    *together*: norms of one rule for several elements. An expectation holds by any of them, so that what is noticed is
    only what would change all.
    """

    alone: Sequence[Look]
    together: Sequence[Sequence[Look]]


def looks(
    scenario: model.Scenario, policy: model.Policy, norms: Sequence[Judged], statuses: Sequence[PolicyStatus]
) -> LooksOf:
    """What the expectations of *scenario*, which passed, look at among *norms*."""
    found = _Looks(policy, norms, statuses)
    for expectation in scenario.expectations:
        found.expectation(expectation)
    return LooksOf(tuple(found.found.values()), found.together)
