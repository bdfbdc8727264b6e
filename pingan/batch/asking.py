"""What the program itself says of a test: of facts made for it, or of one record's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, Final

from attrs import define, field

from pingan.batch.columns import count_of
from pingan.batch.schema import Path
from pingan.language.stack import with_room
from pingan.language.types import RecordType, Type
from pingan.matching.atoms import Reading
from pingan.matching.nodes import Atom, Matching, Stratum
from pingan.model.nodes import Expression
from pingan.program.facts import Facts, check_facts
from pingan.program.frame import Frame, Situation
from pingan.program.program import Program
from pingan.program.rules import bindings, standings
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, condition
from pingan.program.visits import check_visits

AsOf = date | datetime
NOTHING: Final = Facts({}, {}, (), (), {})
ANY_INSTANT: Final = datetime(2000, 1, 1, tzinfo=UTC)


@define(eq=False)
class Asking:
    """Asks *program*; what it says of atoms and made-up facts is kept. May be shared between threads."""

    program: Program
    matching: Matching
    reading: Reading = field(init=False)
    _truths: dict[object, int] = field(factory=dict, init=False)
    _frames: dict[object, Frame] = field(factory=dict, init=False)
    _met: dict[object, tuple[int, ...]] = field(factory=dict, init=False)
    _counts: dict[tuple[int, int], Sequence[int | Fraction | None]] = field(factory=dict, init=False)
    """By identity of an atom: the matching keeps it."""

    def __attrs_post_init__(self) -> None:
        self.reading = Reading(self.program.policy)

    @property
    def zone(self) -> str:
        """Whose days a judgement's day is one of, as `Program.evaluate` has it."""
        return next((header.zone for header in self.program.headers.values()), "UTC")

    def situation(self, facts: Facts, as_of: AsOf) -> Situation:
        return self.program.asked(facts, as_of, {})

    def checked(self, data: object, as_of: AsOf) -> Facts:
        """Facts as they are for one evaluation. Raises FactError."""
        facts = self.program.checked(data, as_of)
        check_visits(self.program.graph, facts, visiting=self.program.visiting)
        return facts

    def truth(self, expression: Expression, facts: Facts, as_of: AsOf = ANY_INSTANT) -> int:
        """Whether a condition holds (bits: 1 can be true, 2 can be false)."""
        frame = Frame(self.situation(facts, as_of))
        return with_room(lambda: condition(self.program.value_of(expression, frame)))

    # --- atoms ------------------------------------------------------------------------------------------------

    def met(self, test: int, atom: Atom, path: Path, values: Sequence[object]) -> tuple[int, ...]:
        """By which of *values* an atom is met, by their places."""
        key = test, tuple(values), len(values) and type(values[0])
        found = self._met.get(key)
        if found is None:
            found = self._met[key] = tuple(
                place
                for place, value in enumerate(values)
                if value != "" and self._truth_of(test, atom, path, "value", value) == CAN_BE_TRUE
            )
        return found

    def counts(self, atom: Atom, unit: int, type: Type) -> Sequence[int | Fraction | None]:
        """The constants of an atom in units of a column; None is an end that is open."""
        key = id(atom), unit
        found = self._counts.get(key)
        if found is None:
            counts = [None if c is None else count_of(c, unit, type) for c in atom.constants]
            found = self._counts[key] = [int(c) if c is not None and c.denominator == 1 else c for c in counts]
        return found

    def of_lack(self, test: int, atom: Atom, path: Path, why: str) -> int:
        """What an atom is where its fact is missing, open or absent (see `Block.lacks`)."""
        return self._truth_of(test, atom, path, why, None)

    def _truth_of(self, test: int, atom: Atom, path: Path, kind: str, value: object) -> int:
        key = test, kind, type(value), value
        found = self._truths.get(key)
        if found is None:
            found = self._truths[key] = condition(
                self.program.value_of(atom.expression, self._frame(path, kind, value))
            )
        return found

    def _frame(self, path: Path, kind: str, value: object) -> Frame:
        """The question about a single fact: every atom of it is asked of the same one."""
        key = path, kind, type(value), value
        found = self._frames.get(key)
        if found is None:
            data = _nested(path, value) if kind == "value" else self._lacking(path, kind)
            program = self.program
            vocabulary, names = program.policy.vocabulary, program.fact_names
            facts = check_facts(data, vocabulary, as_of=ANY_INSTANT, zone=self.zone, names=names)
            found = self._frames[key] = Frame(self.situation(facts, ANY_INSTANT))
        return found

    def _lacking(self, path: Path, why: str) -> dict[str, Any]:
        if why == "open":
            return {}
        if why == "missing":
            return _nested(path[:-1], {}) if path[1:] else {}
        vocabulary = self.program.policy.vocabulary
        declared = vocabulary.facts[path[0]].field
        for n, name in enumerate((*path[1:], ""), 1):
            if declared is not None and declared.optional and declared.judgement is None:
                return _nested(path[:n], None)
            if not name:
                break
            assert declared is not None and isinstance(declared.type, RecordType)
            declared = vocabulary.records[declared.type.name].fields[name]
        return {}

    # --- strata -----------------------------------------------------------------------------------------------

    def of_strata(self, strata: Iterable[Stratum], facts: Facts, as_of: AsOf) -> list[int]:
        """What strata are for one record."""
        return with_room(lambda: self._strata(tuple(strata), facts, as_of))

    def _strata(self, strata: Sequence[Stratum], facts: Facts, as_of: AsOf) -> list[int]:
        program, frame = self.program, Frame(self.situation(facts, as_of))
        rules = {stratum.rule for stratum in strata if stratum.rule is not None}
        found = bindings(program, frame, standings(program, frame), rules) if rules else {}
        return [
            _any([b.applies for b in found[stratum.rule]])
            if stratum.rule is not None
            else condition(program.value_of(stratum.expression, frame))
            if stratum.expression is not None
            else CAN_BE_FALSE
            for stratum in strata
        ]

    # --- one record by itself -----------------------------------------------------------------------------------

    def masks(self, data: object, as_of: AsOf) -> tuple[int, int]:
        """The rules that may apply to *data*, and those that surely do: bits by place. Raises FactError."""
        facts, matched = self.checked(data, as_of), self.program.matched
        masks = with_room(lambda: matched.matched.masks(self.situation(facts, as_of)))
        return matched.folder.folded(*masks)


def _any(claims: Sequence[int]) -> int:
    """Whether some of *claims* holds."""
    can_be_true = CAN_BE_TRUE if any(claim & CAN_BE_TRUE for claim in claims) else 0
    return can_be_true | (0 if CAN_BE_TRUE in claims else CAN_BE_FALSE)


def _nested(path: Path, value: object) -> dict[str, Any]:
    found: Any = value
    for name in reversed(path):
        found = {name: found}
    return dict(found)
