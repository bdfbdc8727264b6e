"""A decision table as its author wrote it: the parts of a declaration, read as columns, rows and cells."""

from __future__ import annotations

from typing import Final, Literal

from attrs import frozen

from pingan.source import Span
from pingan.syntax import nodes

Hit = Literal["unique", "first", "any", "priority", "collect"]
Aggregator = Literal["sum", "min", "max", "count"]
HITS: Final[tuple[Hit, ...]] = ("unique", "first", "any", "priority", "collect")
AGGREGATORS: Final[tuple[Aggregator, ...]] = ("sum", "min", "max", "count")

Role = Literal["input", "condition", "value", "norms"]


@frozen
class Column:
    """A column: what its cells are compared with (*input*), or that they are conditions, values or norms."""

    role: Role
    part: nodes.FormPart
    label: str | None = None
    expression: nodes.Expression | None = None
    name: nodes.Name | None = None
    type: nodes.TypeExpression | None = None

    @property
    def is_output(self) -> bool:
        return self.role in ("value", "norms")

    @property
    def span(self) -> Span:
        return self.part.span


@frozen
class Row:
    """A row of cells, what it cites, and its notes; *number* counts from 1, the last row for everything else too."""

    number: int
    cells: tuple[nodes.FormPart, ...]
    cites: tuple[nodes.Cite, ...]
    notes: tuple[str, ...]
    part: nodes.FormPart

    @property
    def span(self) -> Span:
        return self.part.span


@frozen
class Table:
    """A whole table. Without a hit policy written it is unique. *otherwise* holds cells for the outputs alone."""

    declaration: nodes.FormDeclaration
    hit: Hit
    aggregator: Aggregator | None
    order: nodes.SetLiteral | None
    subject: tuple[nodes.Name, nodes.Name] | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    otherwise: Row | None

    @property
    def inputs(self) -> tuple[tuple[int, Column], ...]:
        """Columns that say when a row matches, with their places."""
        return tuple((n, c) for n, c in enumerate(self.columns) if not c.is_output)

    @property
    def outputs(self) -> tuple[tuple[int, Column], ...]:
        """Columns that say what follows, with their places."""
        return tuple((n, c) for n, c in enumerate(self.columns) if c.is_output)

    @property
    def has_norms(self) -> bool:
        return any(c.role == "norms" for c in self.columns)

    def output_cell(self, row: Row, place: int) -> nodes.FormPart:
        """The cell of *row* in the output column at *place*: the last row has no others."""
        if row is self.otherwise and len(row.cells) == len(self.outputs):
            return row.cells[[n for n, _ in self.outputs].index(place)]
        return row.cells[place]


def table_of(declaration: nodes.FormDeclaration) -> Table:
    """*declaration* as a table; what does not fit together in it is left for the lowering to report."""
    hit: Hit = "unique"
    aggregator: Aggregator | None = None
    order: nodes.SetLiteral | None = None
    for policy in declaration.parts_of("table_hit")[:1]:
        for name in HITS:
            part = policy.part(f"table_{name}")
            if part is not None:
                hit = name
                aggregator = next((a for a in AGGREGATORS if part.part(f"table_{a}") is not None), None)
                order = next((c for c in part.children if isinstance(c, nodes.SetLiteral)), None)
    subject = next(iter(declaration.parts_of("subject")), None)
    names = [c for c in subject.children if isinstance(c, nodes.Name)] if subject is not None else []
    headings = declaration.parts_of("table_columns")
    rows = tuple(_row(n, p) for n, p in enumerate(declaration.parts_of("table_row"), 1))
    last = next(iter(declaration.parts_of("table_default")), None)
    return Table(
        declaration,
        hit,
        aggregator,
        order,
        (names[0], names[1]) if len(names) == 2 else None,
        tuple(_column(p) for h in headings for p in h.children if isinstance(p, nodes.FormPart)),
        rows,
        None if last is None else _row(len(rows) + 1, last),
    )


def only_node(part: nodes.FormPart) -> nodes.Node | None:
    """The first node among the children of *part* that is no part itself: its expression."""
    return next((c for c in part.children if isinstance(c, nodes.Node) and not isinstance(c, nodes.FormPart)), None)


def expression_in(part: nodes.FormPart) -> nodes.Expression:
    """The expression that *part* holds."""
    found = only_node(part)
    assert isinstance(found, nodes.Expression)
    return found


def _column(part: nodes.FormPart) -> Column:
    label_part = part.part("label")
    label = next((c for c in label_part.children if isinstance(c, str)), None) if label_part is not None else None
    match part.production:
        case "table_condition":
            return Column("condition", part, label)
        case "table_norms":
            return Column("norms", part, label)
        case "table_output":
            name = next(c for c in part.children if isinstance(c, nodes.Name))
            written = next(c for c in part.children if isinstance(c, nodes.TypeExpression))
            return Column("value", part, label, name=name, type=written)
        case _:
            return Column("input", part, label, expression=expression_in(part))


def _row(number: int, part: nodes.FormPart) -> Row:
    remarks = [c for c in part.children if isinstance(c, nodes.FormPart) and c.production in ("cite", "note")]
    cells = tuple(c for c in part.children if isinstance(c, nodes.FormPart) and c.production.startswith("table_"))
    return Row(
        number,
        cells,
        tuple(c for r in remarks if r.production == "cite" for c in r.children if isinstance(c, nodes.Cite)),
        tuple(c for r in remarks if r.production == "note" for c in r.children if isinstance(c, str)),
        part,
    )
