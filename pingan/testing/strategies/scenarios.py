"""Questions to a policy, drawn: facts, an instant, settings, and when rules first held; shown as scenarios to paste."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from attrs import field, frozen

from pingan.boundaries import boundaries_of
from pingan.diagnostics.errors import PolicyError
from pingan.outcome.outcome import Outcome
from pingan.policy import Policy
from pingan.testing.strategies.drawing import Data, Draw, Known
from pingan.testing.strategies.facts import facts, writable_facts
from pingan.testing.strategies.kept import kept
from pingan.testing.strategies.packages import st
from pingan.witnesses import Case, scenario_text

_TITLE: Final = "drawn"


@frozen(repr=False)
class Question:
    """A question to *policy*, in plain data; its ``text`` is a scenario to paste."""

    policy: Policy = field(eq=False)
    facts: Mapping[str, Any]
    as_of: date | datetime
    settings: Mapping[str, object] = field(factory=dict)
    since: Mapping[str, date | datetime] = field(factory=dict)

    @property
    def case(self) -> Case:
        return Case(self.facts, self.as_of, self.settings, self.since)

    @property
    def outcome(self) -> Outcome:
        """What the policy answers."""
        return self.evaluate()

    def evaluate(self, *, show_sensitive: bool = False) -> Outcome:
        """What the policy answers, as `Policy.evaluate` does."""
        return self.policy.evaluate(
            self.facts,
            as_of=self.as_of,
            since=self.since or None,
            settings=self.settings,
            show_sensitive=show_sensitive,
        )

    @property
    def text(self) -> str:
        """The question as a scenario, to which only what is expected must be added.

        What a scenario has no way to write (a set bounded from above, seconds) is shown as the data that it is.
        """
        try:
            return scenario_text(self.policy, self.case, (), _TITLE).rstrip("\n")
        except ValueError:
            return f"{self.case}"

    def __repr__(self) -> str:
        return self.text

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("\n" + self.text + "\n")


def scenarios(policy: Policy, *, where: str | None = None, known: Known = "partly") -> st.SearchStrategy[Question]:
    """Questions to *policy*: facts as `facts` draws them, instants at and around its days and deadlines, parameters set
    that it leaves open, readings chosen, and when rules first held.
    """
    given = writable_facts(policy, known) if where is None else facts(policy, where=where, known=known)
    return _questions(policy, given, kept(policy, "asking", lambda: Asking(policy)))


class Asking:
    """What may be asked of a policy besides its facts."""

    def __init__(self, policy: Policy) -> None:
        found = boundaries_of(policy)
        self.zone = ZoneInfo(policy.zone)
        self.instants = found.instants
        self.policy = policy
        self.values = found.settings
        self.settings = sorted(found.settings)
        self._taken: dict[str, tuple[object, ...]] = {}
        self.rules = tuple(key for key, rule in policy.model.rules.items() if rule.since is None)

    def __repr__(self) -> str:
        return "asking"

    def taken(self, key: str) -> tuple[object, ...]:
        """The values that a parameter may be set to by itself, or the readings that may be chosen."""
        if key not in self._taken:
            self._taken[key] = tuple(value for value in self.values[key] if self._takes(key, value))
        return self._taken[key]

    def _takes(self, key: str, value: object) -> bool:
        try:
            self.policy.with_settings({key: value})
        except PolicyError:
            return False
        return True


@st.composite
def _questions(draw: Draw, policy: Policy, given: st.SearchStrategy[Data], asking: Asking) -> Question:
    settings = {}
    for key in draw(st.lists(st.sampled_from(asking.settings), unique=True, max_size=3)) if asking.settings else ():
        if values := asking.taken(key):
            settings[key] = draw(st.sampled_from(values))
    as_of = draw(st.sampled_from(asking.instants))
    before = [moment for moment in asking.instants if _start(moment, asking.zone) <= _start(as_of, asking.zone)]
    since = {}
    for key in draw(st.lists(st.sampled_from(asking.rules), unique=True, max_size=2)) if asking.rules else ():
        since[key] = draw(st.sampled_from(before))
    return Question(policy, draw(given), as_of, settings, since)


def _start(moment: date | datetime, zone: ZoneInfo) -> datetime:
    """The first instant that *moment* may be."""
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time.min, zone)
