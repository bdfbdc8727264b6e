"""Which norms an expectation is about."""

from __future__ import annotations

from pingan.model.nodes import ExpectNorm, Policy
from pingan.outcome.nodes import Norm
from pingan.program.conflicts import same
from pingan.program.shapes import scalar
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE


def is_meant(norm: Norm, expected: ExpectNorm, policy: Policy) -> bool:
    """Whether *norm* asks the action that is expected of that bearer, or of a class that the bearer belongs to.

    Of the arguments that are expected, *norm* surely has each; expected not to be, it may have them.
    """
    bearers = policy.vocabulary.classes_of(expected.bearer)
    if norm.action != expected.action or (norm.bearer.name not in bearers and norm.bearer.record not in bearers):
        return False
    given = {argument.name: argument.value for argument in norm.arguments}
    for name, wanted in expected.arguments:
        if name not in given:
            return False
        claim = same(given[name], scalar(wanted.value))
        if not claim & CAN_BE_TRUE or (claim & CAN_BE_FALSE and not expected.negated):
            return False
    return True
