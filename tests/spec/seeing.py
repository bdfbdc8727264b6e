"""What a story can see of an answer, the reference's and the program's alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from attrs import frozen

from pingan.language.shapes import Members, Range, Shape, Truth
from pingan.outcome.outcome import Outcome
from tests.reference import Decision


@frozen
class SeenNorm:
    """One norm of one rule."""

    rule: str
    action: str | None
    elements: tuple[str, ...]
    depth: int
    period: tuple[date, date] | None
    bearer: str
    modality: str
    told: frozenset[str]
    """Whom its action is about: the actors among its arguments."""
    states: frozenset[str]
    causes: frozenset[str]
    deadline: tuple[Any, Any] | None
    shortfall: Range | None


@frozen
class Seen:
    """An answer: norms, values of definitions, conflicts by rule, rules with nothing to measure."""

    norms: tuple[SeenNorm, ...]
    values: dict[str, tuple[Shape | None, frozenset[str]]]
    conflicts: dict[tuple[str, str], Truth]
    unmeasured: frozenset[str]
    promises: frozenset[str]
    """Definitions whose cases hold together though it was promised that they do not."""
    outcome: Outcome | None


def of_decision(decision: Decision) -> Seen:
    """What the reference says."""
    norms = tuple(
        SeenNorm(
            _short(n.rule), n.action, n.elements, n.depth, n.period, n.bearer, n.modality,
            _told(shape for _, shape in n.arguments), n.states, _subjects(n.causes), n.deadline, n.shortfall,
        )
        for n in decision.norms
    )  # fmt: skip
    by_key = {n.key: _short(n.rule) for n in decision.norms}
    return Seen(
        norms,
        {_short(key): (shape, _subjects(causes)) for key, (shape, causes) in decision.definitions.items()},
        {(by_key[left], by_key[right]): holds for (left, right), holds in decision.conflicts.items()},  # type: ignore[index]
        frozenset(_short(n.rule) for n in decision.norms if n.nothing_to_measure),
        frozenset(
            f"{_short(key)} {', '.join(map(str, cases))}{f' ({path})' if path else ''}"
            for key, path, cases in decision.promises
        ),
        None,
    )


def of_outcome(outcome: Outcome) -> Seen:
    """What the program says."""
    norms = tuple(
        SeenNorm(
            n.rule, n.action, tuple(e.name for e in n.elements), n.depth, n.period, n.bearer.name, n.modality,
            _told(a.value for a in n.arguments), n.states, _subjects(n.causes),
            (n.deadline.earliest, n.deadline.latest) if n.deadline else None, n.shortfall,
        )
        for n in outcome.norms
    )  # fmt: skip
    conflicts = {}
    for conflict in outcome.conflicts:
        pair = sorted(
            (outcome.norms[conflict.left], outcome.norms[conflict.right]), key=lambda n: n.modality == "must_not"
        )
        conflicts[pair[0].rule, pair[1].rule] = conflict.holds
    defined = [f for f in outcome.findings if f.kind == "definition"]
    return Seen(
        norms,
        {_short(f.subject): (f.value, _subjects(f.causes)) for f in defined},
        conflicts,
        frozenset(_short(f.subject) for f in outcome.findings if f.kind == "nothing_to_measure"),
        frozenset(f"{_short(f.subject)} {f.message}" for f in outcome.findings if f.kind == "cases"),
        outcome,
    )


def _told(arguments: Iterable[Shape]) -> frozenset[str]:
    shown = (str(v) for a in arguments if isinstance(a, Members) and a.values is not None for v in a.values)
    return frozenset(v for v in shown if v.isidentifier())


def _short(key: str) -> str:
    return key.rpartition(".")[2]


def _subjects(causes: Any) -> frozenset[str]:
    """What is waited for: paths of facts, and other things by their name or their kind."""
    named = {
        "first_held": "when the rule first held",
        "calendar": "the calendar's end",
        "time_of_day": "the time of day",
    }
    shown = (
        named.get(c.kind) or (f"{c.kind} {_short(c.subject)}" if c.kind in ("parameter", "reading") else c.subject)
        for c in causes
    )
    return frozenset(shown)
