"""Time alone takes nothing back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from pingan.language.shapes import Truth
from pingan.outcome.nodes import Norm
from pingan.outcome.outcome import Outcome
from pingan.testing.laws.conclusions import NormConclusion, conclusions_of
from pingan.testing.laws.containment import states_text
from pingan.testing.laws.said import Said

PASSING: Final = (
    "as time alone passes, what was fulfilled or late stays so, what was breached is breached or late, and nothing is "
    "pending again, as long as the norm applies and its deadline stands",
    "仅时间推移时，只要规定仍适用、期限未变，已履行或逾期履行的不再改变，违反的仍为违反或逾期履行，开始后不再回到未开始",
)
"""The law in English and in Chinese."""

_AFTER: Final[Mapping[str, frozenset[str]]] = {
    "none": frozenset({"none"}),
    "applies": frozenset({"applies"}),
    "pending": frozenset({"pending", "due", "breached", "fulfilled", "late"}),
    # What was told may be of a later day: what is due or breached now is fulfilled, or late, when that day has come.
    "due": frozenset({"due", "breached", "fulfilled", "late"}),
    "fulfilled": frozenset({"fulfilled"}),
    "late": frozenset({"late"}),
    "breached": frozenset({"breached", "late"}),
}


def taken_back(earlier: Outcome, later: Outcome) -> Iterator[str]:
    """What *later* takes back of *earlier*, which is of the same facts and an earlier instant.

    Both are to be made with ``show_sensitive=True``. What follows a miss (`otherwise`) starts only then, what is
    forbidden may yet be done, and rules may stop to apply as time passes: none of these is looked at.
    """
    before = _by_key(earlier)
    for key, (now, norm) in _by_key(later).items():
        was = before[key][1] if key in before else None
        if (
            was is None
            or was.depth
            or was.modality == "must_not"
            or not (_stands(was) and _stands(norm))
            or was.deadline != norm.deadline
        ):
            continue
        possible = frozenset[str]().union(*(_AFTER[state] for state in was.states))
        if "fulfilled" in possible and {"fulfilled", "late"} <= norm.states:
            possible |= {"late"}  # `fulfilled when` after the deadline says that it was done, and not when
        if not norm.states <= possible:
            first, second = frozenset[str](was.states), frozenset[str](norm.states)
            yield Said(
                f"{now} was {states_text(first)}, and now is {states_text(second)}",
                f"{now.chinese}原为{states_text(first, 'zh')}，现为{states_text(second, 'zh')}",
            )


def _by_key(outcome: Outcome) -> dict[object, tuple[NormConclusion, Norm]]:
    concluded = conclusions_of(outcome).norms
    return {c.key: (c, norm) for c, norm in zip(concluded, outcome.norms, strict=True)}


def _stands(norm: Norm) -> bool:
    """Whether it surely applies and it is known by when."""
    deadline = norm.deadline
    return norm.applicable is Truth.TRUE and (deadline is None or deadline.earliest == deadline.latest)
