"""The clause form `ladder`: ordered stages over facts that change.

Each stage becomes a rule of its name. Together they become an ordered enum and a definition of the ladder's name,
whose value is the highest stage reached: what an outcome shows as surely and possibly reached, and what it waits for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from pingan.clauses.ladder_printing import print_ladder
from pingan.clauses.ladder_stages import (
    Stage,
    check_stages,
    duties_of,
    evidence_of,
    in_order,
    stages_of,
)
from pingan.clauses.variables import apart
from pingan.language.clause_form import ClauseForm
from pingan.language.data import data
from pingan.language.names import MAXIMUM_NAME
from pingan.syntax import nodes
from pingan.syntax.lowering import Lowering

Limbs = tuple[nodes.Expression, ...]
"""Conditions that must all hold; no two of them equal."""


def lower_ladder(declaration: nodes.FormDeclaration, lowering: Lowering) -> tuple[nodes.CoreDeclaration, ...]:
    """The enum of the stages, the definition of the stage reached, and a rule for every stage that has norms."""
    stages = stages_of(declaration)
    check_stages(declaration, stages, lowering)
    if lowering.diagnostics.has_errors:
        return ()
    ladder = _Ladder(declaration, lowering, stages)
    ladder.check_order()
    return (ladder.enum(), ladder.definition(), *(ladder.rule(stage) for stage in stages if stage.norms))


@frozen
class _Ladder:
    declaration: nodes.FormDeclaration
    lowering: Lowering
    stages: tuple[Stage, ...]
    reach: Mapping[str, Limbs] = field(init=False)
    """What each stage takes to be reached, beside what the whole ladder takes."""
    replaced_by: Mapping[str, tuple[Stage, ...]] = field(init=False)
    """The stages where each stage no longer applies."""

    @reach.default
    def _reach(self) -> dict[str, Limbs]:
        found: dict[str, Limbs] = {}
        for stage in self.stages:
            # INVARIANT: a stage asks for earlier ones only, so theirs is known.
            found[stage.name.text] = _unique((*self._before(stage, found), *_over(stage.head.each, own_limbs(stage))))
        return found

    @replaced_by.default
    def _replaced_by(self) -> dict[str, tuple[Stage, ...]]:
        """Replacing is passed on: what replaces a stage replaces those that the stage replaced."""
        replaced: dict[str, tuple[str, ...]] = {}
        for place, stage in enumerate(self.stages):
            direct = [n.text for n in stage.replaced]
            if stage.replaces_all:
                direct += [s.name.text for s in self.stages[:place] if not s.beside]
            every = (name for one in direct for name in (one, *replaced[one]))
            replaced[stage.name.text] = tuple(dict.fromkeys(every))
        return {
            stage.name.text: tuple(s for s in self.stages if stage.name.text in replaced[s.name.text])
            for stage in self.stages
        }

    @property
    def head(self) -> nodes.RuleHead:
        return self.declaration.head

    @property
    def steps(self) -> tuple[Stage, ...]:
        """The stages that have a place in the order, lowest first."""
        return tuple(s for s in self.stages if not s.beside)

    # --- what a stage takes ----------------------------------------------------------------------------------------

    def _before(self, stage: Stage, reach: Mapping[str, Limbs]) -> Iterator[nodes.Expression]:
        """That the stages which must come before *stage* are reached, and done where it says so."""
        if not stage.after and in_order(self.declaration) and not stage.beside:
            below = self.steps[: self.steps.index(stage)]
            needed = next((s for s in reversed(below) if not s.skippable), None)
            yield from reach[needed.name.text] if needed else ()
        for after in stage.after:
            for name in after.stages:
                yield from reach[name.text]
                if after.fulfilled:
                    yield from self._done(self._stage(name.text))

    def _done(self, stage: Stage) -> Limbs:
        """That every duty of *stage* has been fulfilled by now, for each that it goes through."""
        shown = tuple(e for n in duties_of(stage) if (e := evidence_of(n)) is not None)
        if not stage.head.each:
            return shown
        body: nodes.Expression | None = self.lowering.all_of(shown, stage.name.span)
        condition = self.lowering.all_of(own_limbs(stage), stage.name.span)
        for each in reversed(stage.head.each):
            body = _aggregate("all", each, condition, body)
            condition = None
        return (body,) if body else ()

    def _stage(self, name: str) -> Stage:
        return next(s for s in self.stages if s.name.text == name)

    def _above(self, stage: Stage) -> tuple[Stage, ...]:
        return self.steps[self.steps.index(stage) + 1 :]

    # --- what it becomes -------------------------------------------------------------------------------------------

    @property
    def enum_name(self) -> nodes.Name:
        """Named after the policy, too: types are shared by all policies that are asked together."""
        owner = self.lowering.visible[0].header.name.text if self.lowering.visible else ""
        return self.lowering.name(f"{owner}_{self.declaration.name.text}"[-MAXIMUM_NAME:].lstrip("_0123456789"))

    def enum(self) -> nodes.Enum:
        members = tuple(nodes.Member(s.name, s.label, span=s.name.span) for s in self.steps)
        return nodes.Enum(self.enum_name, None, True, members)

    def definition(self) -> nodes.Definition:
        kept = tuple(c for s in self.stages if not s.norms for c in s.head.cites)
        kind = nodes.NamedType(self.enum_name)
        cases = tuple(map(self._case, reversed(self.steps)))
        return self.lowering.define(kind, cases, cites=tuple(dict.fromkeys((*self.head.cites, *kept))))

    def _case(self, stage: Stage) -> nodes.Case:
        span = stage.name.span
        guard = self.lowering.all_of(self._whole(stage), span)
        value = nodes.Path((stage.name,), span=span)
        return nodes.Case(value, guard, otherwise=guard is None, span=span)

    def _whole(self, stage: Stage) -> Limbs:
        """All that it takes to reach *stage*: what the ladder takes, for whomever it goes through, and its own."""
        return _over(self.head.each, self._limbs(stage))

    def _limbs(self, stage: Stage) -> Limbs:
        force = () if stage.head.in_force else _in_force(self.head.in_force)
        return _unique((*force, *_conditions(self.head), *self.reach[stage.name.text]))

    def _ways(self, stage: Stage) -> tuple[Limbs, ...]:
        """In which ways *stage* comes to apply, but for exceptions and dates: entered, or staying below another."""
        before = self._known(stage, self._before(stage, self.reach))
        entered = _unique((*before, *_split(stage.head.condition)))
        above = (self._known(stage, self.reach[s.name.text]) for s in self._above(stage)) if stage.stays else ()
        return _shortest((entered, *above))

    def _condition(self, stage: Stage) -> nodes.Expression | None:
        ways = [self.lowering.all_of(way, stage.name.span) for way in self._ways(stage)]
        return None if None in ways else self.lowering.any_of(ways, stage.stays)

    def _standing(self, stage: Stage) -> tuple[Limbs, ...]:
        """In which ways *stage* applies to anybody whom it goes through: what takes the place of others."""
        if not stage.stays:
            return (self.reach[stage.name.text],)
        bounds = (*_in_force(stage.head.in_force), *_conditions(evolve(stage.head, condition=None)))
        if not stage.head.each:
            return tuple(_unique((*way, *bounds)) for way in self._ways(stage))
        return (_over(stage.head.each, _unique((*_split(self._condition(stage)), *bounds))),)

    def rule(self, stage: Stage) -> nodes.Rule:
        own, head, all_of = stage.head, self.head, self.lowering.all_of
        defeated, exceptions = self._replacing(stage)
        merged = nodes.RuleHead(
            cites=tuple(dict.fromkeys((*own.cites, *head.cites))),
            overrides=(*head.overrides, *own.overrides),
            in_force=own.in_force or head.in_force,
            since=own.since or head.since,
            each=(*head.each, *own.each),
            condition=all_of(_unique((*_split(head.condition), *_split(self._condition(stage)))), stage.name.span),
            exceptions=(*head.exceptions, *own.exceptions, *exceptions),
            soft=head.soft or own.soft,
            notes=(*own.notes, *head.notes),
        )
        rule = self.lowering.rule(stage.norms, name=stage.name, head=merged, label=stage.label, span=stage.part.span)
        return evolve(rule, overrides=(*rule.overrides, *defeated))

    def _replacing(self, stage: Stage) -> tuple[tuple[nodes.Path, ...], Limbs]:
        """The rules that *stage* overrides, and when other stages take its place without a rule that could."""
        overridden = tuple(
            nodes.Path((evolve(other.name, span=stage.name.span),), span=stage.name.span)
            for other in self.stages
            if stage in self.replaced_by[other.name.text] and other.norms and self._overrides(stage, other)
        )
        by_condition = (s for s in self.replaced_by[stage.name.text] if not self._overrides(s, stage))
        ways = _shortest(self._known(stage, way) for s in by_condition for way in self._standing(s))
        exceptions = (self.lowering.all_of(way, stage.name.span) for way in ways)
        return overridden, tuple(e or nodes.BooleanLiteral(True) for e in exceptions)

    def _known(self, stage: Stage, limbs: Iterable[nodes.Expression]) -> Limbs:
        """*limbs* of other stages as they can stand in the rule of *stage*, beside its own variables."""
        taken = frozenset(each.variable.text for each in (*self.head.each, *stage.head.each))
        return _unique(apart(limb, taken) for limb in limbs)

    def _overrides(self, stage: Stage, other: Stage) -> bool:
        """Whether the rule of *stage* overrides that of *other*: it has one, and goes through the same lists.

        A rule that may be overridden itself would not settle it: then the condition of the stage does.
        """
        lists = (*self.head.each, *stage.head.each)
        if not stage.norms or (self.replaced_by[stage.name.text] and not stage.head.each):
            return False
        return not lists or _lists(lists) == _lists((*self.head.each, *other.head.each))

    # --- lints -----------------------------------------------------------------------------------------------------

    def check_order(self) -> None:
        """Warns of a stage that is never the highest: whenever it is reached, one above it is."""
        whole = {s.name.text: frozenset(self._limbs(s)) for s in self.steps}
        for place, stage in enumerate(self.steps):
            above = (s for s in self.steps[place + 1 :] if whole[s.name.text] <= whole[stage.name.text])
            higher = next(above, None)
            if higher is not None:
                told = f"whenever `{stage.name.text}` is reached, `{higher.name.text}` above it is reached, too"
                remedy = f"put `{higher.name.text}` below it, say what more it takes, or mark one `beside the others`"
                report = self.lowering.warning if whole[higher.name.text] else self.lowering.error
                report(told, stage.name.span, help=remedy)


# --- conditions ----------------------------------------------------------------------------------------------------


def own_limbs(stage: Stage) -> Limbs:
    """What *stage* itself takes, inside its own `for each`."""
    return _unique((*_in_force(stage.head.in_force), *_conditions(stage.head)))


def _conditions(head: nodes.RuleHead) -> Limbs:
    return (*_split(head.condition), *(nodes.Not(e, span=e.span) for e in head.exceptions))


def _split(condition: nodes.Expression | None) -> Limbs:
    if condition is None:
        return ()
    return condition.operands if isinstance(condition, nodes.And) else (condition,)


def _unique(limbs: Iterable[nodes.Expression]) -> Limbs:
    return tuple(dict.fromkeys(limbs))


def _shortest(ways: Iterable[Limbs]) -> tuple[Limbs, ...]:
    """*ways* but for those that ask for all that another one does and more: a or (a and b) is a."""
    found: list[Limbs] = []
    for way in ways:
        if not any(set(other) <= set(way) for other in found):
            found = [*(other for other in found if not set(way) <= set(other)), way]
    return tuple(found)


def _in_force(force: nodes.InForce | None) -> Limbs:
    """That the instant tested lies in the period."""
    if force is None:
        return ()
    tested = force.tested or nodes.Path((nodes.Name("as_of", span=force.span),), span=force.span)
    return (nodes.In(tested, force.period, span=force.span),)


def _over(each: Sequence[nodes.Each], limbs: Limbs) -> Limbs:
    """That *limbs* hold for any of what is gone through."""
    if not each:
        return limbs
    condition: nodes.Expression = nodes.BooleanLiteral(True, span=each[-1].span)
    if limbs:
        condition = limbs[0] if len(limbs) == 1 else nodes.And(limbs, span=each[0].span)
    for loop in reversed(each):
        condition = _aggregate("any", loop, condition, None)
    return (condition,)


def _aggregate(
    function: str, each: nodes.Each, filter: nodes.Expression | None, body: nodes.Expression | None
) -> nodes.Expression:
    name = nodes.Name(function, span=each.span)
    return nodes.Aggregate(name, each.variable, each.collection, filter, body, span=each.span)


def _lists(each: Sequence[nodes.Each]) -> tuple[object, ...]:
    """What is gone through, whatever the variables are called."""
    places = {loop.variable.text: str(place) for place, loop in enumerate(each)}
    return tuple(_renamed(loop.collection, places) for loop in each)


def _renamed(collection: nodes.Expression, places: Mapping[str, str]) -> object:
    if not isinstance(collection, nodes.Path):
        return collection
    first, *rest = (n.text for n in collection.names)
    return (places.get(first, first), *rest)


FORM = ClauseForm.from_folder(
    data("grammars").joinpath("clauses"),
    "ladder",
    lower=lower_ladder,
    print=print_ladder,
    documentation="Ordered stages over facts that change; the outcome says which is surely and possibly reached.",
)
