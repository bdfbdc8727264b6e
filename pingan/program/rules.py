"""Applying: scope, in force, condition, not any exception and not any rule that overrides, for each element."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from attrs import frozen

from pingan.graph.from_model import in_force_test, policy_in_force_test
from pingan.model import nodes as model
from pingan.outcome.nodes import Element
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Binding, Frame
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


def in_force(evaluator: Evaluator, written: model.InForce | None, frame: Frame) -> int:
    return _holds(evaluator, in_force_test(written), frame) if written else CAN_BE_TRUE


def _holds(evaluator: Evaluator, expression: model.Expression | None, frame: Frame) -> int:
    return condition(evaluator.value_of(expression, frame)) if expression else CAN_BE_TRUE


_EVERYWHERE = Standing(CAN_BE_TRUE, CAN_BE_TRUE)


def bindings(
    evaluator: Evaluator, frame: Frame, policies: Mapping[str, Standing], rules: Set[str] | None = None
) -> dict[str, tuple[Binding, ...]]:
    """Every rule (or each of *rules*, and those that override one) for every element, by key of the rule."""
    found: dict[str, tuple[Binding, ...]] = {}
    wanted = None if rules is None else _with_overriding(evaluator, rules)
    # INVARIANT: rules that override stand before those they override, so their bindings are there already.
    for key in evaluator.graph.rule_order:
        if wanted is not None and key not in wanted:
            continue
        rule = evaluator.policy.rules[key]
        overriding = [binding for other in evaluator.overriding(key) for binding in found[other]]
        standing = policies.get(rule.module, _EVERYWHERE)
        found[key] = tuple(_bound(evaluator, rule, frame, standing, overriding))
    return found


def _with_overriding(evaluator: Evaluator, rules: Set[str]) -> Set[str]:
    found, waiting = set(rules), list(rules)
    while waiting:
        new = set(evaluator.overriding(waiting.pop())) - found
        found |= new
        waiting += new
    return found


def _bound(
    evaluator: Evaluator, rule: model.Rule, frame: Frame, standing: Standing, overriding: list[Binding]
) -> Iterator[Binding]:
    by_place: dict[tuple[str, ...], list[tuple[int, Binding]]] = {}
    for position, binding in enumerate(overriding):
        by_place.setdefault(tuple(e.path for e in binding.elements), []).append((position, binding))
    for inner, elements, sure in _elements(evaluator, rule.each, frame):
        claim = _holds(evaluator, rule.condition, inner)
        exceptions = tuple(_holds(evaluator, exception, inner) for exception in rule.exceptions)
        own = claim
        for exception in exceptions:
            own = both(own, negated(exception))
        force = in_force(evaluator, rule.in_force, inner)
        # An overriding rule goes over the same elements, or over the outer ones of them.
        places = tuple(e.path for e in elements)
        over = [found for n in range(len(places) + 1) for found in by_place.get(places[:n], ())]
        defeats = tuple(binding for _, binding in sorted(over, key=lambda found: found[0]))
        holds = both(both(standing.scope, standing.in_force), both(force, own))
        for defeat in defeats:
            holds = both(holds, negated(defeat.holds))
        exists = CAN_BE_TRUE if sure else OPEN
        yield Binding(
            rule=rule,
            frame=inner,
            elements=elements,
            exists=exists,
            scope=standing.scope,
            policy_in_force=standing.in_force,
            in_force=force,
            condition=claim,
            exceptions=exceptions,
            defeats=defeats,
            holds=holds,
            applies=both(exists, holds),
            left_out=any(e.others for e in elements) and not own & CAN_BE_TRUE,
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
        bound = frame.bind(outer.variable, item.shape, item.path)
        for innermost, elements, sure in _elements(evaluator, tuple(inner), bound):
            yield innermost, (element, *elements), sure and item.sure
