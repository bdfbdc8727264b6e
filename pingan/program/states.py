"""The table of states: every state that a norm may have at the instant of the evaluation, given that it applies."""

from __future__ import annotations

from typing import Literal

from attrs import define, evolve

from pingan.outcome.nodes import State
from pingan.program.moments import Moment, can_be_after, can_be_by
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE

Modality = Literal["must", "should", "may", "discretion", "must_not"]
Holding = Literal["at_end", "throughout"]
States = frozenset[State]
_APPLIES: States = frozenset({"applies"})


@define
class Evidence:
    """What the state of a norm follows from.

    *when* and *breached* are bits, *at* the moment of fulfilment; each None where nothing is written. *in_time* says
    that *when* tests the period judged. *ensured* marks a state that is owed (``ensure`` without a deadline), *when* is
    its test; *holding* says that one with a deadline is judged when that is over, or at every moment until then.
    *number* is the deadline, None where there is none; *numberless* says that there may be none (also: none is
    written, its word is not set). *since* is T where one is written or supplied. *soft* wording is never a breach.
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
    soft: bool = False
    holding: Holding | None = None

    @property
    def is_written(self) -> bool:
        return self.when is not None or self.at is not None or self.breached is not None


@define
class Rows:
    """The states of every row that the values allow, and what they differ by.

    *done_or_not*: both rows where it is done and where it is not. *in_time_or_late*: done at a moment that may be
    in time or not. *undated*: done by a test alone, perhaps after the deadline: nobody says when.
    *begun_or_not*: T may be still to come. *over_or_not*: not done, and open whether the deadline is over.
    *numbered_or_not*: there may be a deadline or none. *broken_or_not*: what breaks it may be so or not.
    """

    states: States
    done_or_not: bool = False
    in_time_or_late: bool = False
    undated: bool = False
    begun_or_not: bool = False
    over_or_not: bool = False
    numbered_or_not: bool = False
    broken_or_not: bool = False

    def __or__(self, other: Rows) -> Rows:
        return Rows(
            self.states | other.states,
            self.done_or_not or other.done_or_not,
            self.in_time_or_late or other.in_time_or_late,
            self.undated or other.undated,
            self.begun_or_not or other.begun_or_not,
            self.over_or_not or other.over_or_not,
            self.numbered_or_not or other.numbered_or_not,
            self.broken_or_not or other.broken_or_not,
        )


_NO_ROWS = Rows(frozenset())


def _softened(rows: Rows) -> Rows:
    """Of wording that can only be attested: what would be a breach is due, what would be late is fulfilled."""
    milder: dict[State, State] = {"breached": "due", "late": "fulfilled"}
    return evolve(rows, states=frozenset(milder.get(s, s) for s in rows.states), in_time_or_late=False, undated=False)


def rows_of(evidence: Evidence) -> Rows:
    """The rows of the table that the values allow."""
    read = _softened if evidence.soft else _as_read
    if evidence.modality in ("may", "discretion") or not evidence.is_written:
        return Rows(_APPLIES)
    if evidence.modality == "must_not":
        return read(_of_prohibition(evidence))
    if evidence.number is None:
        # Without a number because T is absent, a deadline is still written: nothing breaks it for certain.
        return read(_without_number(evidence) if evidence.numberless else _rows(evidence, None))
    numbered = read(_rows(evidence, evidence.number))
    if not evidence.numberless:
        return numbered
    numberless = read(_without_number(evidence))
    # Where T is still to come, say, the same is so with a number and without: then the number is no cause.
    return numbered | numberless | Rows(frozenset(), numbered_or_not=numbered.states != numberless.states)


def _as_read(rows: Rows) -> Rows:
    return rows


def _of_prohibition(evidence: Evidence) -> Rows:
    claim = evidence.when if evidence.ensured else evidence.breached
    if claim is None:
        return Rows(_APPLIES)
    found: set[State] = set()
    if claim & CAN_BE_TRUE:
        found.add("breached")
    if claim & CAN_BE_FALSE:
        found.add("fulfilled")
    return Rows(frozenset(found), done_or_not=evidence.ensured, broken_or_not=not evidence.ensured)


def _without_number(evidence: Evidence) -> Rows:
    """What breaks a `must` for certain breaks it whatever else is so."""
    if evidence.modality != "must" or evidence.breached is None:
        return _rows(evidence, None)
    found = _rows(evidence, None) if evidence.breached & CAN_BE_FALSE else _NO_ROWS
    if evidence.breached & CAN_BE_TRUE:
        broken = Rows(frozenset({"breached"}), broken_or_not=bool(evidence.breached & CAN_BE_FALSE))
        found = found | broken
    return found


def _rows(evidence: Evidence, number: Moment | None) -> Rows:
    if evidence.ensured:
        return _of_ensured(evidence)
    if evidence.holding is not None:
        return _of_holding(evidence, number)
    found = _NO_ROWS
    at, when = evidence.at, evidence.when
    may_be_undone = True
    if at is not None:
        found = _done_at(evidence, at, number)
        may_be_undone = at.absent or can_be_after(at, evidence.as_of)
    if may_be_undone and when is not None:
        if when & CAN_BE_TRUE:
            found = found | _done_sometime(evidence, number)
        may_be_undone = bool(when & CAN_BE_FALSE)
    if not may_be_undone:
        return found
    return found | _not_done(evidence, number) | Rows(frozenset(), done_or_not=bool(found.states))


def _of_ensured(evidence: Evidence) -> Rows:
    assert evidence.when is not None
    found: set[State] = {"fulfilled"} if evidence.when & CAN_BE_TRUE else set()
    if evidence.when & CAN_BE_FALSE:
        found.add("breached" if evidence.modality == "must" else "due")
    return Rows(frozenset(found), done_or_not=len(found) > 1)


def _of_holding(evidence: Evidence, number: Moment | None) -> Rows:
    """What is ensured at the end, or throughout: before the end the one is not judged, and the other not fulfilled."""
    assert evidence.when is not None
    since, now = evidence.since, evidence.as_of
    to_come = since is not None and (since.absent or can_be_after(since, now))
    begun = since is None or can_be_by(since, now)
    running, over = number is None or can_be_by(now, number), number is not None and can_be_after(now, number)
    holds, fails = bool(evidence.when & CAN_BE_TRUE), bool(evidence.when & CAN_BE_FALSE)
    is_throughout = evidence.holding == "throughout"
    found: set[State] = {"pending"} if running and (holds or not is_throughout) else set()
    if over and holds:
        found.add("fulfilled")
    if fails and (over or is_throughout):
        found.add("breached" if evidence.modality == "must" else "due")
    if not begun:
        return Rows(frozenset({"pending"}))
    return Rows(
        frozenset({*found, "pending"} if to_come else found),
        done_or_not=holds and fails and (over or is_throughout),
        begun_or_not=to_come and found != {"pending"},
        over_or_not=running and over and (holds or not is_throughout),
    )


def _done_at(evidence: Evidence, at: Moment, number: Moment | None) -> Rows:
    """Done by as_of: in time if it may be by the deadline (or nothing counts yet), late if after it."""
    found: set[State] = set()
    # A deadline is absent where what it counts from is: then nothing done is late.
    if (number is None or number.absent) and can_be_by(at, evidence.as_of):
        found.add("fulfilled")
    if number is not None and can_be_by(at, number, evidence.as_of):
        found.add("fulfilled")
    if number is not None and can_be_after(at, number, evidence.as_of):
        found.add(_late(evidence))
    return Rows(frozenset(found), in_time_or_late=len(found) > 1)


def _done_sometime(evidence: Evidence, number: Moment | None) -> Rows:
    """Done, nobody says when: after the deadline it may have been late."""
    in_time = Rows(frozenset({"fulfilled"}))
    if number is None or evidence.in_time or evidence.modality != "must":
        return in_time
    if not can_be_after(evidence.as_of, number):
        return in_time
    over_or_not = can_be_by(evidence.as_of, number)
    return Rows(frozenset({"fulfilled", "late"}), undated=True, over_or_not=over_or_not)


def _late(evidence: Evidence) -> State:
    return "late" if evidence.modality == "must" else "fulfilled"


def _not_done(evidence: Evidence, number: Moment | None) -> Rows:
    found: set[State] = set()
    since = evidence.since
    to_come = False
    if since is not None:
        to_come = since.absent or can_be_after(since, evidence.as_of)
        if to_come:
            found.add("pending")
        if not can_be_by(since, evidence.as_of):
            return Rows(frozenset(found))
    if number is None:
        return Rows(frozenset({*found, "due"}), begun_or_not=to_come)
    in_time, over = can_be_by(evidence.as_of, number), can_be_after(evidence.as_of, number)
    if in_time:
        found.add("pending")
    if over:
        found.add("breached" if evidence.modality == "must" else "due")
    return Rows(frozenset(found), begun_or_not=to_come and over, over_or_not=in_time and over)
