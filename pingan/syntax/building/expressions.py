"""Expressions, and what a scenario gives."""

from __future__ import annotations

from typing import Any, cast

from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.building import literals
from pingan.syntax.building.context import Context, Handler, Part, Parts, of_type, part
from pingan.syntax.building.token import Token

MAXIMUM_PATH = 32
"""Names of one path."""

_OPERATORS: dict[str, nodes.ComparisonOperator] = {"≠": "!=", "≤": "<=", "≥": ">="}
_GIVEN_ONLY = (nodes.Unknown, nodes.Bounded, nodes.OneOf, nodes.RecordGiven)


def operator(token: Token) -> nodes.ComparisonOperator:
    """The canonical spelling of a comparison."""
    return _OPERATORS.get(str(token), cast(nodes.ComparisonOperator, str(token)))


def path(context: Context, span: Span, children: list[Any]) -> nodes.Path:
    if len(children) > MAXIMUM_PATH:
        context.diagnostics.error("too-large", f"a path may have {MAXIMUM_PATH} names, and this one has more", span)
        children = children[:MAXIMUM_PATH]
    names: tuple[nodes.Name, ...] = tuple(children)
    if len(names) > 1:
        return nodes.Path(names, span=span)
    span = names[0].span  # the same place, once
    built_in = context.dialects.canonical("values", names[0].text)
    return nodes.Path((nodes.Name(built_in, span=span),) if built_in else names, span=span)


def _arithmetic(context: Context, span: Span, children: list[Any]) -> nodes.Arithmetic:
    left, sign, right = children
    return nodes.Arithmetic(cast(nodes.ArithmeticOperator, str(sign)), left, right, span=span)


def _compare(context: Context, span: Span, children: list[Any]) -> nodes.Comparison:
    left, sign, right = children
    return nodes.Comparison(operator(sign), left, right, span=span)


def _has(quantity: nodes.HasQuantity) -> Handler:
    return lambda context, span, children: nodes.Has(quantity, children[0], children[1], span=span)


def _function(context: Context, token: Token) -> nodes.Name:
    name = context.name(token)
    return nodes.Name(context.dialects.canonical("functions", name.text) or name.text, span=name.span)


def _call(context: Context, span: Span, children: list[Any]) -> nodes.Call:
    return nodes.Call(_function(context, children[0]), tuple(children[1:]), span=span)


def _aggregate(context: Context, span: Span, children: list[Any]) -> nodes.Aggregate:
    function, variable, collection, *rest = children
    parts = Parts.of(context, "the aggregate", span, rest)
    return nodes.Aggregate(
        _function(context, function),
        context.name(variable),
        collection,
        parts.one("where"),
        parts.one("body"),
        span=span,
    )


def _period(context: Context, span: Span, children: list[Any]) -> nodes.PeriodLiteral:
    parts = Parts.of(context, "the period", span, children)
    return nodes.PeriodLiteral(parts.one("from"), parts.one("until"), span=span)


def _set(context: Context, span: Span, children: list[Any]) -> nodes.SetLiteral:
    is_open = any(isinstance(c, Part) for c in children)
    elements = tuple(c for c in children if not isinstance(c, Part))
    if is_open or any(isinstance(e, _GIVEN_ONLY) for e in elements):
        context.givens_only.append(span)
    return nodes.SetLiteral(elements, is_open, span=span)


def _one_of(context: Context, span: Span, children: list[Any]) -> nodes.OneOf:
    members: nodes.SetLiteral = children[0]
    if members.open or any(isinstance(e, _GIVEN_ONLY) for e in members.elements):
        context.diagnostics.error(
            "unexpected-text",
            "what may be one of several is listed in full, each a plain value",
            members.span,
            help="leave the fact out when it could be anything",
        )
        return nodes.OneOf((), span=span)
    return nodes.OneOf(cast("tuple[nodes.Expression, ...]", members.elements), span=span)


def _bound(kind: nodes.BoundKind) -> Handler:
    return lambda context, span, children: nodes.Bound(kind, children[0], span=span)


def _record_given(context: Context, span: Span, children: list[Any]) -> nodes.RecordGiven:
    """What is given of a record or a judgement; a judgement's keys stand in the tree as value, by and at."""
    entries = of_type(tuple, children)
    keys = [context.dialects.canonical("judgement", name.text) for name, _ in entries]
    if "value" in keys and None not in keys:
        entries = tuple(
            (nodes.Name(key or "", span=name.span), value) for key, (name, value) in zip(keys, entries, strict=True)
        )
    return nodes.RecordGiven(entries, span=span)


def _given_fact(context: Context, span: Span, children: list[Any]) -> nodes.GivenFact:
    target, _, value = children
    for place in [s for s in context.givens_only if span.start <= s.start and s.end <= span.end]:
        context.givens_only.remove(place)
    return nodes.GivenFact(target, value, span=span)


HANDLERS: dict[str, Handler] = {
    "number": literals.number,
    "duration": literals.duration,
    "date": literals.day,
    "month": literals.month,
    "datetime": literals.instant,
    "text": lambda context, span, children: nodes.TextLiteral(context.text(children[0]), span=span),
    "true": lambda context, span, children: nodes.BooleanLiteral(True, span=span),
    "false": lambda context, span, children: nodes.BooleanLiteral(False, span=span),
    "absent": lambda context, span, children: nodes.AbsentLiteral(span=span),
    "path": path,
    "or": lambda context, span, children: nodes.Or(tuple(children), span=span),
    "and": lambda context, span, children: nodes.And(tuple(children), span=span),
    "not": lambda context, span, children: nodes.Not(children[0], span=span),
    "compare": _compare,
    "has": _has("one"),
    "has_any": _has("any"),
    "has_all": _has("all"),
    "in": lambda context, span, children: nodes.In(children[0], children[1], span=span),
    "arithmetic": _arithmetic,
    "minus": lambda context, span, children: nodes.Negation(children[1], span=span),
    "call": _call,
    "aggregate": _aggregate,
    "filter": part("where"),
    "body": part("body"),
    "period": _period,
    "from": part("from"),
    "until": part("until"),
    "set": _set,
    "open": lambda context, span, children: Part("open", True, span),
    "given_fact": _given_fact,
    "unknown": lambda context, span, children: nodes.Unknown(span=span),
    "bounded": lambda context, span, children: nodes.Bounded(tuple(children), span=span),
    "at_least": _bound("at_least"),
    "more_than": _bound("more_than"),
    "at_most": _bound("at_most"),
    "less_than": _bound("less_than"),
    "one_of": _one_of,
    "record_given": _record_given,
    "entry": lambda context, span, children: (context.name(children[0]), children[1]),
}
