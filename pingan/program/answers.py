"""One evaluation: where each policy stands, which rules hold for what, and every norm judged."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from pingan.program.evaluator import Evaluator
from pingan.program.frame import Binding, Frame, Situation
from pingan.program.judged import Judged
from pingan.program.norms import judged_norms
from pingan.program.rules import Standing, bindings, standings


@frozen(eq=False)
class Answers:
    """Everything that one evaluation worked out, before it is reported. *norms* are sorted."""

    frame: Frame
    policies: Mapping[str, Standing]
    bindings: Mapping[str, tuple[Binding, ...]]
    norms: tuple[Judged, ...]


def answers(evaluator: Evaluator, situation: Situation) -> Answers:
    """All norms of an evaluation (used again, with other readings, to tell what rests on a reading)."""
    frame = Frame(situation)
    # In dependency order, so that no definition has to go down a chain of others.
    for key in evaluator.policy.definitions:
        if evaluator.policy.definitions[key].variable is None:
            evaluator.definition(key, frame)
    policies = standings(evaluator, frame)
    bound = bindings(evaluator, frame, policies)
    found = [
        norm
        for key in sorted(bound)
        for binding in bound[key]
        if not binding.left_out
        for norm in judged_norms(evaluator, binding)
    ]
    return Answers(frame, policies, bound, tuple(sorted(found, key=lambda j: j.norm.key)))
