"""What tables decided of facts, as an answer goes on from it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any

from pingan.language.once import Once
from pingan.masks.folding import Folder
from pingan.masks.readers import facts_of


class Decided:
    """A decision (what is not refuted, what is proven, and a copy of the facts) with what makes rules of it."""

    def __init__(self, folder: Folder, decision: tuple[int, int, object]) -> None:
        self._folder = folder
        self._decision = decision

    @Once
    def facts(self) -> Mapping[str, Any]:
        """The facts as they were given, in canonical names."""
        found = facts_of(self._decision[2])
        assert isinstance(found, Mapping)
        return found

    @Once
    def applicable(self) -> tuple[str, ...]:
        """The keys of the rules that surely apply."""
        return self._folder.applicable(self._decision)

    @Once
    def undecided(self) -> tuple[str, ...]:
        """The keys of the rules that may apply, but not surely."""
        may, surely = self._folder.folded(self._decision[0], self._decision[1])
        return self._folder.keys(may & ~surely)

    @Once
    def surely(self) -> Set[str]:
        return frozenset(self.applicable)

    @Once
    def possible(self) -> Set[str]:
        return self.surely | frozenset(self.undecided)
