"""The table of states: every state that a norm may have at the instant of the evaluation, given that it applies."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from pingan.outcome.nodes import State
from pingan.program.moments import Moment, can_be_after, can_be_by
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE

Modality = Literal["must", "should", "may", "discretion", "must_not"]
States = frozenset[State]
_APPLIES: States = frozenset({"applies"})


@frozen
class Evidence:
    """What the state of a norm follows from.

    *when* and *breached* are bits, *at* the moment of fulfilment; each None where nothing is written. *in_time* says
    that *when* tests the period judged. *ensured* marks a state that is owed (``ensure`` without a deadline), *when* is
    its test. *number* is the deadline, None where there is none; *numberless* says that there may be none (also: none
    is written, its word is not set). *since* is T where one is written or supplied.
    """

    modality: Modality
    as_of: Moment
    when: int | None = None
    at: Moment | None = None
    breached: int | None = None
    in_time: bool = False
    ensured: bool = False
    number: Moment | None = None
    numberless: bool = True
    since: Moment | None = None

    @property
    def is_written(self) -> bool:
        return self.when is not None or self.at is not None or self.breached is not None


def states(evidence: Evidence) -> States:
    """The states of every row of the table that the values allow."""
    if evidence.modality in ("may", "discretion") or not evidence.is_written:
        return _APPLIES
    if evidence.modality == "must_not":
        return _of_prohibition(evidence)
    found: set[State] = set()
    if evidence.number is not None:
        found |= _rows(evidence, evidence.number)
    if evidence.numberless:
        found |= _without_number(evidence)
    return frozenset(found)


def _of_prohibition(evidence: Evidence) -> States:
    claim = evidence.when if evidence.ensured else evidence.breached
    if claim is None:
        return _APPLIES
    found: set[State] = set()
    if claim & CAN_BE_TRUE:
        found.add("breached")
    if claim & CAN_BE_FALSE:
        found.add("fulfilled")
    return frozenset(found)


def _without_number(evidence: Evidence) -> set[State]:
    """What breaks a `must` for certain breaks it whatever else is so."""
    if evidence.modality != "must" or evidence.breached is None:
        return _rows(evidence, None)
    found: set[State] = {"breached"} if evidence.breached & CAN_BE_TRUE else set()
    return found | (_rows(evidence, None) if evidence.breached & CAN_BE_FALSE else set())


def _rows(evidence: Evidence, number: Moment | None) -> set[State]:
    if evidence.ensured:
        return _of_ensured(evidence)
    found: set[State] = set()
    at = evidence.at
    if at is not None:
        found |= _done_at(evidence, at, number)
        if not at.absent and not can_be_after(at, evidence.as_of):
            return found
    if evidence.when is None:
        return found | _not_done(evidence, number)
    if evidence.when & CAN_BE_TRUE:
        found |= _done_sometime(evidence, number)
    if evidence.when & CAN_BE_FALSE:
        found |= _not_done(evidence, number)
    return found


def _of_ensured(evidence: Evidence) -> set[State]:
    assert evidence.when is not None
    found: set[State] = {"fulfilled"} if evidence.when & CAN_BE_TRUE else set()
    if evidence.when & CAN_BE_FALSE:
        found.add("breached" if evidence.modality == "must" else "due")
    return found


def _done_at(evidence: Evidence, at: Moment, number: Moment | None) -> set[State]:
    """Done by as_of: in time if it may be by the deadline (or nothing counts yet), late if after it."""
    found: set[State] = set()
    to_come = evidence.since is not None and evidence.since.absent
    if number is None or to_come:
        if can_be_by(at, evidence.as_of):
            found.add("fulfilled")
        if number is None:
            return found
    if can_be_by(at, number, evidence.as_of):
        found.add("fulfilled")
    if can_be_after(at, number, evidence.as_of):
        found.add(_late(evidence))
    return found


def _done_sometime(evidence: Evidence, number: Moment | None) -> set[State]:
    """Done, nobody says when: after the deadline it may have been late."""
    found: set[State] = {"fulfilled"}
    if number is not None and not evidence.in_time and can_be_after(evidence.as_of, number):
        found.add(_late(evidence))
    return found


def is_undated(evidence: Evidence) -> bool:
    """Whether the norm may be done by a test alone, after the deadline: then nobody says whether it was in time."""
    if evidence.when is None or evidence.ensured or evidence.in_time or evidence.modality != "must":
        return False
    number = evidence.number
    return bool(evidence.when & CAN_BE_TRUE) and number is not None and can_be_after(evidence.as_of, number)


def _late(evidence: Evidence) -> State:
    return "late" if evidence.modality == "must" else "fulfilled"


def _not_done(evidence: Evidence, number: Moment | None) -> set[State]:
    found: set[State] = set()
    since = evidence.since
    if since is not None:
        if since.absent or can_be_after(since, evidence.as_of):
            found.add("pending")
        if not can_be_by(since, evidence.as_of):
            return found
    if number is None:
        return found | {"due"}
    if can_be_by(evidence.as_of, number):
        found.add("pending")
    if can_be_after(evidence.as_of, number):
        found.add("breached" if evidence.modality == "must" else "due")
    return found
