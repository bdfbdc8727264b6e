"""Interviews held with somebody who knows what a fact file says, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pingan import Outcome, Policy
from pingan.interview import Interview
from pingan.interview.given import elements, value_at
from pingan.language.types import ListType, RecordType
from pingan.outcome.questions import Question

Data = Mapping[str, Any]


def known_of(question: Question, hidden: Data) -> object:
    """What somebody who knows *hidden* answers. Raises KeyError where it is not known."""
    value = value_at(hidden, question.path)
    if question.kind == "existence":
        return None if value is None else {}
    if isinstance(question.type, ListType) and isinstance(question.type.element, RecordType):
        listed: list[Any] = [{} for _ in elements(value)]
        return {**value, "known": listed} if isinstance(value, Mapping) else listed
    return value


def held(policy: Policy, hidden: Data, as_of: Any, most: int = 2_000, **how: Any) -> Interview:
    """The interview to its end. Every answer, and every `not known`, is the last about its fact."""
    interview = Interview.of(policy, as_of=as_of, **how)
    asked: set[str] = set()
    while (question := interview.question) is not None:
        assert question.path not in asked, f"asked twice: {question.path}"
        asked.add(question.path)
        assert len(asked) <= most
        try:
            answer = known_of(question, hidden)
        except KeyError:
            interview = interview.not_known()
        else:
            interview = interview.answered(answer)
    return interview


def decided(outcome: Outcome) -> dict[object, frozenset[str]]:
    """The states of every norm that may apply, by what it is about."""
    return {
        (n.policy, n.rule, n.place, n.depth, tuple(e.path for e in n.elements), n.period, n.bearer.name): n.states
        for n in outcome.norms
        if n.states != {"none"}
    }
