"""Syntax expressions to model expressions: names bound, types checked, conversions put in."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from pingan.language import types
from pingan.language.types import Type
from pingan.model import aggregates, arithmetic, constants, operators, paths
from pingan.model import nodes as model
from pingan.model.functions import function_called, signature_at
from pingan.model.names import VALUES, near
from pingan.model.scope import Scope, broken, coerced, date_of
from pingan.source import Span
from pingan.syntax import nodes as syntax

# INVARIANT: at most three frames a level of nesting, so that the deepest expression allowed fits a fresh stack.


def expression(node: syntax.Expression, scope: Scope, expected: Type | None = None) -> model.Expression:
    """The meaning of *node* in *scope*. *expected* helps to read bare names; it is not checked here."""
    match node:
        case syntax.Path():
            return paths.path(node, scope, expected)
        case syntax.And() | syntax.Or():
            return _connected(node, scope)
        case syntax.Not():
            operand = condition(node.operand, scope)
            return model.Not(operand, type=types.BOOLEAN, span=node.span)
        case syntax.Comparison():
            left, right = resolved_together((node.left, node.right), scope)
            return operators.comparison(node, left, right, scope)
        case syntax.Has():
            return _has(node, scope)
        case syntax.In():
            return _in(node, scope)
        case syntax.Arithmetic():
            return _arithmetic(node, scope)
        case syntax.Negation():
            return arithmetic.negation(node.span, expression(node.operand, scope), scope)
        case syntax.Call():
            return _call(node, scope, expected)
        case syntax.Aggregate():
            return _aggregate(node, scope)
        case syntax.SetLiteral():
            return _set(node, scope, expected)
        case syntax.PeriodLiteral():
            return _period(node, scope)
        case _:
            return _literal(node, scope, expected)


def condition(node: syntax.Expression, scope: Scope) -> model.Expression:
    """*node* as something that holds or does not."""
    return coerced(expression(node, scope, types.BOOLEAN), types.BOOLEAN, scope)


def value(node: syntax.Expression, scope: Scope, expected: Type) -> model.Expression:
    """*node* as a value of the type *expected*."""
    return coerced(expression(node, scope, expected), expected, scope)


def moment(node: syntax.Expression, scope: Scope) -> model.Expression:
    """*node* as a day or an instant, whichever it is."""
    found = expression(node, scope)
    if not isinstance(found.type, types.DateType | types.DateTimeType | types.UnknownType):
        scope.mismatch(found.span, "a date or a datetime", found.type)
        return broken(node.span)
    return found


def resolved_together(
    nodes: Sequence[syntax.Expression], scope: Scope, expected: Type | None = None
) -> list[model.Expression]:
    """*nodes*, each helping to read the others: a bare name may be a member of the enum that another one is of."""
    found: dict[int, model.Expression] = {}
    hint = expected
    # First what speaks for itself, then bare names that may mean something else where an enum is expected.
    for place in sorted(range(len(nodes)), key=lambda i: _reading_order(nodes[i], scope)):
        found[place] = expression(nodes[place], scope, hint)
        if hint is None and isinstance(found[place].type, types.EnumType | types.SetType):
            hint = found[place].type
    return [found[place] for place in range(len(nodes))]


def _reading_order(node: syntax.Expression, scope: Scope) -> int:
    if not isinstance(node, syntax.Path) or len(node.names) > 1:
        return 0
    return 1 if paths.is_bound(node.names[0].text, scope) else 2


def _literal(node: syntax.Expression, scope: Scope, expected: Type | None) -> model.Expression:
    span = node.span
    match node:
        case syntax.BooleanLiteral():
            return model.Constant(node.value, type=types.BOOLEAN, span=span)
        case syntax.NumberLiteral():
            return constants.number_literal(node)
        case syntax.TextLiteral():
            return model.Constant(node.value, type=types.TEXT, span=span)
        case syntax.DateLiteral():
            return model.Constant(node.value, type=types.DATE, span=span)
        case syntax.DateTimeLiteral():
            return model.Constant(constants.instant(node.value, scope.zone), type=types.DATETIME, span=span)
        case syntax.MonthLiteral():
            first, last = constants.month(node)
            return model.PeriodOf(first, last, type=types.PERIOD, span=span)
        case syntax.DurationLiteral():
            return _duration(node, scope)
        case syntax.AbsentLiteral():
            return model.Absent(type=expected or types.UNKNOWN, optional=True, span=span)
        case _:
            raise TypeError(f"no expression: {type(node).__name__}")


def _duration(node: syntax.DurationLiteral, scope: Scope) -> model.Expression:
    length = constants.seconds(constants.duration_literal(node))
    if length is None:
        message = "months, years and working days only count from a date: how long they are depends on it"
        remedy = "add them to a date, or write days or hours"
        scope.diagnostics.error("calendar-duration", message, node.span, help=remedy)
        return broken(node.span)
    return model.Constant(constants.whole(length), type=types.DURATION, span=node.span)


def _connected(node: syntax.And | syntax.Or, scope: Scope) -> model.Expression:
    operands: list[model.Expression] = []
    kind = model.And if isinstance(node, syntax.And) else model.Or
    for operand in node.operands:
        found = coerced(expression(operand, scope, types.BOOLEAN), types.BOOLEAN, scope)
        # `(a and b) and c` says what `a and b and c` says.
        operands.extend(found.operands if isinstance(found, kind) else (found,))
    return kind(tuple(operands), type=types.BOOLEAN, span=node.span)


def _has(node: syntax.Has, scope: Scope) -> model.Expression:
    collection = expression(node.collection, scope)
    element = collection.type.element if isinstance(collection.type, types.SetType) else None
    expected = element if node.quantity == "one" else collection.type
    members = expression(node.members, scope, expected)
    return operators.has(node.span, node.quantity, collection, members, scope)


def _in(node: syntax.In, scope: Scope) -> model.Expression:
    if isinstance(node.element, syntax.Path) and _reading_order(node.element, scope) == 2:
        collection = expression(node.collection, scope)
        hint = collection.type.element if isinstance(collection.type, types.SetType) else None
        element = expression(node.element, scope, hint)
    else:
        element = expression(node.element, scope)
        hint = None if isinstance(element.type, types.UnknownType) else types.SetType(element.type)
        collection = expression(node.collection, scope, hint)
    return operators.contained(node.span, element, collection, scope)


def _arithmetic(node: syntax.Arithmetic, scope: Scope) -> model.Expression:
    left = expression(node.left, scope)
    # A duration written out after a day counts on the calendar; anywhere else it is exact time.
    if (
        isinstance(node.right, syntax.DurationLiteral)
        and node.operator in ("+", "-")
        and isinstance(left.type, types.DateType | types.DateTimeType)
    ):
        length = constants.duration_literal(node.right)
        return arithmetic.shifted(node.span, node.operator, left, length, node.right.span, scope)
    right = expression(node.right, scope)
    return arithmetic.arithmetic(node.span, node.operator, left, right, scope)


def gone_over(node: syntax.Expression, scope: Scope) -> model.Expression:
    """What a ``for each`` goes over; unlike other sets, one written out there may be of periods (phases)."""
    return _set(node, scope, None, periods=True) if isinstance(node, syntax.SetLiteral) else expression(node, scope)


def _set(node: syntax.SetLiteral, scope: Scope, expected: Type | None, *, periods: bool = False) -> model.Expression:
    written: list[syntax.Expression] = []
    for element in node.elements:
        if isinstance(element, syntax.Unknown | syntax.Bounded | syntax.OneOf | syntax.RecordGiven):
            scope.diagnostics.error("only-in-scenarios", "only the givens of a scenario may say this", element.span)
        else:
            written.append(element)
    if node.open:
        scope.diagnostics.error("only-in-scenarios", "`...` leaves a set open: only a scenario's givens may", node.span)
    hint = expected.element if isinstance(expected, types.SetType) else paths.enum_meant(written, scope)
    return operators.set_of(node.span, tuple(resolved_together(written, scope, hint)), scope, periods=periods)


def _period(node: syntax.PeriodLiteral, scope: Scope) -> model.Expression:
    ends: list[model.Expression | None] = []
    for place, end in enumerate((node.start, node.end)):
        if end is None:
            ends.append(None)
            continue
        if isinstance(end, syntax.MonthLiteral):  # from its first day, until its last
            ends.append(constants.month(end)[place])
            continue
        found = date_of(expression(end, scope), scope)
        if not isinstance(found.type, types.DateType | types.UnknownType):
            scope.mismatch(found.span, "a date", found.type)
        ends.append(found)
    start, last = ends
    if isinstance(start, model.Constant) and isinstance(last, model.Constant):
        if type(start.value) is type(last.value) and start.value > last.value:  # type: ignore[operator]
            scope.diagnostics.error("empty-period", "the period ends before it begins", node.span)
    return model.PeriodOf(start, last, type=types.PERIOD, span=node.span)


def _call(node: syntax.Call, scope: Scope, expected: Type | None) -> model.Expression:
    name = node.function.text
    if name == "present":
        return _present(node, scope)
    if name == "date":
        return _day(node, scope)
    function = function_called(node.function, scope)
    if function is None:
        return broken(node.span)
    # A set is made of sets of its kind: there a bare name is a member of the enum that is expected.
    hint = expected if isinstance(expected, types.SetType) else None
    arguments = tuple(resolved_together(node.arguments, scope, hint))
    if any(isinstance(a.type, types.UnknownType) for a in arguments):
        return broken(node.span)
    signature = signature_at(node, function, arguments, scope)
    if signature is None:
        return broken(node.span)
    if isinstance(signature, str):
        place = arguments[0].span if len(arguments) == 1 else node.span
        scope.diagnostics.error("wrong-arguments", f"`{name}`: {signature}", place)
        return broken(node.span)
    return model.Call(function.name, arguments, type=signature.type, optional=signature.optional, span=node.span)


def _present(node: syntax.Call, scope: Scope) -> model.Expression:
    if len(node.arguments) != 1:
        scope.diagnostics.error("wrong-arguments", "`present` asks about one value", node.span)
        return broken(node.span)
    operand = expression(node.arguments[0], scope)
    # A name as wide as the call is one that nobody wrote: a clause form asks, whether it can be absent or not.
    is_written = node.function.span != node.span
    if is_written and not operand.optional and not isinstance(operand.type, types.UnknownType):
        message = "this is never absent: `present` of it always holds"
        remedy = "being unknown is no absence: `present` is for `optional` facts"
        scope.diagnostics.warning("always-present", message, node.span, help=remedy)
    return model.Present(operand, type=types.BOOLEAN, span=node.span)


def _day(node: syntax.Call, scope: Scope) -> model.Expression:
    """``date(t)``: the conversion that a comparison with a day implies, said outright."""
    operands = tuple(expression(argument, scope) for argument in node.arguments)
    if any(isinstance(operand.type, types.UnknownType) for operand in operands):
        return broken(node.span)
    if len(operands) != 1 or not isinstance(operands[0].type, types.DateTimeType):
        place = operands[0].span if len(operands) == 1 else node.span
        scope.diagnostics.error("wrong-arguments", "`date`: one datetime", place)
        return broken(node.span)
    day = date_of(operands[0], scope)
    return evolve(day, written=True, span=node.span) if isinstance(day, model.DateOf) else day


def _aggregate(node: syntax.Aggregate, scope: Scope) -> model.Expression:
    function = aggregates.aggregate_name(node.function.text)
    if function is None:
        remedy = near(scope.diagnostics, node.function.text, aggregates.AGGREGATES)
        message = f"no function over a collection is called `{node.function.text}`"
        scope.diagnostics.error("unknown-name", message, node.function.span, help=remedy)
        return broken(node.span)
    collection = expression(node.collection, scope)
    over = aggregates.elements(collection, node.variable.text, scope)
    inner = bound(node.variable, over.type, scope)
    counted = None if node.filter is None else condition(node.filter, inner)
    body = None if node.body is None else expression(node.body, inner)
    return aggregates.aggregate(node.span, function, node.variable.text, over, counted, body, inner)


def bound(variable: syntax.Name, type: Type, scope: Scope) -> Scope:
    """*scope* with *variable* in it; a variable of the same name around it is reported, a fact hidden is warned of."""
    name, span = variable.text, variable.span
    if scope.symbols.environment.dialects.canonical("values", name) is not None:
        scope.diagnostics.error("reserved-name", f"`{name}` has a meaning of its own and cannot name a variable", span)
    elif name in scope.variables:
        message = f"`{name}` already names a variable here"
        scope.diagnostics.error("duplicate-name", message, span, help="choose another name")
    else:
        _warn_of_hiding(name, span, scope)
    return scope.with_variable(name, type)


def _warn_of_hiding(name: str, span: Span, scope: Scope) -> None:
    hidden = scope.symbols.index.find(name, scope.module, *VALUES)
    if hidden is None or (hidden.category == "definition" and scope.symbols.signatures[hidden.key].record):
        return
    message = f"`{name}` hides the {hidden.category} of that name"
    scope.diagnostics.warning("hidden-name", message, span, help="another name spares the reader the question")
