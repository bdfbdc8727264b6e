"""The types of arithmetic: numbers, durations, days and instants. Constants are folded, exactly."""

from __future__ import annotations

from fractions import Fraction

from pingan.language import types
from pingan.language.shapes import Interval
from pingan.language.types import Type
from pingan.model import constants
from pingan.model import nodes as model
from pingan.model.agreement import described, plain
from pingan.model.scope import Scope, broken, date_of, instants_of
from pingan.source import Span
from pingan.syntax import nodes as syntax

_Kind = type[types.NumberType] | type[types.DurationType]


def negation(span: Span, operand: model.Expression, scope: Scope) -> model.Expression:
    """Minus a number or a duration; of a constant, the constant."""
    if isinstance(operand, model.Constant) and isinstance(operand.value, int | Fraction) and not _is_truth(operand):
        return model.Constant(-operand.value, type=operand.type, suffix=operand.suffix, span=span)
    if not isinstance(operand.type, types.NumberType | types.DurationType | types.UnknownType):
        scope.mismatch(operand.span, "a number or a duration after `-`", operand.type)
        return broken(span)
    return model.Negation(operand, type=plain(operand.type), optional=operand.optional, span=span)


def arithmetic(
    span: Span, operator: syntax.ArithmeticOperator, left: model.Expression, right: model.Expression, scope: Scope
) -> model.Expression:
    """*left* and *right* joined by ``+ - * /``."""
    for side in (left, right):
        if isinstance(side, model.Absent):
            scope.diagnostics.error("type-mismatch", "`absent` cannot be calculated with", side.span)
            return broken(span)
        if isinstance(side.type, types.UnknownType):
            return broken(span)
    if isinstance(left.type, types.DateType | types.DateTimeType):
        return _moment(span, operator, left, right, scope)
    result = _result(operator, left.type, right.type)
    if result is None:
        _does_not_fit(operator, left, right, scope)
        return broken(span)
    folded = _folded(operator, left, right, result, span)
    if folded is not None:
        return folded
    optional = left.optional or right.optional or (operator == "/" and may_be_zero(right))
    return model.Arithmetic(operator, left, right, type=result, optional=optional, span=span)


def _result(operator: syntax.ArithmeticOperator, left: Type, right: Type) -> Type | None:
    match left, operator, right:
        case types.NumberType(integer=a), "+" | "-" | "*", types.NumberType(integer=b):
            return types.NumberType(integer=a and b)
        case types.NumberType(), "/", types.NumberType():
            return types.DECIMAL
        case types.DurationType(), "+" | "-", types.DurationType():
            return types.DURATION
        case types.DurationType(), "/", types.DurationType():
            return types.DECIMAL
        case types.DurationType(), "*" | "/", types.NumberType():
            return types.DURATION
        case types.NumberType(), "*", types.DurationType():
            return types.DURATION
        case _:
            return None


def _does_not_fit(
    operator: syntax.ArithmeticOperator, left: model.Expression, right: model.Expression, scope: Scope
) -> None:
    if not isinstance(left.type, types.NumberType | types.DurationType):
        scope.mismatch(left.span, f"a number before `{operator}`", left.type)
        return
    wanted = described(plain(left.type)) if operator in "+-" else "a number"
    remedy = "a date comes first: `date + duration`" if isinstance(right.type, types.DateType) else None
    scope.mismatch(right.span, f"{wanted} after `{operator}`", right.type, remedy)


def _moment(
    span: Span, operator: syntax.ArithmeticOperator, left: model.Expression, right: model.Expression, scope: Scope
) -> model.Expression:
    """A day or an instant and an exact duration, or the time between two of them."""
    optional = left.optional or right.optional
    if operator == "-" and isinstance(right.type, types.DateType | types.DateTimeType):
        if type(left.type) is not type(right.type):
            left, right = date_of(left, scope), date_of(right, scope)
        return model.Arithmetic("-", left, right, type=types.DURATION, optional=optional, span=span)
    if operator not in ("+", "-") or not isinstance(right.type, types.DurationType):
        wanted = "a duration" if operator == "+" else "a duration, a date or a datetime"
        if operator in "*/":
            scope.mismatch(left.span, f"a number before `{operator}`", left.type)
        else:
            scope.mismatch(right.span, f"{wanted} after `{operator}`", right.type)
        return broken(span)
    # A sum may leave the years 1 to 9999, and is absent then.
    moment = instants_of(left, scope)
    return model.Arithmetic(operator, moment, right, type=types.DATETIME, optional=True, span=span)


def shifted(
    span: Span,
    operator: syntax.ArithmeticOperator,
    left: model.Expression,
    duration: model.Duration,
    written: Span,
    scope: Scope,
) -> model.Expression:
    """A day or an instant and a duration written out: hours make an instant, calendar units a day."""
    if isinstance(left.type, types.UnknownType):
        return broken(span)
    if duration.unit == "second":
        if isinstance(left.type, types.DateType):
            message = "hours and minutes count from a datetime, not from a date"
            scope.diagnostics.error("type-mismatch", message, written, help="count in days, or from a datetime")
            return broken(span)
        exact = model.Constant(constants.whole(duration.amount), type=types.DURATION, span=written)
        return model.Arithmetic(operator, left, exact, type=types.DATETIME, optional=True, span=span)
    if duration.amount.denominator != 1:
        message = "days, weeks, months, years and working days are counted whole"
        scope.diagnostics.error("bad-literal", message, written, help="write the rest in hours")
        return broken(span)
    amount = duration.amount.numerator if operator == "+" else -duration.amount.numerator
    calendar = scope.calendar if duration.unit == "working_day" else None
    moved = date_of(left, scope)
    return model.Shift(moved, amount, duration.unit, calendar, type=types.DATE, optional=True, span=span)


def may_be_zero(expression: model.Expression) -> bool:
    """Whether dividing by *expression* may be dividing by zero, as far as constants and declared ranges tell."""
    if isinstance(expression, model.Constant):
        return expression.value == 0
    match expression.type:
        case types.NumberType(interval=interval) | types.DurationType(interval=interval):
            return not _excludes_zero(interval)
        case _:
            return True


def _excludes_zero(interval: Interval) -> bool:
    low, high = interval.low, interval.high
    above = isinstance(low, int | Fraction) and (low > 0 or (low == 0 and interval.low_open))
    below = isinstance(high, int | Fraction) and (high < 0 or (high == 0 and interval.high_open))
    return above or below


def _folded(
    operator: syntax.ArithmeticOperator, left: model.Expression, right: model.Expression, result: Type, span: Span
) -> model.Constant | None:
    if not (isinstance(left, model.Constant) and isinstance(right, model.Constant)):
        return None
    a, b = left.value, right.value
    if not (isinstance(a, int | Fraction) and isinstance(b, int | Fraction)) or (operator == "/" and b == 0):
        return None
    match operator:
        case "+":
            value: int | Fraction = a + b
        case "-":
            value = a - b
        case "*":
            value = a * b
        case "/":
            value = Fraction(a) / Fraction(b)
    exact = constants.whole(Fraction(value))
    if len(str(abs(exact.numerator))) + len(str(exact.denominator)) > 120:
        return None  # left to the static digit count, which reports it where it matters
    if isinstance(result, types.NumberType):
        return constants.number(exact, span)
    return model.Constant(exact, type=result, span=span)


def _is_truth(constant: model.Constant) -> bool:
    return isinstance(constant.value, bool)
