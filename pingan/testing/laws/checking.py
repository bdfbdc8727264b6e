"""Laws tried on a policy: as a call, or as tests of pytest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from time import monotonic
from typing import Any

from attrs import define, field

import pingan
from pingan.boundaries import boundaries_of
from pingan.policy import Policy
from pingan.source import Source
from pingan.testing.laws.law import Law, Trial
from pingan.testing.laws.places import Places
from pingan.testing.laws.table import LAWS, laws_named
from pingan.testing.laws.telling import LawError, law_text
from pingan.testing.strategies.packages import hypothesis, st

Target = Policy | str | Path | Source
_SHRINKING = 60.0
"""Seconds that the search for smaller facts takes at most, once a law was found not to hold."""
_TOLD = 5
"""Differences that a law which does not hold tells."""


def check_laws(
    policy: Target,
    *,
    laws: Sequence[Law | str] = LAWS,
    max_examples: int | None = None,
    settings: Mapping[str, object] | None = None,
    profile: Any = None,
) -> None:
    """Tries every one of *laws* (or of those called so) on *policy*, on facts that are drawn from what it reads.

    *policy* is one that was loaded, or what `load` takes; *settings* are its parameters and readings. Each law is tried
    on *max_examples* questions, else on as many as *profile* (`hypothesis.settings`; None: the current ones) says.
    Raises LawError (an AssertionError) for the first law that does not hold: with the law in words, the smallest facts
    that were found as a `scenario` to paste, and what is not as it should be.
    """
    asked = _loaded(policy, settings)
    places = Places(asked)
    for law in laws_named(laws):
        try_law(law, asked, max_examples=max_examples, profile=profile, places=places)


def try_law(
    law: Law,
    policy: Policy,
    *,
    max_examples: int | None = None,
    profile: Any = None,
    places: Mapping[str, Policy] | None = None,
) -> None:
    """Tries one law on *policy*, as `check_laws` does. *places* are where else it is asked (None: everywhere)."""
    elsewhere = Places(policy) if places is None else places
    moments, search = instants(policy), _Search()

    def tried(data: st.DataObject) -> None:
        as_of, since = data.draw(moments, label="as of"), {}
        if data.draw(st.integers(0, 3), label="since") == 3:
            since = dict.fromkeys(policy.model.rules, as_of)
        trial = Trial(policy, data.draw, as_of, since, elsewhere, watch=search.watch)
        with search.noting(trial):
            look(law, trial)

    # Examples that failed are kept by this name.
    tried.__name__ = tried.__qualname__ = re.sub(r"\W", "_", f"law_{law.name}_{'_'.join(policy.names)}")
    chosen: dict[str, Any] = {} if max_examples is None else {"max_examples": max_examples}
    check = hypothesis.HealthCheck
    used = hypothesis.settings(
        profile,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=[check.too_slow, check.data_too_large, check.filter_too_much, check.differing_executors],
        **chosen,
    )
    try:
        used(hypothesis.given(st.data())(tried))()
    except BrokenError as broken:
        raise LawError(str(broken)) from None


@define
class _Search:
    """The search for the smallest facts on which a law does not hold; it ends some time after the first were found."""

    failed: set[str] = field(factory=set)
    until: float = 0.0

    @contextmanager
    def noting(self, trial: Trial) -> Iterator[None]:
        """Notes on what the law does not hold."""
        try:
            yield
        except BrokenError:
            self.failed.add(self._said(trial))
            self.until = self.until or monotonic() + _SHRINKING
            raise

    def watch(self, trial: Trial) -> None:
        """Gives up what was not tried before, once time is over: of a large policy the search would take very long."""
        # INVARIANT: what failed once fails again, or Hypothesis would take the law for one that depends on chance.
        if self.until and monotonic() > self.until and self._said(trial) not in self.failed:
            hypothesis.reject()

    def _said(self, trial: Trial) -> str:
        return repr((trial.as_of, sorted(trial.since), trial.shown.get("facts")))


class BrokenError(AssertionError):
    """A law does not hold: on what it was tried, and what is not as it should be."""

    def __init__(self, law: Law, trial: Trial, found: tuple[str, ...]) -> None:
        super().__init__(law.name, found)
        self.law, self.trial, self.found = law, trial, found

    def __str__(self) -> str:
        # Said when it is shown: the search for smaller facts raises it hundreds of times.
        return law_text(self.law, self.trial, self.found)


def look(law: Law, trial: Trial) -> None:
    """Tries *law* on *trial* alone, in a property of one's own. Raises BrokenError when it does not hold."""
    found = tuple(islice(law.looks(trial), _TOLD))
    if found:
        raise BrokenError(law, trial, found)


def laws_of(
    policy: Target,
    *,
    laws: Sequence[Law | str] = LAWS,
    max_examples: int | None = None,
    settings: Mapping[str, object] | None = None,
    profile: Any = None,
) -> Callable[..., None]:
    """A test for pytest, once for each of *laws*; the arguments are those of `check_laws`.

    ``test_laws = laws_of("policies/flood.rules")`` in a test module is all that it takes.
    """
    import pytest

    loaded: list[tuple[Policy, Places]] = []

    @pytest.mark.pingan_law
    @pytest.mark.parametrize("law", [pytest.param(law, id=law.name) for law in laws_named(laws)])
    def test_laws(law: Law) -> None:
        if not loaded:
            asked = _loaded(policy, settings)
            loaded.append((asked, Places(asked)))
        asked, places = loaded[0]
        try_law(law, asked, max_examples=max_examples, profile=profile, places=places)

    return test_laws


def instants(policy: Policy) -> st.SearchStrategy[date | datetime]:
    """Instants and days at which the answers of *policy* may change, an ordinary day first."""
    found = boundaries_of(policy).instants
    return st.sampled_from(found)


def _loaded(policy: Target, settings: Mapping[str, object] | None) -> Policy:
    if isinstance(policy, Policy):
        return policy.with_settings(settings) if settings else policy
    return pingan.load(policy, settings=settings)
