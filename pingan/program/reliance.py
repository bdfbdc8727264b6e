"""Which conclusions rest on how an unclear text is read: those that another reading would change."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from pingan.language.shapes import Shape
from pingan.language.stack import with_room
from pingan.outcome.nodes import Norm, Reliance
from pingan.program.answers import answers
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Situation


def reliances(evaluator: Evaluator, situation: Situation, norms: Sequence[Norm]) -> tuple[Reliance, ...]:
    """Every interpretation that the policy asks for, with the indexes of the norms that one other reading changes."""
    return with_room(lambda: tuple(_reliance(evaluator, situation, norms, key) for key in evaluator.readings_read))


def _reliance(evaluator: Evaluator, situation: Situation, norms: Sequence[Norm], key: str) -> Reliance:
    interpretation = evaluator.policy.interpretations[key]
    used = situation.readings.get(key)
    changed: set[int] = set()
    for reading in interpretation.readings:
        if reading.name != used:
            changed |= _changes(evaluator, situation, norms, key, reading.name)
    by = "default" if used is not None and interpretation.chosen is None else "set" if used is not None else "nobody"
    return Reliance(key, interpretation.question, used, by, tuple(sorted(changed)))


def _changes(evaluator: Evaluator, situation: Situation, norms: Sequence[Norm], key: str, reading: str) -> set[int]:
    slots: list[Shape | None] = [None] * len(situation.slots)
    other = evolve(situation, readings={**situation.readings, key: reading}, slots=slots, memory={})
    states = {judged.norm.key: judged.norm.states for judged in answers(evaluator, other).norms}
    return {index for index, norm in enumerate(norms) if states.get(norm.key) != norm.states}
