"""The search: say as little as possible, ask, answer what is open, and leave every way that is refuted at once.

The engine's own answers lead it: what is still open says which facts it waits for, and a goal that is surely missed is
missed whatever else may be said. So nothing of how a policy is written has to be known here: definitions, forms,
functions of libraries are looked through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import count

from attrs import define, field

from pingan.language.shapes import Truth
from pingan.outcome.nodes import Cause
from pingan.witnesses.looking import Goal, Look, Looker
from pingan.witnesses.nodes import Case
from pingan.witnesses.refining import Refiner


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
    """Cases that reach *goal* and add to one of *starts*: those that leave least open are followed first."""
    number = count()
    waiting: list[tuple[int, int, Case, Look]] = []

    def consider(case: Case, depth: int) -> Case | None:
        look = looker.look(goal, case)
        if look.truth is Truth.UNDETERMINED and look.causes:
            heappush(waiting, (len(look.causes) + depth, next(number), case, look))
        return case if look.truth is Truth.TRUE else None

    for place, start in enumerate(starts):
        if budget.is_spent():
            return
        found = consider(start, place)
        if found is not None:
            yield found
    while waiting and not budget.is_spent():
        _, _, case, look = heappop(waiting)
        for refined in _refined(case, look.causes, refiner):
            if budget.is_spent():
                return
            found = consider(refined, 0)
            if found is not None:
                yield found


def _refined(case: Case, causes: Iterable[Cause], refiner: Refiner) -> Iterator[Case]:
    """*case* with the first of *causes* answered that there is an answer to."""
    for cause in causes:
        some = False
        for refined in refiner.refined(case, cause):
            some = True
            yield refined
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
