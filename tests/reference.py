"""What a policy says about facts: the definition of the language, in the order of the page "Meaning, precisely".

`decide` reads the model as written and keeps nothing between two readings; whatever is fast is held equal to it.
It shares the data classes of the language with the program, and no operator: expressions are in
`reference_expressions`, what operators do to possible values is in `reference_values`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from attrs import evolve, frozen

from pingan.language import types
from pingan.language.environment import Environment
from pingan.language.shapes import Elements, PeriodBounds, Range, Record, SetBounds, Shape, Truth, exactly
from pingan.model import nodes as m
from tests import reference_values as values
from tests.reference_deadlines import span
from tests.reference_expressions import (
    NONE,
    PERIOD,
    Bindings,
    Bound,
    Causes,
    Given,
    Listed,
    Scope,
    Under,
    When,
    parts_of,
)
from tests.reference_states import UNMISSED, States
from tests.reference_values import boolean, settled


@frozen
class NormDecision:
    """What is so of one norm for one element and period."""

    policy: str
    rule: str
    place: int
    depth: int
    elements: tuple[str, ...]
    period: tuple[date, date] | None
    bearer: str
    modality: m.Modality
    action: str | None
    arguments: tuple[tuple[str, Shape], ...]
    states: frozenset[str]
    deadline: tuple[Any, Any] | None
    shortfall: Range | None
    causes: Causes
    applicable: frozenset[bool]
    nothing_to_measure: bool
    others: bool
    above: tuple[str, ...] = ()
    """The bearers of the norms whose `otherwise` this one is."""
    paths: tuple[str, ...] = ()
    """Where its elements stand: an element is known by its place; its name may yet become known."""

    @property
    def key(self) -> tuple[object, ...]:
        return (self.policy, self.rule, self.place, self.depth, self.paths, self.period, self.bearer, self.above)

    @property
    def applies(self) -> frozenset[bool]:
        return frozenset(state != "none" for state in self.states)


@frozen
class Decision:
    """Everything that the laws speak about."""

    norms: tuple[NormDecision, ...]
    definitions: Mapping[str, tuple[Shape, Causes]]
    conflicts: Mapping[tuple[object, object], Truth]
    policies: Mapping[str, tuple[Truth, Truth, Causes]]
    promises: frozenset[tuple[str, str, tuple[int, ...]]] = frozenset()
    """Definitions (by key, and path of the record) whose promised cases surely hold together, and which cases."""


def decide(
    policy: m.Policy,
    facts: Any,
    as_of: date | datetime,
    environment: Environment,
    since: Mapping[str, date | datetime] | None = None,
) -> Decision:
    """What *policy* says about *facts* (checked) at *as_of*."""
    reading = Rules(policy, facts.values, as_of, environment, since or {})
    norms = tuple(norm for rule in policy.rules.values() for norm in reading.norms(rule))
    definitions = {
        key: (reading.value(call, {}), reading.causes(call, {}))
        for key, definition in policy.definitions.items()
        if definition.variable is None
        for call in [m.DefinitionValue(key, type=definition.type)]
    }
    statuses = {name: reading.status(name) for name in policy.headers}
    promises = frozenset(broken_promises(reading, facts.values))
    return Decision(norms, definitions, conflicts(norms, policy), statuses, promises)


def conflicts(norms: tuple[NormDecision, ...], policy: m.Policy) -> dict[tuple[object, object], Truth]:
    """Must, should or may against must not: same bearer, action and arguments. A policy and what replaces it are never
    in force for the same."""
    found: dict[tuple[object, object], Truth] = {}
    apart = {frozenset({name, later.policy}) for name, h in policy.headers.items() for later in h.replaced_by}
    for one in norms:
        for against in norms:
            if one.modality == "must_not" or against.modality != "must_not" or one.action is None:
                continue
            if frozenset({one.policy, against.policy}) in apart:
                continue
            names = [[name for name, _ in norm.arguments] for norm in (one, against)]
            if (one.bearer, one.action, names[0]) != (against.bearer, against.action, names[1]):
                continue
            claims = [one.applies, against.applies]
            claims += [same(a, b) for (_, a), (_, b) in zip(one.arguments, against.arguments, strict=True)]
            if all(True in claim for claim in claims):
                sure = all(claim == {True} for claim in claims)
                found[one.key, against.key] = Truth.TRUE if sure else Truth.UNDETERMINED
    return found


def broken_promises(reading: Rules, given: Mapping[str, Shape]) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Cases that surely hold together, where their author promised that none do, or none that differ."""
    for key, definition in reading.policy.definitions.items():
        for path, b in promised(definition, given):
            holding = [
                (n, reading.value(case.value, b))
                for n, case in enumerate(definition.cases, 1)
                if case.condition is not None and reading.holds(case.condition, b) == {True}
            ]
            if definition.exclusive == "agreeing":
                differing = [(n, m) for n, one in holding for m, other in holding if True not in same(one, other)]
                holding = [(n, value) for n, value in holding if any(n in pair for pair in differing)]
            if len(holding) > 1:
                yield key, path, tuple(n for n, _ in holding)


