"""A table as a sheet: its opening and its items on lines of their own, then the heading, then a row a row."""

from __future__ import annotations

from attrs import evolve

from pingan.clauses.table.nodes import Row, Table, table_of
from pingan.clauses.table.printing import cell_text, cites_text, column_text, head_texts, notes_text, opening_text
from pingan.language.clause_form import ClauseForm
from pingan.language.dialect import dialect as dialect_named
from pingan.syntax import nodes
from pingan.syntax.printing.style import Style
from pingan.tables.sheets import Sheet


def style_of(dialect: str, form: ClauseForm) -> Style:
    """How the dialect *dialect* writes tables."""
    words = dialect_named(dialect)
    return Style(evolve(words, keywords={**words.keywords, **form.words_in(words)}), as_written=False)


def to_sheet(declaration: nodes.FormDeclaration, style: Style) -> Sheet:
    """*declaration* as rows of texts; `pingan.tables.from_sheet` reads them back as the same declaration."""
    table = table_of(declaration)
    rows: list[tuple[str, ...]] = [(opening_text(table, style),), *((text,) for text in head_texts(table, style))]
    rows.append((*(column_text(c, style) for c in table.columns), style("CITE"), style("NOTE")))
    rows += [(*_cells(table, row, style), cites_text(row, style), notes_text(row, style)) for row in table.rows]
    last = table.otherwise
    if last is not None:
        cells = [""] * len(table.columns)
        first = table.inputs[0][0]
        cells[first] = style("OTHERWISE")
        for place, _ in table.outputs:
            cells[place] = _without_then(cell_text(table.output_cell(last, place), style), style)
        rows.append((*cells, cites_text(last, style), notes_text(last, style)))
    return Sheet(tuple(rows))


def _cells(table: Table, row: Row, style: Style) -> list[str]:
    return [
        _without_then(text, style) if column.role == "norms" else text
        for column, text in zip(table.columns, (cell_text(c, style) for c in row.cells), strict=True)
    ]


def _without_then(text: str, style: Style) -> str:
    # The heading of the column says it already.
    return text.removeprefix(f"{style('THEN')} ")
