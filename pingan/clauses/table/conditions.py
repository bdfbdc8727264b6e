"""When a row matches: each cell as a condition on what its column is about.

Absence matches nothing but `-` and `absent`: a cell that denies (`not …`, `!= …`) also asks for a value.
"""

from __future__ import annotations

from typing import cast

from pingan.clauses.table.nodes import Column, Row, Table, expression_in
from pingan.source import Span
from pingan.syntax import nodes

_HAS: dict[str, nodes.HasQuantity] = {"table_has": "one", "table_has_any": "any", "table_has_all": "all"}


def row_condition(table: Table, row: Row) -> nodes.Expression | None:
    """What must hold for *row* to match; None when all its cells are `-`."""
    conditions = [cell_condition(row.cells[place], column) for place, column in table.inputs]
    return joined([c for c in conditions if c is not None], row.span)


def joined(conditions: list[nodes.Expression], span: Span) -> nodes.Expression | None:
    """All *conditions*, as one; None for none."""
    flat = [o for c in conditions for o in (c.operands if isinstance(c, nodes.And) else (c,))]
    if len(flat) < 2:
        return flat[0] if flat else None
    return nodes.And(tuple(flat), span=span)


def cell_condition(cell: nodes.FormPart, column: Column) -> nodes.Expression | None:
    """What *cell* asks of *column*; None for `-`. Every node made stands where the cell does."""
    if cell.production == "table_dash":
        return None
    if column.expression is None:
        return expression_in(cell)
    if cell.production == "table_not":
        (inner,) = (c for c in cell.children if isinstance(c, nodes.FormPart))
        return _denied(_test(inner, column.expression), column.expression, inner.production in _HAS, cell.span)
    return _test(cell, column.expression)


def _test(cell: nodes.FormPart, subject: nodes.Expression) -> nodes.Expression:
    span = cell.span
    if cell.production == "table_limits":
        limits = [_limit(p, subject) for p in cell.parts("table_limit")]
        found = joined(limits, span)
        assert found is not None
        return found
    value = expression_in(cell)
    if cell.production in _HAS:
        return nodes.Has(_HAS[cell.production], subject, value, span=span)
    if cell.production == "table_in":
        return nodes.In(subject, value, span=span)
    return _value(value, subject, span)


def _value(value: nodes.Expression, subject: nodes.Expression, span: Span) -> nodes.Expression:
    match value:
        case nodes.Not(operand):
            return _denied(_value(operand, subject, span), subject, False, span)
        case nodes.SetLiteral() | nodes.PeriodLiteral():
            return nodes.In(subject, value, span=span)
        case nodes.AbsentLiteral():
            return nodes.Not(_present(subject, span), span=span)
        case _:
            return nodes.Comparison("=", subject, value, span=span)


def _limit(limit: nodes.FormPart, subject: nodes.Expression) -> nodes.Expression:
    sign = next(c for c in limit.children if isinstance(c, str))
    test = nodes.Comparison(cast("nodes.ComparisonOperator", sign), subject, expression_in(limit), span=limit.span)
    if sign != "!=":
        return test
    return nodes.And((_present(subject, limit.span), test), span=limit.span)


def _denied(test: nodes.Expression, subject: nodes.Expression, is_of_set: bool, span: Span) -> nodes.Expression:
    denied = nodes.Not(test, span=span)
    # A set is never absent; `not absent` says itself that there is a value.
    if is_of_set or isinstance(test, nodes.Not):
        return denied
    return nodes.And((_present(subject, span), denied), span=span)


def _present(subject: nodes.Expression, span: Span) -> nodes.Expression:
    # A name as wide as its call is one that nobody wrote: nobody is told that the value is never absent.
    return nodes.Call(nodes.Name("present", span=span), (subject,), span=span)
