"""One evaluation: where each policy stands, which rules hold for what, and every norm judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from datetime import date
from itertools import islice
from typing import Final

from attrs import frozen

from pingan.diagnostics.errors import FactError, FactProblem
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Binding, Frame, Situation
from pingan.program.judged import Judged
from pingan.program.norms import judged_norms
from pingan.program.rules import Standing, bindings, standings

MAXIMUM_DUTIES: Final = 100_000
"""Norms that the window of a calendar of duties may hold."""


@frozen(eq=False)
class Bound:
    """Where every policy stands, and which rules hold for what."""

    frame: Frame
    policies: Mapping[str, Standing]
    bindings: Mapping[str, tuple[Binding, ...]]


@frozen(eq=False)
class Answers(Bound):
    """Everything that one evaluation worked out, before it is reported. *norms* are sorted."""

    norms: tuple[Judged, ...]


def answers(evaluator: Evaluator, situation: Situation, rules: Set[str] | None = None) -> Answers:
    """All norms of an evaluation (used again, with other readings, to tell what rests on a reading), or of *rules*.

    Raises FactError when a situation with a window has more than 100,000.
    """
    return judged(evaluator, bound(evaluator, situation, rules), rules)


def bound(evaluator: Evaluator, situation: Situation, rules: Set[str] | None = None) -> Bound:
    """All rules, or *rules* and those that override one of them."""
    frame = Frame(situation)
    # In dependency order, so that no definition has to go down a chain of others.
    for key in evaluator.policy.definitions if rules is None else ():
        if evaluator.policy.definitions[key].variable is None:
            evaluator.definition(key, frame)
    policies = standings(evaluator, frame)
    return Bound(frame, policies, bindings(evaluator, frame, policies, rules))


def judged(evaluator: Evaluator, bound: Bound, rules: Set[str] | None = None) -> Answers:
    """The norms of all rules that are *bound*, or of *rules* among them."""
    bindings, window = bound.bindings, bound.frame.situation.window
    keys = evaluator.rules_in_order if rules is None else evaluator.in_order(rules & bindings.keys())
    found: list[Judged] = []
    for key in keys:
        norms = (
            norm
            for binding in bindings.get(key, ())
            if not binding.left_out
            for norm in judged_norms(evaluator, binding)
        )
        of_rule = list(norms) if window is None else _bounded(norms, len(found), *window)
        if len(of_rule) > 1:
            of_rule.sort(key=lambda each: each.norm.key)
        found += of_rule
    return Answers(bound.frame, bound.policies, bindings, tuple(found))


def _bounded(norms: Iterator[Judged], before: int, start: date, end: date) -> list[Judged]:
    """The norms of a rule, *before* which there are others already."""
    found = list(islice(norms, MAXIMUM_DUTIES - before + 1))
    if before + len(found) > MAXIMUM_DUTIES:
        message = f"more than {MAXIMUM_DUTIES:,} duties lie between {start} and {end}"
        raise FactError((FactProblem("end", message, "ask for fewer years at a time", "too-many-elements"),))
    return found
