"""Which questions an outcome asks, as its users call for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from pingan.language.stack import with_room
from pingan.outcome.answer import Answer
from pingan.outcome.explanation import key_called
from pingan.outcome.nodes import Norm
from pingan.outcome.questions import Question


def next_questions(
    outcome: Answer, limit: int | None, goals: str | Norm | Iterable[str | Norm] | None, without: Collection[str]
) -> tuple[Question, ...]:
    """See `Outcome.next_questions`."""
    if limit is not None and limit < 0:
        raise ValueError("a limit is not negative")
    rules = None
    if goals is not None:
        several = (goals,) if isinstance(goals, str | Norm) else tuple(goals)
        rules = frozenset(_rule(outcome, goal) for goal in several)
    return with_room(lambda: outcome.questions(limit, rules, without))


def _rule(outcome: Answer, goal: str | Norm) -> str:
    key = goal.rule_key if isinstance(goal, Norm) else key_called(outcome.model, goal)
    if key not in outcome.model.rules:
        raise KeyError(f"`{key}` is no rule")
    return key
