"""Tables as text: columns below one another, a Han character as wide as two others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from attrs import evolve

from pingan.clauses.table.nodes import Column, Row, Table, expression_in, table_of
from pingan.syntax import nodes
from pingan.syntax.printing.blocks import Block, Unit, block_of
from pingan.syntax.printing.expressions import SUM, expression, type_expression
from pingan.syntax.printing.heads import conditions, remarks
from pingan.syntax.printing.layout import Document, columns, joined, rendered
from pingan.syntax.printing.rules import norm
from pingan.syntax.printing.style import Style

_WIDE: Final = 1_000_000
_TESTS: Final = {"table_has": "HAS", "table_has_any": "HAS_ANY", "table_has_all": "HAS_ALL", "table_in": "IN"}


def printed(declaration: nodes.FormDeclaration, style: Style) -> Block:
    """*declaration* as a block with a line for every row."""
    table = table_of(declaration)
    units = (*_head_units(table, style), *_lines(table, evolve(style, as_written=False)))
    return block_of(_opening(table, style), units, declaration, style, may_be_line=False)


def opening_text(table: Table, style: Style) -> str:
    """What stands before the brace: ``table share "Share" (c: Claim)``."""
    return _flat(_opening(table, style))


def head_texts(table: Table, style: Style) -> list[str]:
    """The items before the heading, each on one line: ``cite "2-a"``, ``hit unique``."""
    return [_flat(unit.document) for unit in _head_units(table, evolve(style, as_written=False))]


def _opening(table: Table, style: Style) -> Document:
    declaration = table.declaration
    head: list[Document] = [style("TABLE"), " ", declaration.name.text, style.label(declaration.label)]
    if table.subject is not None:
        variable, record = table.subject
        gap = "" if style.is_full else " "
        head += [gap, style.parenthesised((variable.text, style.colon, record.text))]
    return tuple(head)


def _head_units(table: Table, style: Style) -> tuple[Unit, ...]:
    declaration = table.declaration
    return (
        *conditions(declaration.head, style),
        *(Unit(_hit(table, part, style), (part.span,)) for part in declaration.parts_of("table_hit")),
        *remarks(declaration.head, style),
    )


def column_text(column: Column, style: Style) -> str:
    """The heading of *column*: ``dam.class "Class"``, ``when``, ``share: decimal``, ``then``."""
    label = style.label(column.label)
    match column.role:
        case "condition":
            return f"{style('WHEN')}{label}"
        case "norms":
            return f"{style('THEN')}{label}"
        case "value":
            assert column.name is not None
            assert column.type is not None
            return f"{column.name.text}{label}{style.colon}{_flat(type_expression(column.type, style))}"
        case "input":
            assert column.expression is not None
            return f"{_flat(expression(column.expression, style))}{label}"


def cell_text(cell: nodes.FormPart, style: Style) -> str:
    """*cell* on one line."""
    match cell.production:
        case "table_dash":
            return "-"
        case "table_then":
            norms = [norm(c, style) for c in cell.children if isinstance(c, nodes.Norm)]
            return _flat((style("THEN"), " ", joined((style.comma, "" if style.is_full else " "), norms)))
        case "table_not":
            (inner,) = (c for c in cell.children if isinstance(c, nodes.FormPart))
            return f"{style('NOT')} {cell_text(inner, style)}"
        case "table_limits":
            return f" {style('AND')} ".join(_limit(p, style) for p in cell.parts("table_limit"))
        case "table_value":
            return _flat(expression(expression_in(cell), style))
        case test:
            return _flat((style(_TESTS[test]), " ", expression(expression_in(cell), style, SUM)))


def cites_text(row: Row, style: Style) -> str:
    """The clauses that *row* cites: ``"2-a", "2-b"``."""
    return ("、" if style.is_full else ", ").join(style.text(c.clause) for c in row.cites)


def notes_text(row: Row, style: Style) -> str:
    """The notes of *row*: ``"first" "second"``."""
    return " ".join(map(style.text, row.notes))


def _remarks_text(row: Row, style: Style) -> str:
    """What stands after the cells of *row*: citations and notes."""
    cited = f"{style('CITE')} {cites_text(row, style)}" if row.cites else ""
    return " ".join([*([cited] if cited else []), *(f"{style('NOTE')} {style.text(n)}" for n in row.notes)])


def _limit(limit: nodes.FormPart, style: Style) -> str:
    sign = next(c for c in limit.children if isinstance(c, str))
    shown = {">=": "≥", "<=": "≤", "!=": "≠"}.get(sign, sign) if style.comparison(">=") == "≥" else sign
    return f"{shown} {_flat(expression(expression_in(limit), style, SUM))}"


def _hit(table: Table, part: nodes.FormPart, style: Style) -> str:
    words = [style("TABLE_HIT"), style(f"TABLE_{table.hit.upper()}")]
    if table.aggregator is not None:
        words.append(style(f"TABLE_{table.aggregator.upper()}"))
    if table.order is not None:
        words.append(_flat(expression(table.order, evolve(style, as_written=False))))
    return " ".join(words)


def _flat(document: Document) -> str:
    # No string of the language holds a line end, so all of them are the layout's.
    return re.sub(r"\s*\n\s*", " ", rendered(document, width=_WIDE))


def _lines(table: Table, style: Style) -> tuple[Unit, ...]:
    heading = [column_text(c, style) for c in table.columns]
    rows = [[cell_text(c, style) for c in row.cells] for row in table.rows]
    last = table.otherwise
    ends = [] if last is None else [cell_text(c, style) for c in last.cells]
    first = _outputs_from(table)
    # A row with a cell too many or too few is an error, but not one of the printer.
    widths = [max(map(columns, cells)) for cells in zip_longest(heading, *rows, fillvalue="")]
    for place, text in enumerate(ends if first is not None and len(ends) == len(heading) - first else []):
        assert first is not None
        widths[first + place] = max(widths[first + place], columns(text))
    norms = {n for n, c in enumerate(table.columns) if c.role == "norms"}
    widths = [0 if n in norms else w for n, w in enumerate(widths)]
    spans = [p.span for p in table.declaration.parts_of("table_columns")]
    units = [Unit(_line(heading, widths), tuple(spans))]
    for row, cells in zip(table.rows, rows, strict=True):
        units.append(Unit(_with_remarks(_line(cells, widths), row, style), (row.span,)))
    if last is not None:
        word = style("OTHERWISE")
        if first is not None and len(ends) == len(heading) - first:
            # Below the cells that it stands for, so that its values stand below the others.
            room = sum(w + 3 for w in widths[:first])
            text = f"{_padded(word, room - 1)} {_line(ends, widths[first:])}"
        else:
            text = f"{word} {_line(ends, [])}"
        units.append(Unit(_with_remarks(text, last, style), (last.span,)))
    return tuple(units)


def _outputs_from(table: Table) -> int | None:
    """Where the outputs begin, if they are the last columns."""
    places = [n for n, _ in table.outputs]
    first = len(table.columns) - len(places)
    return first if places == list(range(first, len(table.columns))) and first > 0 else None


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [_padded(text, widths[n] if n < len(widths) else 0) for n, text in enumerate(cells)]
    return "".join(["| ", " | ".join(padded), " |"])


def _padded(text: str, width: int) -> str:
    return text + " " * max(0, width - columns(text))


def _with_remarks(line: str, row: Row, style: Style) -> str:
    remarks = _remarks_text(row, style)
    return f"{line} {remarks}" if remarks else line
