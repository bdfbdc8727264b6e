"""Facts that are added only rule out: nothing becomes possible by knowing more."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.testing.laws.containment import breaks
from pingan.testing.laws.law import Law, Trial


def _looks(trial: Trial) -> Iterator[str]:
    before = trial.facts()
    added = trial.more(before)
    yield from breaks(trial.conclusions(added), trial.conclusions(before))


MONOTONE = Law(
    "monotone",
    (
        "facts that are added only rule out: whatever is possible after more is known was possible before",
        "补充事实只会排除可能：知道得更多之后仍可能的，之前也可能",
    ),
    _looks,
)
