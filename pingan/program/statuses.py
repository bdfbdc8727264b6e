"""Where each policy stands: its level, whether its scope holds, whether it is in force, and what took its place."""

from __future__ import annotations

from datetime import date

from pingan.graph.from_model import policy_in_force_test, replaced_test
from pingan.language.shapes import PeriodBounds
from pingan.model import nodes as model
from pingan.model.layers import standing
from pingan.outcome.nodes import PolicyStatus, Succession
from pingan.program.answers import Bound
from pingan.program.causes import Walk, sorted_causes
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Frame
from pingan.program.truth import condition, truth


def policy_statuses(evaluator: Evaluator, found: Bound) -> tuple[PolicyStatus, ...]:
    """The status of every policy, in the order of their names."""
    places = standing(evaluator.headers)
    return tuple(_status(evaluator, header, found, places[header.name]) for header in evaluator.headers.values())


def _status(evaluator: Evaluator, header: model.Header, found: Bound, place: int) -> PolicyStatus:
    standing = found.policies[header.name]
    walk = Walk(evaluator)
    walk.condition(header.scope, found.frame)
    walk.condition(policy_in_force_test(header), found.frame)
    return PolicyStatus(
        name=header.name,
        label=header.label,
        version=header.version,
        document=header.document,
        digest=header.digest,
        in_scope=truth(standing.scope),
        in_force=truth(standing.in_force),
        causes=sorted_causes(walk.causes),
        level=header.level,
        place=place,
        extends=header.extends,
        replaces=header.replaces,
        replaced_by=tuple(succession(evaluator, replacement, found.frame) for replacement in header.replaced_by),
    )


def succession(evaluator: Evaluator, replacement: model.Replacement, frame: Frame) -> Succession:
    """Whether *replacement* has taken place."""
    period = evaluator.value_of(replacement.in_force.period, frame)
    first: date | None = None
    if isinstance(period, PeriodBounds) and period.present and not period.absent:
        interval = period.start.interval
        if interval is not None and interval.single and not period.start.absent and isinstance(interval.low, date):
            first = interval.low
    holds = truth(condition(evaluator.value_of(replaced_test(replacement), frame)))
    return Succession(replacement.policy, first, holds)
