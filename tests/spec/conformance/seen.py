"""An answer as cases see it: the same form for the reference, the program, an artifact and a batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from pingan.language.shapes import Range, Shape, Truth
from pingan.model.nodes import Rule
from pingan.outcome.nodes import Cause
from pingan.outcome.outcome import Outcome
from tests.reference import Decision, Rules

Because = frozenset[tuple[str, str]]
"""What is waited for: kind (``fact`` for whatever facts could tell) and subject."""


@frozen
class SeenNorm:
    """One norm."""

    rule: str
    depth: int
    action: str | None
    elements: tuple[str, ...]
    period: tuple[date, date] | None
    bearer: str
    modality: str
    states: frozenset[str]
    because: Because
    deadline: tuple[Any, Any] | None
    shortfall: Range | None
    about: Mapping[str, Shape] = field(eq=False)


@frozen
class Seen:
    """One answer."""

    norms: tuple[SeenNorm, ...]
    values: Mapping[str, tuple[Shape | None, Because]]
    conflicts: Mapping[tuple[str, str], Truth]
    policies: Mapping[str, tuple[Truth, Truth]]
    unmeasured: frozenset[str]
    promises: frozenset[tuple[str, tuple[int, ...], str]]
    applies: frozenset[str]
    undecided: frozenset[str]
    """Keys of the rules that surely apply, and of those of which it is open."""


def of_decision(decision: Decision, reading: Rules) -> Seen:
    """What the reference says; *reading* is the same question, for whether whole rules apply."""
    holds = {rule.key: holding(rule, reading) for rule in reading.policy.rules.values()}
    by_key = {n.key: n.rule for n in decision.norms}
    return Seen(
        norms=tuple(
            SeenNorm(
                n.rule, n.depth, n.action, n.elements, n.period, n.bearer, n.modality, n.states, because(n.causes),
                n.deadline, n.shortfall, dict(n.arguments),
            )
            for n in decision.norms
        ),
        values={key: (shape, because(causes)) for key, (shape, causes) in decision.definitions.items()},
        conflicts={(by_key[a], by_key[b]): holds for (a, b), holds in decision.conflicts.items()},  # type: ignore[index]
        policies={name: (scope, force) for name, (scope, force, _) in decision.policies.items()},
        unmeasured=frozenset(n.rule for n in decision.norms if n.nothing_to_measure),
        promises=frozenset((key, cases, path) for key, path, cases in decision.promises),
        applies=frozenset(key for key, each in holds.items() if frozenset({True}) in each),
        undecided=frozenset(k for k, each in holds.items() if frozenset({True}) not in each and any(map(any, each))),
    )  # fmt: skip


def holding(rule: Rule, reading: Rules) -> list[frozenset[bool]]:
    """Whether *rule* applies, for each element that it is about."""
    found = []
    for b in reading.each(rule):
        applies = reading.holds(reading.applicability(rule, b), b)
        listed = all(element.surely for element in b.values())
        found.append(applies if listed else applies | {False})
    return found


def of_outcome(outcome: Outcome, applies: Iterable[str] | None = None, undecided: Iterable[str] | None = None) -> Seen:
    """What the program says; *applies* and *undecided* if somebody else said it of the rules."""
    conflicts = {}
    for conflict in outcome.conflicts:
        pair = [outcome.norms[conflict.left], outcome.norms[conflict.right]]
        one, against = (f"{n.policy}.{n.rule}" for n in sorted(pair, key=lambda n: n.modality == "must_not"))
        conflicts[one, against] = conflict.holds
    return Seen(
        norms=tuple(
            SeenNorm(
                f"{n.policy}.{n.rule}", n.depth, n.action, tuple(e.name for e in n.elements), n.period, n.bearer.name,
                n.modality, n.states, because(n.causes),
                (n.deadline.earliest, n.deadline.latest) if n.deadline else None, n.shortfall,
                {a.name: a.value for a in n.arguments},
            )
            for n in outcome.norms
        ),
        values={f.subject: (f.value, because(f.causes)) for f in outcome.findings if f.kind == "definition"},
        conflicts=conflicts,
        policies={p.name: (p.in_scope, p.in_force) for p in outcome.policies},
        unmeasured=frozenset(f.subject for f in outcome.findings if f.kind == "nothing_to_measure"),
        promises=frozenset(promise(f.subject, f.message) for f in outcome.findings if f.kind == "cases"),
        applies=frozenset(outcome.applicable_rules if applies is None else applies),
        undecided=frozenset(outcome.undecided_rules if undecided is None else undecided),
    )  # fmt: skip


def promise(subject: str, message: str) -> tuple[str, tuple[int, ...], str]:
    """The cases of a promise that is broken, out of the words of its finding: ``2, 3 (hospitals[1])``."""
    numbers, _, path = message.partition(" (")
    return subject, tuple(int(n) for n in numbers.split(", ")), path.rstrip(")")


def because(causes: Iterable[Cause]) -> Because:
    """Causes as cases write them."""
    facts = ("missing", "bounded", "open", "judgement")
    return frozenset(("fact" if c.kind in facts else c.kind, c.subject) for c in causes)
