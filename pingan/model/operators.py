"""The types of comparisons and of what has and is in sets, and the conversions they imply."""

from __future__ import annotations

from typing import Literal

from attrs import evolve

from pingan.diagnostics.diagnostic import Annotation
from pingan.language import types
from pingan.language.types import Type
from pingan.model import nodes as model
from pingan.model.agreement import agrees, described, is_ordered
from pingan.model.scope import Scope, broken, coerced, date_of
from pingan.source import Span
from pingan.syntax import nodes as syntax


def comparison(
    node: syntax.Comparison, left: model.Expression, right: model.Expression, scope: Scope
) -> model.Expression:
    """*left* and *right* compared; a day against an instant compares the instant's day."""
    for side in (left, right):
        if isinstance(side, model.Absent):
            _compared_with_absent(node, side, scope)
            return broken(node.span)
        if not _comparable(side, node.operator, scope):
            return broken(node.span)
    if {type(left.type), type(right.type)} == {types.DateType, types.DateTimeType}:
        left, right = date_of(left, scope), date_of(right, scope)
    if not _same_kind(left.type, right.type, scope):
        message = f"expected {described(left.type)} as on the left, found {described(right.type)}"
        remark = Annotation(left.span, f"this is {described(left.type)}")
        scope.diagnostics.error("type-mismatch", message, right.span, remark)
        return broken(node.span)
    return model.Comparison(node.operator, left, right, type=types.BOOLEAN, span=node.span)


def _same_kind(left: Type, right: Type, scope: Scope) -> bool:
    if isinstance(left, types.NumberType) and isinstance(right, types.NumberType):
        return True
    return agrees(left, right, scope.records) or agrees(right, left, scope.records)


def _compared_with_absent(node: syntax.Comparison, side: model.Expression, scope: Scope) -> None:
    message = "nothing compares with `absent`: the answer is always the same"
    remedy = "`present(x)` asks whether there is a value, `not present(x)` whether there is none"
    scope.diagnostics.error("compared-with-absent", message, side.span, help=remedy)


def _comparable(side: model.Expression, operator: model.ComparisonOperator, scope: Scope) -> bool:
    match side.type:
        case types.SetType() | types.ListType() | types.PeriodType():
            remedy = "`has any of`, `has all of`, `in` and `size` ask about its elements"
            scope.mismatch(side.span, "a single value to compare", side.type, remedy)
            return False
        case types.RecordType(name=name) if not scope.records[name].is_actor:
            scope.mismatch(side.span, "a single value to compare", side.type, "compare one of its fields")
            return False
        case found if operator not in ("=", "!=") and not is_ordered(found):
            order = f"declare `{found.name}` as `ordered`" if isinstance(found, types.EnumType) else None
            scope.mismatch(side.span, f"something that has an order before or after `{operator}`", found, order)
            return False
        case _:
            return True


def has(
    span: Span,
    quantity: Literal["one", "any", "all"],
    collection: model.Expression,
    members: model.Expression,
    scope: Scope,
) -> model.Expression:
    """Whether the set *collection* has the member, any of the members, all of them."""
    match collection.type:
        case types.SetType() as expected:
            wanted: Type = expected.element if quantity == "one" else expected
        case types.UnknownType():
            wanted = types.UNKNOWN
        case types.ListType():
            remedy = "`any(x in … where x = …)` asks about the elements of a list"
            scope.mismatch(collection.span, "a set", collection.type, remedy)
            return broken(span)
        case other:
            scope.mismatch(collection.span, "a set", other, "`in` asks whether a single value is among several")
            return broken(span)
    if quantity == "one" and isinstance(members.type, types.SetType):
        remedy = "write `has any of` or `has all of`"
        scope.mismatch(members.span, f"{described(wanted)}", members.type, remedy)
        return broken(span)
    fitting = coerced(members, wanted, scope)
    return model.Has(quantity, collection, fitting, type=types.BOOLEAN, span=span)


def contained(span: Span, element: model.Expression, collection: model.Expression, scope: Scope) -> model.Expression:
    """Whether *element* is in a set, or (its day) in a period."""
    match collection.type:
        case types.PeriodType():
            if not isinstance(element.type, types.DateType | types.DateTimeType | types.UnknownType):
                scope.mismatch(element.span, "a date or a datetime, as a period has", element.type)
                return broken(span)
            element = date_of(element, scope)
        case types.SetType(element=types.UnknownType()) | types.UnknownType():
            pass
        case types.SetType(element=types.DateType()) if isinstance(element.type, types.DateTimeType):
            element = date_of(element, scope)
        case types.SetType(element=types.DateTimeType()) if isinstance(element.type, types.DateType):
            collection = _dates(collection, scope)
        case types.SetType(element=wanted):
            if not _same_kind(element.type, wanted, scope):
                scope.mismatch(element.span, f"{described(wanted)}, as the set has", element.type)
                return broken(span)
        case other:
            remedy = "`any(x in … where x = …)` asks about a list" if isinstance(other, types.ListType) else None
            scope.mismatch(collection.span, "a set or a period", other, remedy)
            return broken(span)
    return model.In(element, collection, type=types.BOOLEAN, span=span)


def _dates(collection: model.Expression, scope: Scope) -> model.Expression:
    if not isinstance(collection, model.SetOf):
        return collection
    elements = tuple(date_of(e, scope) for e in collection.elements)
    return evolve(collection, elements=elements, type=types.SetType(types.DATE))


def set_of(
    span: Span, elements: tuple[model.Expression, ...], scope: Scope, *, periods: bool = False
) -> model.Expression:
    """A set written out: elements of one type (days, when days and instants are mixed), *periods* where they may be."""
    kinds: list[Type] = [e.type for e in elements if not isinstance(e.type, types.UnknownType)]
    if any(isinstance(k, types.DateType) for k in kinds):
        elements = tuple(date_of(e, scope) for e in elements)
        kinds = [e.type for e in elements if not isinstance(e.type, types.UnknownType)]
    element = _joined(kinds, scope)
    for each in elements:
        if isinstance(each, model.Absent):
            scope.diagnostics.error("type-mismatch", "`absent` is no element of a set", each.span)
        elif isinstance(each.type, types.PeriodType) and not periods:
            remedy = "a set of periods can be gone over (`for each`), and nothing else"
            scope.mismatch(each.span, "a single value", each.type, remedy)
        elif isinstance(each.type, types.ListType | types.SetType | types.BooleanType):
            scope.mismatch(each.span, "a single value", each.type)
        elif not _same_kind(each.type, element, scope):
            scope.mismatch(each.span, f"{described(element)} like the other elements", each.type)
    return model.SetOf(elements, type=types.SetType(element), span=span)


def _joined(kinds: list[Type], scope: Scope) -> Type:
    """The type that all *kinds* agree with, if there is one; else the first."""
    if not kinds:
        return types.UNKNOWN
    if all(k is kinds[0] or k == kinds[0] for k in kinds):
        return kinds[0]
    if all(isinstance(k, types.NumberType) for k in kinds):
        return types.NumberType(integer=all(isinstance(k, types.NumberType) and k.integer for k in kinds))
    widest = [k for k in kinds if all(agrees(other, k, scope.records) for other in kinds)]
    return widest[0] if widest else kinds[0]
