"""What was seen of conditions and rules, as plain data that can be put together in any order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from attrs import define, field

from pingan.scenario_coverage.effects import BIT

FORMAT: Final = "pingan.scenario_coverage.recorded/1"


@define(eq=False)
class Seen:
    """Sets of outcomes (`effects.BIT`).

    *conditions*: by name, what it was seen to be, and what its decision was where it was true and mattered, and where
    it was false and mattered. *rules*: whether it applied. *definitions*: those whose value was looked at.
    *scenarios*: by where each stands, whether it passed.
    """

    scenarios: dict[str, bool] = field(factory=dict)
    conditions: dict[str, list[int]] = field(factory=dict)
    rules: dict[str, int] = field(factory=dict)
    definitions: set[str] = field(factory=set)

    def condition(self, name: str, claim: int, effect: int, outcome: int) -> None:
        """The condition *name* was *claim* in a decision that was *outcome*."""
        found = self.conditions.setdefault(name, [0, 0, 0])
        found[0] |= BIT[claim]
        # It matters where the decision, and all that is looked at behind it, would be otherwise with the opposite.
        if claim in (1, 2) and effect & BIT[3 - claim]:
            found[claim] |= BIT[outcome]

    def mattered(self, name: str, found: Sequence[int]) -> None:
        """The condition *name*, which was seen, mattered as *found* says."""
        mine = self.conditions.setdefault(name, [0, 0, 0])
        for place, outcomes in enumerate(found):
            mine[place] |= outcomes

    def rule(self, key: str, claim: int) -> None:
        self.rules[key] = self.rules.get(key, 0) | BIT[claim]

    def to_data(self) -> dict[str, Any]:
        """Plain JSON data, sorted."""
        return {
            "format": FORMAT,
            "scenarios": dict(sorted(self.scenarios.items())),
            "conditions": {name: list(found) for name, found in sorted(self.conditions.items())},
            "rules": dict(sorted(self.rules.items())),
            "definitions": sorted(self.definitions),
        }

    def add(self, data: Mapping[str, Any]) -> None:
        """Puts *data* (of `to_data`) to it. Raises ValueError for data of another form."""
        if data.get("format") != FORMAT:
            raise ValueError(f"the data is not of the form {FORMAT}")
        for name, passed in data["scenarios"].items():
            self.scenarios[name] = self.scenarios.get(name, True) and passed
        for name, given in data["conditions"].items():
            self.mattered(name, given)
        for key, bits in data["rules"].items():
            self.rules[key] = self.rules.get(key, 0) | bits
        self.definitions |= set(data["definitions"])


def merged(recordings: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """All *recordings* together, in whatever order and however often one is among them.

    Raises ValueError for data of another form.
    """
    found = Seen()
    for data in recordings:
        found.add(data)
    return found.to_data()
