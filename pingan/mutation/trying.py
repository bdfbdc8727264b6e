"""One mutant tried, whatever process does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, evolve, frozen

from pingan.model import nodes as m
from pingan.mutation.differences import Seeker
from pingan.mutation.equivalence import proof
from pingan.mutation.killing import verdict_of
from pingan.mutation.nodes import Mutant, Verdict
from pingan.mutation.stages import Stages
from pingan.mutation.witnessing import Suspect, titled, witnesses
from pingan.policy import Policy


@frozen
class Found:
    """What became of a mutant, and, of one that survived, the scenario that would notice it."""

    verdict: Verdict
    witness: str | None = None


@define(eq=False)
class Trier:
    """Tries mutants of *policy*; with *seeks*, a scenario is looked for that would notice those that survive."""

    policy: Policy
    stages: Stages
    mutants: Sequence[Mutant]
    seeks: bool
    _cited: Mapping[str, int] | None = None
    _titles: Mapping[str, str] | None = None
    _seeker: Seeker | None = None

    def tried(self, mutants: Sequence[Mutant]) -> list[Found]:
        """What becomes of each of *mutants*."""
        verdicts = [self.judged(mutant) for mutant in mutants]
        found: Mapping[str, str] = {}
        if self.seeks:
            survived = [
                m for m, v in zip(mutants, verdicts, strict=True) if v.kind == "survived" and m.mutator != "cite"
            ]
            try:
                found = self._witnesses(survived)
            except Exception as error:  # a verdict stands without a witness, but nobody shall think that there is none
                why = f"looking for a scenario that notices it failed: {type(error).__name__}: {error}"
                verdicts = [evolve(v, why=why) if m in survived else v for m, v in zip(mutants, verdicts, strict=True)]
        return [Found(v, found.get(m.id)) for m, v in zip(mutants, verdicts, strict=True)]

    def judged(self, mutant: Mutant) -> Verdict:
        """What becomes of *mutant*. What goes wrong in our own code is nobody's merit: it is told as an error."""
        try:
            if mutant.mutator == "cite":
                return self._register(mutant)
            return self._noticed(mutant)
        except Exception as error:
            return Verdict("error", why=f"{type(error).__name__}: {error}")

    def _noticed(self, mutant: Mutant) -> Verdict:
        found = verdict_of(mutant, self.stages)
        if found.kind != "survived":
            return found
        if mutant.is_told_only:
            return evolve(found, kind="inexpressible")
        why = proof(mutant, self.policy.model)
        return found if why is None else evolve(found, kind="equivalent", why=why)

    def _witnesses(self, survived: Sequence[Mutant]) -> Mapping[str, str]:
        if self._seeker is None:
            self._seeker = Seeker(self.policy, self.stages)
            self._titles = titled(self.mutants, self.policy)
        titles = self._titles or {}
        suspects = []
        for mutant in survived:
            differing = self._seeker.difference(mutant)
            if differing is not None:
                suspects.append(Suspect(mutant, *differing, titles[mutant.id]))
        return witnesses(self.policy, suspects)

    def _register(self, mutant: Mutant) -> Verdict:
        """A clause that is cited nowhere else would be missing: `pingan coverage` tells that."""
        if self._cited is None:
            self._cited = citing(self.policy)
        dropped = {
            citation.clause
            for edit in mutant.edits
            if isinstance(edit.old, tuple)
            for citation in edit.old
            if not (isinstance(edit.new, tuple) and citation in edit.new)
        }
        alone = [clause for clause in sorted(dropped) if self._cited.get(clause, 0) <= 1]
        return Verdict("register", why=", ".join(alone)) if alone else Verdict("survived")


def citing(policy: Policy) -> dict[str, int]:
    """How many declarations cite each clause."""
    found: dict[str, set[tuple[int, str]]] = {}
    declarations: list[m.Rule | m.Definition] = [*policy.model.rules.values(), *policy.model.definitions.values()]
    for declared in declarations:
        for citation in declared.citations:
            # What a clause form made of one declaration cites together.
            found.setdefault(citation.clause, set()).add((declared.span.start, declared.module))
    return {clause: len(places) for clause, places in found.items()}
