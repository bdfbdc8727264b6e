"""The masks of an evaluation by its definition: every test asked of the checked facts, one after the other.

This is what the tables have to agree with, and what decides wherever they do not know a fact by looking it up. An atom
that may fail refutes nothing; one that may hold proves nothing: what is not refuted and what is proven are two masks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, TypeVar

from attrs import define, field, frozen

from pingan.language import types
from pingan.language.shapes import Elements, Members, Record, SetBounds, Shape
from pingan.masks.folding import Folder
from pingan.masks.tables import Tables
from pingan.matching import nodes as matching
from pingan.matching.atoms import Place, Reading
from pingan.model import nodes as model
from pingan.model.value_text import fields_along
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Frame, Situation
from pingan.program.matched_strata import MAXIMUM_KEPT, any_applies
from pingan.program.rules import bindings, standings
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, OPEN, condition

__all__ = ["Matched", "MatchedRules"]

Key = TypeVar("Key")
T = TypeVar("T")
Masks = tuple[int, int]
"""Of conjunctions: those not refuted and those proven; or those refuted and those not proven."""


@frozen(eq=False)
class MatchedRules:
    """Decides which rules of a program apply, test by test."""

    matched: Matched
    folder: Folder

    @staticmethod
    def of(evaluator: Evaluator, found: matching.Matching) -> MatchedRules:
        bits = [(bit,) for bit in range(len(found.conjunctions))]
        return MatchedRules(Matched.of(evaluator, found, bits), Folder(_plain(found)))

    def applying(self, situation: Situation) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The keys of the rules that surely apply, and of those that only may: sorted."""
        may, surely = self.folder.folded(*self.matched.masks(situation))
        return self.folder.keys(surely), self.folder.keys(may & ~surely)


def _plain(found: matching.Matching) -> Tables:
    """As much of tables as folding needs, a bit for every conjunction by its index."""
    rules = [index for index, output in enumerate(found.outputs) if output.kind == "rule"]
    tables = Tables(tuple(found.outputs[index].key for index in rules), len(found.conjunctions))
    further = range(len(found.outputs), len(found.conjunctions))
    tables.extras = tuple((bit, c.output) for bit in further if (c := found.conjunctions[bit]).output < len(rules))
    standing: dict[int, list[int]] = {}
    for index in rules:
        policy = found.outputs[index].standing
        if policy is not None:
            standing.setdefault(policy, [0, 0])[1] |= 1 << index
    for bit, conjunction in enumerate(found.conjunctions):
        if conjunction.output in standing:
            standing[conjunction.output][0] |= 1 << bit
    tables.standings = tuple((shown, below) for shown, below in standing.values())
    tables.overridden = tuple((index, found.outputs[index].overridden_by) for index in found.order)
    return tables


_GIVEN: Final = -1
_ABSENT: Final = -2
_EMPTY: Final = -1_000
_INSTANTS_KEPT: Final = 16

Instant = tuple[date | datetime, int]
"""With what tells it from the same time of day before a clock went back."""


@frozen(eq=False)
class _Watched:
    """A path of facts, and for how many of its steps the record there may be absent, or is below one that may be."""

    path: tuple[str, ...]
    optional: tuple[bool, ...]

    def state(self, values: Mapping[str, Shape]) -> int:
        """What is known at the path: how many of the records above that might be absent are there, where that is all;
        below zero, that there is nothing, and where; an empty list; `_GIVEN`, where more is to be seen.
        """
        return self.look(values)[0]

    def look(self, values: Mapping[str, Shape]) -> tuple[int, Shape | None]:
        """The state, and what is given, where the records above are surely there."""
        fields, there = values, 0
        last = len(self.path) - 1
        for step, name in enumerate(self.path):
            shape = fields.get(name)
            if shape is None:
                return there, None
            if not shape.present:
                return _ABSENT - step, None
            if step == last:
                return (_EMPTY if _is_empty(shape) else _GIVEN), shape
            if not isinstance(shape, Record) or shape.absent:
                return _GIVEN, None
            if self.optional[step]:
                there = step + 1
            fields = shape.fields
        return _GIVEN, None


def _is_empty(shape: Shape) -> bool:
    return isinstance(shape, Elements) and not (shape.elements or shape.open or shape.absent)


