"""The search: say as little as possible, ask, answer what is open, and leave every way that is refuted at once.

The engine's own answers lead it: what is still open says which facts it waits for, and a goal that is surely missed is
missed whatever else may be said. So nothing of how a policy is written has to be known here: definitions, forms,
functions of libraries are looked through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import count
from typing import Final

from attrs import define, field

from pingan.language.shapes import Truth
from pingan.outcome.nodes import Cause
from pingan.witnesses.looking import Goal, Look, Looker
from pingan.witnesses.nodes import Case
from pingan.witnesses.refining import Refiner, is_beside

SECONDS_WAIT: Final = 4
"""As many open causes as an instant with seconds counts for."""


@define(eq=False)
class Budget:
    """How many questions may still be asked."""

    looker: Looker
    most: int
    begun: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.begun = self.looker.asked

    @property
    def used(self) -> int:
        return self.looker.asked - self.begun

    def is_spent(self) -> bool:
        return self.used >= self.most


def reaching(goal: Goal, starts: Iterable[Case], looker: Looker, refiner: Refiner, budget: Budget) -> Iterator[Case]:
    """Cases that reach *goal* and add to one of *starts*: those that leave least open are followed first.

    Instants that lie a second beside others wait until the plain ones have been followed.
    """
    number = count()
    waiting: list[tuple[int, int, Case, Look | None]] = []

    def consider(case: Case, depth: int) -> Case | None:
        look = looker.look(goal, case)
        if look.truth is Truth.UNDETERMINED and look.causes:
            heappush(waiting, (len(look.causes) + depth, next(number), case, look))
        return case if look.truth is Truth.TRUE else None

    def follow(cases: Iterable[tuple[Case, bool]], depth: int) -> Iterator[Case]:
        for place, (case, beside) in enumerate(cases):
            if budget.is_spent():
                return
            if beside:
                heappush(waiting, (depth + place + SECONDS_WAIT, next(number), case, None))
            elif (found := consider(case, place if not depth else 0)) is not None:
                yield found

    yield from follow(((start, is_beside(start.as_of)) for start in starts), 0)
    while waiting and not budget.is_spent():
        open_still, _, case, look = heappop(waiting)
        if look is not None:
            yield from follow(_refined(case, look.causes, refiner), open_still)
        elif (found := consider(case, 0)) is not None:
            yield found


def _refined(case: Case, causes: Iterable[Cause], refiner: Refiner) -> Iterator[tuple[Case, bool]]:
    """*case* with the first of *causes* answered that there is an answer to, and whether that is second choice."""
    for cause in causes:
        some = False
        for refined, beside in refiner.refined(case, cause):
            some = True
            yield refined, beside
        if some:
            return


def smallest(case: Case, holds: Callable[[Case], bool], smaller: Callable[[Case], Iterator[Case]]) -> Case:
    """*case* made smaller as long as it still *holds*, one step at a time."""
    again = True
    while again:
        again = False
        for less in smaller(case):
            if holds(less):
                case, again = less, True
                break
    return case
