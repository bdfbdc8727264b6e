"""Type expressions to types: what a field, a fact, a parameter or a definition may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import ceil, floor
from typing import Final

from attrs import evolve, frozen

from pingan.diagnostics.diagnostic import Diagnostics
from pingan.language import types
from pingan.language.shapes import Interval
from pingan.language.types import Type
from pingan.model import nodes as model
from pingan.model.agreement import described
from pingan.model.names import BUILT_IN_TYPES, Index
from pingan.source import Span
from pingan.syntax import nodes as syntax

_BUILT_IN: Final[Mapping[str, Type]] = {
    "boolean": types.BOOLEAN,
    "integer": types.INTEGER,
    "decimal": types.DECIMAL,
    "text": types.TEXT,
    "date": types.DATE,
    "datetime": types.DATETIME,
    "duration": types.DURATION,
    "period": types.PERIOD,
    "actor": types.ACTOR,
}

Bound = tuple[model.ComparisonOperator, int | Fraction]
Bounds = Callable[[syntax.NamedType, Type], tuple[Bound, ...]]
"""Reads the range that a type states (which needs expressions, and they need types first)."""


@frozen
class TypeNames:
    """Resolves type expressions of a module; *enums* by name, ranges through *bounds*."""

    index: Index
    enums: Mapping[str, types.EnumType]
    diagnostics: Diagnostics
    bounds: Bounds

    def type(self, node: syntax.TypeExpression, module: str) -> Type:
        """The type that *node* names (of a judgement: of the value judged)."""
        match node:
            case syntax.NamedType():
                return self._named(node, module)
            case syntax.SetOf(element=element):
                return types.SetType(self._element(element, module, of_set=True))
            case syntax.ListOf(element=element):
                return types.ListType(self._element(element, module, of_set=False))
            case syntax.JudgementOf(value=None):
                return types.BOOLEAN
            case syntax.JudgementOf(value=value):
                assert value is not None
                return self.type(value, module)

    def judgement(self, node: syntax.TypeExpression, module: str) -> model.Judgement | None:
        """Who may determine a value of *node*; None when it is no judgement."""
        if not isinstance(node, syntax.JudgementOf):
            return None
        authorities: list[str] = []
        for name in node.authorities:
            entry = self.index.find(name.text, module, "actor")
            fact = self.index.find(name.text, module, "fact") if entry is None else None
            if entry is not None or fact is not None:
                authorities.append((entry or fact).name)  # type: ignore[union-attr]
                continue
            message, remedy = self.index.unknown(self.diagnostics, name, module, "actor", "actor")
            self.diagnostics.error("unknown-name", message, name.span, help=remedy)
        return model.Judgement(tuple(authorities))

    def _named(self, node: syntax.NamedType, module: str) -> Type:
        found = _BUILT_IN.get(node.name.text) or self._declared(node.name, module)
        if not node.range:
            return found
        # Of what has no range it is said once that it has none, and no more of the bounds.
        has_range = isinstance(found, types.NumberType | types.DurationType)
        return ranged(found, node, self.bounds(node, found) if has_range else (), self.diagnostics)

    def _declared(self, name: syntax.Name, module: str) -> Type:
        entry = self.index.find(name.text, module, "type")
        if entry is None:
            message, remedy = self.index.unknown(self.diagnostics, name, module, "type", "type", also=BUILT_IN_TYPES)
            self.diagnostics.error("unknown-name", message, name.span, help=remedy)
            return types.UNKNOWN
        return self.enums[entry.name] if isinstance(entry.node, syntax.Enum) else types.RecordType(entry.name)

    def _element(self, node: syntax.NamedType, module: str, *, of_set: bool) -> Type:
        element = self._named(node, module)
        if of_set and not isinstance(element, types.EnumType | types.ActorType | types.UnknownType):
            message = f"expected an enum or `actor` as the elements of a set, found {described(element)}"
            self.diagnostics.error("type-mismatch", message, node.span, help=f"write `list of {node.name.text}`")
            return types.UNKNOWN
        if isinstance(element, types.PeriodType):
            self.diagnostics.error("type-mismatch", "a list holds records or single values", node.span)
            return types.UNKNOWN
        return element


def ranged(type: Type, node: syntax.NamedType, bounds: tuple[Bound, ...], diagnostics: Diagnostics) -> Type:
    """*type* with the range that *bounds* leave; a range on anything but a number or a duration is reported."""
    if isinstance(type, types.UnknownType):
        return type
    if not isinstance(type, types.NumberType | types.DurationType):
        message = f"only numbers and durations have a range; this is {described(type)}"
        diagnostics.error("bad-range", message, range_span(node))
        return type
    if not _are_limits(node, diagnostics):
        return type
    integer = isinstance(type, types.NumberType) and type.integer
    interval = type.interval
    for operator, value in bounds:
        interval = narrowed(interval, operator, value, integer=integer)
    if _is_empty(interval):
        diagnostics.error("bad-range", "no value lies in this range", range_span(node))
        return type
    return evolve(type, interval=interval)


def _are_limits(node: syntax.NamedType, diagnostics: Diagnostics) -> bool:
    """Whether every part of the range bounds it; `= 3` is read as a range, and meant as a value."""
    for operator, bound in node.range:
        if operator in ("=", "!="):
            message = f"a range is bounded by `>=`, `>`, `<=` or `<`, not by `{operator}`"
            remedy = "a value is no part of a type: a parameter gets one by `set NAME = …`, a fact when it is given"
            diagnostics.error("bad-range", message, bound.span, help=remedy if operator == "=" else None)
            return False
    return True


def range_span(node: syntax.NamedType) -> Span:
    """The place of the whole range of *node*."""
    if not node.range:
        return node.span
    return node.range[0][1].span.to(node.range[-1][1].span)


def narrowed(
    interval: Interval, operator: model.ComparisonOperator, value: int | Fraction, *, integer: bool
) -> Interval:
    """What of *interval* meets ``operator value``; of integers the ends are closed."""
    match operator:
        case ">" | ">=":
            low, is_open = value, operator == ">"
            if integer:
                low, is_open = (floor(value) + 1 if is_open else ceil(value)), False
            return evolve(interval, low=low, low_open=is_open) if _tighter(low, is_open, interval, 1) else interval
        case "<" | "<=":
            high, is_open = value, operator == "<"
            if integer:
                high, is_open = (ceil(value) - 1 if is_open else floor(value)), False
            return evolve(interval, high=high, high_open=is_open) if _tighter(high, is_open, interval, -1) else interval
        case _:
            return interval


def _tighter(value: int | Fraction, is_open: bool, interval: Interval, sign: int) -> bool:
    end, end_open = (interval.low, interval.low_open) if sign > 0 else (interval.high, interval.high_open)
    if end is None:
        return True
    assert isinstance(end, int | Fraction)
    return sign * value > sign * end or (value == end and is_open and not end_open)


def _is_empty(interval: Interval) -> bool:
    low, high = interval.low, interval.high
    if not (isinstance(low, int | Fraction) and isinstance(high, int | Fraction)):
        return False
    return low > high or (low == high and (interval.low_open or interval.high_open))


def holds(value: int | Fraction, interval: Interval) -> bool:
    """Whether *value* lies in *interval*."""
    low, high = interval.low, interval.high
    if isinstance(low, int | Fraction) and (value < low or (value == low and interval.low_open)):
        return False
    return not (isinstance(high, int | Fraction) and (value > high or (value == high and interval.high_open)))
