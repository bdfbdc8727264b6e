"""Who asks a program: decides at once what tables decide, and has outcomes worked out later.

It is light: nothing of the program is imported, or made, before a question takes it.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; `typing` would cost more than all the rest of this file
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime
    from typing import Any, Protocol

    from pingan.masks.decider import Decider
    from pingan.masks.folding import Folder
    from pingan.masks.tables import Tables
    from pingan.outcome.asked import Asked
    from pingan.outcome.outcome import Decision
    from pingan.program.answered import Answered
    from pingan.program.program import Program

    class Owner(Protocol):
        """Whose questions these are: a policy, or a program by itself."""

        @property
        def program(self) -> Program: ...
        @property
        def tables(self) -> Tables | None:
            """What decides; None where nothing can be decided by looking facts up."""
            ...

        @property
        def has_tables(self) -> bool:
            """Whether they are there, and need not be made."""
            ...

        @property
        def asked(self) -> Asked:
            """Which policies it is with which settings, for the record."""
            ...


_SOON = 2
"""The question for which tables are made: whoever asks once is answered sooner without."""
_OFTEN = 32
"""The question for which functions are made of them."""


class Asker:
    """Asks for *owner*. Safe to share between threads: what two of them work out at once is equal."""

    __slots__ = ("_decider", "_folder", "_owner", "_questions", "applicable", "decide")

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._decider: Decider | None = None
        self._folder: Folder | None = None
        self._questions = 0
        self.decide: Callable[[object, object], Decision | None] = self._first
        """What tables say of facts at an instant; None: the facts have to be checked, and looked at each time."""
        self.applicable: Callable[[Decision], tuple[str, ...]] = self._applicable
        """The keys of the rules that surely apply by a decision, sorted."""

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self._owner.program, self._owner.asked)

    def _first(self, facts: object, as_of: object) -> Decision | None:
        self._questions += 1
        if self._questions < _SOON and not self._owner.has_tables:
            return None
        decider = self.decider
        if decider is None:
            self.decide = _never
            return None
        if self._questions >= _OFTEN:
            decider.quicken()
            self.decide = decider.decide
        return decider.decide(facts, as_of)

    @property
    def decider(self) -> Decider | None:
        """What decides by tables, made when it is first needed."""
        if self._decider is None:
            tables = self._owner.tables
            if tables is not None:
                from pingan.masks.decider import Decider

                self._decider = Decider(tables, self._strata, quick=False)
        return self._decider

    @property
    def folder(self) -> Folder:
        """What makes rules of decisions."""
        if self._folder is None:
            from pingan.masks.folding import Folder

            assert self._decider is not None  # it made the decision
            self._folder = Folder(self._decider.tables)
        return self._folder

    def _strata(self, numbers: Sequence[int], facts: object, as_of: object) -> Sequence[int]:
        from pingan.language.stack import with_room

        decide = self._owner.program.strata
        return with_room(lambda: decide(numbers, facts, as_of))

    # --- what outcomes ask ------------------------------------------------------------------------------------------

    def answer(
        self,
        facts: Any,
        as_of: date | datetime,
        since: Mapping[str, date | datetime],
        decision: Decision | None = None,
    ) -> Answered:
        """What follows from checked *facts*, or from those that a decision was made of; nothing masked."""
        program, asked = self._owner.program, self._owner.asked
        if decision is None:
            return program.answer(facts, as_of, since, asked)
        from pingan.program.decided import Decided

        return program.answer_decided(Decided(self.folder, decision), as_of, asked)

    def _applicable(self, decision: Decision) -> tuple[str, ...]:
        self.applicable = self.folder.applicable
        return self.applicable(decision)

    def undecided(self, decision: Decision) -> tuple[str, ...]:
        """The keys of the rules that may apply, but not surely."""
        may, surely = self.folder.folded(decision[0], decision[1])
        return self.folder.keys(may & ~surely)


def _never(facts: object, as_of: object) -> None:
    """Nothing is decided by tables."""


class Bare:
    """A program by itself, or one that was pickled with an outcome."""

    __slots__ = ("asked", "program")

    def __init__(self, program: Program, asked: Asked | None = None) -> None:
        from pingan.outcome.asked import Asked

        self.program = program
        self.asked = Asked() if asked is None else asked

    @property
    def tables(self) -> Tables | None:
        return self.program.tables

    @property
    def has_tables(self) -> bool:
        return False


def _again(program: Program, asked: Asked) -> Asker:
    return Asker(Bare(program, asked))