@define(eq=False)
class _Test:
    """The conjunctions that need it, those that need its contrary, and what it is (bits, see `truth`)."""

    needs: int
    forbids: int
    value: Callable[[Frame], int]
    rule: str | None = None
    standing: int = 0
    """Of a rule: the conjunctions that its policy stands by; 0 if it always does."""
    reads: tuple[int, ...] = ()
    """The paths watched that it depends on, by number."""
    instant: bool = False
    untouched: dict[tuple[int, ...], int] = field(factory=dict)
    """What it is where nothing it depends on is given, by what is known of these paths, once that was asked."""
    known: dict[Instant, int] = field(factory=dict)
    """What it is at an instant, where it depends on nothing else."""

    def taken_into(self, masks: Masks, value: int) -> Masks:
        """*masks* of what is refuted and what is not proven, this test being *value*."""
        refuted, unproven = masks
        if value == OPEN:
            return refuted, unproven | self.needs | self.forbids
        lost = self.forbids if value == CAN_BE_TRUE else self.needs
        return refuted | lost, unproven | lost


@define(eq=False)
class _Column:
    """The atoms of one field, and what they leave where it is not given."""

    watched: _Watched | None
    atoms: list[_Test]
    comes_again: bool
    """Whether its values are few, and told by their type: no text is remembered, and nothing sensitive."""
    missing: dict[int, Masks] = field(factory=dict)
    """By what is known of the path."""
    known: dict[Shape, Masks] = field(factory=dict)
    """By what is given, where that is of a kind that comes again."""
    at: dict[Instant, Masks] = field(factory=dict)
    """By the instant, where that is what is looked at."""


@define(eq=False)
class Matched:
    """A matching with the values of its tests. Nothing in it changes but what is worked out once and kept."""

    evaluator: Evaluator
    everything: int
    columns: tuple[_Column, ...]
    strata: tuple[_Test, ...]
    """Conditions first, then rules."""
    watched: tuple[_Watched, ...]

    @staticmethod
    def of(evaluator: Evaluator, found: matching.Matching, bits: Sequence[Sequence[int]]) -> Matched:
        """*bits* says for every conjunction which bits of a mask stand for it, or ask what it asks."""
        return _made(evaluator, found, bits)

    def masks(self, situation: Situation) -> Masks:
        """The conjunctions that are not refuted in *situation*, and those that are proven."""
        frame, values = Frame(situation), situation.facts.values
        masks = (0, 0)
        for column in self.columns:
            masks = self._joined(masks, self._of_column(column, frame, values))
        states = [watched.state(values) for watched in self.watched]
        rules: list[_Test] = []
        for stratum in self.strata:
            if not (stratum.needs | stratum.forbids) & ~masks[0]:
                continue
            if stratum.rule is None:
                masks = stratum.taken_into(masks, self._of_stratum(stratum, frame, states))
            elif not stratum.standing or stratum.standing & ~masks[0]:
                rules.append(stratum)
        for stratum, value in self._applying(rules, frame):
            masks = stratum.taken_into(masks, value)
        refuted, unproven = masks
        return self.everything & ~refuted, self.everything & ~(refuted | unproven)

    def _of_column(self, column: _Column, frame: Frame, values: Mapping[str, Shape]) -> Masks:
        if column.watched is None:
            instant = _instant(frame)
            masks = column.at.get(instant)
            if masks is None:
                masks = _kept(column.at, instant, _asked(column.atoms, frame), _INSTANTS_KEPT)
            return masks
        state, shape = column.watched.look(values)
        if state != _GIVEN:
            found = column.missing.get(state)
            if found is None:
                found = column.missing[state] = _asked(column.atoms, frame)
            return found
        if not (column.comes_again and isinstance(shape, Members | SetBounds)):
            return _asked(column.atoms, frame)
        found = column.known.get(shape)
        if found is None:
            found = _kept(column.known, shape, _asked(column.atoms, frame), MAXIMUM_KEPT)
        return found

    def _of_stratum(self, stratum: _Test, frame: Frame, states: Sequence[int]) -> int:
        known = tuple([states[number] for number in stratum.reads])
        if stratum.instant and not known:
            instant = _instant(frame)
            value = stratum.known.get(instant)
            if value is None:
                value = _kept(stratum.known, instant, stratum.value(frame), _INSTANTS_KEPT)
            return value
        if stratum.instant or _GIVEN in known:
            return stratum.value(frame)
        found = stratum.untouched.get(known)
        if found is None:
            found = stratum.untouched[known] = stratum.value(frame)
        return found

    @staticmethod
    def _joined(one: Masks, other: Masks) -> Masks:
        return one[0] | other[0], one[1] | other[1]

    def _applying(self, rules: Sequence[_Test], frame: Frame) -> Iterable[tuple[_Test, int]]:
        """Whether rules apply, as all of each says."""
        if not rules:
            return
        keys = {stratum.rule for stratum in rules if stratum.rule is not None}
        found = bindings(self.evaluator, frame, standings(self.evaluator, frame), keys)
        for stratum in rules:
            assert stratum.rule is not None
            yield stratum, any_applies(found[stratum.rule])


