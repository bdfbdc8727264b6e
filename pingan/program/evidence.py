"""What a fulfilment says of itself: required, actual, shortfall, parts left, and whether anything can be measured."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define

from pingan.language import intervals, types
from pingan.language.shapes import Range, SetBounds, Shape, exactly
from pingan.model import nodes as model
from pingan.outcome.nodes import Part
from pingan.program import operators
from pingan.program.duties import test_of as test_of
from pingan.program.evaluator import Evaluator
from pingan.program.frame import Frame
from pingan.program.truth import CAN_BE_FALSE, CAN_BE_TRUE, bits, condition, either, negated, truth


@define
class Measures:
    """Of a test ``X >= Y``: *required* is Y, *actual* X; *shortfall* is given where the test may fail."""

    required: Shape | None = None
    actual: Shape | None = None
    shortfall: Range | None = None
    parts: tuple[Part, ...] = ()


def measures(evaluator: Evaluator, test: model.Expression | None, frame: Frame) -> Measures:
    """How the test of a fulfilment explains itself by its shape."""
    match test:
        case model.Comparison(operator, left, right) if operator in (">=", ">", "<=", "<", "="):
            actual, required = evaluator.value_of(left, frame), evaluator.value_of(right, frame)
            shortfall = None
            if operator == ">=" and condition(evaluator.value_of(test, frame)) != CAN_BE_TRUE:
                shortfall = _shortfall(left.type, actual, required)
            return Measures(required, actual, shortfall)
        case model.And(operands):
            return Measures(parts=tuple(_part(evaluator, operand, frame) for operand in operands))
        case model.Has("all", collection, members):
            held, wanted = evaluator.value_of(collection, frame), evaluator.value_of(members, frame)
            return Measures(wanted, held, parts=tuple(_members(held, wanted)))
        case model.Aggregate(function="all"):
            return Measures(parts=tuple(_elements(evaluator, test, frame)))
    share = _share(test)
    return Measures(parts=tuple(_elements(evaluator, share, frame))) if share else Measures()


def with_elements(evaluator: Evaluator, test: model.Expression | None, frame: Frame) -> Measures:
    """The measures of *test*; a compared share also tells which elements fail."""
    found = measures(evaluator, test, frame)
    share = _share(test)
    if share is None or found.parts:
        return found
    return Measures(found.required, found.actual, found.shortfall, tuple(_elements(evaluator, share, frame)))


def _share(test: model.Expression | None) -> model.Aggregate | None:
    if isinstance(test, model.Comparison):
        for side in (test.left, test.right):
            if isinstance(side, model.Aggregate) and side.function == "share":
                return side
    return None


def _shortfall(type: types.Type, actual: Shape, required: Shape) -> Range | None:
    """max(0, Y - X)."""
    if not isinstance(type, types.NumberType | types.DurationType):
        return None
    if not isinstance(actual, Range) or not isinstance(required, Range):
        return None
    if actual.interval is None or required.interval is None:
        return None
    lacking = intervals.subtract(required.interval, actual.interval)
    interval, _ = intervals.greatest([(lacking, True), (exactly(0), True)])
    return Range(interval)


def _part(evaluator: Evaluator, operand: model.Expression, frame: Frame) -> Part:
    done = truth(condition(evaluator.value_of(operand, frame)))
    return Part(evaluator.text_of(operand), done, operand.span)


def _members(held: Shape, wanted: Shape) -> Iterator[Part]:
    if isinstance(wanted, SetBounds):
        for member in sorted(wanted.possibly if wanted.possibly is not None else wanted.surely, key=str):
            one = SetBounds(frozenset({member}), frozenset({member}))
            yield Part(str(member), truth(operators.has_several("all", held, one)))


def _elements(evaluator: Evaluator, aggregate: model.Aggregate, frame: Frame) -> Iterator[Part]:
    """The elements that fail, or may."""
    for item in evaluator.elements(aggregate.collection, frame):
        inner = frame.bind(aggregate.variable, item.shape, item.path)
        counts = CAN_BE_TRUE
        if aggregate.filter is not None:
            counts = condition(evaluator.value_of(aggregate.filter, inner))
        if not item.sure:
            counts |= CAN_BE_FALSE
        claim = CAN_BE_TRUE if aggregate.body is None else condition(evaluator.value_of(aggregate.body, inner))
        if counts & CAN_BE_TRUE and claim & CAN_BE_FALSE:
            yield Part(item.name, truth(either(negated(counts), claim)), aggregate.span)


def nothing_to_measure(evaluator: Evaluator, test: model.Expression, frame: Frame) -> int:
    """Whether some comparison of *test* has an absent operand (bits): then there is nothing that could be ensured."""
    lacks = CAN_BE_FALSE
    for comparison in comparisons(test):
        for operand in compared(comparison):
            shape = evaluator.value_of(operand, frame)
            lacks = either(lacks, bits(shape.absent, shape.present))
    return lacks


def comparisons(test: model.Expression) -> Iterator[model.Expression]:
    """The comparisons in a test, down through and, or and not."""
    match test:
        case model.Not(operand):
            yield from comparisons(operand)
        case model.And(operands) | model.Or(operands):
            for operand in operands:
                yield from comparisons(operand)
        case model.Comparison() | model.Has() | model.In():
            yield test


def compared(test: model.Expression) -> tuple[model.Expression, ...]:
    """The operands of a comparison."""
    match test:
        case model.Comparison(_, left, right):
            return left, right
        case model.Has(_, collection, members):
            return collection, members
        case model.In(element, collection):
            return element, collection
    return ()
