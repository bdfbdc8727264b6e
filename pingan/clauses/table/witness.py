"""A point between rows in the words of the policy: ``dam.class is large and dam.height is 50``."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from pingan.clauses.table.blocks import ABSENT, OTHER
from pingan.clauses.table.coverage import Point
from pingan.clauses.table.matching import Dimension, Matching
from pingan.language import types
from pingan.model import nodes as model
from pingan.model.expression_nodes import Suffix
from pingan.model.to_text import duration_text, number_text


def witness_text(found: Matching, point: Point, policy: model.Policy) -> str:
    """*point* in words: what each thing that rows ask about is there."""
    parts = []
    for dimension, block in zip(found.dimensions, point, strict=True):
        told = " ".join(dimension.about.span.text.split())[:80]
        value = dimension.blocks.witness(block)
        if dimension.opaque:
            parts.append(f"`{told}` {'holds' if value else 'does not hold'}")
        else:
            parts.append(f"`{told}` is {_value(value, dimension)}")
    return " and ".join(parts)


def _value(value: Any, dimension: Dimension) -> str:
    if value is ABSENT:
        return "absent"
    if value is OTHER:
        return "something else"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(value)) + "}"
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Fraction):
        if isinstance(dimension.about.type, types.DurationType):
            return duration_text(model.Duration(Fraction(value), "second"), "en")
        return number_text(value, _suffix(dimension))
    if isinstance(dimension.about.type, types.TextType):
        return f'"{value}"'
    return str(value)


def _suffix(dimension: Dimension) -> Suffix:
    """How the cells write numbers: in hundredths where they do."""
    waiting = list(dimension.tests)
    while waiting:
        match waiting.pop():
            case model.Constant(suffix=suffix) if suffix:
                return suffix
            case model.And(operands) | model.Or(operands):
                waiting += operands
            case model.Not(operand) | model.Negation(operand):
                waiting.append(operand)
            case model.Comparison(_, _, right):
                waiting.append(right)
            case model.In(_, model.SetOf(elements)):
                waiting += elements
    return ""
