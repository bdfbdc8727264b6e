"""What one record comes to by itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pingan.diagnostics.errors import FactError
from pingan.program.facts import check_facts
from pingan.program.frame import Frame
from pingan.program.program import Program
from pingan.program.rules import bindings, standings
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, either

Decided = tuple[set[str], set[str]] | tuple[str, ...]


def decided(program: Program, data: Any, as_of: date | datetime, zone: str) -> Decided:
    """The rules that surely apply, and those that may; or where the facts are wrong."""
    try:
        facts = check_facts(data, program.policy.vocabulary, as_of=as_of, zone=zone)
    except FactError as error:
        return tuple(sorted(problem.path for problem in error.problems))
    frame = Frame(program.asked(facts, as_of, {}))
    surely, possibly = set(), set()
    for key, found in bindings(program, frame, standings(program, frame)).items():
        claim = CAN_BE_FALSE
        for binding in found:
            claim = either(claim, binding.applies)
        if claim & CAN_BE_TRUE:
            possibly.add(key)
        if claim == CAN_BE_TRUE:
            surely.add(key)
    return surely, possibly
