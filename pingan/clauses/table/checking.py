"""What can be said of a table before any facts: rows that overlap, gaps between them, rows and cells never met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import define

from pingan.clauses.table.coverage import Box, GaveUpError, Point, Search, in_order
from pingan.clauses.table.matching import Matching, matching, of_declaration
from pingan.clauses.table.nodes import Row, Table, table_of
from pingan.clauses.table.witness import witness_text
from pingan.diagnostics.diagnostic import Annotation, Diagnostic, Diagnostics, Severity
from pingan.model import nodes as model
from pingan.syntax import nodes

MAXIMUM_TOLD: Final = 10
"""Rows of one table that are told of, by kind of finding."""
MAXIMUM_DIMENSIONS: Final = 64


def check(declaration: nodes.FormDeclaration, policy: model.Policy, diagnostics: Diagnostics) -> None:
    """Reports what is wrong between the rows of *declaration*; everything that is reported is so for certain.

    What cannot be told (conditions that compare several facts, tables too large) is said in a note.
    """
    table = table_of(declaration)
    found = matching(table, policy)
    checking = _Checking(table, policy, found, diagnostics)
    checking.cells()
    if table.hit == "collect" or not table.rows:
        return
    if len(found.dimensions) > MAXIMUM_DIMENSIONS:
        checking.not_checked(f"its cells ask about {len(found.dimensions)} things")
        return
    try:
        checking.rows()
    except GaveUpError:
        checking.not_checked("it is too large to go through")


@define
class _Checking:
    table: Table
    policy: model.Policy
    matching: Matching
    diagnostics: Diagnostics

    def not_checked(self, why: str) -> None:
        name = self.table.declaration.name
        message = f"not all of `{name.text}` is checked for overlaps and gaps: {why}"
        self._note(message, name)

    def _note(self, message: str, node: nodes.Node) -> None:
        self.diagnostics.add(Diagnostic("table-unchecked", message, (Annotation(node.span),), None, Severity.NOTE))

    # --- single cells ------------------------------------------------------------------------------------------

    def cells(self) -> None:
        """Cells that nothing satisfies, whatever the others say."""
        told = 0
        for (row, column), (number, mask) in sorted(self.matching.cells.items()):
            if not mask and told < MAXIMUM_TOLD:
                told += 1
                about = self.matching.dimensions[number]
                message = f"no value of `{about.about.span.text}` satisfies this cell"
                cell = self.table.rows[row].cells[column]
                self.diagnostics.warning("table-cell", message, cell.span, help=_cell_remedy(cell, about.about))

    # --- rows ----------------------------------------------------------------------------------------------------

    def rows(self) -> None:
        """Duplicates, overlaps, rows that are never reached, gaps."""
        order = in_order(self.matching.boxes, {n: d.blocks.all for n, d in enumerate(self.matching.dimensions)})
        boxes = [Box(tuple(b.masks[n] for n in order)) for b in self.matching.boxes]
        full = tuple(self.matching.dimensions[n].blocks.all for n in order)
        search = Search(boxes, full)
        repeated = self._duplicates(boxes)
        if self.table.hit in ("unique", "any"):
            self._overlaps(boxes, search, repeated, order)
        else:
            self._unreachable(boxes, search, repeated)
        self._gaps(boxes, full, search, order)

    def _duplicates(self, boxes: list[Box]) -> set[int]:
        first: dict[Box, int] = {}
        repeated: set[int] = set()
        for number, box in enumerate(boxes):
            before = first.setdefault(box, number)
            if before == number or box.is_empty:
                continue
            repeated.add(number)
            if len(repeated) <= MAXIMUM_TOLD:
                same = self._outputs(before) == self._outputs(number)
                what = "repeats" if same else "asks for the same as"
                message = f"row {number + 1} {what} row {before + 1}"
                remedy = "leave one of them out" if same else "only one of them can be meant: tell them apart"
                other = Annotation(self.table.rows[before].span, "the first of them")
                self.diagnostics.warning(
                    "table-duplicate", message, Annotation(self.table.rows[number].span), other, help=remedy
                )
        return repeated

    def _overlaps(self, boxes: list[Box], search: Search, repeated: set[int], order: list[int]) -> None:
        told, unsure = 0, False
        for number, box in enumerate(boxes):
            if number in repeated or box.is_empty:
                continue
            among = search.overlapping(number, (1 << number) - 1)
            for other in _bits(among):
                shared = box.shared(boxes[other])
                if shared is None or other in repeated or self._agree(number, other):
                    continue
                if not self._same_conditions(number, other):
                    unsure = True
                    continue
                if told < MAXIMUM_TOLD:
                    self._overlap(number, other, self._point(shared, order))
                told += 1
                break
        if told > MAXIMUM_TOLD:
            self._note(f"{told - MAXIMUM_TOLD} more rows overlap with earlier ones", self.table.declaration.name)
        if unsure:
            self._unsure("overlaps")

    def _agree(self, number: int, other: int) -> bool:
        return self.table.hit == "any" and self._outputs(number) == self._outputs(other)

    def _overlap(self, number: int, other: int, point: Point) -> None:
        where = witness_text(self.matching, point, self.policy)
        message = f"rows {other + 1} and {number + 1} both match, for example where {where}"
        if self.table.hit == "any":
            message = f"rows {other + 1} and {number + 1} differ and both match, for example where {where}"
        remedy = "let one of them exclude that, or say which row counts: `hit first`"
        first = Annotation(self.table.rows[other].span, f"row {other + 1}")
        self.diagnostics.warning("table-overlap", message, Annotation(self.table.rows[number].span), first, help=remedy)

    def _unreachable(self, boxes: list[Box], search: Search, repeated: set[int]) -> None:
        before = told = 0
        for number in self._tried():
            box = boxes[number]
            if number not in repeated and not box.is_empty and told < MAXIMUM_TOLD:
                if search.uncovered(box, before) is None:
                    told += 1
                    message = f"row {number + 1} is never reached: the rows before it match wherever it does"
                    remedy = "put it before them, or take it away"
                    self.diagnostics.warning("table-unreachable", message, self.table.rows[number].span, help=remedy)
            before |= 1 << number

    def _tried(self) -> list[int]:
        """The rows in the order in which they are tried: a `priority` table has its own."""
        if self.table.hit != "priority":
            return list(range(len(self.table.rows)))
        numbers = {row.span.start: n for n, row in enumerate(self.table.rows)}
        for definition in of_declaration(self.table.declaration, self.policy):
            found = [numbers[c.span.start] for c in definition.cases if c.span.start in numbers]
            if len(found) == len(self.table.rows):
                return found
        return list(range(len(self.table.rows)))

    def _gaps(self, boxes: list[Box], full: tuple[int, ...], search: Search, order: list[int]) -> None:
        every, whole = (1 << len(boxes)) - 1, Box(full)
        last = self.table.otherwise
        point = search.uncovered(whole, every)
        if point is None:
            if last is not None:
                message = "the last row is never reached: the rows above leave nothing open"
                self.diagnostics.warning("table-unreachable", message, last.span, help="take it away")
            return
        if last is not None:
            return
        opaque = [d.opaque for d in (self.matching.dimensions[n] for n in order)]
        if any(opaque):
            # As if every whole condition held: what is open even then is a gap for certain.
            lenient = [Box(tuple(f if o else m for m, f, o in zip(b.masks, full, opaque, strict=True))) for b in boxes]
            point = Search(lenient, full, search.steps).uncovered(whole, every)
            if point is None:
                self._unsure("gaps")
                return
        where = witness_text(self.matching, self._point(point, order), self.policy)
        heading = self.table.declaration.parts_of("table_columns")[0]
        remedy = "add a row for it, or a last one: `otherwise | … |` (`-` there: nothing follows)"
        message = f"no row matches where {where}" if where else "no row matches"
        self.diagnostics.warning("table-gap", message, heading.span, help=remedy)

    def _unsure(self, what: str) -> None:
        names = list(dict.fromkeys(d.about.span.text for d in self.matching.dimensions if d.opaque))
        listed = ", ".join(f"`{' '.join(n.split())[:60]}`" for n in names[:3])
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        self.not_checked(f"what {listed}{more} leaves open depends on the facts ({what})")

    def _same_conditions(self, number: int, other: int) -> bool:
        """Whether both rows ask the same of the whole conditions, of which only that they hold is known."""
        one, two = self.matching.boxes[number], self.matching.boxes[other]
        pairs = zip(self.matching.dimensions, one.masks, two.masks, strict=True)
        return all(a == b for d, a, b in pairs if d.opaque)

    def _point(self, point: Point, order: list[int]) -> Point:
        """*point* in the order of the dimensions."""
        found = dict(zip(order, point, strict=True))
        return tuple(found[n] for n in range(len(order)))

    def _outputs(self, number: int) -> tuple[nodes.FormPart, ...]:
        row: Row = self.table.rows[number]
        return tuple(self.table.output_cell(row, place) for place, _ in self.table.outputs)


def _bits(mask: int) -> Iterator[int]:
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


def _cell_remedy(cell: nodes.FormPart, about: model.Expression) -> str:
    match cell.children:
        case (nodes.Arithmetic(operator="-", left=nodes.NumberLiteral(), right=nodes.NumberLiteral()) as range,):
            low, high = range.span.text.split("-", 1)
            return f"this is a difference; a range is `>= {low.strip()} and <= {high.strip()}`"
        case (nodes.AbsentLiteral(),) if not about.optional:
            return f"`{about.span.text}` is never absent: it is not declared `optional`"
        case _:
            return "the range that the vocabulary states leaves nothing here"
