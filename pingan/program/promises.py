"""What authors promise of the cases of a definition, held against the facts: cases that surely hold together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from pingan.language.shapes import Elements, Record, Shape
from pingan.model import nodes as model
from pingan.outcome.nodes import Finding
from pingan.program.conflicts import same
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Frame
from pingan.program.truth import CAN_BE_TRUE, condition


def broken_promises(evaluator: Evaluator, frame: Frame) -> Iterator[Finding]:
    """A finding for every definition (and record that it belongs to) whose promised cases surely hold together.

    Its message numbers the cases, and says for which record: ``2, 3`` or ``2, 3 (region.dams[1])``. A promise
    that may yet be broken is not told: only what holds whatever the unknown facts turn out to be.
    """
    records: dict[str, list[Record]] | None = None
    for key, definition in evaluator.policy.definitions.items():
        if definition.exclusive is None:
            continue
        if definition.variable is None:
            yield from _told(evaluator, key, definition, Frame(frame.situation), "")
            continue
        if records is None:
            records = _records(frame)
        for record in records.get(definition.record or "", ()):
            inner = Frame(frame.situation).bind(definition.variable, record, record.path)
            yield from _told(evaluator, key, definition, inner, f" ({record.path})")


def _told(evaluator: Evaluator, key: str, definition: model.Definition, frame: Frame, where: str) -> Iterator[Finding]:
    holding = [
        (number, case)
        for number, case in enumerate(definition.cases, 1)
        if case.condition is not None and condition(evaluator.value_of(case.condition, frame)) == CAN_BE_TRUE
    ]
    numbers = {number for number, _ in holding} if len(holding) > 1 else set()
    if definition.exclusive == "agreeing" and numbers:
        values = [(number, evaluator.value_of(case.value, frame)) for number, case in holding]
        pairs = [(a, b) for (a, one), (b, other) in combinations(values, 2) if not same(one, other) & CAN_BE_TRUE]
        numbers = {number for pair in pairs for number in pair}
    if numbers:
        yield Finding("cases", key, None, ", ".join(map(str, sorted(numbers))) + where, definition.citations)


def _records(frame: Frame) -> dict[str, list[Record]]:
    """Every record that the facts surely have, by the name of its kind."""
    found: dict[str, list[Record]] = {}
    waiting: list[Shape] = [*reversed(list(frame.situation.facts.values.values()))]
    while waiting:
        shape = waiting.pop()
        if isinstance(shape, Elements) and shape.present and not shape.absent:
            waiting += reversed(shape.elements)
        elif isinstance(shape, Record) and shape.present and not shape.absent:
            found.setdefault(shape.name, []).append(shape)
            waiting += reversed(list(shape.fields.values()))
    return found
