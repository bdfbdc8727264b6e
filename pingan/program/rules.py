"""Applying: scope, in force, condition, not any exception and not any rule that overrides, for each element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from attrs import frozen

from pingan.graph.from_model import policy_in_force_test
from pingan.model import nodes as model
from pingan.outcome.nodes import Element
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Binding, Frame
from pingan.program.plans import RulePlan, plan_of
from pingan.program.truth import CAN_BE_TRUE, OPEN, both, condition, negated


@frozen
class Standing:
    """Whether a policy's scope holds and whether it is in force (bits)."""

    scope: int
    in_force: int


def standings(evaluator: Evaluator, frame: Frame) -> Mapping[str, Standing]:
    """The standing of every policy, by its name."""
    return {
        header.name: Standing(
            _holds(evaluator, header.scope, frame), _holds(evaluator, policy_in_force_test(header), frame)
        )
        for header in evaluator.policy.headers.values()
    }


def _holds(evaluator: Evaluator, expression: model.Expression | None, frame: Frame) -> int:
    return condition(evaluator.value_of(expression, frame)) if expression else CAN_BE_TRUE


_EVERYWHERE = Standing(CAN_BE_TRUE, CAN_BE_TRUE)


def bindings(
    evaluator: Evaluator, frame: Frame, policies: Mapping[str, Standing], rules: Set[str] | None = None
) -> dict[str, tuple[Binding, ...]]:
    """Every rule (or each of *rules*, and those that override one) for every element, by key of the rule."""
    found: dict[str, tuple[Binding, ...]] = {}
    order: Sequence[str] = evaluator.graph.rule_order
    if rules is not None:
        wanted = _with_overriding(evaluator, rules)
        order = evaluator.overriding_first(wanted)
    written = evaluator.policy.rules
    # INVARIANT: rules that override stand before those they override, so their bindings are there already.
    for key in order:
        rule = written[key]
        plan = plan_of(evaluator, rule)
        standing = policies.get(rule.module, _EVERYWHERE)
        overriding = [binding for other in plan.overriding for binding in found[other]] if plan.overriding else ()
        if rule.each:
            found[key] = tuple(_for_each(evaluator, plan, frame, standing, overriding))
        else:
            defeats = tuple(binding for binding in overriding if not binding.elements) if overriding else ()
            found[key] = (_bound(plan, frame, standing, defeats),)
    return found


def _with_overriding(evaluator: Evaluator, rules: Set[str]) -> Set[str]:
    found, waiting = set(rules), list(rules)
    while waiting:
        new = set(evaluator.overriding(waiting.pop())) - found
        found |= new
        waiting += new
    return found


def _for_each(
    evaluator: Evaluator, plan: RulePlan, frame: Frame, standing: Standing, overriding: Sequence[Binding]
) -> Iterator[Binding]:
    by_place: dict[tuple[str, ...], list[tuple[int, Binding]]] = {}
    for position, binding in enumerate(overriding):
        by_place.setdefault(tuple(e.path for e in binding.elements), []).append((position, binding))
    for inner, elements, sure in _elements(evaluator, plan.rule.each, frame):
        # An overriding rule goes over the same elements, or over the outer ones of them.
        places = tuple(e.path for e in elements)
        over = [found for n in range(len(places) + 1) for found in by_place.get(places[:n], ())]
        defeats = tuple(binding for _, binding in sorted(over, key=lambda found: found[0]))
        yield _bound(plan, inner, standing, defeats, elements, sure)


def _bound(
    plan: RulePlan,
    frame: Frame,
    standing: Standing,
    defeats: tuple[Binding, ...],
    elements: tuple[Element, ...] = (),
    sure: bool = True,
) -> Binding:
    own = claim = CAN_BE_TRUE if plan.condition is None else condition(plan.condition(frame))
    exceptions: tuple[int, ...] = ()
    if plan.exceptions:
        exceptions = tuple([condition(exception(frame)) for exception in plan.exceptions])
        for exception in exceptions:
            own = both(own, negated(exception))
    force = CAN_BE_TRUE if plan.in_force is None else condition(plan.in_force(frame))
    holds = both(both(standing.scope, standing.in_force), both(force, own))
    for defeat in defeats:
        holds = both(holds, negated(defeat.holds))
    exists = CAN_BE_TRUE if sure else OPEN
    # By position, in the order of the fields: names would take as long as all the rest.
    return Binding(
        plan.rule,
        frame,
        elements,
        exists,
        standing.scope,
        standing.in_force,
        force,
        claim,
        exceptions,
        defeats,
        holds,
        holds if sure else both(exists, holds),
        bool(elements) and not own & CAN_BE_TRUE and any(e.others for e in elements),
    )


def _elements(
    evaluator: Evaluator, each: tuple[model.Each, ...], frame: Frame
) -> Iterator[tuple[Frame, tuple[Element, ...], bool]]:
    """The frame for every element of nested ``for each``es, the elements, and whether they are surely there."""
    if not each:
        yield frame, (), True
        return
    outer, *inner = each
    for item in evaluator.elements(outer.collection, frame, outer.key_field):
        element = Element(outer.variable, item.name, item.path, item.others)
        bound = frame.bind(outer.variable, item.shape, item.path, item.written)
        for innermost, elements, sure in _elements(evaluator, tuple(inner), bound):
            yield innermost, (element, *elements), sure and item.sure
