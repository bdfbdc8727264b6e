"""Headers and declarations as blocks of lines, to which comments can be attached."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from attrs import frozen

from pingan.source import NOWHERE, Span
from pingan.syntax import nodes
from pingan.syntax.printing import rules
from pingan.syntax.printing.expressions import SUM, expression, given, path, type_expression
from pingan.syntax.printing.layout import Document, Group, Nest, joined
from pingan.syntax.printing.style import Style


@frozen
class Unit:
    """A line (or a few) of a block: where it stood, what it says, and how much deeper it is indented."""

    document: Document
    span: Span = NOWHERE
    indent: int = 0


@frozen
class Block:
    """A declaration: *head*, and what stands in its braces (None: it has none). *compact* is the form on one line."""

    head: Document
    units: tuple[Unit, ...] | None
    compact: Document | None = None


def _around(things: Iterable[nodes.Node]) -> Span:
    spans = [t.span for t in things]
    return spans[0].to(spans[-1]) if spans else NOWHERE


def _names(names: Iterable[nodes.Name], style: Style) -> Document:
    return Group(Nest(4, joined(style.item_break, (n.text for n in names))))


def block(node: nodes.PolicyHeader | nodes.VocabularyHeader | nodes.Declaration, style: Style) -> Block:
    """*node* as a block."""
    match node:
        case nodes.PolicyHeader():
            return _policy(node, style)
        case nodes.VocabularyHeader():
            head = (style("VOCABULARY"), " ", node.name.text, style.label(node.label))
            uses = Unit((style("USES"), " ", _names(node.uses, style)), _around(node.uses))
            return Block(head, (uses,) if node.uses else None)
        case nodes.Rule():
            return _rule(node, style)
        case nodes.Scenario():
            return _scenario(node, style)
        case nodes.Definition():
            return _definition(node, style)
        case nodes.Interpretation():
            return _interpretation(node, style)
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
            return _members(head, node.members, style)
        case nodes.Record():
            is_actor = f" {style('IS')} {style('ACTOR')}" if node.is_actor else ""
            head = (style("RECORD"), " ", node.name.text, style.label(node.label), is_actor)
            return Block(head, tuple(Unit(_field(f, style), f.span) for f in node.fields))
        case nodes.Fact(inner):
            return Block((style("FACT"), " ", _field(inner, style)), None)
        case nodes.Parameter(inner):
            return Block((style("PARAMETER"), " ", _field(inner, style)), None)
        case nodes.Actor(name, label):
            return Block((style("ACTOR"), " ", name.text, style.label(label)), None)
        case nodes.Action():
            return Block(_action(node, style), None)
        case nodes.Setting():
            return Block(_setting(node, style), None)
        case _:
            assert_never(node)


def _field(node: nodes.Field, style: Style) -> Document:
    marks = tuple(f" {style(m.upper())}" for m in node.marks)
    return (node.name.text, style.label(node.label), style.colon, type_expression(node.type, style), *marks)


def _members(head: Document, members: tuple[nodes.Member, ...], style: Style) -> Block:
    texts = [f"{m.name.text}{style.label(m.label)}" for m in members]
    comma = "、" if style.is_chinese else ","
    units = tuple(Unit(t + comma, m.span) for t, m in zip(texts, members, strict=True))
    gap = comma if style.is_chinese else f"{comma} "
    return Block(head, units, (head, " { ", gap.join(texts), " }"))


def _action(node: nodes.Action, style: Style) -> Document:
    parts: list[Document] = [style("ACTION"), " ", node.name.text, style.label(node.label)]
    if node.parameters:
        gap = "" if style.is_chinese and node.label is None else " "
        parts += [gap, style.arguments(_field(p, style) for p in node.parameters)]
    if node.kind is not None:
        parts += [" ", style("IS"), " ", style.built_in("kinds", node.kind)]
    return tuple(parts)


def _setting(node: nodes.Setting, style: Style) -> Document:
    return (style("SET"), " ", path(node.target, style), " = ", expression(node.value, style))


def _interpretation(node: nodes.Interpretation, style: Style) -> Block:
    head = (style("INTERPRETATION"), " ", node.name.text, style.label(node.label))
    units: list[Unit] = []
    if node.question is not None:
        units.append(Unit((style("QUESTION"), " ", style.text(node.question))))
    readings = [f"{m.name.text}{style.label(m.label)}" for m in node.readings]
    gap = "、" if style.is_chinese else ", "
    units.append(Unit((style("READINGS"), " { ", gap.join(readings), " }"), _around(node.readings)))
    if node.default is not None:
        units.append(Unit((style("DEFAULT"), " ", node.default.text), node.default.span))
    return Block(head, tuple(units))


def _definition(node: nodes.Definition, style: Style) -> Block:
    parts: list[Document] = [style("DEFINE"), " ", node.name.text, style.label(node.label)]
    if node.subject is not None:
        variable, record = node.subject
        gap = "" if style.is_chinese else " "
        parts += [gap, style.parenthesised((variable.text, style.colon, record.text))]
    parts += [style.colon, type_expression(node.type, style)]
    return Block(tuple(parts), (*_cites(node.cites, style), *(Unit(_case(c, style), c.span) for c in node.cases)))


def _case(node: nodes.Case, style: Style) -> Document:
    value = (style("IS"), " ", expression(node.value, style))
    condition = None if node.condition is None else rules.when(node.condition, style)
    if condition is None and node.otherwise:
        condition = style("OTHERWISE")
    if condition is None:
        return value
    return (condition, " ", *value) if style.is_chinese else (*value, " ", condition)


def _cites(cites: tuple[nodes.Cite, ...], style: Style) -> tuple[Unit, ...]:
    if not cites:
        return ()
    texts = joined(style.item_break, (style.text(c.clause) for c in cites))
    return (Unit(Group(Nest(4, (style("CITE"), " ", *texts))), _around(cites)),)


def _rule(node: nodes.Rule, style: Style) -> Block:
    units: list[Unit] = [*_cites(node.cites, style)]
    if node.overrides:
        paths = Group(Nest(4, joined(style.item_break, (path(o, style) for o in node.overrides))))
        units.append(Unit((style("OVERRIDES"), " ", paths), _around(node.overrides)))
    if node.in_force is not None:
        units.append(Unit(rules.in_force(node.in_force, style), node.in_force.span))
    if node.since is not None:
        units.append(Unit(rules.since(node.since, style), node.since.span))
    units += [Unit(rules.each(e, style), e.span) for e in node.each]
    if node.condition is not None:
        units.append(Unit(rules.when(node.condition, style), node.condition.span))
    units += [Unit((style("UNLESS"), " ", expression(e, style)), e.span) for e in node.exceptions]
    units += _then(node.norms, style)
    if node.soft:
        units.append(Unit(style("SOFT")))
    units += [Unit((style("NOTE"), " ", style.text(n))) for n in node.notes]
    return Block((style("RULE"), " ", node.name.text, style.label(node.label)), tuple(units))


def _then(norms: tuple[nodes.Norm, ...], style: Style) -> list[Unit]:
    """A line for every norm, the bearers under one another."""
    then = style("THEN") + " "
    units: list[Unit] = []
    for number, norm in enumerate(norms):
        comma = style.comma if number < len(norms) - 1 else ""
        document: Document = (rules.norm(norm, style), comma)
        indent = 3 if style.is_chinese else len(then)
        first = (then, Nest(indent, document))
        units.append(Unit(document, norm.span, indent) if number else Unit(first, norm.span))
    return units


def _policy(node: nodes.PolicyHeader, style: Style) -> Block:
    texts = [("VERSION", node.version), ("DOCUMENT", node.document), ("CLAUSES", node.register)]
    units = [Unit((style(word), " ", style.text(text))) for word, text in texts if text is not None]
    if node.issued is not None:
        issued: list[Document] = [
            style("ISSUED", "AT") if style.is_chinese else style("ISSUED"),
            style.day(node.issued.value),
        ]
        if node.issuers:
            issued += [style("BY"), _names(node.issuers, style)]
        units.append(Unit(joined(" ", issued), node.issued.span))
    if node.zone is not None:
        units.append(Unit((style("ZONE"), " ", style.text(node.zone))))
    if node.scope is not None:
        units.append(Unit(rules.when(node.scope, style, "APPLIES"), node.scope.span))
    if node.in_force is not None:
        units.append(Unit(rules.in_force(node.in_force, style), node.in_force.span))
    for word, names in (("USES", node.uses), ("EXTENDS", node.extends)):
        if names:
            units.append(Unit((style(word), " ", _names(names, style)), _around(names)))
    for omission in node.omissions:
        line = (style("OMITS"), " ", style.text(omission.clause), " ", style.text(omission.reason))
        units.append(Unit(line, omission.span))
    return Block((style("POLICY"), " ", node.name.text, style.label(node.label)), tuple(units) or None)


# --- scenarios


def _scenario(node: nodes.Scenario, style: Style) -> Block:
    units = [
        Unit((style("GIVEN"), " ", path(g.path, style), " = ", given(g.value, style)), g.span) for g in node.givens
    ]
    if node.as_of is not None:
        units.append(Unit((style("AS_OF"), " ", expression(node.as_of.value, style)), node.as_of.span))
    units += [Unit(_setting(s, style), s.span) for s in node.settings]
    units += [Unit(_rule_since(s, style), s.span) for s in node.since]
    units += [Unit((style("EXPECT"), " ", _expectation(e, style)), e.span) for e in node.expectations]
    return Block((style("SCENARIO"), " ", style.text(node.title)), tuple(units))


def _rule_since(node: nodes.Since, style: Style) -> Document:
    rule, value = path(node.rule, style), expression(node.value, style, SUM)
    if style.is_chinese:
        return (style("COUNTING"), " ", rule, " ", style("FROM"), " ", value, " ", style("SINCE_END"))
    return (style("SINCE"), " ", rule, " = ", value)


def _expectation(node: nodes.Expectation, style: Style) -> Document:
    match node:
        case nodes.ExpectNorm(bearer, modality, action, negated):
            no = f"{style('NO')} " if negated else ""
            return (no, path(bearer, style), " ", style.dialect.modality(modality), " ", action.text)
        case nodes.ExpectState(rule, state, negated):
            return (f"{style('NO')} " if negated else "", path(rule, style), " ", style.dialect.state(state))
        case nodes.ExpectShortfall(rule, value):
            return (path(rule, style), " ", style("SHORTFALL"), " ", expression(value, style, SUM))
        case nodes.ExpectDeadline(rule, limit):
            return (path(rule, style), " ", style("DEADLINE"), " ", expression(limit, style))
        case nodes.ExpectUndetermined(subject, causes):
            words: tuple[Document, ...] = (style("UNDETERMINED"), path(subject, style))
            because = (
                " ",
                style("BECAUSE"),
                " ",
                Group(Nest(4, joined(style.item_break, (path(c, style) for c in causes)))),
            )
            return (joined(" ", words[::-1] if style.is_chinese else words), *(because if causes else ()))
        case nodes.ExpectValue(subject, value):
            return (path(subject, style), " = ", expression(value, style))
        case nodes.ExpectConflict(left, right):
            if style.is_chinese:
                return joined(" ", (path(left, style), style("TOGETHER"), path(right, style), style("CONFLICT")))
            return (style("CONFLICT"), " ", path(left, style), ", ", path(right, style))
        case _:
            assert_never(node)