def _instant(frame: Frame) -> Instant:
    as_of = frame.situation.as_of
    return as_of, as_of.fold if isinstance(as_of, datetime) else -1


def _kept(kept: dict[Key, T], key: Key, value: T, most: int) -> T:
    """*value*, remembered in *kept*, of which there are never more."""
    if len(kept) >= most:
        kept.clear()
    kept[key] = value
    return value


def _asked(atoms: Iterable[_Test], frame: Frame) -> Masks:
    masks = (0, 0)
    for atom in atoms:
        masks = atom.taken_into(masks, atom.value(frame))
    return masks


# --- making it ----------------------------------------------------------------------------------------------------


def _made(evaluator: Evaluator, found: matching.Matching, bits: Sequence[Sequence[int]]) -> Matched:
    needs, forbids = [0] * len(found.tests), [0] * len(found.tests)
    everything = 0
    of_output = [0] * len(found.outputs)
    for conjunction, places in zip(found.conjunctions, bits, strict=True):
        mask = sum(1 << bit for bit in places)
        everything |= mask
        of_output[conjunction.output] |= mask
        for limb in conjunction.limbs:
            (forbids if limb.negated else needs)[limb.test] |= mask
    watching = _Watching(Reading(evaluator.policy))
    policy = evaluator.policy
    columns = [_Column(watching.of(f.path) if f.path else None, [], _comes_again(f, policy)) for f in found.fields]
    conditions: list[_Test] = []
    rules: list[_Test] = []
    for test, needing, forbidding in zip(found.tests, needs, forbids, strict=True):
        if isinstance(test, matching.Atom):
            columns[test.field].atoms.append(_Test(needing, forbidding, _value(evaluator, test.expression)))
            continue
        made = _Test(needing, forbidding, _never, rule=test.rule, instant=test.instant)
        made.reads = tuple(sorted(watching.number(path) for path in test.reads))
        if test.expression is not None:
            made.value = _value(evaluator, test.expression)
            conditions.append(made)
        else:
            assert test.rule is not None
            standing = found.outputs[found.output_of[test.rule]].standing
            made.standing = 0 if standing is None else of_output[standing]
            rules.append(made)
    return Matched(evaluator, everything, tuple(columns), (*conditions, *rules), tuple(watching.found))


@define(eq=False)
class _Watching:
    """The paths that strata depend on, each once."""

    reading: Reading
    found: list[_Watched] = field(factory=list)
    _numbers: dict[tuple[str, ...], int] = field(factory=dict)

    def number(self, path: tuple[str, ...]) -> int:
        number = self._numbers.get(path)
        if number is None:
            number = self._numbers[path] = len(self.found)
            self.found.append(self.of(path))
        return number

    def of(self, path: tuple[str, ...]) -> _Watched:
        """*path*, and where on it something may be absent: to know that it is not is to know something."""
        read = [self.reading.field(Place(path[:length])) for length in range(1, len(path) + 1)]
        return _Watched(path, tuple(field is None or field.optional for field in read))


def _value(evaluator: Evaluator, expression: model.Expression) -> Callable[[Frame], int]:
    act = evaluator.act(expression)
    return lambda frame: condition(act(frame))


def _comes_again(field: matching.Field, policy: model.Policy) -> bool:
    along = fields_along(".".join(field.path), policy)
    return field.type != types.TEXT and not any(declared.sensitive for declared in along)


def _never(frame: Frame) -> int:
    return CAN_BE_FALSE
