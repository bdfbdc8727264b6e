"""What tables decide, beside what the rules say, each worked out as it is written."""

from __future__ import annotations

from datetime import date, datetime

from pingan.diagnostics.errors import FactError
from pingan.masks.decider import Decider
from pingan.masks.folding import Folder
from pingan.program.deciding import strata_for, tables_for
from pingan.program.facts import Facts
from pingan.program.frame import Frame
from pingan.program.program import Program
from pingan.program.rules import bindings, standings
from pingan.program.visits import check_visits

Applying = dict[str, tuple[bool, bool]]
"""By rule, whether it may apply and whether it surely does."""


def decider_of(program: Program) -> Decider:
    tables = tables_for(program)
    assert tables is not None
    return Decider(tables, strata_for(program))


def as_written(program: Program, facts: Facts, as_of: date | datetime) -> Applying:
    """What the rules say."""
    frame = Frame(program.asked(facts, as_of, {}))
    return {
        key: (any(b.applies & 1 for b in found), any(b.applies == 1 for b in found))
        for key, found in bindings(program, frame, standings(program, frame)).items()
    }


def as_looked_up(decider: Decider, decision: tuple[int, int, object]) -> Applying:
    """What a decision says."""
    may, surely = Folder(decider.tables).folded(decision[0], decision[1])
    keys = decider.tables.keys
    return {key: (bool(may >> n & 1), bool(surely >> n & 1)) for n, key in enumerate(keys)}


def agree(program: Program, decider: Decider, data: object, as_of: date | datetime) -> bool:
    """Whether *decider* decides *data* at all; if so, it is as the rules say, and the check finds nothing wrong."""
    decision = decider.decide(data, as_of)
    if decision is None:
        return False
    try:
        facts = program.checked(data, as_of)
        check_visits(program.graph, facts)
    except FactError as error:
        raise AssertionError(f"accepted, though {error}") from error
    assert as_looked_up(decider, decision) == as_written(program, facts, as_of)
    again = program.checked(decider.facts_of(decision[2]), as_of)
    assert again.data == facts.data
    return True
