"""Who asks a program: what outcomes need to be worked out later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from pingan.outcome.asked import Asked
from pingan.program.answered import Answered
from pingan.program.facts import Facts

if TYPE_CHECKING:
    from pingan.program.program import Program


class Asker:
    """Asks *program*, and says for the record which policies it is with which settings (*asked*)."""

    __slots__ = ("asked", "program")

    def __init__(self, program: Program, asked: Asked | None = None) -> None:
        self.program = program
        self.asked = Asked() if asked is None else asked

    def answer(
        self,
        facts: Facts,
        as_of: date | datetime,
        since: Mapping[str, date | datetime],
        masks: tuple[int, int] | None = None,
    ) -> Answered:
        """What follows from checked *facts*, with nothing masked; worked out when it is asked for."""
        return Answered(self.program, self.program.asked(facts, as_of, since), self.asked)

    def rules_of(self, mask: int) -> tuple[str, ...]:
        """The keys, sorted, of the rules whose bits are set."""
        raise NotImplementedError
