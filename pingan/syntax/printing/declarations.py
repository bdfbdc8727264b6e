"""Headers and declarations as blocks of lines, to which comments can be attached."""

from __future__ import annotations

from typing import assert_never

from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.printing import rules
from pingan.syntax.printing.blocks import Block, Unit, block_of, cites, members_block, named_items, names
from pingan.syntax.printing.expressions import expression, path, type_expression
from pingan.syntax.printing.forms import printed_form
from pingan.syntax.printing.heads import conditions, consequences, remarks
from pingan.syntax.printing.layout import Document, Group, Line, Nest, joined
from pingan.syntax.printing.scenarios import scenario, setting
from pingan.syntax.printing.style import Style
from pingan.syntax.printing.written import is_opened, place


def block(node: nodes.PolicyHeader | nodes.VocabularyHeader | nodes.Declaration, style: Style) -> Block:
    """*node* as a block."""
    match node:
        case nodes.PolicyHeader():
            return _policy(node, style)
        case nodes.VocabularyHeader():
            head = (style("VOCABULARY"), " ", node.name.text, style.label(node.label))
            needs = named_items(style("NEEDS"), node.needs, node, "needs", style)
            items = needs + named_items(style("USES"), node.uses, node, "uses", style)
            return block_of(head, items, node, style) if items else Block(head, None)
        case nodes.Rule():
            return _rule(node, style)
        case nodes.Scenario():
            return scenario(node, style)
        case nodes.Definition():
            return _definition(node, style)
        case nodes.Interpretation():
            return _interpretation(node, style)
        case nodes.FormDeclaration():
            return printed_form(node, style)
        case _:
            return _vocabulary(node, style)


_Vocabulary = nodes.Enum | nodes.Record | nodes.Fact | nodes.Actor | nodes.Action | nodes.Parameter | nodes.Setting


def _vocabulary(node: _Vocabulary, style: Style) -> Block:
    match node:
        case nodes.Enum():
            head = (
                style("ENUM"),
                " ",
                node.name.text,
                style.label(node.label),
                f" {style('ORDERED')}" if node.ordered else "",
            )
            return members_block(head, node.members, node, style)
        case nodes.Record():
            is_actor: Document = (" ", style.ordered("is_actor")) if node.is_actor else ""
            title: Document = (style("RECORD"), " ", node.name.text, style.label(node.label), is_actor)
            return block_of(title, tuple(Unit(_field(f, style), (f.span,)) for f in node.fields), node, style)
        case nodes.Fact(inner):
            return Block((style("FACT"), " ", _field(inner, style)), None)
        case nodes.Parameter(inner):
            return Block((style("PARAMETER"), " ", _field(inner, style)), None)
        case nodes.Actor(name, label, counts_as):
            of_class: Document = (" ", style("IS"), " ", counts_as.text) if counts_as is not None else ""
            return Block((style("ACTOR"), " ", name.text, style.label(label), of_class), None)
        case nodes.Action():
            return Block(_action(node, style), None)
        case nodes.Setting():
            return Block(setting(node, style), None)
        case _:
            assert_never(node)


def _field(node: nodes.Field, style: Style) -> Document:
    marks = tuple(f" {style(m.upper())}" for m in node.marks)
    return (node.name.text, style.label(node.label), style.colon, type_expression(node.type, style), *marks)


def _action(node: nodes.Action, style: Style) -> Document:
    parts: list[Document] = [style("ACTION"), " ", node.name.text, style.label(node.label)]
    if node.parameters:
        gap = "" if style.is_full and node.label is None else " "
        parts += [gap, style.arguments(_field(p, style) for p in node.parameters)]
    if node.kind is not None:
        parts += [" ", style.ordered("kind", name=style.built_in("kinds", node.kind))]
    return tuple(parts)


def _interpretation(node: nodes.Interpretation, style: Style) -> Block:
    head = (style("INTERPRETATION"), " ", node.name.text, style.label(node.label))
    units: list[Unit] = []
    if node.question is not None:
        units.append(Unit((style("QUESTION"), " ", style.text(node.question)), place(node, "question")))
    spans = place(node, "readings")
    units.append(Unit((style("READINGS"), " ", _readings(node.readings, spans, style)), spans))
    if node.default is not None:
        units.append(Unit((style("DEFAULT"), " ", node.default.text), place(node, "default")))
    return block_of(head, tuple(units), node, style, may_be_line=False)


