"""The types of aggregates: what they run over, what they claim or take, what they yield."""

from __future__ import annotations

from typing import Final, Literal

from attrs import frozen

from pingan.language import types
from pingan.language.types import Type
from pingan.model import nodes as model
from pingan.model.agreement import is_ordered, plain
from pingan.model.scope import Scope, coerced
from pingan.source import Span

Function = Literal["any", "all", "count", "share", "sum", "min", "max"]

AGGREGATES: Final[tuple[Function, ...]] = ("any", "all", "count", "share", "sum", "min", "max")


@frozen
class Elements:
    """What an aggregate or a ``for each`` runs over.

    For a set of enum members that is all members of the enum; *filter* says which of them are in the set.
    """

    collection: model.Expression
    type: Type
    filter: model.Expression | None = None


def elements(collection: model.Expression, variable: str, scope: Scope) -> Elements:
    """The elements of a list, of a set written out, or of a set of enum members."""
    match collection.type:
        case types.UnknownType():
            return Elements(collection, types.UNKNOWN)
        case types.ListType(element=element):
            return Elements(collection, element)
        case types.SetType(element=element) if isinstance(collection, model.SetOf):
            return Elements(collection, element)
        case types.SetType(element=types.EnumType() as enum):
            return _members(collection, enum, variable)
        case types.SetType():
            remedy = "its elements cannot be told beforehand; `has`, `has any of` and `size` ask about it"
            scope.mismatch(collection.span, "a list, or a set of enum members", collection.type, remedy)
        case found:
            scope.mismatch(collection.span, "a list or a set", found)
    return Elements(model.Broken(span=collection.span), types.UNKNOWN)


def _members(collection: model.Expression, enum: types.EnumType, variable: str) -> Elements:
    span = collection.span
    members = tuple(model.Constant(m, type=enum, span=span) for m in enum.members)
    every = model.SetOf(members, type=types.SetType(enum), span=span)
    element = model.ElementValue(variable, type=enum, span=span)
    is_member = model.Has("one", collection, element, type=types.BOOLEAN, span=span)
    return Elements(every, enum, is_member)


def joined(*conditions: model.Expression | None) -> model.Expression | None:
    """All *conditions* that are there, as one."""
    given = [c for c in conditions if c is not None]
    parts = tuple(p for c in given for p in (c.operands if isinstance(c, model.And) else (c,)))
    if len(given) < 2:
        return given[0] if given else None
    return model.And(parts, type=types.BOOLEAN, span=given[0].span.to(given[-1].span))


def aggregate(
    span: Span,
    function: Function,
    variable: str,
    over: Elements,
    filter: model.Expression | None,
    body: model.Expression | None,
    scope: Scope,
) -> model.Expression:
    """``function(variable in over where filter: body)`` with its type; what is missing or too much is reported."""
    body = _body(span, function, variable, over, body, scope)
    result, optional = _yield(function, over, filter, body)
    return model.Aggregate(
        function,
        variable,
        over.collection,
        joined(over.filter, filter),
        body,
        type=result,
        optional=optional,
        span=span,
    )


def _body(
    span: Span, function: Function, variable: str, over: Elements, body: model.Expression | None, scope: Scope
) -> model.Expression | None:
    match function:
        case "any" | "all" | "share":
            if body is None and function != "any":
                message = f"`{function}` claims something of the elements: what?"
                remedy = f"write the claim after a colon: `{function}(x in … where FILTER: CLAIM)`"
                scope.diagnostics.error("wrong-arguments", message, span, help=remedy)
            return None if body is None else coerced(body, types.BOOLEAN, scope)
        case "count":
            if body is not None:
                remedy = "write the condition after `where`"
                message = "`count` takes nothing from the elements"
                scope.diagnostics.error("wrong-arguments", message, body.span, help=remedy)
            return None
        case "sum" | "min" | "max":
            taken = body or model.ElementValue(variable, type=over.type, span=span)
            _check_taken(function, taken, scope)
            return taken


def _check_taken(function: Function, taken: model.Expression, scope: Scope) -> None:
    if function == "sum":
        if not isinstance(taken.type, types.NumberType | types.DurationType | types.UnknownType):
            scope.mismatch(taken.span, "a number or a duration to add up", taken.type, "say what to add after a colon")
    elif not is_ordered(taken.type):
        scope.mismatch(taken.span, "something that has an order", taken.type, "say what to compare after a colon")


def _yield(
    function: Function, over: Elements, filter: model.Expression | None, body: model.Expression | None
) -> tuple[Type, bool]:
    match function:
        case "any" | "all":
            return types.BOOLEAN, False
        case "count":
            return types.INTEGER, False
        case "share":
            return types.DECIMAL, True
        case "sum":
            return plain(body.type if body else types.UNKNOWN), False
        case "min" | "max":
            optional = not _never_empty(over, filter) or body is None or body.optional
            return plain(body.type if body else types.UNKNOWN), optional


def _never_empty(over: Elements, filter: model.Expression | None) -> bool:
    """Whether some element surely counts: a set written out, with nothing filtered."""
    if filter is not None or over.filter is not None or not isinstance(over.collection, model.SetOf):
        return False
    return any(not e.optional for e in over.collection.elements)


def aggregate_name(name: str) -> Function | None:
    """*name* as that of an aggregate."""
    return next((f for f in AGGREGATES if f == name), None)
