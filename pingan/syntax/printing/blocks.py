"""Declarations as blocks of lines, to which comments can be attached and blank lines belong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import frozen

from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.printing.layout import Document, Group, Nest, filled, joined
from pingan.syntax.printing.style import Style
from pingan.syntax.printing.written import grouped, is_one_line, is_parted, is_somewhere


@frozen
class Unit:
    """A line (or a few) of a block: what it says, where that stood, and how much deeper it is indented.

    A unit with a *joint* may follow the one before it on the same line, after that joint.
    """

    document: Document
    spans: tuple[Span, ...] = ()
    indent: int = 0
    joint: str | None = None


@frozen
class Block:
    """A declaration: *head*, and what stands in its braces (None: it has none); *line* is it on one line."""

    head: Document
    units: tuple[Unit, ...] | None
    line: Document | None = None


def names(things: Iterable[nodes.Name], style: Style) -> Document:
    """Names with commas between them."""
    return Group(Nest(4, filled(style.item_break, (n.text for n in things))))


def word_line(word: str, things: Sequence[Document], style: Style) -> Document:
    """``word a, b, c``, in as few lines as hold it."""
    return (word, " ", Group(Nest(4, filled(style.item_break, things))))


def cites(node: nodes.Rule | nodes.RuleHead | nodes.Definition, style: Style) -> tuple[Unit, ...]:
    """The citations, a line for every one that the author began."""
    groups = grouped(node.cites, node, "cite", style)
    return tuple(Unit(word_line(style("CITE"), [style.text(c.clause) for c in g], style), s) for g, s in groups)


def named_items(
    word: str, things: tuple[nodes.Name, ...], node: nodes.Itemised, kind: str, style: Style
) -> tuple[Unit, ...]:
    """``uses a, b``: a line for every one that the author began."""
    groups = grouped(things, node, kind, style)
    return tuple(Unit(word_line(word, [n.text for n in group], style), spans) for group, spans in groups)


def block_of(
    head: Document, units: tuple[Unit, ...], node: nodes.Node, style: Style, *, may_be_line: bool = True
) -> Block:
    """A block with braces; on one line where the author wrote it so (and *may_be_line*)."""
    if not units:
        return Block(head, units, (head, " {}"))
    if not (may_be_line and style.as_written and is_one_line(node.span)):
        return Block(head, units)
    return Block(head, units, (head, " { ", *joined("  ", (u.document for u in units)), " }"))


def members_block(head: Document, members: tuple[nodes.Member, ...], node: nodes.Node, style: Style) -> Block:
    """An enum: on one line, or in the lines that the author made; one member a line where nobody did."""
    texts = [f"{m.name.text}{style.label(m.label)}" for m in members]
    comma, joint = ("、", "") if style.is_full else (",", " ")
    units: list[Unit] = []
    for text, member, before in zip(texts, members, (None, *members), strict=False):
        is_placed = style.as_written and is_somewhere(member.span)
        is_joined = before is not None and is_placed and not is_parted(before.span, member.span)
        units.append(Unit(text + comma, (member.span,), joint=joint if is_joined else None))
    is_line = not is_somewhere(node.span) or not style.as_written or is_one_line(node.span)
    line = (head, " { ", f"{comma}{joint}".join(texts), " }")
    return Block(head, tuple(units), line if is_line else None)
