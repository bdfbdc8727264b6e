"""Scenarios as blocks of lines."""

from __future__ import annotations

from typing import assert_never

from pingan.syntax import nodes
from pingan.syntax.printing.blocks import Block, Unit, block_of
from pingan.syntax.printing.expressions import SUM, expression, given, path
from pingan.syntax.printing.layout import Document, Group, Nest, filled
from pingan.syntax.printing.rules import duty
from pingan.syntax.printing.style import Style
from pingan.syntax.printing.written import place


def scenario(node: nodes.Scenario, style: Style) -> Block:
    """*node* as a block, never on one line."""
    units: list[Unit] = []
    if node.along_with:
        named = filled(style.item_break, [name.text for name in node.along_with])
        units.append(Unit((style("TOGETHER_WITH"), " ", Group(Nest(4, named))), place(node, "along_with", 0)))
    units += [
        Unit((style("GIVEN"), " ", path(g.path, style), " = ", given(g.value, style)), (g.span,)) for g in node.givens
    ]
    if node.as_of is not None:
        units.append(Unit((style("AS_OF"), " ", expression(node.as_of.value, style)), (node.as_of.span,)))
    units += [Unit(setting(s, style), (s.span,)) for s in node.settings]
    units += [Unit(_rule_since(s, style), (s.span,)) for s in node.since]
    for number, expectation in enumerate(node.expectations):
        units.append(Unit((style("EXPECT"), " ", _expectation(expectation, style)), place(node, "expect", number)))
    head = (style("SCENARIO"), " ", style.text(node.title))
    return block_of(head, tuple(units), node, style, may_be_line=False)


def setting(node: nodes.Setting, style: Style) -> Document:
    """``set a = b``."""
    return (style("SET"), " ", path(node.target, style), " = ", expression(node.value, style))


def _rule_since(node: nodes.Since, style: Style) -> Document:
    rule, value = path(node.rule, style), expression(node.value, style, SUM)
    return style.ordered("rule_since", rule=rule, moment=value)


def _expectation(node: nodes.Expectation, style: Style) -> Document:
    match node:
        case nodes.ExpectNorm(bearer, modality, action, negated, arguments):
            no = f"{style('NO')} " if negated else ""
            done = duty(nodes.Act(action, arguments), style)
            return (no, path(bearer, style), " ", style.dialect.modality(modality), " ", done)
        case nodes.ExpectState(rule, state, negated):
            return (f"{style('NO')} " if negated else "", path(rule, style), " ", style.dialect.state(state))
        case nodes.ExpectShortfall(rule, value):
            return (path(rule, style), " ", style("SHORTFALL"), " ", expression(value, style, SUM))
        case nodes.ExpectDeadline(rule, limit):
            return (path(rule, style), " ", style("DEADLINE"), " ", expression(limit, style))
        case nodes.ExpectUndetermined(subject, causes):
            because: Document | None = None
            if causes:
                listed = Group(Nest(4, filled(style.item_break, [path(c, style) for c in causes])))
                because = (style("BECAUSE"), " ", listed)
            return style.ordered("expect_undetermined", subject=path(subject, style), because=because)
        case nodes.ExpectValue(subject, value):
            return (path(subject, style), " = ", expression(value, style))
        case nodes.ExpectConflict(left, right):
            return style.ordered("expect_conflict", first=path(left, style), second=path(right, style))
        case _:
            assert_never(node)
