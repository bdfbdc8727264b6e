"""How the author laid the text out: blank lines, line ends inside declarations, several items under one word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pingan.source import Span
from pingan.syntax import nodes
from pingan.syntax.printing.style import Style

_Item = TypeVar("_Item", bound=nodes.Node)
_SPACE = " \t\r\n\u3000"


def is_somewhere(span: Span) -> bool:
    """Whether *span* stands in a text at all."""
    return span.end > span.start


def first_line(span: Span) -> int:
    return span.line


def last_line(span: Span) -> int:
    return span.source.position(span.end)[0]


def is_one_line(span: Span) -> bool:
    return is_somewhere(span) and first_line(span) == last_line(span)


def breaks_before(span: Span) -> int:
    """How many lines end between what stands before *span* and *span*."""
    text, position, count = span.source.text, span.start - 1, 0
    while position >= 0 and text[position] in _SPACE:
        count += text[position] == "\n"
        position -= 1
    return count


def has_blank_above(span: Span) -> bool:
    """Whether a blank line parts *span* from what stands above it in the same braces."""
    if not is_somewhere(span) or breaks_before(span) < 2:
        return False
    text, position = span.source.text, span.start - 1
    while position >= 0 and text[position] in _SPACE:
        position -= 1
    return position >= 0 and text[position] not in "{｛"


def is_opened(whole: Span, first: Span) -> bool:
    """Whether the author began a new line before *first*, the first thing in the braces that *whole* holds."""
    return is_somewhere(whole) and is_somewhere(first) and breaks_before(first) > 0


def is_parted(before: Span, after: Span) -> bool:
    """Whether the author ended the line between two things."""
    return is_somewhere(before) and is_somewhere(after) and "\n" in before.source.text[before.end : after.start]


def places(node: nodes.Itemised, kind: str) -> tuple[Span, ...]:
    """Where the items of *kind* stand in *node*."""
    return tuple(span for k, span in node.places if k == kind)


def place(node: nodes.Itemised, kind: str, number: int = 0) -> tuple[Span, ...]:
    """Where item *number* of *kind* stands in *node*: one span, or none."""
    return places(node, kind)[number : number + 1]


def grouped(
    things: Sequence[_Item], node: nodes.Itemised, kind: str, style: Style
) -> list[tuple[tuple[_Item, ...], tuple[Span, ...]]]:
    """*things* by the item of *kind* in which the author wrote them; all together if that is not known."""
    spans = places(node, kind)
    if len(spans) > 1 and not style.as_written:
        return [(tuple(things), spans)]
    if not things or not spans:
        return [(tuple(things), ())] if things else []
    groups: list[tuple[tuple[_Item, ...], tuple[Span, ...]]] = [
        (tuple(t for t in things if s.start <= t.span.start < s.end), (s,)) for s in spans
    ]
    return groups if sum(len(g) for g, _ in groups) == len(things) else [(tuple(things), spans)]
