"""What decides which rules of a program apply by looking facts up: its tables, and what these cannot know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pingan.masks.tables import Tables
from pingan.matching import nodes as matching
from pingan.program.matched_strata import Strata
from pingan.program.tables_of import strata_of, tables_of
from pingan.program.visits import is_light

if TYPE_CHECKING:
    from pingan.program.program import Program


def tables_for(program: Program) -> Tables | None:
    """The tables of *program*; None where its lists or norms have to be counted before anything is decided."""
    vocabulary = program.policy.vocabulary
    members = max(len(vocabulary.actors), *(len(e.members) for e in vocabulary.enums.values()), 1)
    has_set_limits = not is_light(program.graph, members)
    if has_set_limits and not is_light(program.graph, 1):
        return None
    # INVARIANT: strata are compared as the things they are: two that read the same are equal.
    numbers = {id(stratum): number for number, stratum in enumerate(strata_of(program.matching))}

    def untouched(stratum: matching.Stratum) -> int | None:
        return program.strata.untouched(numbers[id(stratum)])

    return tables_of(
        program.matching,
        vocabulary,
        names=program.fact_names,
        dialects=program.environment.dialects,
        untouched=untouched,
        has_set_limits=has_set_limits,
    )


def strata_for(program: Program) -> Strata:
    """What decides the strata of the tables of *program*."""
    return Strata.of(program, strata_of(program.matching))
