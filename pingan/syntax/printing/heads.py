"""The items of a rule but `then`, which the declarations of clause forms have as well."""

from __future__ import annotations

from collections.abc import Sequence

from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.printing import rules
from pingan.syntax.printing.blocks import Unit, cites, word_line
from pingan.syntax.printing.expressions import expression, path
from pingan.syntax.printing.layout import Document, Nest, columns
from pingan.syntax.printing.style import Style
from pingan.syntax.printing.written import grouped, place

Head = nodes.Rule | nodes.RuleHead


def conditions(head: Head, style: Style) -> tuple[Unit, ...]:
    """What stands before the consequences: citations, then when and for whom the rule applies."""
    units: list[Unit] = [*cites(head, style)]
    for group, spans in grouped(head.overrides, head, "overrides", style):
        units.append(Unit(word_line(style("OVERRIDES"), [path(o, style) for o in group], style), spans))
    if head.in_force is not None:
        units.append(Unit(rules.in_force(head.in_force, style), (head.in_force.span,)))
    units += [Unit(rules.each(e, style), (e.span,)) for e in head.each]
    if head.since is not None:
        # After `for each`, whose variable it may read.
        units.append(Unit(rules.since(head.since, style), place(head, "since")))
    if head.condition is not None:
        units.append(Unit(rules.when(head.condition, style), place(head, "when")))
    for number, exception in enumerate(head.exceptions):
        units.append(Unit((style("UNLESS"), " ", expression(exception, style)), place(head, "unless", number)))
    return tuple(units)


def consequences(norms: Sequence[nodes.Norm], then: Sequence[Span], style: Style) -> tuple[Unit, ...]:
    """``then …``: a line for every norm, the bearers under one another; *then* is where the whole item stood."""
    word = style("THEN") + " "
    indent = columns(word)
    units: list[Unit] = []
    for number, norm in enumerate(norms):
        comma = style.comma if number < len(norms) - 1 else ""
        document: Document = (rules.norm(norm, style), comma)
        if number:
            units.append(Unit(document, (norm.span,), indent))
            continue
        spans = tuple(Span(s.source, s.start, norm.span.end) for s in then)
        units.append(Unit((word, Nest(indent, document)), spans or (norm.span,)))
    return tuple(units)


def remarks(head: Head, style: Style) -> tuple[Unit, ...]:
    """What stands after the consequences: `soft` and notes."""
    units: list[Unit] = []
    if head.soft:
        units.append(Unit(style("SOFT"), place(head, "soft")))
    for number, note in enumerate(head.notes):
        units.append(Unit((style("NOTE"), " ", style.text(note)), place(head, "note", number)))
    return tuple(units)
