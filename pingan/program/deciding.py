"""What decides which rules of a program apply by looking facts up: its tables, and what these cannot know."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from pingan.masks.tables import Tables
from pingan.matching import nodes as matching
from pingan.matching.from_graph import matching_of
from pingan.program.facts import Facts
from pingan.program.frame import Frame, Situation
from pingan.program.rules import bindings, standings
from pingan.program.tables_of import strata_of, tables_of
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, condition
from pingan.program.visits import is_light

if TYPE_CHECKING:
    from pingan.program.program import Program

Strata = Callable[[Sequence[int], object, object], Sequence[int]]
"""What strata (by number) are, given facts and the instant of the evaluation: bits."""

_ANY_INSTANT: Final = datetime(2000, 1, 1, tzinfo=UTC)
_NOTHING: Final = Facts({}, {}, (), (), {}, "")


def tables_for(program: Program) -> Tables | None:
    """The tables of *program*; None where its lists or norms have to be counted before anything is decided."""
    if not is_light(program.graph, 1):
        return None
    vocabulary = program.policy.vocabulary
    members = max(len(vocabulary.actors), *(len(e.members) for e in vocabulary.enums.values()), 1)
    nothing = program.asked(_NOTHING, _ANY_INSTANT, {})
    found = matching_of(program.graph)

    def untouched(stratum: matching.Stratum) -> int | None:
        return None if stratum.instant else _values(program, [stratum], nothing)[0]

    return tables_of(
        found,
        vocabulary,
        names=program.fact_names,
        dialects=program.environment.dialects,
        untouched=untouched,
        has_set_limits=not is_light(program.graph, members),
    )


def strata_for(program: Program) -> Strata:
    """What decides the strata of the tables of *program*."""
    strata = strata_of(matching_of(program.graph))

    def decide(numbers: Sequence[int], facts: object, as_of: object) -> Sequence[int]:
        assert isinstance(as_of, date)
        situation = program.asked(program.checked(facts, as_of), as_of, {})
        return _values(program, [strata[n] for n in numbers], situation)

    return decide


def _values(program: Program, strata: Sequence[matching.Stratum], situation: Situation) -> Sequence[int]:
    frame = Frame(situation)
    rules = {stratum.rule for stratum in strata if stratum.rule is not None}
    found = bindings(program, frame, standings(program, frame), rules) if rules else {}
    values = []
    for stratum in strata:
        if stratum.expression is not None:
            values.append(condition(program.value_of(stratum.expression, frame)))
        else:
            assert stratum.rule is not None
            values.append(_any([binding.applies for binding in found[stratum.rule]]))
    return values


def _any(claims: Sequence[int]) -> int:
    can_be_true = CAN_BE_TRUE if any(claim & CAN_BE_TRUE for claim in claims) else 0
    return can_be_true | (0 if CAN_BE_TRUE in claims else CAN_BE_FALSE)