def promised(definition: m.Definition, given: Mapping[str, Shape]) -> Iterator[tuple[str, Bindings]]:
    """What a definition that promises something is about: nothing, or each record that surely is there."""
    if definition.exclusive is not None and definition.variable is None:
        yield "", {}
    elif definition.exclusive is not None and definition.variable is not None:
        for record in (r for shape in given.values() for r in records(shape)):
            if record.name == definition.record:
                yield record.path, {definition.variable: Bound(record, record.path)}


def records(shape: Shape) -> Iterator[Record]:
    """The records that are surely there in *shape*."""
    if isinstance(shape, Elements) and shape.present and not shape.absent:
        yield from (record for element in shape.elements for record in records(element))
    if isinstance(shape, Record) and shape.present and not shape.absent:
        yield shape
        yield from (record for inner in shape.fields.values() for record in records(inner))


def same(a: Shape, b: Shape) -> frozenset[bool]:
    """Whether two arguments are equal; absent is equal to absent."""
    result = frozenset({True} if a.absent and b.absent else ())
    result |= frozenset({False} if (a.absent and b.present) or (b.absent and a.present) else ())
    if not (a.present and b.present):
        return result
    if isinstance(a, SetBounds) and isinstance(b, SetBounds):
        can = (b.possibly is None or a.surely <= b.possibly) and (a.possibly is None or b.surely <= a.possibly)
        return result | boolean(can, not (settled(a) and settled(b) and a.surely == b.surely))
    if isinstance(a, PeriodBounds) and isinstance(b, PeriodBounds):
        ends = [same(a.start, b.start), same(a.end, b.end)]
        return result | boolean(all(True in end for end in ends), any(False in end for end in ends))
    return result | values.compare("=", evolve(a, absent=False), evolve(b, absent=False))


def own(rule: m.Rule) -> tuple[m.Expression, ...]:
    """What a rule itself asks for: its condition, and none of its exceptions."""
    condition = () if rule.condition is None else (rule.condition,)
    return (*condition, *(m.Not(exception) for exception in rule.exceptions))


