"""Mutants, what became of them, and the report."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, Literal

from attrs import field, frozen

from pingan.source import NOWHERE, Span

DeclarationKind = Literal["rule", "definition", "policy", "parameter", "interpretation"]

Path = tuple[str | int, ...]
"""From a declaration to a node in it: names of attributes, and places in tuples."""


class Removed:
    """Stands for the node that is not there any more."""

    def __repr__(self) -> str:
        return "REMOVED"

    def __reduce__(self) -> str:
        return "REMOVED"


REMOVED: Final = Removed()


@frozen
class Edit:
    """In one declaration: what stands at *path* is *old*, and in the mutant *new* (`REMOVED`: nothing)."""

    kind: DeclarationKind
    key: str
    path: Path
    old: object
    new: object


@frozen
class Mutant:
    """A policy with one thing changed. What a clause form made of one place of the text is changed together."""

    id: str
    """Hexadecimal digits that tell it from all other mutants of its policy, the same in every run."""
    mutator: str
    module: str
    kind: DeclarationKind
    key: str
    """Of the first declaration that is changed (``policy.rule``)."""
    before: str
    after: str
    """What stands there and what the mutant has instead, as text of the policy; empty: nothing."""
    edits: tuple[Edit, ...] = field(eq=False, repr=False)
    span: Span = field(default=NOWHERE, eq=False, repr=False)
    is_told_only: bool = field(default=False, kw_only=True)
    """Whether only people are told what it changes: there is no expectation that could be about it."""


VerdictKind = Literal["killed", "survived", "equivalent", "inexpressible", "register", "error"]


@frozen
class Verdict:
    """What became of a mutant.

    ``killed``: the scenario *by* passes without the change and fails with it. ``survived``: all scenarios pass.
    ``equivalent``: proven to say the same (*why*). ``inexpressible``: what it changes is told to people, and no
    expectation can be about it. ``register``: a clause would be missing, which `pingan coverage` tells. ``error``: it
    could not be tried (*why*), which is nobody's merit.
    """

    kind: VerdictKind
    by: str | None = None
    why: str | None = None
    ran: int = 0
    """Scenarios that were asked before that was known."""
    near: tuple[str, ...] = ()
    """Of one that survived: the scenarios that ask about what is changed."""


@frozen
class Tried:
    """A mutant and what became of it; *witness*, of one that survived: a scenario that would notice it."""

    mutant: Mutant
    verdict: Verdict
    witness: str | None = None


@frozen
class Tally:
    """Mutants counted: of a policy, a rule or a mutator."""

    name: str
    killed: int = 0
    survived: int = 0
    equivalent: int = 0
    inexpressible: int = 0
    errors: int = 0

    @property
    def counted(self) -> int:
        """What the score is about."""
        return self.killed + self.survived + self.errors

    @property
    def score(self) -> Fraction:
        return Fraction(self.killed, self.counted) if self.counted else Fraction(1)


@frozen
class MutationReport:
    """What the scenarios of policies notice."""

    policies: tuple[str, ...]
    tried: tuple[Tried, ...]
    scenarios: int
    failing: tuple[str, ...] = ()
    """Scenarios that fail without any change: they kill nothing."""
    made: int = 0
    """Mutants there are; fewer are tried where a sample was asked for, or the work was interrupted."""
    interrupted: bool = False
    registers: Mapping[str, bool] = field(factory=dict)
    """By policy, whether it has a register of clauses: without one, no citation is dropped."""

    @property
    def total(self) -> Tally:
        return tally("", self.tried)

    @property
    def score(self) -> Fraction:
        return self.total.score

    @property
    def survivors(self) -> tuple[Tried, ...]:
        return tuple(t for t in self.tried if t.verdict.kind in ("survived", "error"))

    @property
    def cites(self) -> tuple[Tried, ...]:
        """Dropped citations: the register's to notice, and counted apart."""
        return tuple(t for t in self.tried if t.mutant.mutator == "cite")

    @property
    def by_policy(self) -> tuple[Tally, ...]:
        return self._by([(t.mutant.module, t) for t in self.tried])

    @property
    def by_rule(self) -> tuple[Tally, ...]:
        return self._by([(t.mutant.key, t) for t in self.tried])

    @property
    def by_mutator(self) -> tuple[Tally, ...]:
        return self._by([(t.mutant.mutator, t) for t in self.tried])

    def _by(self, named: list[tuple[str, Tried]]) -> tuple[Tally, ...]:
        found: dict[str, list[Tried]] = {}
        for name, each in named:
            found.setdefault(name, []).append(each)
        return tuple(tally(name, found[name]) for name in sorted(found))


def tally(name: str, tried: tuple[Tried, ...] | list[Tried]) -> Tally:
    """*tried*, counted. Dropped citations are counted apart (`MutationReport.cites`)."""
    kinds = [t.verdict.kind for t in tried if t.mutant.mutator != "cite"]
    return Tally(
        name,
        killed=kinds.count("killed"),
        survived=kinds.count("survived"),
        equivalent=kinds.count("equivalent"),
        inexpressible=kinds.count("inexpressible"),
        errors=kinds.count("error"),
    )
