"""Ladders printed as ladders."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from pingan.clauses.ladder_stages import Stage, in_order, names_of, stages_of
from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.printing import rules
from pingan.syntax.printing.blocks import Block, Unit, cites, word_line
from pingan.syntax.printing.forms import conditions, form_block, nested, remarks
from pingan.syntax.printing.layout import Document, Nest, columns
from pingan.syntax.printing.style import Style


def print_ladder(declaration: nodes.FormDeclaration, style: Style) -> Block:
    """The ladder: what holds for all of it, then its stages, lowest first."""
    ordered = in_order(declaration)
    units = [Unit(style("STEP_BY_STEP"), (ordered,))] if ordered else []
    for stage in stages_of(declaration):
        head = (style("STAGE"), " ", stage.name.text, style.label(stage.label))
        units += nested(head, tuple(_stage(stage, style)), stage.part)
    return form_block(declaration, "LADDER", units, style)


def _stage(stage: Stage, style: Style) -> Iterator[Unit]:
    yield from cites(stage.head, style)
    for after in stage.after:
        yield Unit(_after(after.stages, after.fulfilled, style), (after.span,))
    yield from _marks(style, SKIPPABLE=stage.skippable, BESIDE=stage.beside)
    yield from conditions(evolve(stage.head, cites=()), style)
    yield from _then(stage, style)
    for part in stage.replaces:
        yield Unit(word_line(style("REPLACES"), [n.text for n in names_of(part)], style), (part.span,))
    yield from _marks(style, REPLACES_ALL=stage.replaces_all, STAYS=stage.stays)
    yield from remarks(stage.head, style)


def _after(names: tuple[nodes.Name, ...], fulfilled: bool, style: Style) -> Document:
    # Chinese has a verb of its own for what must have been done, not merely reached.
    word = "AWAITS" if fulfilled and "AWAITS" in style.dialect.keywords else "AFTER"
    line = word_line(style(word), [n.text for n in names], style)
    return (line, " ", style("FULFILLED")) if fulfilled else line


def _marks(style: Style, **places: Span | None) -> Iterator[Unit]:
    for keyword, place in places.items():
        if place is not None:
            yield Unit(style(keyword), (place,))


def _then(stage: Stage, style: Style) -> Iterator[Unit]:
    """A line for every norm, the bearers under one another."""
    then = style("THEN") + " "
    indent = columns(then)
    for number, norm in enumerate(stage.norms):
        comma = style.comma if number < len(stage.norms) - 1 else ""
        document: Document = (rules.norm(norm, style), comma)
        if number:
            yield Unit(document, (norm.span,), indent)
        else:
            spans = (norm.span,) if stage.then is None else (Span(norm.span.source, stage.then.start, norm.span.end),)
            yield Unit((then, Nest(indent, document)), spans)