class Rules(States):
    """When a rule applies, to whom, by when, and how things stand."""

    # --- applying -------------------------------------------------------------------------------------------------

    def status(self, name: str) -> tuple[Truth, Truth, Causes]:
        header = self.policy.headers[name]
        scope, force = header.scope, policy_in_force(header)
        causes = self.why(scope, {}) | self.why(force, {})
        return Truth.of(self.holds(scope, {})), Truth.of(self.holds(force, {})), causes

    def applicability(self, rule: m.Rule, b: Bindings) -> m.And:
        """Scope, and in force, and condition, and no exception, and no rule that overrides it."""
        header = self.policy.headers[rule.module]
        parts: list[m.Expression | None] = [
            condition and Scope(condition) for condition in (header.scope, policy_in_force(header))
        ]
        parts += [in_force(rule.in_force), *own(rule)]
        for other in self.policy.rules.values():
            if rule.key in other.overrides:
                names = zip(other.each, rule.each, strict=False)
                theirs = {each.variable: b[mine.variable] for each, mine in names}
                parts.append(m.Not(Under(self.applicability(other, theirs), theirs)))
        return m.And(tuple(part for part in parts if part is not None))

    def each(self, rule: m.Rule) -> list[Bindings]:
        """What the variables of ``for each`` stand for, in order."""
        found: list[Bindings] = [{}]
        for each in rule.each:
            found = [{**b, each.variable: x} for b in found for x in self.elements(each.collection, b)]
        return found

    def norms(self, rule: m.Rule) -> Iterator[NormDecision]:
        for b in self.each(rule):
            elements = list(b.values())
            applies: m.Expression = self.applicability(rule, b)
            unlisted = any(x.others for x in elements)
            if unlisted and self.holds(m.And(own(rule)), b) == {False}:
                continue
            if not all(x.surely for x in elements):
                why = [self.in_list(each, b) for each in rule.each if not b[each.variable].surely]
                applies = m.And((applies, *(Listed(causes) for causes in why)))
            for norm in rule.norms:
                for period in self.periods(rule, norm):
                    inner = {**b, PERIOD: self.judged(rule, norm, period)} if isinstance(norm.deadline, m.Every) else b
                    yield from self.chain(rule, norm, inner, self.holds(applies, b), self.why(applies, b), period)

    def in_list(self, each: m.Each, b: Bindings) -> Causes:
        return self.causes(each.collection, b) | (b[each.variable].causes or NONE)

    # --- states ---------------------------------------------------------------------------------------------------

    def chain(
        self,
        rule: m.Rule,
        norm: m.Norm,
        b: Bindings,
        applies: frozenset[bool],
        why: Causes,
        period: tuple[PeriodBounds, date] | None,
        start: When | None = None,
        above: tuple[str, ...] = (),
    ) -> Iterator[NormDecision]:
        """The norm for each bearer, and what follows `otherwise` where it is missed."""
        start = start or self.start(rule, b)
        limit = self.deadline(rule, norm, start, b, period[1] if period else None)
        for bearer in norm.bearers:
            bound = m.And((Given(applies, why), m.Present(bearer)))
            found = self.judge(rule, norm, b, self.holds(bound, b), self.causes(bound, b), period, start, limit)
            found = evolve(found, bearer=self.path(bearer, b), above=above)
            yield found
            if norm.otherwise is not None:
                missed = frozenset(state in ("late", "breached") for state in found.states)
                then = self.miss(rule, norm, limit, b)
                yield from self.chain(
                    rule, norm.otherwise, b, missed, found.causes, period, then, (*above, found.bearer)
                )

    def judge(
        self,
        rule: m.Rule,
        norm: m.Norm,
        b: Bindings,
        applies: frozenset[bool],
        why: Causes,
        period: tuple[PeriodBounds, date] | None,
        start: When,
        limit: When | None,
    ) -> NormDecision:
        states, causes, unmeasured = frozenset[str](), NONE, frozenset({False})
        if True in applies:
            unmeasured = self.unmeasured(norm, b)
            states, causes = self.rows(rule, norm, start, limit, b, period)
        if rule.soft:
            # Wording that can only be attested is never missed.
            states = frozenset(UNMISSED.get(state, state) for state in states)
        if unmeasured == {True}:
            states, causes = frozenset({"none"}), NONE
        elif True in unmeasured:
            states, causes = states | {"none"}, causes | self.open_operands(norm, b)
        if False in applies:
            states, causes = states | {"none"}, causes | why
        deadline = None if limit is None else limit.range.interval
        return NormDecision(
            policy=rule.module,
            rule=rule.key,
            place=norm.place,
            depth=norm.depth,
            elements=tuple(b[each.variable].name for each in rule.each),
            paths=tuple(b[each.variable].path for each in rule.each),
            period=None if period is None else span(period[0]),
            bearer="",
            modality=norm.modality,
            action=norm.duty.action if isinstance(norm.duty, m.Act) else None,
            arguments=self.arguments(norm, b),
            states=states,
            deadline=None if deadline is None else (deadline.low, deadline.high),
            shortfall=self.shortfall(norm, b) if True in applies else None,
            causes=causes if len(states) > 1 else NONE,
            applicable=applies,
            nothing_to_measure=unmeasured == {True},
            others=any(b[each.variable].others for each in rule.each),
        )

    def arguments(self, norm: m.Norm, b: Bindings) -> tuple[tuple[str, Shape], ...]:
        if not isinstance(norm.duty, m.Act):
            return ()
        return tuple((name, self.value(e, b)) for name, e in norm.duty.arguments)

    # --- measuring ------------------------------------------------------------------------------------------------

    def unmeasured(self, norm: m.Norm, b: Bindings) -> frozenset[bool]:
        """Whether `ensure` compares with something absent, so that there is nothing to measure."""
        operands = [self.value(e, b) for e in measured(norm)]
        sure, maybe = any(not o.present for o in operands), any(o.absent for o in operands)
        return boolean(maybe, not sure)

    def open_operands(self, norm: m.Norm, b: Bindings) -> Causes:
        return NONE.union(*(self.causes(e, b) for e in measured(norm) if self.value(e, b).absent))

    def shortfall(self, norm: m.Norm, b: Bindings) -> Range | None:
        """What is missing from Y where the test is ``X >= Y`` and does not surely hold."""
        test = norm.duty.condition if isinstance(norm.duty, m.Ensure) else norm.fulfilled_when
        if not isinstance(test, m.Comparison) or test.operator != ">=" or self.holds(test, b) == {True}:
            return None
        if not isinstance(test.left.type, types.NumberType | types.DurationType):
            return None
        actual, required = self.number(test.left, b), self.number(test.right, b)
        if actual.interval is None or required.interval is None:
            return None
        lacking = values.plus(required.interval, values.minus(actual.interval))
        return values.extreme([(exactly(0), True), (lacking, True)], largest=True)


