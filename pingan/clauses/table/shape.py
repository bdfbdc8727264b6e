"""Whether the parts of a table fit together: told all at once, before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pingan.clauses.table.nodes import Column, Row, Table
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.lowering import Lowering

_TESTS: Final = (
    *("table_value", "table_limits", "table_has", "table_has_any", "table_has_all", "table_in", "table_not"),
    "table_dash",
)
_ALLOWED: Final = {
    "input": _TESTS,
    "condition": ("table_value", "table_dash"),
    "value": ("table_value", "table_dash"),
    "norms": ("table_then", "table_dash"),
}
_ADDED: Final = ("integer", "decimal", "duration")
_BUILT_IN: Final = ("boolean", "text", "date", "datetime", "period", "actor")
_WANTED: Final = {
    "input": "a value, a comparison, a set or `-`",
    "condition": "a whole condition or `-`",
    "value": "a value or `-`",
    "norms": "`then` and norms, or `-`",
}


def fits(table: Table, lowering: Lowering) -> bool:
    """Whether *table* can be lowered; what stands against it is reported."""
    before = len(lowering.diagnostics)
    _check_columns(table, lowering)
    _check_hit(table, lowering)
    _check_added(table, lowering)
    _check_head(table, lowering)
    for row in (*table.rows, *([table.otherwise] if table.otherwise else [])):
        _check_row(table, row, lowering)
    if not table.rows and table.otherwise is None:
        lowering.error("this table has no rows", table.declaration.name.span, help="write one below its heading")
    return len(lowering.diagnostics) == before


def _check_columns(table: Table, lowering: Lowering) -> None:
    place = table.columns[0].span if table.columns else table.declaration.name.span
    if not table.inputs:
        remedy = "begin the heading with what decides: `| dam.height | … |`, or `| when |` for whole conditions"
        lowering.error("no column of this table says when a row matches", place, help=remedy)
    if not table.outputs:
        remedy = "end the heading with a value, `| share: decimal |`, or with norms, `| then |`"
        lowering.error("no column of this table says what follows", place, help=remedy)
    norms = [c for _, c in table.outputs if c.role == "norms"]
    for more in norms[1:]:
        lowering.error("a table has one column of norms", more.span, help="several norms in a cell need commas")
    seen: set[str] = set()
    for _, column in table.outputs:
        if column.name is not None:
            if column.name.text in seen:
                lowering.error(f"`{column.name.text}` names two columns", column.name.span, code="duplicate-name")
            seen.add(column.name.text)


def _check_hit(table: Table, lowering: Lowering) -> None:
    hits = table.declaration.parts_of("table_hit")
    for more in hits[1:]:
        lowering.error("a table has one hit policy", more.span, help="leave one of them out")
    if table.has_norms and hits and (table.hit == "priority" or table.aggregator):
        message = "norms have no order and do not add up"
        remedy = "`unique`, `first`, `any` or `collect` say which rows' norms hold"
        lowering.error(message, hits[0].span, help=remedy)
    for _, column in table.outputs if table.hit == "collect" and not table.aggregator else ():
        if column.type is not None and not isinstance(column.type, nodes.SetOf):
            message = "`hit collect` puts sets together, and the values of this column are none"
            remedy = f"`{column.type.span.text}` becomes `set of …`; numbers are put together by `hit collect sum`"
            lowering.error(message, column.type.span, help=remedy)


def _check_added(table: Table, lowering: Lowering) -> None:
    for _, column in table.outputs if table.aggregator == "sum" else ():
        kind = column.type
        if kind is None or (isinstance(kind, nodes.NamedType) and kind.name.text in _ADDED):
            continue
        if (
            isinstance(kind, nodes.NamedType)
            and kind.name.text not in _BUILT_IN
            and not lowering.declared(kind.name.text)
        ):
            continue  # no such type: that is said
        message = (
            f"`hit collect sum` adds numbers and lengths of time, and the values of `{kind.span.text}` are neither"
        )
        remedy = f"`set of {kind.span.text}` with `hit collect` puts them together"
        lowering.error(message, kind.span, help=remedy if isinstance(kind, nodes.NamedType) else None)


def _check_head(table: Table, lowering: Lowering) -> None:
    head, norms = table.declaration.head, table.has_norms
    subject = next(iter(table.declaration.parts_of("subject")), None)
    if norms and subject is not None:
        remedy = "write `for each` inside the braces instead"
        lowering.error("a table of norms belongs to no record", subject.span, help=remedy)
    if norms:
        return
    found: dict[str, Span | None] = {
        "for each": head.each[0].span if head.each else None,
        "overrides": head.overrides[0].span if head.overrides else None,
        "in force": head.in_force.span if head.in_force else None,
        "since": head.since.span if head.since else None,
        "soft": next((s for kind, s in head.places if kind == "soft"), None),
    }
    for item, span in found.items():
        if span is not None:
            remedy = "a table of a record's values names it: `table NAME (d: Dam) { … }`"
            told = remedy if item == "for each" else "write it in the rules that read the value"
            lowering.error(f"a table of values takes no `{item}`", span, help=told)


def _check_row(table: Table, row: Row, lowering: Lowering) -> None:
    is_last = row is table.otherwise
    columns: list[Column] = [c for _, c in table.outputs] if is_last else list(table.columns)
    if len(row.cells) != len(columns):
        wanted = _counted(len(columns), "column") + (" of outputs" if is_last else "")
        message = f"this row has {_counted(len(row.cells), 'cell')}, and the table has {wanted}"
        lowering.error(message, _of_cells(row), help=_remedy(row, is_last, len(columns)))
        return
    for cell, column in zip(row.cells, columns, strict=True):
        if cell.production not in _ALLOWED[column.role]:
            lowering.error(f"a cell of this column is {_WANTED[column.role]}", cell.span)
        elif is_last and column.role == "value" and table.aggregator == "count":
            continue


def _remedy(row: Row, is_last: bool, columns: int) -> str:
    if len(row.cells) > columns and len({cell.span.line for cell in row.cells}) > 1:
        return f"every row ends in `|`: is one missing at the end of line {row.cells[0].span.line}?"
    return "the last row has cells for the outputs alone" if is_last else "write `-` where anything will do"


def _of_cells(row: Row) -> Span:
    return row.cells[0].span.to(row.cells[-1].span) if row.cells else row.span


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def values_of(table: Table, place: int) -> Iterator[nodes.Expression]:
    """The values in the output column at *place*, row by row; `-` gives nothing."""
    for row in table.rows:
        value = output_value(table, row, place)
        if value is not None:
            yield value


def output_value(table: Table, row: Row, place: int) -> nodes.Expression | None:
    """What the output cell of *row* at *place* says; None for `-`."""
    cell = table.output_cell(row, place)
    found = next((c for c in cell.children if isinstance(c, nodes.Node)), None)
    return found if cell.production == "table_value" and isinstance(found, nodes.Expression) else None
