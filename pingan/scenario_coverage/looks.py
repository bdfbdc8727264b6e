"""What the expectations of a scenario that passed look at: which norms, and what of them would be noticed otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import assert_never

from attrs import define

from pingan.language.shapes import Truth
from pingan.model import nodes as model
from pingan.outcome.expected import is_deadline, names_all
from pingan.outcome.nodes import PolicyStatus
from pingan.program.judged import Judged
from pingan.scenarios import is_meant


@define(eq=False)
class Look:
    """A norm that is looked at.

    *applies*: were it otherwise whether it applies, an expectation would fail. *evidence*: likewise of what shows that
    it is fulfilled, broken or how much is missing. *limit*: likewise of its deadline.
    """

    judged: Judged
    applies: bool = False
    evidence: bool = False
    limit: bool = False


@define(eq=False)
class Looks:
    """What one scenario looks at."""

    policy: model.Policy
    norms: Sequence[Judged]
    statuses: Sequence[PolicyStatus]
    found: dict[int, Look]

    def add(
        self, norms: Iterable[Judged], *, applies: bool = False, evidence: bool = False, limit: bool = False
    ) -> None:
        for judged in norms:
            look = self.found.setdefault(id(judged), Look(judged))
            look.applies |= applies
            look.evidence |= evidence
            look.limit |= limit

    def expectation(self, expectation: model.Expectation) -> None:
        match expectation:
            case model.ExpectNorm():
                self._norm(expectation)
            case model.ExpectState():
                self._state(expectation)
            case model.ExpectShortfall(rule, action):
                shown = [j for j in self._of(rule, action) if j.norm.shortfall is not None]
                self.add(shown, evidence=_is_one(shown, norm=True))
            case model.ExpectDeadline(rule, action, value):
                dated = [j for j in self._of(rule, action) if is_deadline(j.norm, value)]
                self.add(dated, limit=_is_one(dated, norm=True))
            case model.ExpectUndetermined(subject, action, causes):
                scope = tuple(c for status in self.statuses for c in status.causes)
                open_ones = [
                    j
                    for j in self._of(subject, action)
                    if len(j.norm.states) > 1 and names_all(j.norm.causes + scope, causes)
                ]
                self.add(open_ones, applies=_is_one(open_ones), evidence=_is_one(open_ones, norm=True))
            case model.ExpectConflict(left, right):
                for rule in (left, right):
                    opposed = [j for j in self._of(rule, None) if j.norm.applies is Truth.TRUE]
                    self.add(opposed, applies=_is_one(opposed))
            case model.ExpectValue():
                pass  # the definitions that compute it are looked at
            case _:
                assert_never(expectation)

    def _norm(self, expected: model.ExpectNorm) -> None:
        meant = [
            j for j in self.norms if j.norm.modality == expected.modality and is_meant(j.norm, expected, self.policy)
        ]
        if expected.negated:
            self.add(meant, applies=True)
            return
        applying = [j for j in meant if j.norm.applies is Truth.TRUE]
        self.add(applying, applies=_is_one(applying))

    def _state(self, expected: model.ExpectState) -> None:
        norms = self._of(expected.rule, expected.action)
        if expected.negated:
            # What is not breached may be so because it does not apply.
            self.add(norms, applies=expected.state == "none", evidence=expected.state != "none")
            return
        as_expected = [j for j in norms if j.norm.states == {expected.state}]
        evidence = expected.state != "none" and _is_one(as_expected, norm=True)
        self.add(as_expected, applies=_is_one(as_expected), evidence=evidence, limit=evidence)

    def _of(self, rule: str, action: str | None) -> list[Judged]:
        return [j for j in self.norms if j.instance.binding.rule.key == rule and action in (None, j.norm.action)]


def _is_one(norms: Sequence[Judged], *, norm: bool = False) -> bool:
    """Whether *norms* are those of one rule for one element (of one *norm* of it): were whether it applies (what shows
    that it is fulfilled) otherwise, none of them would be left. Bearers and periods have that in common.
    """
    return len({(id(j.instance.binding), id(j.instance.norm) if norm else 0) for j in norms}) == 1


def looks(
    scenario: model.Scenario, policy: model.Policy, norms: Sequence[Judged], statuses: Sequence[PolicyStatus]
) -> list[Look]:
    """What the expectations of *scenario*, which passed, look at among *norms*."""
    found = Looks(policy, norms, statuses, {})
    for expectation in scenario.expectations:
        found.expectation(expectation)
    return list(found.found.values())
