"""What a table stands for: a definition for each column of values, a rule for each row of norms."""

from __future__ import annotations

from attrs import evolve, frozen

from pingan.clauses.table.conditions import joined, row_condition
from pingan.clauses.table.nodes import Column, Row, Table, table_of
from pingan.clauses.table.order import by_priority
from pingan.clauses.table.shape import fits, output_value
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.lowering import Lowering

ELEMENT = "matching_row"
"""The variable of the aggregates that count or take a row if it matches."""


def lower(declaration: nodes.FormDeclaration, lowering: Lowering) -> tuple[nodes.CoreDeclaration, ...]:
    """The definitions and rules that *declaration* stands for."""
    table = table_of(declaration)
    if not fits(table, lowering):
        return ()
    rows = by_priority(table, lowering) if table.hit == "priority" else table.rows
    if rows is None:
        return ()
    making = _Making(table, lowering, rows, tuple(row_condition(table, row) for row in rows))
    made: list[nodes.CoreDeclaration] = [
        making.definition(place, column) for place, column in table.outputs if column.role == "value"
    ]
    for place, column in table.outputs:
        if column.role == "norms":
            made += making.rules(place)
    return tuple(made)


@frozen
class _Making:
    table: Table
    lowering: Lowering
    rows: tuple[Row, ...]
    """In the order in which they are tried."""
    conditions: tuple[nodes.Expression | None, ...]

    @property
    def span(self) -> Span:
        return self.table.declaration.span

    # --- values -----------------------------------------------------------------------------------------------

    def definition(self, place: int, column: Column) -> nodes.Definition:
        """The definition of the column of values at *place*."""
        assert column.name is not None
        assert column.type is not None
        collected = self.table.hit == "collect"
        cases = self._collected(place, column.type) if collected else self._cases(place)
        made = self.lowering.define(
            column.type,
            cases,
            name=column.name,
            label=column.label,
            cites=self._cites(),
            subject=self.table.subject,
        )
        return evolve(made, exclusive=self._exclusive(place))

    def _exclusive(self, place: int) -> nodes.Exclusive | None:
        if self.table.hit == "any":
            return "agreeing"
        first = next(n for n, c in self.table.outputs if c.role == "value")
        # Two matching rows are told once, not once for every output.
        return "exclusive" if self.table.hit == "unique" and place == first else None

    def _cites(self) -> tuple[nodes.Cite, ...]:
        rows = (*self.rows, *([self.table.otherwise] if self.table.otherwise else []))
        return tuple(dict.fromkeys((*self.table.declaration.head.cites, *(c for row in rows for c in row.cites))))

    def _cases(self, place: int) -> tuple[nodes.Case, ...]:
        cases = []
        for row, condition in zip(self.rows, self.conditions, strict=True):
            holds = self._within_head(condition, row.span) or nodes.BooleanLiteral(True, span=row.span)
            cases.append(nodes.Case(self._value(row, place), holds, span=row.span))
        return (*cases, *self._default(place))

    def _default(self, place: int) -> tuple[nodes.Case, ...]:
        last = self.table.otherwise
        if last is None:
            return ()
        head = self._within_head(None, last.span)
        return (nodes.Case(self._value(last, place), head, otherwise=head is None, span=last.span),)

    def _value(self, row: Row, place: int) -> nodes.Expression:
        cell = self.table.output_cell(row, place)
        return output_value(self.table, row, place) or nodes.AbsentLiteral(span=cell.span)

    def _within_head(self, condition: nodes.Expression | None, span: Span) -> nodes.Expression | None:
        """*condition*, where the table's own `when` and `unless` let it count."""
        head = self.table.declaration.head
        denied = [nodes.Not(e, span=e.span) for e in head.exceptions]
        parts = [c for c in (head.condition, condition) if c is not None]
        return joined([*parts, *denied], span)

    # --- collecting -------------------------------------------------------------------------------------------

    def _collected(self, place: int, type: nodes.TypeExpression) -> tuple[nodes.Case, ...]:
        given = [
            (row, condition, value)
            for row, condition in zip(self.rows, self.conditions, strict=True)
            if (value := output_value(self.table, row, place)) is not None
        ]
        if self.table.aggregator is None:
            value = self._members([(c, v) for _, c, v in given])
        else:
            taken = [self._taken(condition, v, row.span) for row, condition, v in given]
            value = self._together(taken)
        head = self._within_head(None, self.span)
        if self.table.otherwise is None:
            return (nodes.Case(value, head, span=self.span),)
        some = self._some_match()
        matched = self._within_head(some, self.span)
        return (nodes.Case(value, matched, span=self.span), *(() if some is None else self._default(place)))

    def _some_match(self) -> nodes.Expression | None:
        """That some row matches; None when one always does."""
        given = [c for c in self.conditions if c is not None]
        if len(given) < len(self.conditions):
            return None
        return given[0] if len(given) == 1 else nodes.Or(tuple(given), span=self.span)

    def _taken(self, condition: nodes.Expression | None, value: nodes.Expression, span: Span) -> nodes.Expression:
        """*value* if *condition* holds; else nothing (as `sum` and `count` see it: 0)."""
        one = nodes.SetLiteral((nodes.NumberLiteral("1", span=span),), span=span)
        function = nodes.Name(self.table.aggregator or "count", span=span)
        body = None if function.text == "count" else value
        variable = nodes.Name(ELEMENT, span=span)
        return nodes.Aggregate(function, variable, one, condition, body, span=span)

    def _together(self, taken: list[nodes.Expression]) -> nodes.Expression:
        if not taken:
            return nodes.NumberLiteral("0", span=self.span)
        if len(taken) == 1:
            return taken[0]
        if self.table.aggregator in ("min", "max"):
            function = nodes.Name(self.table.aggregator, span=self.span)
            return nodes.Call(function, tuple(taken), span=self.span)
        # In halves: a chain of a thousand sums would be a thousand levels high.
        half = len(taken) // 2
        left, right = self._together(taken[:half]), self._together(taken[half:])
        return nodes.Arithmetic("+", left, right, span=self.span)

    def _members(self, given: list[tuple[nodes.Expression | None, nodes.Expression]]) -> nodes.Expression:
        if not given:
            return nodes.SetLiteral((), span=self.span)
        arguments: list[nodes.Expression] = []
        for condition, value in given:
            of_value = value if isinstance(value, nodes.SetLiteral) else nodes.SetLiteral((value,), span=value.span)
            arguments += [condition or nodes.BooleanLiteral(True, span=value.span), of_value]
        return nodes.Call(nodes.Name("collect", span=self.span), tuple(arguments), span=self.span)

    # --- norms ------------------------------------------------------------------------------------------------

    def rules(self, place: int) -> tuple[nodes.CoreDeclaration, ...]:
        """A rule for each row that has norms, and where only one row should match, which one does."""
        made: list[nodes.CoreDeclaration] = []
        head = self.table.declaration.head
        for number, (row, condition) in enumerate(zip(self.rows, self.conditions, strict=True)):
            before = self.conditions[:number] if self.table.hit == "first" else ()
            parts = [c for c in (head.condition, condition) if c is not None]
            made += self._rule(row, place, joined(parts, row.span), before)
        if self.table.otherwise is not None:
            made += self._rule(self.table.otherwise, place, head.condition, self.conditions)
        if not made:
            remedy = "write `then BEARER must …` in a row"
            self.lowering.error("no row of this table has a norm", self.table.declaration.name.span, help=remedy)
        has_values = any(c.role == "value" for _, c in self.table.outputs)
        if self.table.hit in ("unique", "any") and not has_values and not head.each and len(self.rows) > 1:
            made.insert(0, self._matching(place))
        return tuple(made)

    def _rule(
        self,
        row: Row,
        place: int,
        condition: nodes.Expression | None,
        unless: tuple[nodes.Expression | None, ...],
    ) -> tuple[nodes.Rule, ...]:
        norms = self._norms(row, place)
        if not norms:
            return ()
        head, declaration = self.table.declaration.head, self.table.declaration
        never = nodes.BooleanLiteral(True, span=row.span)
        rule = self.lowering.rule(
            norms,
            name=nodes.Name(f"{declaration.name.text}_{row.number}", span=row.span),
            span=row.span,
            label=None if declaration.label is None else f"{declaration.label} {row.number}",
            condition=condition,
            exceptions=(*head.exceptions, *(c or never for c in unless)),
            cites=(*head.cites, *(c for c in row.cites if c not in head.cites)),
            notes=(*head.notes, *row.notes),
        )
        return (rule,)

    def _norms(self, row: Row, place: int) -> tuple[nodes.Norm, ...]:
        return tuple(c for c in self.table.output_cell(row, place).children if isinstance(c, nodes.Norm))

    def _matching(self, place: int) -> nodes.Definition:
        """The number of the row that matches, under the table's own name: two that match become a finding."""
        first: dict[tuple[nodes.Norm, ...], int] = {}
        cases = []
        for row, condition in zip(self.rows, self.conditions, strict=True):
            number = row.number
            if self.table.hit == "any":
                number = first.setdefault(self._norms(row, place), number)
            holds = self._within_head(condition, row.span) or nodes.BooleanLiteral(True, span=row.span)
            cases.append(nodes.Case(nodes.NumberLiteral(str(number), span=row.span), holds, span=row.span))
        made = self.lowering.define(nodes.NamedType(nodes.Name("integer", span=self.span), span=self.span), cases)
        return evolve(made, exclusive="agreeing" if self.table.hit == "any" else "exclusive")
