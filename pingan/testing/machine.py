"""A desk that a policy is asked at, as a state machine: facts are told one after another, and time passes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

import pingan
from pingan.boundaries import boundaries_of
from pingan.diagnostics.errors import FactError
from pingan.outcome.outcome import Outcome
from pingan.policy import Policy
from pingan.source import Source
from pingan.testing.lately import lately
from pingan.testing.laws.conclusions import conclusions_of
from pingan.testing.laws.containment import breaks
from pingan.testing.laws.monotone import MONOTONE
from pingan.testing.laws.passing import PASSING, taken_back
from pingan.testing.laws.telling import LawError, broken_text
from pingan.testing.strategies.facts import additions
from pingan.testing.strategies.packages import st
from pingan.witnesses import Case

_WAITS = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 72, 24 * 8, 24 * 31, 24 * 366))


class PolicyMachine(RuleBasedStateMachine):
    """A case at a desk: it opens with nothing known, facts are told one after another, and time passes.

    A subclass says which `policy`, a loaded one or what `pingan.load` takes; ``TestDesk = Desk.TestCase`` makes it a
    test for pytest or unittest. At every step the answer is held against the one before: what is told rules out and
    never takes back, and time alone takes back nothing. For a system of one's own the methods `opened`, `told`,
    `waited` and `answered` are there to be overridden: call the system in them, and compare.
    """

    policy: ClassVar[Policy | str | Path | Source]

    facts: dict[str, Any]
    """What has been told, as a fact file."""
    as_of: datetime
    """What time it is."""
    outcome: Outcome
    """What the policy answers now."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = _loaded(type(self))
        self.facts = {}

    # --- to be overridden ---------------------------------------------------------------------------------------------

    def opened(self) -> None:
        """A case was opened, at `as_of`; nothing is known of it."""

    def told(self, before: Mapping[str, Any]) -> None:
        """Facts were told: *before* was known, now it is `facts`."""

    def waited(self, before: datetime) -> None:
        """Time has passed from *before* to `as_of`; no fact was told."""

    def answered(self) -> None:
        """The policy was asked again: `outcome` is its answer. Called after each of the other three."""

    # --- steps --------------------------------------------------------------------------------------------------------

    @initialize(data=st.data())
    def open(self, data: st.DataObject) -> None:
        """A case is opened on one of the days on which the policy's answers may change."""
        self.as_of = data.draw(st.sampled_from(_moments(self.asked)), label="at")
        self.outcome = self._answer(self.facts)
        self.opened()
        self.answered()

    @rule(data=st.data())
    def tell(self, data: st.DataObject) -> None:
        """Somebody tells more: a fact, a bound, an element, or all that there is to know."""
        before, earlier = self.facts, self.outcome
        told = data.draw(additions(self.asked, before), label="told")
        if data.draw(st.booleans(), label="lately"):
            told = lately(told, before, self.asked.model, self.as_of, lambda ago: data.draw(st.sampled_from(ago)))
        try:
            self.outcome = self._answer(told)
        except FactError:  # of a determination that is later than now
            return
        self.facts = told
        self._hold("monotone", MONOTONE.says, breaks(conclusions_of(self.outcome), conclusions_of(earlier)), before)
        self.told(before)
        self.answered()

    @rule(data=st.data())
    def wait(self, data: st.DataObject) -> None:
        """Time passes: some hours or days, or until just before, on or just after the next deadline."""
        before, earlier = self.as_of, self.outcome
        moments = [before + wait for wait in _WAITS]
        for end in _deadlines(earlier, before)[:3]:
            moments += [moment for moment in (end - _SECOND, end, end + _SECOND) if moment > before]
        self.as_of = data.draw(st.sampled_from(sorted(set(moments))), label="until")
        self.outcome = self._answer(self.facts)
        self._hold("passing", PASSING, taken_back(earlier, self.outcome), self.facts, before)
        self.waited(before)
        self.answered()

    # --- what every step does -----------------------------------------------------------------------------------------

    def _answer(self, facts: Mapping[str, Any]) -> Outcome:
        return self.asked.evaluate(facts, as_of=self.as_of, show_sensitive=True)

    def _hold(
        self,
        name: str,
        says: tuple[str, str],
        found: Iterable[str],
        before: Mapping[str, Any],
        earlier: datetime | None = None,
    ) -> None:
        broken = list(itertools.islice(found, 5))
        if broken:
            cases = {"before": Case(before, earlier or self.as_of), "after": Case(self.facts, self.as_of)}
            raise LawError(broken_text(name, says, self.asked, broken, cases))


_SECOND = timedelta(seconds=1)
_LOADED: dict[type[PolicyMachine], Policy] = {}
"""The policies of machines that were loaded by name: a machine is made for every example."""


def _loaded(machine: type[PolicyMachine]) -> Policy:
    policy = machine.policy
    if isinstance(policy, Policy):
        return policy
    if machine not in _LOADED:
        _LOADED[machine] = pingan.load(policy)
    return _LOADED[machine]


def _moments(policy: Policy) -> tuple[datetime, ...]:
    zone = ZoneInfo(policy.zone)
    return tuple(_moment(instant, zone, time(9)) for instant in boundaries_of(policy).instants)


def _moment(instant: date | datetime, zone: ZoneInfo, at: time) -> datetime:
    return instant if isinstance(instant, datetime) else datetime.combine(instant, at, zone)


def _deadlines(outcome: Outcome, after: datetime) -> list[datetime]:
    """The deadlines of what may apply, the next one first."""
    found = set()
    for norm in outcome.applicable_norms:
        for end in () if norm.deadline is None else (norm.deadline.earliest, norm.deadline.latest):
            if end is not None:
                found.add(_moment(end, ZoneInfo(norm.zone), time(23, 59, 59)).astimezone(UTC))
    return sorted(end for end in found if end >= after)
