"""The conditions of a table's rows as resolved: which dimension each cell asks about, and for which blocks."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from pingan.clauses.table.blocks import Blocks, OpaqueError, blocks, mask, subject
from pingan.clauses.table.coverage import Box
from pingan.clauses.table.nodes import Table
from pingan.model import nodes as model
from pingan.source import Span
from pingan.syntax import nodes

Place = tuple[int, int]
"""A row (from 0) and a column."""


@frozen
class Dimension:
    """What cells ask about: a fact, say. *opaque*: a whole condition, of which only whether it holds is known."""

    about: model.Expression
    blocks: Blocks
    opaque: bool
    tests: tuple[model.Expression, ...] = field(repr=False)


@frozen
class Matching:
    """The dimensions of a table, and where in them each row matches; *cells* are the masks of single cells."""

    dimensions: tuple[Dimension, ...]
    boxes: tuple[Box, ...]
    cells: Mapping[Place, tuple[int, int]] = field(repr=False)
    """By place: dimension and mask, of cells that ask about one dimension that is not opaque."""


_TRUTH = Blocks((False, True), None, False)


def matching(table: Table, policy: model.Policy) -> Matching:
    """When each row of *table* matches, by what *policy* makes of its cells."""
    tests = _tests(table, policy)
    by_subject: dict[model.Expression, list[tuple[Place, model.Expression]]] = {}
    opaque: list[tuple[Place, model.Expression]] = []
    for place, found in sorted(tests.items()):
        for test in found:
            try:
                by_subject.setdefault(subject(test), []).append((place, test))
            except OpaqueError:
                opaque.append((place, test))
    dimensions: list[Dimension] = []
    masks: list[list[tuple[Place, int]]] = []
    for about, asked in by_subject.items():
        try:
            cut = blocks(about, (t for _, t in asked), policy)
            found_masks = [(place, mask(test, about, cut, policy)) for place, test in asked]
        except (OpaqueError, ValueError, TypeError):
            opaque += asked
            continue
        dimensions.append(Dimension(about, cut, False, tuple(t for _, t in asked)))
        masks.append(found_masks)
    for condition, held in _opaque(opaque).items():
        dimensions.append(Dimension(condition, _TRUTH, True, (condition,)))
        masks.append(held)
    return _matching(table, tuple(dimensions), masks)


def _matching(table: Table, dimensions: tuple[Dimension, ...], masks: list[list[tuple[Place, int]]]) -> Matching:
    rows = [[d.blocks.all for d in dimensions] for _ in table.rows]
    cells: dict[Place, tuple[int, int]] = {}
    several: set[Place] = set()
    for number, asked in enumerate(masks):
        for place, found in asked:
            rows[place[0]][number] &= found
            if place in cells and cells[place][0] != number:
                several.add(place)
            before = cells.get(place, (number, dimensions[number].blocks.all))[1]
            cells[place] = (number, before & found)
    kept = {p: c for p, c in cells.items() if p not in several and not dimensions[c[0]].opaque}
    return Matching(dimensions, tuple(Box(tuple(row)) for row in rows), kept)


def _opaque(
    tests: list[tuple[Place, model.Expression]],
) -> dict[model.Expression, list[tuple[Place, int]]]:
    """Whole conditions by what they say, each with the rows that ask for it or for its contrary."""
    found: dict[model.Expression, list[tuple[Place, int]]] = {}
    for place, test in tests:
        if isinstance(test, model.Not):
            found.setdefault(test.operand, []).append((place, _TRUTH.equal(False)))
        else:
            found.setdefault(test, []).append((place, _TRUTH.equal(True)))
    return found


# --- where the resolved conditions of cells are ---------------------------------------------------------------------


def _tests(table: Table, policy: model.Policy) -> dict[Place, list[model.Expression]]:
    """What each cell became: the outermost resolved conditions that stand where it does."""
    places: list[tuple[Span, Place]] = []
    for number, row in enumerate(table.rows):
        for column, _ in table.inputs:
            if column < len(row.cells) and row.cells[column].production != "table_dash":
                places.append((row.cells[column].span, (number, column)))
    places.sort(key=lambda p: p[0].start)
    starts = [span.start for span, _ in places]
    found: dict[Place, list[model.Expression]] = {}
    for condition in conditions(table, policy):
        here: dict[Place, list[model.Expression]] = {}
        waiting = [condition]
        while waiting:
            node = waiting.pop()
            number = bisect_right(starts, node.span.start) - 1
            if number >= 0 and node.span.end <= places[number][0].end:
                here.setdefault(places[number][1], []).append(node)
            else:
                waiting += _operands(node)
        for place, tests in here.items():
            found.setdefault(place, tests)
    return found


def _operands(node: model.Expression) -> tuple[model.Expression, ...]:
    match node:
        case model.And(operands) | model.Or(operands):
            return operands
        case model.Not(operand):
            return (operand,)
        case _:
            return ()


def conditions(table: Table, policy: model.Policy) -> Iterator[model.Expression]:
    """The resolved conditions that *table* became, in the order in which its rows are tried."""
    whole = table.declaration.span
    for definition in of_declaration(table.declaration, policy):
        for case in definition.cases:
            if case.condition is not None:
                yield case.condition
            yield from _filters(case.value)
    for rule in policy.rules.values():
        if _within(rule.span, whole):
            yield from (c for c in (rule.condition, *rule.exceptions) if c is not None)


def of_declaration(declaration: nodes.FormDeclaration, policy: model.Policy) -> list[model.Definition]:
    """The definitions that *declaration* became."""
    return [d for d in policy.definitions.values() if _within(d.span, declaration.span)]


def _within(span: Span, whole: Span) -> bool:
    return span.source == whole.source and whole.start <= span.start and span.end <= whole.end


def _filters(value: model.Expression) -> Iterator[model.Expression]:
    """The conditions under which the parts of a collected value count."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case model.Aggregate(filter=condition, collection=model.SetOf()) if condition is not None:
                yield condition
            case model.Arithmetic(_, left, right):
                waiting += (right, left)
            case model.Call(_, arguments):
                waiting += reversed(arguments)
            case model.SetOf() | model.Constant():
                pass
            case other:
                yield other
