"""The rows of a `priority` table in the order of what they give."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from pingan.clauses.table.nodes import Row, Table
from pingan.clauses.table.shape import output_value
from pingan.syntax import nodes
from pingan.syntax.lowering import Lowering

_PARTS: Final = {"": 1, "%": 100, "‰": 1000}
_SECONDS: Final = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}


def by_priority(table: Table, lowering: Lowering) -> tuple[Row, ...] | None:
    """The rows of *table*, those whose first output comes first before the others; None where there is no order.

    The order is the one that `priority {…}` lists. Without a list the greatest comes first: of an ordered enum,
    of numbers, days and lengths of time.
    """
    place, column = next((n, c) for n, c in table.outputs if c.role == "value")
    ranks = _listed(table.order) if table.order is not None else _of_enum(column.type, lowering)
    ranked: list[tuple[Any, Row]] = []
    for row in table.rows:
        cell = output_value(table, row, place)
        if cell is None:
            rank: Any = None
        elif ranks is None:
            rank = _of_literal(cell)
        else:
            rank = ranks.get(_key(cell))
        if rank is None:
            message = (
                "it is not said which rows come before this one" if cell is None else "this has no place in the order"
            )
            remedy = "list all outputs, the first one before the others: `hit priority {a, b, c}`"
            lowering.error(message, table.output_cell(row, place).span, help=remedy)
        ranked.append((rank, row))
    if lowering.diagnostics.has_errors:
        return None
    kinds = {type(rank) for rank, _ in ranked}
    if len(kinds) > 1:
        lowering.error("these outputs cannot be compared", column.span, help="list them: `hit priority {a, b, c}`")
        return None
    return tuple(row for _, row in sorted(ranked, key=lambda r: r[0]))


def _key(value: nodes.Expression) -> object:
    return value.text if isinstance(value, nodes.Path) else value


def _listed(order: nodes.SetLiteral) -> dict[object, int]:
    return {_key(e): n for n, e in enumerate(order.elements) if isinstance(e, nodes.Expression)}


def _of_enum(type: nodes.TypeExpression | None, lowering: Lowering) -> dict[object, int] | None:
    if not isinstance(type, nodes.NamedType):
        return None
    found = next((d for d in lowering.declared(type.name.text) if isinstance(d, nodes.Enum)), None)
    if found is None or not found.ordered:
        return None
    ranks: dict[object, int] = {}
    for number, member in enumerate(reversed(found.members)):
        ranks[member.name.text] = number
        ranks.setdefault(member.label, number)
    return ranks


def _of_literal(value: nodes.Expression) -> object:
    """Something that sorts the greatest first; None for what is no literal."""
    match value:
        case nodes.NumberLiteral(digits, suffix):
            return -Fraction(digits) / _PARTS[suffix]
        case nodes.Negation(nodes.NumberLiteral(digits, suffix)):
            return Fraction(digits) / _PARTS[suffix]
        case nodes.DurationLiteral(digits, unit) if unit in _SECONDS:
            return -Fraction(digits) * _SECONDS[unit]
        case nodes.DateLiteral(day):
            return -day.toordinal()
        case _:
            return None
