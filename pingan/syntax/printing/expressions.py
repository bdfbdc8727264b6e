"""Expressions, givens and types as documents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, assert_never

from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.printing.layout import SOFT, Document, Group, Line, Nest, filled, has_open, joined
from pingan.syntax.printing.style import Style
from pingan.syntax.printing.written import is_opened, is_parted

# How tightly an expression binds; an operand that binds less tightly than its place asks stands in parentheses.
ANYTHING: Final = 0
_OR: Final = 1
_AND: Final = 2
_NOT: Final = 3
_COMPARISON: Final = 4
SUM: Final = 5
_PRODUCT: Final = 6
_PREFIX: Final = 7
_ATOM: Final = 8

_HAS: Final = {"one": "HAS", "any": "HAS_ANY", "all": "HAS_ALL"}


def expression(node: nodes.Expression, style: Style, place: int = ANYTHING) -> Document:
    """*node* as it stands where at least *place* of binding is asked."""
    document = _bare(node, style)
    if _binding(node) >= place:
        return document
    return Group(style.parenthesised(Nest(1, document)))


def _binding(node: nodes.Expression) -> int:
    match node:
        case nodes.PeriodLiteral():
            return ANYTHING
        case nodes.Or():
            return _OR
        case nodes.And():
            return _AND
        case nodes.Not():
            return _NOT
        case nodes.Comparison() | nodes.Has() | nodes.In():
            return _COMPARISON
        case nodes.Arithmetic(operator="+" | "-"):
            return SUM
        case nodes.Arithmetic():
            return _PRODUCT
        case nodes.Negation():
            return _PREFIX
        case _:
            return _ATOM


def _bare(node: nodes.Expression, style: Style) -> Document:
    match node:
        case nodes.Or(operands):
            # `a and b or c` needs no parentheses, but its readers do.
            return _chain(operands, "OR", style)
        case nodes.And(operands):
            return _chain(operands, "AND", style)
        case nodes.Not(operand):
            return (style("NOT"), " ", expression(operand, style, _NOT))
        case nodes.Comparison(operator, left, right):
            return _infix(left, style.comparison(operator), right, style)
        case nodes.Has(quantity, collection, members):
            return _infix(collection, style(_HAS[quantity]), members, style)
        case nodes.In(element, collection):
            return _infix(element, style("IN"), collection, style)
        case nodes.Arithmetic(operator, left, right):
            own = _binding(node)
            tail = (operator, " ", expression(right, style, own + 1))
            return Group((expression(left, style, own), Nest(4, (Line(), tail))))
        case nodes.Negation(operand):
            return ("-", expression(operand, style, _PREFIX))
        case nodes.PeriodLiteral(start, end):
            ends = [("FROM", start), ("UNTIL", end)]
            return joined(" ", ((style(word), " ", expression(e, style, SUM)) for word, e in ends if e is not None))
        case nodes.Aggregate() | nodes.Call() | nodes.SetLiteral():
            return _collection(node, style)
        case _:
            return _atom(node, style)


def _chain(operands: tuple[nodes.Expression, ...], word: str, style: Style) -> Document:
    """Operands below one another if the author wrote them so, or they do not fit on a line."""
    first, *others = (expression(o, style, _NOT) for o in operands)
    is_written_so = style.as_written and any(is_parted(a.span, b.span) for a, b in pairwise(operands))
    is_open = is_written_so or has_open((first, *others))
    return Group((first, Nest(4, tuple((Line(), style(word), " ", o) for o in others))), is_open)


def _infix(left: nodes.Expression, sign: str, right: nodes.Expression, style: Style) -> Document:
    # A short right side stays beside what it is compared with, however that breaks.
    gap: Document = " " if isinstance(right, _Atom) else Line()
    return Group((expression(left, style, SUM), Nest(4, (gap, sign, " ", expression(right, style, SUM)))))


def _collection(node: nodes.Aggregate | nodes.Call | nodes.SetLiteral, style: Style) -> Document:
    match node:
        case nodes.Call(function, arguments):
            documents = [expression(a, style, SUM) for a in arguments]
            return (style.built_in("functions", function), style.arguments(documents))
        case nodes.SetLiteral():
            return _set(node, style)
        case nodes.Aggregate(function, variable, collection, condition, body):
            inside: list[Document] = [variable.text, " ", style("IN"), " ", expression(collection, style, SUM)]
            if condition is not None:
                inside += [Line(), style("WHERE"), " ", expression(condition, style)]
            if body is not None:
                inside += [style.colon.strip(), SOFT if style.is_full else Line(), expression(body, style)]
            document = style.parenthesised(Nest(4, tuple(inside)))
            return (style.built_in("functions", function), Group(document, has_open(document)))


def _set(node: nodes.SetLiteral, style: Style) -> Document:
    elements = node.elements
    items = [*(given(e, style) for e in elements), *(["..."] if node.open else [])]
    if not items:
        return "{}"
    if any(isinstance(e, nodes.RecordGiven) for e in elements):
        return _braces(items, node.span, elements[0].span, style)
    return Group(("{", Nest(4, (SOFT, *filled(style.item_break, items))), SOFT, "}"))


def _braces(items: Sequence[Document], whole: Span, first: Span, style: Style) -> Document:
    """Entries or records, each on its own line if the author began one for the first of them, or they do not fit."""
    is_open = style.as_written and (is_opened(whole, first) or any(has_open(i) for i in items))
    return Group(("{", Nest(4, (Line(), *joined(style.comma_break, items))), Line(), "}"), is_open)


_Atom = (
    nodes.BooleanLiteral
    | nodes.NumberLiteral
    | nodes.TextLiteral
    | nodes.DateLiteral
    | nodes.DateTimeLiteral
    | nodes.MonthLiteral
    | nodes.DurationLiteral
    | nodes.AbsentLiteral
    | nodes.Path
)


def _atom(node: _Atom, style: Style) -> str:
    match node:
        case nodes.BooleanLiteral(value):
            return style("TRUE") if value else style("FALSE")
        case nodes.NumberLiteral(digits, suffix):
            return digits + suffix
        case nodes.TextLiteral(text):
            return style.text(text)
        case nodes.DateTimeLiteral(instant):
            return style.instant(instant)
        case nodes.DateLiteral(day):
            return style.day(day)
        case nodes.MonthLiteral():
            return style.month(node)
        case nodes.DurationLiteral():
            return style.duration(node)
        case nodes.AbsentLiteral():
            return style("ABSENT")
        case nodes.Path():
            return path(node, style)
        case _:
            assert_never(node)


def path(node: nodes.Path, style: Style) -> str:
    """A path; a built-in value (``as_of``) in the dialect's word."""
    return style.built_in("values", node.names[0]) if len(node.names) == 1 else node.text


