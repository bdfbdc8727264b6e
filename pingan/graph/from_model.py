"""model -> graph: equal expressions become one node, every conclusion keeps its own reading of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter
from typing import Final

from attrs import define, field

from pingan.graph.nodes import PERIOD_VARIABLE, Conclusion, DecisionGraph, Node, Reading
from pingan.language import types as types
from pingan.language.quiet import building
from pingan.language.stack import with_room
from pingan.model import nodes as model
from pingan.model.walk import parts

_NOTHING: Final[frozenset[str]] = frozenset()
Part = tuple[str, model.Expression]


@building()
def lower(policy: model.Policy) -> DecisionGraph:
    """The decision graph of *policy*; equal conditions become one node.

    Never fails on a resolved policy. Rules that override each other in a circle are left in the order of their
    keys: `checks` reports them, and such a graph is not compiled.
    """
    return with_room(lambda: _lower(policy))


def _lower(policy: model.Policy) -> DecisionGraph:
    builder = _Builder()
    conclusions = [
        *(Conclusion("policy", h.key, builder.readings(_of_header(h))) for h in policy.headers.values()),
        *(Conclusion("definition", d.key, builder.readings(_of_definition(d))) for d in policy.definitions.values()),
        *(Conclusion("rule", r.key, builder.readings(_of_rule(r))) for r in policy.rules.values()),
    ]
    return DecisionGraph(policy, tuple(builder.nodes), tuple(conclusions), _rule_order(policy), builder.indexes)


@define
class _Builder:
    nodes: list[Node] = field(factory=list)
    indexes: dict[model.Expression, int] = field(factory=dict)

    def readings(self, parts: Iterable[Part]) -> tuple[Reading, ...]:
        return tuple(Reading(part, expression, self.intern(expression)) for part, expression in parts)

    def intern(self, expression: model.Expression) -> int:
        found = self.indexes.get(expression)
        if found is not None:
            return found
        operands = tuple([self.intern(child) for child in parts(expression)])
        index = len(self.nodes)
        self.nodes.append(Node(index, expression, operands, self._reads(expression, operands)))
        self.indexes[expression] = index
        return index

    def _reads(self, expression: model.Expression, operands: tuple[int, ...]) -> frozenset[str]:
        match expression:
            case model.ElementValue(variable):
                return frozenset({variable})
            case model.JudgedPeriod():
                return frozenset({PERIOD_VARIABLE})
            case model.Aggregate(variable=variable):
                # INVARIANT: the collection is the first operand; the variable is not bound in it.
                inner = frozenset[str]().union(*(self.nodes[o].reads for o in operands[1:]))
                return self.nodes[operands[0]].reads | (inner - {variable})
        if not any(self.nodes[o].reads for o in operands):
            return _NOTHING
        return frozenset[str]().union(*(self.nodes[o].reads for o in operands))


def _of_header(header: model.Header) -> Iterator[Part]:
    if header.scope:
        yield "scope", header.scope
    test = policy_in_force_test(header)
    if test is not None:
        yield "in_force", test


def _of_definition(definition: model.Definition) -> Iterator[Part]:
    for case in definition.cases:
        if case.condition:
            yield "guard", case.condition
        yield "case", case.value


def _of_rule(rule: model.Rule) -> Iterator[Part]:
    yield from _in_force(rule.in_force)
    if rule.since:
        yield "since", rule.since
    yield from (("each", each.collection) for each in rule.each)
    if rule.condition:
        yield "condition", rule.condition
    yield from (("exception", exception) for exception in rule.exceptions)
    for norm in rule.norms:
        level: model.Norm | None = norm
        while level:
            yield from _of_norm(level)
            level = level.otherwise


def _of_norm(norm: model.Norm) -> Iterator[Part]:
    yield from (("bearer", bearer) for bearer in norm.bearers)
    yield from (("partner", partner) for partner in norm.partners)
    if isinstance(norm.duty, model.Ensure):
        yield "ensure", norm.duty.condition
    else:
        yield from (("argument", argument) for _, argument in norm.duty.arguments)
    if isinstance(norm.deadline, model.By):
        yield "deadline", norm.deadline.limit
    evidence = (
        ("fulfilled_when", norm.fulfilled_when),
        ("fulfilled_at", norm.fulfilled_at),
        ("breached_when", norm.breached_when),
        ("breached_at", norm.breached_at),
    )
    yield from ((part, expression) for part, expression in evidence if expression)


def _in_force(in_force: model.InForce | None) -> Iterator[Part]:
    """In force is the day tested lying in the period: an ordinary expression, so it is explained like one."""
    if in_force:
        yield "in_force", in_force_test(in_force)


def in_force_test(in_force: model.InForce) -> model.Expression:
    """The condition that *in_force* states."""
    return model.In(_tested(in_force), in_force.period, type=types.BOOLEAN, span=in_force.period.span)


def policy_in_force_test(header: model.Header) -> model.Expression | None:
    """The condition that a policy is in force: in its own time, and no other one has taken its place by then."""
    limbs: list[model.Expression] = [in_force_test(header.in_force)] if header.in_force else []
    for replacement in header.replaced_by:
        test = replaced_test(replacement)
        limbs.append(model.Not(test, type=types.BOOLEAN, span=test.span))
    if len(limbs) < 2:
        return limbs[0] if limbs else None
    return model.And(tuple(limbs), type=types.BOOLEAN, span=limbs[0].span)


def replaced_test(replacement: model.Replacement) -> model.Expression:
    """The condition that *replacement* has taken place: the day that it tests is not before its first day."""
    period = replacement.in_force.period
    first: model.Expression | None = period.start if isinstance(period, model.PeriodOf) else None
    if first is None:
        first = model.Call("start", (period,), type=types.DATE, optional=True, span=period.span)
    return model.Comparison("<=", first, _tested(replacement.in_force), type=types.BOOLEAN, span=period.span)


def _tested(in_force: model.InForce) -> model.Expression:
    """The day that has to lie in the period."""
    tested = in_force.tested or model.AsOf(in_force.zone, type=types.DATETIME, span=in_force.period.span)
    if isinstance(tested.type, types.DateTimeType):
        tested = model.DateOf(tested, in_force.zone, type=types.DATE, optional=tested.optional, span=tested.span)
    return tested


def _rule_order(policy: model.Policy) -> tuple[str, ...]:
    sorter: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(policy.rules, ()))
    for key, rule in policy.rules.items():
        for overridden in rule.overrides:
            if overridden in policy.rules:
                sorter.add(overridden, key)
    try:
        return tuple(sorter.static_order())
    except CycleError:
        return tuple(sorted(policy.rules))
