"""What a program needs for batches whatever the table: its conjunctions, the steps over them, truths of atoms."""

from __future__ import annotations

from functools import lru_cache

from pingan.batch.asking import Asking
from pingan.batch.rows import Rows
from pingan.program.program import Program

_KEPT_ROWS = 8


class Prepared:
    """Made once a program; what it learns it keeps. It may be shared between threads."""

    def __init__(self, program: Program) -> None:
        self.matching = program.matching
        self.asking = Asking(program, self.matching)
        self._rows: dict[frozenset[int], Rows] = {}

    def rows(self, asked: frozenset[int]) -> Rows:
        """The steps, where the atoms *asked* are asked of the program; nothing is known yet of conditions."""
        found = self._rows.get(asked)
        if found is None:
            found = Rows.of(self.matching, asked)
            while len(self._rows) >= _KEPT_ROWS:
                self._rows.pop(next(iter(self._rows)), None)
            self._rows[asked] = found
        return found.afresh()


@lru_cache(maxsize=8)
def prepared(program: Program) -> Prepared:
    """What was prepared for *program*: the last few are kept."""
    return Prepared(program)
