"""Which declaration each name of an expression means, and of what type the expression is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pingan.editor.declared import stands_there, value_of
from pingan.editor.names import Names
from pingan.editor.nodes import VALUES, Declared, Kind, Occurrence, Role, Symbol, Value, Variable
from pingan.editor.reading import Piece
from pingan.source import Span
from pingan.syntax import nodes as syntax

_DATES = ("date", "datetime")
_OF_FUNCTIONS = {
    "size": "integer",
    "ceil": "integer",
    "floor": "integer",
    "round": "integer",
    "count": "integer",
    "present": "boolean",
    "any": "boolean",
    "all": "boolean",
    "share": "decimal",
    "start": "date",
    "end": "date",
    "date": "date",
    "preceding": "period",
    "year": "integer",
}


class Expressions:
    """Goes through expressions; occurrences stand in `found` by place (of the piece), the first of a place counts."""

    def __init__(self, names: Names, owner: str) -> None:
        self.names = names
        self.owner = owner
        """What variables belong to: the declaration."""
        self.found: dict[tuple[int, int], Occurrence] = {}
        self.bound: list[Variable] = []
        self.variables: dict[str, Variable] = {}
        self.within: Span | None = None

    # --- what is found -------------------------------------------------------------------------------------------

    def name(self, name: syntax.Name, declared: Declared | None, role: Role = "use") -> None:
        """*name* means *declared*."""
        if declared is not None and stands_there(name):
            self.add(name.span, declared.symbol, role, name.text != declared.symbol.name)

    def declaration(self, name: syntax.Name, declared: Declared) -> None:
        if stands_there(name):
            self.add(name.span, declared.symbol, "declaration", by_label=False)

    def add(self, span: Span, symbol: Symbol, role: Role, by_label: bool = False) -> None:
        start, end = Piece.offset(span.start), Piece.offset(span.end)
        label = by_label and not symbol.origin and symbol.alias == span.text
        known = self.found.get((start, end))
        # A declaration counts before a use: the place of a stage is both.
        if known is None or (role == "declaration" and known.role == "use"):
            self.found[start, end] = Occurrence(start, end, symbol, role, label)

    def clause(self, written: str, span: Span) -> None:
        """The id of a clause, in quotes, the first text of *span*."""
        text = span.text
        start = min((p for p in (text.find(mark) for mark in '"“') if p >= 0), default=-1)
        if start < 0 or text[start + 1 : start + 1 + len(written)] != written:
            return
        clause = self.names.clause(written)
        identity = clause.id if clause is not None else f"{self.names.module}-{written}"
        place = Span(span.source, span.start + start + 1, span.start + start + 1 + len(written))
        label = clause.summary if clause is not None else None
        self.add(place, Symbol("clause", self.names.module, "", identity, label, path=self.names.path), "use")

    # --- variables -----------------------------------------------------------------------------------------------

    @contextmanager
    def block(self, span: Span) -> Iterator[None]:
        """Variables bound inside *span* are known in it, and forgotten afterwards."""
        before, around = dict(self.variables), self.within
        self.within = span
        try:
            yield
        finally:
            self.variables, self.within = before, around

    def variable(self, name: syntax.Name, value: Value | None) -> None:
        """*name* is bound to values of the type *value* in the block around it."""
        around = self.within or name.span
        start = Piece.offset(name.span.start)
        symbol = Symbol("variable", self.names.module, f"{self.owner}:{start}", name.text, path=self.names.path)
        variable = Variable(symbol, value, Piece.offset(around.start), Piece.offset(around.end))
        self.variables[name.text] = variable
        if stands_there(name):
            if (start, Piece.offset(name.span.end)) not in self.found:
                self.bound.append(variable)
            self.add(name.span, symbol, "declaration")

    # --- paths ---------------------------------------------------------------------------------------------------

    def path_of(self, path: syntax.Path, *kinds: Kind) -> Declared | None:
        """What a whole path names: ``name`` or ``module.name``."""
        if len(path.names) == 1:
            found = self.names.find(path.names[0].text, *kinds)
            self.name(path.names[0], found)
            return found
        if len(path.names) == 2:
            module, name = path.names
            found = self.names.find_in(name.text, module.text, *kinds)
            if found is not None:
                self.module_name(module)
                self.name(name, found)
            return found
        return None

    def module_name(self, name: syntax.Name) -> None:
        known = self.names.modules.get(name.text)
        if known is not None and known.by_piece and known.by_piece[0].ats:
            self.name(name, known.by_piece[0].ats[0].declared)

    def path(self, node: syntax.Path, expected: Value | None) -> Value | None:
        """The type of the value that *node* names; a bare name may be a member of the enum *expected*."""
        first = node.names[0]
        if len(node.names) == 1:
            member = self.names.member(expected, first.text)
            if member is not None:
                self.name(first, member)
                return expected.element if expected is not None else None
        value, used = self._start(node)
        for name in node.names[used:] if used else ():
            value = self.field(value, name)
        if not used and len(node.names) == 1:
            enum = self.names.enum_with((first.text,))
            if enum is not None:
                self.name(first, self.names.part("member", type_name(enum), first.text))
                return Value(type_name(enum))
        return value

    def _start(self, node: syntax.Path) -> tuple[Value | None, int]:
        name = node.names[0]
        variable = self.variables.get(name.text)
        if variable is not None:
            if stands_there(name):
                self.add(name.span, variable.symbol, "use")
            return variable.value, 1
        if name.text in ("as_of", "period"):
            return Value("datetime" if name.text == "as_of" else "period"), 1
        found = self.names.find(name.text, *VALUES)
        if found is not None:
            self.name(name, found)
            return found.value, 1
        if len(node.names) > 1 and name.text in self.names.modules:
            found = self.names.find_in(node.names[1].text, name.text, *VALUES)
            self.module_name(name)
            if found is not None:
                self.name(node.names[1], found)
                return found.value, 2
        return None, 0

    def field(self, record: Value | None, name: syntax.Name) -> Value | None:
        """The field *name* of a value of the type *record* (or of its elements: scenarios go through lists)."""
        found = self.names.field(record.name, name.text) if record is not None else None
        self.name(name, found)
        return found.value if found is not None else None

    # --- expressions ---------------------------------------------------------------------------------------------

    def expression(self, node: syntax.Given | None, expected: Value | None = None) -> Value | None:
        """The type of *node*; *expected* helps to read bare names."""
        match node:
            case None:
                return None
            case syntax.Path():
                return self.path(node, expected)
            case syntax.And(operands=operands) | syntax.Or(operands=operands):
                for operand in operands:
                    self.expression(operand)
                return Value("boolean")
            case syntax.Not(operand=operand):
                self.expression(operand)
                return Value("boolean")
            case syntax.Comparison(left=left, right=right):
                self.together((left, right))
                return Value("boolean")
            case syntax.Has():
                held = self.expression(node.collection)
                self.expression(node.members, held.element if held and node.quantity == "one" else held)
                return Value("boolean")
            case syntax.In():
                self._in(node)
                return Value("boolean")
            case syntax.Arithmetic(left=left, right=right):
                first, second = self.expression(left), self.expression(right)
                return first if first is not None and first.name in _DATES else first or second
            case syntax.Negation(operand=operand):
                return self.expression(operand)
            case syntax.Call():
                return self._call(node, expected)
            case syntax.Aggregate():
                return self._aggregate(node)
            case syntax.SetLiteral():
                return self._set(node, expected)
            case syntax.PeriodLiteral(start=start, end=end):
                self.expression(start)
                self.expression(end)
                return Value("period")
            case _:
                return self._literal(node)

    def _literal(self, node: syntax.Given) -> Value | None:
        for kind, name in _LITERALS:
            if isinstance(node, kind):
                return Value(name)
        return None

    def together(self, nodes: Sequence[syntax.Given], expected: Value | None = None) -> Value | None:
        """*nodes*, each helping to read the others: first what speaks for itself, then bare names."""
        hint, found = expected, None
        for node in sorted(nodes, key=self._order):
            value = self.expression(node, hint)
            found = found or value
            if hint is None and value is not None and self.names.members_of(value):
                hint = value
        return found

    def _order(self, node: syntax.Given) -> int:
        if not isinstance(node, syntax.Path) or len(node.names) > 1:
            return 0
        name = node.names[0].text
        is_bound = name in self.variables or self.names.find(name, *VALUES) is not None
        return 1 if is_bound else 2

    def _in(self, node: syntax.In) -> None:
        if isinstance(node.element, syntax.Path) and self._order(node.element) == 2:
            held = self.expression(node.collection)
            self.expression(node.element, held.element if held is not None else None)
        else:
            element = self.expression(node.element)
            self.expression(node.collection, Value(element.name, "set") if element is not None else None)

    def _call(self, node: syntax.Call, expected: Value | None) -> Value | None:
        value = self.together(node.arguments, expected if expected and expected.many == "set" else None)
        name = node.function.text
        if name in _OF_FUNCTIONS:
            return Value(_OF_FUNCTIONS[name])
        if name == "collect":
            sets = [s for s in node.arguments if isinstance(s, syntax.SetLiteral)]
            held = self.expression(sets[0], expected) if sets else None
            return held or expected
        return value

    def _aggregate(self, node: syntax.Aggregate) -> Value | None:
        over = self.expression(node.collection)
        with self.block(node.span):
            self.variable(node.variable, over.element if over is not None else None)
            self.expression(node.filter)
            body = self.expression(node.body)
        name = node.function.text
        return Value(_OF_FUNCTIONS[name]) if name in _OF_FUNCTIONS else body or (over.element if over else None)

    def _set(self, node: syntax.SetLiteral, expected: Value | None) -> Value | None:
        hint = expected.element if expected is not None else self._enum_meant(node)
        found = self.together(node.elements, hint)
        return Value(found.name, "set") if found is not None else expected

    def _enum_meant(self, node: syntax.SetLiteral) -> Value | None:
        names = [e.names[0].text for e in node.elements if isinstance(e, syntax.Path) and len(e.names) == 1]
        if not names or len(names) < len(node.elements) or any(self._order(e) == 1 for e in node.elements):
            return None
        enum = self.names.enum_with(names)
        return Value(type_name(enum)) if enum is not None else None

    def value_of_type(self, node: syntax.TypeExpression) -> Value | None:
        return value_of(node)


def type_name(enum: Declared) -> str:
    """What the type *enum* is called: a ladder's is not called like the ladder."""
    assert isinstance(enum.node, syntax.Enum)
    return enum.node.name.text


_LITERALS: tuple[tuple[type[syntax.Node], str], ...] = (
    (syntax.BooleanLiteral, "boolean"),
    (syntax.NumberLiteral, "decimal"),
    (syntax.TextLiteral, "text"),
    (syntax.DateLiteral, "date"),
    (syntax.DateTimeLiteral, "datetime"),
    (syntax.MonthLiteral, "period"),
    (syntax.DurationLiteral, "duration"),
)
