"""The table of states, row by row; and: what is possible of a range is what is possible of its values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from pingan.language.shapes import Interval, Range, exactly
from pingan.outcome.nodes import State
from pingan.program.moments import Moment
from pingan.program.states import Evidence, Modality, rows_of

NOON = datetime(2016, 1, 6, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def at(*hours: int, absent: bool = False) -> Moment:
    """An instant so many hours after noon; two: anywhere between; none: absent."""
    if not hours:
        return Moment(Range(None, True), False, "UTC")
    ends = NOON + hours[0] * HOUR, NOON + hours[-1] * HOUR
    return Moment(Range(Interval(ends[0], ends[1], False, False), absent), False, "UTC")


NOW = at(0)
NEVER = at()


def states(modality: Modality = "must", **evidence: object) -> set[State]:
    numberless = evidence.get("number") is None
    return set(rows_of(Evidence(modality, NOW, **{"numberless": numberless, **evidence})).states)  # type: ignore[arg-type]


@pytest.mark.parametrize("modality", ["must", "should", "must_not", "may", "discretion"])
def test_without_evidence_a_norm_just_applies(modality: Modality) -> None:
    assert states(modality, number=at(1)) == {"applies"}


@pytest.mark.parametrize(
    ("evidence", "must", "should"),
    [
        ({"at": at(-2), "number": at(-1)}, "fulfilled", "fulfilled"),
        ({"at": at(-1), "number": at(-1)}, "fulfilled", "fulfilled"),
        ({"at": at(-1)}, "fulfilled", "fulfilled"),
        ({"at": at(-1), "number": at(-2)}, "late", "fulfilled"),
        ({"at": NEVER, "number": at(1), "since": NEVER}, "pending", "pending"),
        ({"at": NEVER, "number": at(3), "since": at(1)}, "pending", "pending"),
        ({"at": NEVER, "number": at(1)}, "pending", "pending"),
        ({"at": NEVER, "number": at(0)}, "pending", "pending"),
        ({"at": NEVER, "number": at(-1)}, "breached", "due"),
        ({"at": NEVER}, "due", "due"),
        ({"at": NEVER, "since": NEVER}, "pending", "pending"),
        ({"at": at(1), "number": at(-1)}, "breached", "due"),
        ({"when": 1, "number": at(1)}, "fulfilled", "fulfilled"),
        ({"when": 2, "number": at(1)}, "pending", "pending"),
        ({"when": 1, "number": at(-1), "in_time": True}, "fulfilled", "fulfilled"),
        ({"when": 1, "ensured": True}, "fulfilled", "fulfilled"),
        ({"when": 2, "ensured": True}, "breached", "due"),
        ({"when": 1, "number": at(0), "holding": "at_end"}, "pending", "pending"),
        ({"when": 2, "number": at(1), "holding": "at_end"}, "pending", "pending"),
        ({"when": 3, "number": at(1), "holding": "at_end"}, "pending", "pending"),
        ({"when": 1, "number": at(-1), "holding": "at_end"}, "fulfilled", "fulfilled"),
        ({"when": 2, "number": at(-1), "holding": "at_end"}, "breached", "due"),
        ({"when": 2, "holding": "at_end"}, "pending", "pending"),
        ({"when": 1, "number": at(0), "holding": "throughout"}, "pending", "pending"),
        ({"when": 2, "number": at(1), "holding": "throughout"}, "breached", "due"),
        ({"when": 2, "number": at(-1), "holding": "throughout"}, "breached", "due"),
        ({"when": 1, "number": at(-1), "holding": "throughout"}, "fulfilled", "fulfilled"),
        ({"when": 2, "number": at(2), "since": at(1), "holding": "throughout"}, "pending", "pending"),
    ],
)
def test_rows_of_must_and_should(evidence: dict[str, object], must: State, should: State) -> None:
    assert states("must", **evidence) == {must}
    assert states("should", **evidence) == {should}


def test_done_without_a_time_after_the_deadline_is_in_time_or_late() -> None:
    assert states("must", when=1, number=at(-1)) == {"fulfilled", "late"}
    assert states("should", when=1, number=at(-1)) == {"fulfilled"}


def test_what_breaks_a_norm_for_certain() -> None:
    assert states("must_not", breached=1) == {"breached"}
    assert states("must_not", breached=2) == {"fulfilled"}
    assert states("must_not", breached=3) == {"breached", "fulfilled"}
    assert states("must_not", when=1, ensured=True) == {"breached"}
    assert states("must", breached=1, at=at(-1)) == {"breached"}
    assert states("must", breached=2) == {"due"}
    assert states("must", breached=1, at=NEVER, number=at(1)) == {"pending"}
    assert states("should", breached=1, at=NEVER) == {"due"}
    assert states("may", breached=1) == {"applies"}


def test_where_what_it_counts_from_is_absent_nothing_breaks_it_for_certain() -> None:
    assert states("must", breached=1, since=NEVER, numberless=False) == {"pending"}


def test_either_evidence_shows_that_it_was_done() -> None:
    assert states("must", at=NEVER, when=1, number=at(1)) == {"fulfilled"}
    assert states("must", at=at(-1), when=2, number=at(-2)) == {"late"}


def test_a_soft_norm_is_never_breached_or_late() -> None:
    evidence = Evidence("must", NOW, at=at(-3, 1), number=at(-2), numberless=False)
    assert rows_of(evidence).states == {"fulfilled", "late", "breached"}
    assert rows_of(evolve(evidence, soft=True)).states == {"fulfilled", "due"}


def test_a_number_that_changes_no_state_is_no_cause() -> None:
    evidence = Evidence("should", NOW, when=3, number=at(-1, 1), numberless=True, since=NEVER)
    assert rows_of(evidence).states == {"fulfilled", "pending"}
    assert not rows_of(evidence).numbered_or_not
    assert rows_of(evolve(evidence, since=None)).numbered_or_not


hours = st.integers(-3, 3)
moments = st.one_of(
    st.builds(lambda a, b, absent: at(min(a, b), max(a, b), absent=absent), hours, hours, st.booleans()),
    st.just(NEVER),
)
evidences = st.builds(
    Evidence,
    modality=st.sampled_from(["must", "should"]),
    as_of=st.just(NOW),
    when=st.none() | st.integers(1, 3),
    at=st.none() | moments,
    number=moments.filter(lambda m: m.present and not m.absent),
    numberless=st.booleans(),
    since=st.none() | moments,
)


def single(moment: Moment | None) -> list[Moment | None]:
    if moment is None:
        return [None]
    interval = moment.range.interval
    found: list[Moment | None] = [NEVER] if moment.absent else []
    if interval is not None:
        instant: object = interval.low
        while instant <= interval.high:  # type: ignore[operator]
            found.append(Moment(Range(exactly(instant)), False, "UTC"))  # type: ignore[arg-type]
            instant += HOUR  # type: ignore[operator]
    return found


@given(evidences)
def test_the_states_of_ranges_are_those_of_their_values(evidence: Evidence) -> None:
    """Exact to the hour: every state of a world, and no other."""
    found: set[State] = set()
    numbers: list[Moment | None] = [*single(evidence.number), *([None] if evidence.numberless else [])]
    for number in numbers:
        for done in single(evidence.at):
            for since in single(evidence.since):
                for when in [1, 2] if evidence.when == 3 else [evidence.when]:
                    world = evolve(evidence, number=number, numberless=number is None, at=done, since=since, when=when)
                    found |= rows_of(world).states
    assert found == rows_of(evidence).states
