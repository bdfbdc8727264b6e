"""What turns out to be so had been held possible."""

from __future__ import annotations

from collections.abc import Iterator

from pingan.testing.laws.containment import breaks
from pingan.testing.laws.law import Law, Trial


def _looks(trial: Trial) -> Iterator[str]:
    before = trial.facts()
    world = trial.world(before)
    yield from breaks(trial.conclusions(world), trial.conclusions(before))


SOUND = Law(
    "sound",
    (
        "what is so once everything is known was held possible as long as it was not",
        "一切查明之后的结论，在未查明时应是可能的结论之一",
    ),
    _looks,
)
