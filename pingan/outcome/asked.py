"""What was asked, as the record of an answer needs it; and who answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from attrs import field, frozen

if TYPE_CHECKING:
    from pingan.outcome.answer import Answer


class AskedFacts(Protocol):
    """The facts that a question was asked about, as its record needs them."""

    @property
    def masked(self) -> tuple[str, ...]: ...

    @property
    def shown(self) -> Mapping[str, object]: ...

    @property
    def text(self) -> str: ...


def _none() -> Mapping[str, str]:
    return {}


@frozen(eq=False)
class Asked:
    """Which policies a question was put to, with which settings, and the digests of their registers of clauses."""

    policies: tuple[str, ...] = ()
    settings: Mapping[str, object] = field(factory=dict)
    _registers: Callable[[], Mapping[str, str]] = field(default=_none, repr=False)

    @property
    def registers(self) -> Mapping[str, str]:
        """SHA-256 (hex) by name of module."""
        return self._registers()

    def __reduce__(self) -> tuple[object, ...]:
        return _unpickled, (self.policies, dict(self.settings), dict(self.registers))


def _unpickled(policies: tuple[str, ...], settings: Mapping[str, object], registers: Mapping[str, str]) -> Asked:
    return Asked(policies, settings, lambda: registers)


class Answering(Protocol):
    """Who works an answer out when an outcome is first asked for it. Must be picklable for outcomes to be."""

    def answer(
        self,
        facts: Any,
        as_of: date | datetime,
        since: Mapping[str, date | datetime],
        decision: tuple[int, int, object] | None,
    ) -> Answer:
        """What follows from checked *facts*, or from those that a decision was made of; nothing masked."""
        ...

    def applicable(self, decision: tuple[int, int, object]) -> tuple[str, ...]:
        """The keys of the rules that surely apply, sorted."""
        ...

    def undecided(self, decision: tuple[int, int, object]) -> tuple[str, ...]:
        """The keys of the rules that may apply, but not surely."""
        ...
