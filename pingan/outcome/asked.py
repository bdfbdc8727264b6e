"""What was asked, as the record of an answer needs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from attrs import field, frozen


class AskedFacts(Protocol):
    """The facts that a question was asked about, as its record needs them."""

    @property
    def masked(self) -> tuple[str, ...]: ...

    @property
    def shown(self) -> Mapping[str, object]: ...

    @property
    def text(self) -> str: ...


@frozen
class Asked:
    """Which policies a question was put to, with which settings, and the digests of their registers of clauses."""

    policies: tuple[str, ...] = ()
    settings: Mapping[str, object] = field(factory=dict)
    registers: Mapping[str, str] = field(factory=dict)
