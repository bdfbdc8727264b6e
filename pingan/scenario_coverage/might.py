"""The states that a norm would have if it applied otherwise, or if what shows of it were otherwise."""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from attrs import define, evolve

from pingan.model.nodes import Ensure
from pingan.program.judged import Judged
from pingan.program.states import rows_of
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, bits, both, negated

_MISSED: Final = frozenset({"late", "breached"})
_APPLIES: Final = frozenset({"applies"})
_UNKNOWN: Final = frozenset({"?"})
"""Stands for the states of a norm that does not apply, if it did: they were not worked out."""


def missed_of(states: Set[str]) -> int:
    """Whether a norm that has these states was missed (bits)."""
    return bits(bool(states & _MISSED), bool(states - _MISSED))


@define(eq=False)
class Might:
    """*judged*, whether its bearer *exists* and whether there would be nothing to measure (bits), and the norm *above*
    whose miss it follows from.
    """

    judged: Judged
    exists: int
    unmeasured: int
    above: Might | None = None

    @property
    def limb(self) -> int:
        """What decides whether it applies: its rule, or that the norm above was missed."""
        missed, binding = self.judged.missed, self.judged.instance.binding
        return binding.holds if missed is None else missed_of(missed.norm.states)

    def with_limb(self, limb: int) -> frozenset[str]:
        """The states if that were *limb*."""
        return self.states(applies=self._applies(limb))

    def with_rule(self, holds: int) -> frozenset[str]:
        """The states if the rule were *holds* for its element."""
        return self.with_limb(holds if self.above is None else missed_of(self.above.with_rule(holds)))

    def _applies(self, limb: int) -> int:
        rest = self.exists
        if self.judged.missed is None:
            rest = both(rest, self.judged.instance.binding.exists)
        return both(limb, rest)

    def states(
        self, *, applies: int | None = None, when: int | None = None, breached: int | None = None
    ) -> frozenset[str]:
        """The states if that were so, everything else as it is."""
        owed = both(self._applies(self.limb) if applies is None else applies, negated(self.unmeasured))
        found: frozenset[str] = frozenset()
        if owed & CAN_BE_TRUE:
            found = self._rows(when, breached)
        return found | {"none"} if owed & CAN_BE_FALSE else found

    def _rows(self, when: int | None, breached: int | None) -> frozenset[str]:
        norm, evidence = self.judged.instance.norm, self.judged.evidence
        if evidence is None:
            written = (norm.fulfilled_when, norm.fulfilled_at, norm.breached_when, norm.breached_at)
            bare = not isinstance(norm.duty, Ensure) and all(part is None for part in written)
            return _APPLIES if bare or norm.modality in ("may", "discretion") else _UNKNOWN
        if when is not None:
            evidence = evolve(evidence, when=when)
        if breached is not None and (norm.breached_at is None or breached == CAN_BE_TRUE):
            evidence = evolve(evidence, breached=breached)
        return frozenset(rows_of(evidence).states)