def in_force(bounds: m.InForce | None) -> m.Expression | None:
    """The condition that `in force` is: a day in a period."""
    return None if bounds is None else m.In(tested(bounds), bounds.period, type=types.BOOLEAN)


def policy_in_force(header: m.Header) -> m.Expression | None:
    """The condition that a policy is in force: in its own time, and before the first day of whatever replaces it."""
    limbs = [in_force(header.in_force)]
    for later in header.replaced_by:
        first = m.Call("start", (later.in_force.period,), type=types.DATE, optional=True)
        limbs.append(m.Not(m.Comparison("<=", first, tested(later.in_force), type=types.BOOLEAN), type=types.BOOLEAN))
    said = tuple(limb for limb in limbs if limb is not None)
    return m.And(said, type=types.BOOLEAN) if said else None


def tested(bounds: m.InForce) -> m.Expression:
    """The day that has to lie in the period."""
    instant = bounds.tested or m.AsOf(bounds.zone, type=types.DATETIME)
    return instant if isinstance(instant.type, types.DateType) else m.DateOf(instant, bounds.zone, type=types.DATE)


def measured(norm: m.Norm) -> list[m.Expression]:
    """What an `ensure` compares, through and, or and not."""
    found: list[m.Expression] = []
    ask = [norm.duty.condition] if isinstance(norm.duty, m.Ensure) else []
    while ask:
        match ask.pop():
            case m.Not() | m.And() | m.Or() as limb:
                ask += parts_of(limb)
            case m.Comparison() | m.In() | m.Has() as test:
                found += parts_of(test)
    return found
