"""By when a norm is to be done: words, lengths, days and recurring periods."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from pingan.language import types
from pingan.model import constants
from pingan.model import nodes as model
from pingan.model.expressions import moment
from pingan.model.scope import Scope
from pingan.source import Span
from pingan.syntax import nodes as syntax

_LONGEST: Final[Mapping[str, int]] = {
    "day": 1,
    "week": 7,
    "third_of_month": 11,
    "half_month": 16,
    "month": 31,
    "quarter": 92,
    "half_year": 184,
    "year": 366,
}
"""The most days that a recurring unit can have."""


def deadline(node: syntax.Deadline, scope: Scope) -> model.Deadline | None:
    """The deadline that *node* means; None when it is not one, which is reported."""
    match node:
        case syntax.Word():
            return _of_parameter(syntax.Path((node.parameter,), span=node.parameter.span), False, scope)
        case syntax.Within(duration=length, rolling=rolling):
            if isinstance(length, syntax.Path):
                return _of_parameter(length, rolling, scope)
            duration = constants.duration_literal(length)
            return model.Within(duration, None, rolling) if _fits(duration, rolling, length.span, scope) else None
        case syntax.By():
            return _by(node, scope)
        case syntax.Every():
            return _every(node, scope)


def _of_parameter(path: syntax.Path, rolling: bool, scope: Scope) -> model.Within | None:
    parameter = duration_parameter(path, scope)
    if parameter is None:
        return None
    duration = parameter.value if isinstance(parameter.value, model.Duration) else None
    if duration is not None and not _fits(duration, rolling, path.span, scope):
        return None
    return model.Within(duration, parameter.key, rolling)


def duration_parameter(path: syntax.Path, scope: Scope) -> model.Parameter | None:
    """The duration parameter that *path* names: nothing else gives a deadline its length."""
    symbols = scope.symbols
    entry = symbols.index.find_path(path, scope.module, "parameter")
    if entry is None:
        message, remedy = symbols.index.unknown(
            scope.diagnostics, path.names[-1], scope.module, "parameter", "parameter"
        )
        if symbols.index.find_path(path, scope.module, "fact", "definition") is not None:
            message = f"`{path.text}` is no parameter: a deadline has a length that is set, not one that facts give"
            remedy = "write `by` and the date or datetime"
        scope.diagnostics.error("unknown-name", message, path.span, help=remedy)
        return None
    parameter = symbols.parameters[entry.key]
    if not isinstance(parameter.type, types.DurationType | types.UnknownType):
        scope.mismatch(path.span, "a parameter that is a duration", parameter.type)
        return None
    return parameter


def _fits(duration: model.Duration, rolling: bool, span: Span, scope: Scope) -> bool:
    if duration.unit != "second" and duration.amount.denominator != 1:
        message = "days, weeks, months, years and working days are counted whole"
        scope.diagnostics.error("bad-literal", message, span, help="write the rest in hours")
        return False
    if duration.amount < 0:
        scope.diagnostics.error("bad-deadline", "a deadline does not lie before what it counts from", span)
        return False
    if rolling and duration.unit == "second":
        message = "only a last day can move to the next working day; this ends at an hour"
        scope.diagnostics.error("bad-deadline", message, span, help="leave out `rolling`, or count in days")
        return False
    return True


def _by(node: syntax.By, scope: Scope) -> model.By | None:
    limit = moment(node.limit, scope)
    if isinstance(limit, model.Broken):
        return None
    if node.rolling and isinstance(limit.type, types.DateTimeType):
        message = "only a last day can move to the next working day; this is an instant"
        scope.diagnostics.error("bad-deadline", message, limit.span, help="leave out `rolling`, or give a date")
        return None
    return model.By(limit, node.rolling)


def _every(node: syntax.Every, scope: Scope) -> model.Every | None:
    if isinstance(node.unit, syntax.Path):
        return _every_length(node.unit, node, scope)
    if node.day is not None and not 1 <= node.day <= _LONGEST[node.unit]:
        unit = node.unit.replace("_", " ")
        message = f"a {unit} has no day {node.day}"
        scope.diagnostics.error("bad-deadline", message, node.span, help=f"its days go from 1 to {_LONGEST[node.unit]}")
        return None
    return model.Every(node.unit, node.day)


def _every_length(path: syntax.Path, node: syntax.Every, scope: Scope) -> model.Every | None:
    parameter = duration_parameter(path, scope)
    if parameter is None:
        return None
    if node.day is not None:
        message = "days are counted in calendar units; this is a length"
        scope.diagnostics.error("bad-deadline", message, node.span, help="leave out `by day`")
        return None
    length = parameter.value if isinstance(parameter.value, model.Duration) else None
    if length is not None:
        length = _in_days(length)
        if length is None:
            message = f"`{parameter.name}` is not a number of whole days: nothing can recur so"
            scope.diagnostics.error("bad-deadline", message, path.span, help="set it in days, weeks, months or years")
            return None
    return model.Every(None, None, parameter.key, length)


def _in_days(length: model.Duration) -> model.Duration | None:
    """*length* counted on the calendar; None when it is not a positive number of whole days, months or working days."""
    if length.unit == "second":
        length = model.Duration(length.amount / Fraction(constants.DAY), "day")
    return length if length.amount.denominator == 1 and length.amount > 0 else None