def given(node: nodes.Given, style: Style) -> Document:
    """What a scenario gives."""
    match node:
        case nodes.Unknown():
            return style("UNKNOWN")
        case nodes.Bounded(bounds):
            each = ((style(b.kind.upper()), " ", expression(b.value, style, SUM)) for b in bounds)
            return joined(f" {style('AND')} ", each)
        case nodes.OneOf(members):
            literal = expression(nodes.SetLiteral(members), style)
            return style.ordered("one_of", set=literal)
        case nodes.RecordGiven(entries):
            judged = {name.text for name, _ in entries}
            is_judgement = "value" in judged and judged <= {"value", "by", "at"}
            keys = [style.built_in("judgement", name) if is_judgement else name.text for name, _ in entries]
            items = [(key, style.colon, given(value, style)) for key, (_, value) in zip(keys, entries, strict=True)]
            return _braces(items, node.span, entries[0][0].span, style)
        case _:
            return expression(node, style)


# --- types


def named_type(node: nodes.NamedType, style: Style) -> Document:
    limits = [(style.comparison(o), " ", expression(e, style, SUM)) for o, e in node.range]
    name = style.built_in("types", node.name)
    return (name, " ", joined(f" {style('AND')} ", limits)) if limits else name


def type_expression(node: nodes.TypeExpression, style: Style) -> Document:
    """A type as it stands after a field's colon."""
    match node:
        case nodes.NamedType():
            return named_type(node, style)
        case nodes.SetOf(element):
            return style.ordered("set_of", type=named_type(element, style))
        case nodes.ListOf(element):
            return style.ordered("list_of", type=named_type(element, style))
        case nodes.JudgementOf(value, authorities):
            return _judgement(value, authorities, style)
        case _:
            assert_never(node)


def _judgement(
    value: nodes.NamedType | nodes.SetOf | None, authorities: tuple[nodes.Name, ...], style: Style
) -> Document:
    names = f" {style('OR')} ".join(a.text for a in authorities)
    by = style.ordered("authorities", names=names) if authorities else None
    if value is None:
        return style.ordered("judgement", authorities=by)
    return style.ordered("judgement_of", type=type_expression(value, style), authorities=by)