def _readings(readings: tuple[nodes.Member, ...], spans: tuple[Span, ...], style: Style) -> Document:
    """``{ a, b }``, each on its own line where the author began one or they do not fit."""
    texts = [f"{m.name.text}{style.label(m.label)}" for m in readings]
    inside = (Line(), *joined(("、", Line("")) if style.is_full else (",", Line()), texts))
    is_open = style.as_written and bool(spans) and is_opened(spans[0], readings[0].span)
    return Group(("{", Nest(4, inside), Line(), "}"), is_open)


def _definition(node: nodes.Definition, style: Style) -> Block:
    parts: list[Document] = [style("DEFINE"), " ", node.name.text, style.label(node.label)]
    if node.subject is not None:
        variable, record = node.subject
        gap = "" if style.is_full else " "
        parts += [gap, style.parenthesised((variable.text, style.colon, record.text))]
    parts += [style.colon, type_expression(node.type, style)]
    promised = () if node.exclusive is None else (Unit(style(node.exclusive.upper()), place(node, node.exclusive)),)
    units = (*cites(node, style), *promised, *(Unit(_case(c, style), (c.span,)) for c in node.cases))
    return block_of(tuple(parts), units, node, style, may_be_line=len(node.cases) == 1)


def _case(node: nodes.Case, style: Style) -> Document:
    condition = None if node.condition is None else rules.when(node.condition, style)
    if condition is None and node.otherwise:
        condition = style("OTHERWISE")
    return style.ordered("case", value=(style("IS"), " ", expression(node.value, style)), condition=condition)


def _rule(node: nodes.Rule, style: Style) -> Block:
    units = (*conditions(node, style), *consequences(node.norms, place(node, "then"), style), *remarks(node, style))
    head = (style("RULE"), " ", node.name.text, style.label(node.label))
    return block_of(head, units, node, style, may_be_line=False)


def _policy(node: nodes.PolicyHeader, style: Style) -> Block:
    texts = [
        ("VERSION", node.version),
        ("DOCUMENT", node.document),
        ("JURISDICTION", node.jurisdiction),
        ("CLAUSES", node.register),
    ]
    units = [
        Unit((style(word), " ", style.text(text)), place(node, word.lower()))
        for word, text in texts
        if text is not None
    ]
    if node.issued is not None:
        issuers = (style("BY"), " ", names(node.issuers, style)) if node.issuers else None
        issued = style.ordered("issued", day=style.day(node.issued.value), issuers=issuers)
        units.append(Unit(issued, place(node, "issued")))
    if node.zone is not None:
        units.append(Unit((style("ZONE"), " ", style.text(node.zone)), place(node, "zone")))
    if node.scope is not None:
        units.append(Unit(rules.when(node.scope, style, "scope"), place(node, "scope")))
    if node.in_force is not None:
        units.append(Unit(rules.in_force(node.in_force, style), (node.in_force.span,)))
    if node.level is not None:
        units.append(Unit((style("LEVEL"), " ", path(node.level, style)), place(node, "level")))
    if node.calendar is not None:
        units.append(Unit((style("CALENDAR"), " ", node.calendar.text), place(node, "calendar")))
    units += named_items(style("REPLACES"), node.replaces, node, "replaces", style)
    units += named_items(style("NEEDS"), node.needs, node, "needs", style)
    units += named_items(style("USES"), node.uses, node, "uses", style)
    units += named_items(style("EXTENDS"), node.extends, node, "extends", style)
    for omission in node.omissions:
        tail = Nest(4, (Line(), style.text(omission.reason)))
        line = Group((style("OMITS"), " ", style.text(omission.clause), tail))
        units.append(Unit(line, (omission.span,)))
    head = (style("POLICY"), " ", node.name.text, style.label(node.label))
    return block_of(head, tuple(units), node, style, may_be_line=len(units) == 1) if units else Block(head, None)
