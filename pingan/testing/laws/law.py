"""A law: what must be so of every policy, in words, and what looks whether it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

import attrs
from attrs import define, field, frozen

from pingan.diagnostics.errors import FactError
from pingan.language.dialect import Language, in_chinese
from pingan.outcome.outcome import Outcome
from pingan.policy import Policy
from pingan.testing.laws.conclusions import Conclusions, conclusions_of
from pingan.testing.strategies.facts import additions, canonical, completions, facts
from pingan.testing.strategies.packages import hypothesis, st

T = TypeVar("T")
Data = dict[str, Any]


class Draw(Protocol):
    """Draws a value of a strategy, as `hypothesis.strategies.data` does."""

    def __call__(self, strategy: st.SearchStrategy[T], label: Any = None) -> T: ...


@frozen
class Law:
    """What must be so of every policy.

    *looks* is given a `Trial`, draws what it needs, and returns what is not as the law has it: a line each, none where
    it holds. *says* is the law in English and in Chinese.
    """

    name: str
    says: tuple[str, str]
    looks: Callable[[Trial], Iterable[str]] = field(repr=False)

    def said(self, language: Language) -> str:
        return self.says[in_chinese(language)]


@define(eq=False)
class Trial:
    """One question that a law is tried on: a policy, facts, an instant. What is drawn is kept, to be shown."""

    policy: Policy
    draw: Draw
    as_of: date | datetime
    since: Mapping[str, date | datetime] = attrs.Factory(dict)
    """When rules first held, by key."""
    places: Mapping[str, Policy] = attrs.Factory(dict)
    """The same policy elsewhere, by where: printed, out of an artifact, with its declarations in another order."""
    conclude: Callable[[Trial, Data], Conclusions] | None = None
    """Who draws conclusions from facts; None: the policy."""
    thorough: bool = False
    """Whether laws look at everything that there is to look at, not at some of it: for small policies."""
    watch: Callable[[Trial], None] | None = None
    """Told as soon as the first facts are drawn."""
    shown: dict[str, Data] = attrs.Factory(dict)
    """The facts that have been asked about, by what they are."""

    def facts(self, label: str = "facts") -> Data:
        """Facts that the policy may be asked about: known, bounded, open, or not given."""
        found = self._fitting(label, facts(self.policy))
        if self.watch is not None:
            self.watch(self)
        return found

    def more(self, given: Data, label: str = "facts added") -> Data:
        """Facts that add to *given*."""
        return self._fitting(label, additions(self.policy, given))

    def world(self, given: Data, label: str = "completed") -> Data:
        """A world that *given* allows: nothing that the policy reads is unknown in it."""
        return self._fitting(label, completions(self.policy, given))

    def show(self, label: str, data: Data) -> Data:
        """Remembers *data*, so that a law that does not hold shows it."""
        self.shown[label] = data
        return data

    def outcome(self, data: object, policy: Policy | None = None) -> Outcome:
        """What *policy* (this one) answers."""
        asked = self.policy if policy is None else policy
        return asked.evaluate(data, as_of=self.as_of, since=dict(self.since) or None, show_sensitive=True)

    def conclusions(self, data: Data) -> Conclusions:
        """What follows from *data*."""
        return conclusions_of(self.outcome(data)) if self.conclude is None else self.conclude(self, data)

    def some(self, of: Iterable[T], most: int = 3) -> list[T]:
        """Some of *of*, *most* at most (all of them, if the trial is thorough)."""
        given = list(of)
        if len(given) <= most or self.thorough:
            return given
        places = st.lists(st.integers(0, len(given) - 1), min_size=1, max_size=most, unique=True)
        return [given[place] for place in self.draw(places)]

    def _fitting(self, label: str, strategy: st.SearchStrategy[Data]) -> Data:
        drawn = self.draw(strategy)
        try:
            return self.show(label, canonical(self.policy.model, drawn))
        except FactError:
            hypothesis.reject()
            raise
