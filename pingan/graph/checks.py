"""What can be said of a policy without any facts: circles, and conditions that no facts can meet.

Only what is certain and cheap is reported; the rest belongs to the analysis of gaps and conflicts.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from attrs import frozen

from pingan.diagnostics.diagnostic import Annotation, Diagnostics
from pingan.graph.nodes import DecisionGraph
from pingan.language import types
from pingan.language.intervals import meet
from pingan.language.shapes import ANY_NUMBER, Interval, Scalar, exactly
from pingan.model import nodes as model
from pingan.source import Span


def check(graph: DecisionGraph, diagnostics: Diagnostics) -> None:
    """Reports rules that override each other in a circle (`cycle`, an error), conditions that contradict
    themselves (`contradiction`) and cases that are never reached (`unreachable`), both warnings."""
    _check_overrides(graph.policy, diagnostics)
    for conclusion in graph.conclusions:
        for reading in conclusion.readings:
            is_claim = reading.part == "case" and isinstance(reading.expression.type, types.BooleanType)
            if is_claim or reading.part in ("scope", "condition", "guard", "exception"):
                _check_condition(reading.expression, diagnostics)
    for definition in graph.policy.definitions.values():
        _check_cases(definition, diagnostics)


def _check_overrides(policy: model.Policy, diagnostics: Diagnostics) -> None:
    sorter = TopologicalSorter({key: rule.overrides for key, rule in policy.rules.items()})
    try:
        sorter.prepare()
    except CycleError as error:
        circle = [key for key in error.args[1][:-1] if key in policy.rules]
        first, *others = (policy.rules[key] for key in circle)
        told = ", ".join(f"`{rule.name}`" for rule in (first, *others))
        remarks = [Annotation(rule.span, "this rule is part of the circle") for rule in others]
        diagnostics.error("cycle", f"rules must not override each other in circles: {told}", first.span, *remarks)


# --- conditions that no facts can meet ----------------------------------------------------------------------


@frozen
class _Demand:
    """What a limb of a conjunction asks of one expression: to lie in *interval* or be among *members*."""

    expression: model.Expression
    span: Span
    interval: Interval | None = None
    members: frozenset[object] | None = None


def _check_condition(condition: model.Expression, diagnostics: Diagnostics) -> None:
    waiting = [condition]
    while waiting:
        node = waiting.pop()
        if isinstance(node, model.And):
            limbs = list(_limbs(node))
            _check_limbs(limbs, diagnostics)
            waiting.extend(limb for limb in limbs if isinstance(limb, model.Or | model.Not))
        elif isinstance(node, model.Or):
            waiting.extend(node.operands)
        elif isinstance(node, model.Not):
            waiting.append(node.operand)


def _limbs(condition: model.Expression) -> Iterator[model.Expression]:
    if isinstance(condition, model.And):
        for operand in condition.operands:
            yield from _limbs(operand)
    else:
        yield condition


def _check_limbs(limbs: list[model.Expression], diagnostics: Diagnostics) -> None:
    asked: dict[model.Expression, _Demand] = {}
    denied = {limb.operand: limb for limb in limbs if isinstance(limb, model.Not)}
    for limb in limbs:
        if limb in denied:
            _report(limb.span, denied[limb].span, diagnostics)
            return
        demand = _demand(limb)
        if demand is None:
            continue
        earlier = asked.get(demand.expression)
        both = _both(earlier, demand) if earlier else demand
        if earlier is not None and both is None:
            _report(demand.span, earlier.span, diagnostics)
            return
        asked[demand.expression] = both or demand


def _demand(limb: model.Expression) -> _Demand | None:
    match limb:
        case model.Comparison(operator, expression, model.Constant() as constant):
            return _compared(operator, expression, constant, limb.span)
        case model.Comparison(operator, model.Constant() as constant, expression):
            mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(operator, operator)
            return _compared(mirrored, expression, constant, limb.span)
        case model.In(expression, model.SetOf(elements)) if not isinstance(expression.type, types.NumberType):
            values = [e.value for e in elements if isinstance(e, model.Constant)]
            if len(values) == len(elements):
                return _Demand(expression, limb.span, members=frozenset(values))
    return None


def _compared(operator: str, expression: model.Expression, constant: model.Constant, span: Span) -> _Demand | None:
    value = constant.value
    if isinstance(value, bool | str):
        return _Demand(expression, span, members=frozenset({value})) if operator == "=" else None
    interval = _interval(operator, value)
    return _Demand(expression, span, interval=interval) if interval else None


def _interval(operator: str, value: Scalar) -> Interval | None:
    match operator:
        case "=":
            return exactly(value)
        case "<":
            return Interval(None, value, True, True)
        case "<=":
            return Interval(None, value, True, False)
        case ">":
            return Interval(value, None, True, True)
        case ">=":
            return Interval(value, None, False, True)
    return None


def _both(earlier: _Demand, later: _Demand) -> _Demand | None:
    """Both demands as one; None when nothing meets both."""
    if earlier.members is not None and later.members is not None:
        members = earlier.members & later.members
        return _Demand(later.expression, later.span, members=members) if members else None
    if earlier.members is not None or later.members is not None:
        return later
    interval = meet(earlier.interval or ANY_NUMBER, later.interval or ANY_NUMBER)
    return _Demand(later.expression, later.span, interval=interval) if interval else None


def _report(here: Span, there: Span, diagnostics: Diagnostics) -> None:
    remark = Annotation(there, "this rules it out")
    diagnostics.warning("contradiction", "this condition can never hold together with another limb", here, remark)


# --- cases that are never reached -----------------------------------------------------------------------------


def _check_cases(definition: model.Definition, diagnostics: Diagnostics) -> None:
    guards: dict[model.Expression, model.Case] = {}
    for case in definition.cases:
        always = next((c for c in guards.values() if c.condition is None or c.condition == model.TRUE), None)
        same = guards.get(case.condition) if case.condition is not None else None
        earlier = always or same
        # What a clause form has said of this place it has said in the author's words.
        if earlier is not None and not any(found.span == case.span for found in diagnostics):
            remark = Annotation(earlier.span, "this case comes first")
            diagnostics.warning("unreachable-case", "this case is never reached", case.span, remark, help="remove it")
        guards.setdefault(case.condition or model.TRUE, case)
